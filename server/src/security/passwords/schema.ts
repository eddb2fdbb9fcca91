import { z } from 'zod';
import { LinkToken } from '../people/schema.ts';
import { TypedPassword } from '../sessions/schema.ts';

export const PasswordChange = z
  .strictObject({
    currentPassword: TypedPassword.optional().describe('required of everybody who has a password'),
    newPassword: TypedPassword,
  })
  .meta({ id: 'PasswordChange' });
export type PasswordChange = z.infer<typeof PasswordChange>;

export const PasswordReset = z.strictObject({ token: LinkToken, password: TypedPassword }).meta({ id: 'PasswordReset' });
export type PasswordReset = z.infer<typeof PasswordReset>;
