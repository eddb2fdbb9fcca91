import { z } from 'zod';

const Code = z.string().trim().min(6, 'has six digits').max(10, 'is too long');

export const FactorCode = z
  .union(
    [
      z.strictObject({ code: Code.describe('six digits of an authenticator app; each works once') }),
      z.strictObject({ recoveryCode: z.string().trim().min(1, 'must not be empty').max(40, 'is too long') }),
    ],
    { error: 'must be {"code":"…"} or {"recoveryCode":"…"}' },
  )
  .meta({ id: 'FactorCode' });
export type FactorCode = z.infer<typeof FactorCode>;

export const EnrolmentCode = z.strictObject({ code: Code }).meta({ id: 'EnrolmentCode' });

export const Enrolment = z
  .object({
    secret: z.string().describe('to type into an authenticator app where there is no camera'),
    uri: z.string().describe('the otpauth URI that the QR code shows'),
    qrSvg: z.string().describe('the QR code, as an SVG image'),
  })
  .meta({ id: 'Enrolment' });
export type Enrolment = z.infer<typeof Enrolment>;

export const RecoveryCodes = z
  .object({ recoveryCodes: z.array(z.string()).describe('each works once instead of a code; shown this once') })
  .meta({ id: 'RecoveryCodes' });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;
