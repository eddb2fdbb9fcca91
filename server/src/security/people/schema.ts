import { z } from 'zod';
import { Name } from '../../platform/names.ts';
import { Email } from '../sessions/schema.ts';

export const PersonName = Name;

export const Me = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    hasPassword: z.boolean().describe('false for somebody who signs in through an identity provider alone'),
    hasSecondFactor: z.boolean(),
    recoveryCodesLeft: z.int(),
    recent: z.boolean().describe('true when they proved who they are within the last ten minutes, as what is sensitive asks for'),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof Me>;

export const Rename = z.strictObject({ name: PersonName }).meta({ id: 'Rename' });

export const EmailAddress = z.strictObject({ email: Email }).meta({ id: 'EmailAddress' });

export const LinkToken = z.string().min(1, 'must not be empty').max(100, 'is too long');

export const Verification = z.strictObject({ token: LinkToken }).meta({ id: 'Verification' });
