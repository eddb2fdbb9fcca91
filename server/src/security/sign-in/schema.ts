import { z } from 'zod';
import { FactorCode } from '../mfa/schema.ts';
import { TypedPassword } from '../sessions/schema.ts';

export const StepUp = z
  .union([...FactorCode.options, z.strictObject({ password: TypedPassword })], {
    error: 'must be {"code":"…"}, {"recoveryCode":"…"}, or {"password":"…"} for somebody without a second factor',
  })
  .meta({ id: 'StepUp' });
export type StepUp = z.infer<typeof StepUp>;
