import { z } from 'zod';

export const PathDifference = z
  .object({
    of: z.enum(['path', 'rollup']),
    conversionId: z.string().nullable().describe('null for a rollup, and in what is kept of a nightly check'),
    day: z.string().describe('the UTC day of the conversion, or of the rollup; of a month its first day'),
    says: z.string(),
  })
  .meta({ id: 'PathDifference' });
export type PathDifference = z.infer<typeof PathDifference>;

/** What building every path anew from the stored events came to, beside what is stored. */
export const PathCheck = z
  .object({
    startedAt: z.string(),
    finishedAt: z.string(),
    verdict: z.enum(['same', 'differs', 'unsettled']).describe('unsettled: nothing differs but what events that still wait may explain'),
    isWhole: z.boolean().describe('false when it was cut off before the last day; the next check goes on where this one ended'),
    fromDay: z.string().nullable().describe('the first UTC day of conversions that was looked at; null when there is none'),
    throughDay: z.string().nullable(),
    conversions: z.int().describe('that were built anew and compared'),
    uncheckable: z.int().describe('conversions whose path may rest on events that are kept no longer'),
    unsettled: z.int().describe('differences of days for which events still wait'),
    differenceCount: z.int(),
    differences: z.array(PathDifference).describe('the first 100'),
    storedHash: z.string().describe('SHA-256 over the paths as stored, told by keys and ids: the same events give the same one anywhere'),
    rebuiltHash: z.string().describe('the same over the paths built anew'),
  })
  .meta({ id: 'PathCheck' });
export type PathCheck = z.infer<typeof PathCheck>;

export const LastPathCheck = z.object({ last: PathCheck.nullable().describe('null before the first night') }).meta({ id: 'LastPathCheck' });
export type LastPathCheck = z.infer<typeof LastPathCheck>;
