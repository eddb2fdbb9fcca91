import { mkdtempSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LinkDetails } from '../src/catalog/links/schema.ts';
import { putLink } from '../src/catalog/links/service.ts';
import { PlacementDetails } from '../src/catalog/placements/schema.ts';
import { putPlacement } from '../src/catalog/placements/service.ts';
import { createPublicIdIn } from '../src/catalog/publicids/service.ts';
import type { Context, EdgeContext } from '../src/platform/context.ts';
import { readNetworks } from '../src/platform/outbound-address.ts';
import { openSpool } from '../src/platform/spool.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { type Edge, openEdge } from '../src/tracking/edge/service.ts';
import type { TestTenant } from './database.ts';

export const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';

/** What a server answered, as it came over the wire. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Asks for a path exactly as it is written, and follows nothing. */
export function ask(
  url: string,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) {
  return new Promise<RawAnswer>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = httpRequest({ hostname, port, path, method, headers: { 'user-agent': PHONE, ...headers }, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }));
      answer.on('error', reject);
    });
    sent.on('error', reject).end();
  });
}

/** The public ids of a tenant's prefix, pixel and link. */
export interface PublicAddresses {
  prefix: string;
  pixel: string;
  link: string;
}

/** A show's prefix, a placement's pixel and a link of a tenant. */
export async function createPublicAddresses(context: Context, { actor, tenantId }: TestTenant): Promise<PublicAddresses> {
  const details = PlacementDetails.parse({ campaign: 'spring', show: 'daily', position: 'mid_roll', kind: 'dynamic' });
  const { pixelId } = await putPlacement(context, actor, 'a-placement', details);
  const link = LinkDetails.parse({ campaign: 'spring', show: 'daily', destination: 'https://shop.example.com/offer?x=1#top' });
  const { publicId } = await putLink(context, actor, 'a-link', link);
  const prefix = await inTenant(context.db, tenantId, (tx) => createPublicIdIn(tx, 'prefix', 'daily'));
  return { prefix, pixel: pixelId, link: publicId };
}

/** An edge that waits for the disk and for looks however busy the machine is, so that what was answered is kept, and was looked up. */
export function openPatientEdge(...how: Parameters<typeof openEdge>): Edge {
  return { ...openEdge(...how), patience: { diskMs: 60_000, lookUpMs: 60_000 } };
}

/** A data folder of a test's own, with a context whose spool is in it and that believes a proxy on this machine. */
export function inOwnFolder<Kind extends EdgeContext>(
  context: Kind,
  maxBytes = 2 ** 26,
): { folder: string; context: Kind; remove(): Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-edge-'));
  const { clock, log } = context;
  const spool = openSpool({ dataDir: folder, secrets: context, maxBytes, clock, log });
  const remove = async () => {
    await spool.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, context: { ...context, spool, trustedProxies: readNetworks(['127.0.0.0/8']) }, remove };
}
