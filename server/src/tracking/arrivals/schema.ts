import { z } from 'zod';

export const ARRIVAL_SOURCES = ['prefix', 'link', 'pixel', 'tag', 'webhook', 'code', 'api'] as const;
export type ArrivalSource = (typeof ARRIVAL_SOURCES)[number];

/** Why something came and counts for nothing, or has not been looked at yet. */
const FAULTS = [
  'bot',
  'not_get',
  'ahead',
  'no_address',
  'too_old',
  'quota_exceeded',
  'invalid',
  'filtered',
  'no_show',
  'signature',
  'not_wanted',
  'failed',
  'unknown_code',
] as const;
export type ArrivalFault = (typeof FAULTS)[number];

export const Arrival = z
  .object({
    source: z.enum(ARRIVAL_SOURCES),
    at: z.string().describe('when it was received'),
    kind: z.string().nullable().describe('of the touchpoint or conversion; null for what became none'),
    campaign: z.string().nullable(),
    show: z.string().nullable(),
    of: z.string().nullable().describe('what brought it: the key of a webhook, the code, or the id you sent'),
    fault: z
      .enum(FAULTS)
      .nullable()
      .describe(
        'why it counts for nothing; null when it counts. filtered: a request that is no download, as the list of requests says; no_show: ' +
          'no show of yours is behind its address; signature: not signed with the secret of the source; unknown_code: no campaign has ' +
          'this code',
      ),
    detail: z.string().nullable().describe('the fault in more words, where there are some'),
  })
  .meta({ id: 'Arrival' });
export type Arrival = z.infer<typeof Arrival>;

export const ArrivalQuery = z.strictObject({
  since: z.iso
    .datetime({ offset: true, error: 'must be an instant such as 2026-11-20T12:00:00Z' })
    .describe('only what was received from this instant on, at most a day ago'),
});

export const Arrivals = z
  .object({
    items: z.array(Arrival).describe('the latest of each source that counts, and the latest that does not, newest first'),
    nextCursor: z.null(),
    until: z.string().describe('when this was looked up'),
  })
  .meta({ id: 'Arrivals' });
export type Arrivals = z.infer<typeof Arrivals>;
