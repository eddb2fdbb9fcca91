import { z } from 'zod';

export const ManifestDay = z
  .object({
    day: z.string().describe('a UTC day'),
    events: z.int(),
    hash: z.string().describe("HMAC-SHA-256 of that day's events under the share's key, in hexadecimal digits"),
  })
  .meta({ id: 'ManifestDay' });
export type ManifestDay = z.infer<typeof ManifestDay>;

export const ShareManifest = z
  .object({
    shareId: z.string(),
    run: z.int().describe('how often the share was matched'),
    computedAt: z.string(),
    days: z.array(ManifestDay).describe("this tenant's own events that went into the run: exposures of the grantor, orders of the grantee"),
    ownHash: z.string(),
    otherHash: z.string().describe('over all events of the other side; its own manifest has it as ownHash'),
    outputHash: z.string().describe('over all figures; the same on both sides'),
    isCurrent: z.boolean().describe('true when the events of this tenant are the same now'),
    differences: z.array(z.object({ day: z.string(), manifest: z.int(), now: z.int() })).describe('days whose events are not the same now'),
  })
  .meta({ id: 'ShareManifest' });
export type ShareManifest = z.infer<typeof ShareManifest>;
