import { z } from 'zod';
import { CONVERSION_KINDS } from '../intake/schema.ts';

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
