import { z } from 'zod';

export const RefinementNote = z.object({
  state: z
    .enum(['refined', 'partly', 'offline'])
    .describe('whether models answered for all windows that were to be asked about, some, or none'),
  windows: z.int().describe('so many stretches of ten minutes were to be asked about'),
  answered: z.int(),
  provider: z.string().nullable().describe('who answered first'),
  model: z.string().nullable(),
  costMicros: z.int().describe('what it cost, in millionths of a US dollar'),
  detail: z.string().nullable().describe('why not all were answered'),
});
export type RefinementNote = z.infer<typeof RefinementNote>;
