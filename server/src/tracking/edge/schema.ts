import { z } from 'zod';
import { PUBLIC_ID, type PublicIdKind } from '../../catalog/publicids/schema.ts';
import type { Context } from '../../platform/context.ts';

/** What a public request is for: an episode's prefix, a pixel, a tracking link, a site tag's beacon, a webhook. */
export const PUBLIC_REQUEST_KINDS = ['prefix', 'pixel', 'link', 'beacon', 'hook'] as const;
export type PublicRequestKind = (typeof PUBLIC_REQUEST_KINDS)[number];

/** The kind of public id that a kind of request is made to. */
export const ID_KINDS: Readonly<Record<PublicRequestKind, PublicIdKind>> = {
  prefix: 'prefix',
  pixel: 'pixel',
  link: 'link',
  beacon: 'tag',
  hook: 'hook',
};

/** A request to a public address as it arrived, before anything was made of it. */
export const PublicRequest = z.strictObject({
  id: z.uuid().describe('made on receipt; ids of what is made from it derive from it'),
  receivedAt: z.iso.datetime(),
  kind: z.enum(PUBLIC_REQUEST_KINDS),
  publicId: z.string().regex(PUBLIC_ID),
  method: z.string(),
  target: z.string().describe('path and query as they were sent'),
  ip: z.string().describe("the listener's address, in its one spelling; empty where it is not known"),
  headers: z
    .record(z.string(), z.string())
    .describe('by lower-case name: what tells of the program, the range, the consent and the purpose'),
  body: z.base64().optional(),
});
export type PublicRequest = z.output<typeof PublicRequest>;

/** A public request, and what its public id means. */
export interface ResolvedRequest {
  request: PublicRequest;
  tenantId: string;
  /** The key, in the tenant, of what the public id means. */
  target: string;
}

/**
 * Makes touchpoints or conversions from requests of one kind and resolves after their COMMIT. The same id again changes nothing. Throwing
 * means to try all of them again later; of several the one that cannot be done is found and kept aside.
 */
export type TakePublicRequests = (context: Context, requests: ResolvedRequest[]) => Promise<void>;

/** Who takes requests of which kind. */
export type PublicRequestTakers = Partial<Record<PublicRequestKind, TakePublicRequests>>;

/**
 * What became of a public request at the edge: `late` was answered before it was on disk, `unknown` has an id that the snapshot lacks,
 * `limited` is beyond what is kept of one address, `crowded` beyond one id's part of a spool that fills up.
 */
export type EdgeOutcome = 'kept' | 'late' | 'lost' | 'unknown' | 'refused' | 'limited' | 'crowded';

/** How many requests of a kind came to which outcome since the process began. */
export type EdgeCounts = Map<`${PublicRequestKind} ${EdgeOutcome}`, number>;

/** An answer of the edge. */
export interface EdgeAnswer {
  status: number;
  headers: Readonly<Record<string, string | number>>;
  body?: Uint8Array;
}
