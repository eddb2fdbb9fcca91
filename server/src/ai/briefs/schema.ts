import { z } from 'zod';
import { POSITIONS } from '../../catalog/placements/schema.ts';
import { PageQuery } from '../../platform/paging.ts';

const line = (most: number) => z.string().trim().min(1, 'must not be empty').max(most, `has at most ${most} characters`);

/** Without letters or digits there is nothing that could be said. */
const Sayable = (most: number) => line(most).regex(/[\p{L}\p{N}]/u, 'must hold a letter or a digit');

const SpokenAddress = line(200).regex(
  /^(?:https?:\/\/)?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+(?:\/[\p{L}\p{N}/_-]*)?$/iu,
  'must be an address as a host says it, such as lumenlamps.com/garden',
);

export const BriefDetails = z
  .strictObject({
    sponsor: Sayable(100).describe('the name that must be said'),
    alsoKnownAs: z.array(Sayable(100)).max(10).default([]).describe('other names by which it may be said'),
    talkingPoints: z.array(Sayable(300)).max(20).default([]).describe('each is looked for by its telling words, not word for word'),
    promoCode: line(50)
      .regex(/^[\p{L}\p{N}][\p{L}\p{N} _-]*$/u, 'must be letters and digits')
      .nullable()
      .default(null),
    address: SpokenAddress.nullable().default(null).describe('as a host says it, with its path: lumenlamps.com/garden'),
    position: z.enum(POSITIONS).nullable().default(null),
    leastSeconds: z.int().min(1, 'must be at least 1').max(3_600, 'must be at most 3600').nullable().default(null),
    forbiddenWords: z.array(Sayable(200)).max(50).default([]).describe('words or phrases that must not be said in the read'),
    competitors: z.array(Sayable(100)).max(50).default([]).describe('names whose ads must keep a distance'),
    separationMinutes: z.int().min(1, 'must be at least 1').max(600, 'must be at most 600').nullable().default(null),
  })
  .refine(({ competitors, separationMinutes }) => competitors.length > 0 === (separationMinutes !== null), {
    path: ['separationMinutes'],
    error: 'belongs to competitors: give both, or neither',
  })
  .meta({ id: 'BriefDetails' });
export type BriefDetails = z.output<typeof BriefDetails>;

export const Brief = z
  .object({
    ...BriefDetails.shape,
    placement: z.string(),
    version: z.int().describe('one more with each change'),
    changedAt: z.string(),
    changedBy: z.string(),
  })
  .meta({ id: 'Brief' });
export type Brief = z.infer<typeof Brief>;

export const BriefQuery = PageQuery;
