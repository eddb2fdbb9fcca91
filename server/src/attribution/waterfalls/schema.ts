import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { DOWNLOAD_WINDOWS } from '../../tenants/settings/schema.ts';

const Day = z.iso.date('must be a day, such as 2026-11-01');

export const WaterfallQuery = z
  .strictObject({
    campaign: CatalogKey.optional().describe("only what the campaign's baked-in placements cover"),
    show: CatalogKey.optional(),
    episode: CatalogKey.optional(),
    from: Day.optional().describe('first UTC day'),
    to: Day.optional().describe('UTC day before which it ends'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, { message: 'must lie after from', path: ['to'] });
export type WaterfallQuery = z.output<typeof WaterfallQuery>;

const HostComparison = z
  .object({
    sources: z.array(z.string()),
    figures: z.int().describe('how many figures of a show or an episode on one day were entered'),
    downloads: z.int().describe("the host's"),
    counted: z.int().describe('ours, of the same days of the same shows and episodes'),
    difference: z.int().describe("the host's less ours"),
    differenceShare: z.number().nullable().describe("as a share of the host's figure"),
    isBeyondTolerance: z.boolean().describe('beyond 5 % either way (IAB v2.3 §5.6)'),
    explained: z
      .array(z.object({ reason: z.string(), requests: z.int(), mostOfDifference: z.number().nullable() }))
      .describe('what each rule took out: at most this share of the difference comes from a host that does without the rule'),
  })
  .meta({ id: 'HostComparison' });

export const Waterfall = z
  .object({
    window: z.enum(DOWNLOAD_WINDOWS).describe('which 24 hours make requests one download'),
    requests: z.int().describe('counted ones: filtered + repeats + downloads'),
    filtered: z.array(z.object({ reason: z.string(), requests: z.int(), share: z.number() })).describe('in the order of the rules'),
    repeats: z.int(),
    downloads: z.int().describe('unique ones: usable + unusable'),
    unusable: z.int().describe('downloads without an address to match by: none kept, a relay, or a hash of somebody else'),
    usable: z.int().describe('matched + unmatched'),
    usableShare: z.number().nullable(),
    isUsableShareLow: z.boolean().describe('true below 20 %'),
    unmatched: z.int(),
    matched: z.int().describe('downloads in the path of at least one conversion, at 90 days of lookback: attributed + uncredited'),
    unaccounted: z
      .int()
      .describe('downloads in paths beyond the usable ones, in no other figure: 0 once neither requests nor conversions wait'),
    uncredited: z.int().describe("matched ones that the tenant's lookback and weakest evidence leave out"),
    attributed: z.int().describe("downloads that a conversion's credit goes to, in part or whole"),
    evidence: z.array(z.object({ evidence: z.string(), requests: z.int(), downloads: z.int() })),
    host: HostComparison.nullable(),
    waitingRequests: z.int().describe('not counted yet; while any waits, no figure is complete'),
  })
  .meta({ id: 'Waterfall' });
export type Waterfall = z.infer<typeof Waterfall>;
