import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';
import { CONVERSION_KINDS } from '../intake/schema.ts';

export const ConversionsQuery = PageQuery.extend({
  kind: z
    .string()
    .transform((text) => [...new Set(text.split(',').map((word) => word.trim()))])
    .pipe(z.array(z.enum(CONVERSION_KINDS, { error: `holds a value that is not one of ${CONVERSION_KINDS.join(', ')}` })).min(1))
    .optional()
    .describe('only these kinds; separated by commas'),
});

export const Conversion = z
  .object({
    id: z.string().describe('the id the tenant sent'),
    kind: z.enum(CONVERSION_KINDS),
    occurredAt: z.string(),
    valueMinor: z.int().nullable(),
    currency: z.string().nullable(),
    orderId: z.string().nullable(),
    promoCode: z.string().nullable(),
  })
  .meta({ id: 'Conversion' });
export type Conversion = z.infer<typeof Conversion>;
