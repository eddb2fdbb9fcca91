import { z } from 'zod';

export const Sample = z
  .object({
    state: z.enum(['none', 'loading', 'loaded', 'removing']).describe('loading and removing go on by themselves when they were cut off'),
    startsOn: z.string().nullable().describe('the first day of the simulated world'),
    changedAt: z.string().nullable(),
    touchpoints: z.int(),
    conversions: z.int(),
  })
  .meta({ id: 'Sample' });
export type Sample = z.infer<typeof Sample>;
