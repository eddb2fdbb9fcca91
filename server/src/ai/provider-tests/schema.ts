import { z } from 'zod';
import { AskFault } from '../asking/schema.ts';

export const NewProviderTest = z
  .strictObject({
    model: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe(
        'one of its models, for texts or audio; when left out, the first one for texts, and where it has none, the first that hears',
      ),
  })
  .meta({ id: 'NewAiProviderTest' });
export type NewProviderTest = z.infer<typeof NewProviderTest>;

export const ProviderTest = z
  .object({
    isAnswered: z.boolean(),
    model: z.string().nullable().describe('the model that was asked; null where none was'),
    fault: AskFault.nullable().describe('why there is no answer; null where there is one'),
    detail: z.string(),
    status: z.int().nullable().describe('the HTTP status of the provider, where it failed with one'),
    calls: z.int().describe('how many calls were made'),
    costMicros: z.int().describe('what it cost, in millionths of a US dollar'),
  })
  .meta({ id: 'AiProviderTest' });
export type ProviderTest = z.infer<typeof ProviderTest>;
