import { z } from 'zod';

export const IdempotencyHeaders = z.looseObject({
  'idempotency-key': z
    .string()
    .regex(/^[\x21-\x7e]{1,255}$/, 'must have 1 to 255 visible ASCII characters')
    .optional()
    .describe('makes it safe to send the same request again within 24 hours: it is done once and answered the same'),
});
