import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { PageQuery } from '../../platform/paging.ts';
import { BriefDetails } from '../briefs/schema.ts';
import { EpisodeTranscript } from '../transcripts/schema.ts';

export const VERDICTS = ['pass', 'fail', 'uncertain'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const REQUIREMENT_KINDS = [
  'sponsor',
  'talking_point',
  'promo_code',
  'address',
  'position',
  'length',
  'forbidden_words',
  'separation',
] as const;
export type RequirementKind = (typeof REQUIREMENT_KINDS)[number];

export const NewAircheck = z
  .strictObject({
    placement: CatalogKey.describe('key of a placement that has a brief'),
    transcript: z.uuid().describe("of what to check; of a dynamic placement, whose ads differ by listener, a creative's or a capture's"),
  })
  .meta({ id: 'NewAircheck' });
export type NewAircheck = z.output<typeof NewAircheck>;

export const Requirement = z
  .object({
    kind: z.enum(REQUIREMENT_KINDS),
    wanted: z.string().describe('as the brief has it'),
    verdict: z.enum(VERDICTS).describe('uncertain never counts as pass'),
    why: z.string(),
    quote: z.string().nullable().describe('word for word; null where nothing was said'),
    startMs: z.int().nullable(),
    endMs: z.int().nullable(),
  })
  .meta({ id: 'AircheckRequirement' });
export type Requirement = z.infer<typeof Requirement>;

export const CheckedTranscript = EpisodeTranscript.pick({
  id: true,
  episode: true,
  source: true,
  url: true,
  copy: true,
  capturedAt: true,
  copyNote: true,
  method: true,
  provider: true,
  model: true,
  timing: true,
  version: true,
  contentSha256: true,
  durationMs: true,
}).meta({ id: 'CheckedTranscript' });
export type CheckedTranscript = z.infer<typeof CheckedTranscript>;

export const Aircheck = z
  .object({
    id: z.uuid(),
    placement: z.string(),
    campaign: z.string(),
    show: z.string(),
    outcome: z.enum(VERDICTS).describe('fail where a requirement fails; else uncertain where one is; else pass'),
    counts: z.object({ pass: z.int(), fail: z.int(), uncertain: z.int() }).describe('of requirements by their verdict'),
    requirements: z.array(Requirement),
    read: z
      .object({ startMs: z.int(), endMs: z.int(), quote: z.string() })
      .nullable()
      .describe('what was taken for the read; null where there was nothing of it'),
    transcript: CheckedTranscript.describe('as it was when it was checked'),
    brief: BriefDetails.describe('as it was when it was checked'),
    briefVersion: z.int(),
    method: z.string(),
    model: z.string().describe('which version of the method'),
    createdAt: z.string(),
    createdBy: z.string().describe('system: done when the transcript was analysed'),
  })
  .meta({ id: 'Aircheck' });
export type Aircheck = z.infer<typeof Aircheck>;

export const AircheckSummary = Aircheck.omit({ requirements: true, read: true, brief: true }).meta({ id: 'AircheckSummary' });
export type AircheckSummary = z.infer<typeof AircheckSummary>;

export const AircheckQuery = PageQuery.extend({
  placement: CatalogKey.optional().describe('only those of this placement'),
  transcript: z.uuid().optional().describe('only those of this transcript'),
  outcome: z.enum(VERDICTS).optional(),
});
export type AircheckFilter = Pick<z.output<typeof AircheckQuery>, 'placement' | 'transcript' | 'outcome'>;
