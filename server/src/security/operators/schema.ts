import { z } from 'zod';
import { Name } from '../../platform/names.ts';

export const OperatorEmail = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email('must be an e-mail address').max(254, 'has at most 254 characters'));

export const NewOperator = z.strictObject({
  email: OperatorEmail,
  name: Name,
});
export type NewOperator = z.infer<typeof NewOperator>;

export const OperatorSignIn = z
  .strictObject({
    email: z.string().min(1, 'must not be empty').max(254, 'has at most 254 characters'),
    password: z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters'),
    code: z
      .string()
      .regex(/^\d{3} ?\d{3}$/, 'must be the six digits of the authenticator app')
      .describe('from the authenticator app'),
  })
  .meta({ id: 'OperatorSignIn' });
export type OperatorSignIn = z.infer<typeof OperatorSignIn>;

export const OperatorSession = z
  .object({ token: z.string().describe('sent as "Authorization: Bearer <token>"; shown this once'), expiresAt: z.string() })
  .meta({ id: 'OperatorSession' });
export type OperatorSession = z.infer<typeof OperatorSession>;

/** An operator as lists show one. */
export interface OperatorDetails {
  id: string;
  email: string;
  name: string;
  createdAt: string;
  disabledAt: string | null;
}

/** What a new operator signs in with, told once. */
export interface OperatorAccess extends OperatorDetails {
  password: string;
  /** What an authenticator app reads, as a link. */
  totpUri: string;
}
