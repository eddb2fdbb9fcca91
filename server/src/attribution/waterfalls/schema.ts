import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { UnknownFilters } from '../../catalog/naming/schema.ts';
import { EXPOSURE_EVIDENCES } from '../../tracking/intake/schema.ts';
import { EXPOSURE_KINDS } from '../../tracking/waterfall/schema.ts';
import { DOWNLOAD_WINDOWS } from '../../tenants/settings/schema.ts';

const Day = z.iso.date('must be a day, such as 2026-11-01');

export const WaterfallQuery = z
  .strictObject({
    campaign: CatalogKey.optional().describe("of requests those that the campaign's baked-in placements cover; of exposures its own"),
    show: CatalogKey.optional(),
    episode: CatalogKey.optional(),
    from: Day.optional().describe('first UTC day'),
    to: Day.optional().describe('UTC day before which it ends'),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, { message: 'must lie after from', path: ['to'] });
export type WaterfallQuery = z.output<typeof WaterfallQuery>;

const Filtered = z.object({ reason: z.string(), requests: z.int(), share: z.number() });

/** From usable exposures to credit. */
const Crediting = {
  usableShare: z.number().nullable(),
  isUsableShareLow: z.boolean().describe('true below 20 %'),
  unmatched: z.int(),
  matched: z.int().describe('in the path of at least one conversion, at 90 days of lookback: attributed + uncredited'),
  unaccounted: z.int().describe('found in paths beyond the usable ones, in no other figure: 0 once neither requests nor conversions wait'),
  uncredited: z.int().describe("matched ones that the tenant's lookback and weakest evidence leave out"),
  attributed: z.int().describe("those that a conversion's credit goes to, in part or whole"),
};

const ExposureFall = z
  .object({
    kind: z
      .enum(EXPOSURE_KINDS)
      .describe('ad: in a counted download; impression: of a pixel, or reported; download: as it was reported, not counted of requests'),
    received: z.int().describe('filtered + exposures: ads in downloads, requests for pixels, or exposures that were sent'),
    filtered: z
      .array(Filtered)
      .describe(
        'requests for pixels that made no impression, ads that were not delivered, exposures of control arms; in the order of the rules',
      ),
    exposures: z.int().describe('usable + unusable'),
    unusable: z.int().describe('exposures with nothing to match by: no address but a relay or a datacenter, and no other key'),
    usable: z.int().describe('matched + unmatched'),
    ...Crediting,
    evidence: z.array(z.object({ evidence: z.enum(EXPOSURE_EVIDENCES), received: z.int(), exposures: z.int() })),
  })
  .meta({ id: 'ExposureFall' });

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
    filtered: z.array(Filtered).describe('in the order of the rules'),
    repeats: z.int(),
    downloads: z.int().describe('unique ones: usable + unusable'),
    unusable: z.int().describe('downloads without an address to match by: none kept, a relay, or a hash of somebody else'),
    usable: z.int().describe('matched + unmatched'),
    ...Crediting,
    evidence: z.array(z.object({ evidence: z.string(), requests: z.int(), downloads: z.int() })),
    exposures: z.array(ExposureFall).describe('what falls to credit in units of its own, kind by kind; none of it is in the figures above'),
    host: HostComparison.nullable(),
    unknown: UnknownFilters,
    waitingRequests: z.int().describe('not counted yet; while any waits, no figure is complete'),
    waitingConversions: z.int().describe('conversions, touchpoints and codes still to be matched, up to 100,000 of each'),
  })
  .meta({ id: 'Waterfall' });
export type Waterfall = z.infer<typeof Waterfall>;
