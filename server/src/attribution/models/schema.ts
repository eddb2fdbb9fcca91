import { z } from 'zod';

export const Model = z
  .object({
    name: z.string(),
    title: z.string(),
    version: z.string(),
    description: z.string(),
    formula: z.string(),
    source: z.string(),
    parameters: z.record(z.string(), z.number()).describe('defaults; a report may choose others'),
  })
  .meta({ id: 'Model' });
export type Model = z.infer<typeof Model>;

export const ModelList = z.object({ items: z.array(Model), nextCursor: z.null(), engineVersion: z.string() }).meta({ id: 'ModelList' });
export type ModelList = z.infer<typeof ModelList>;
