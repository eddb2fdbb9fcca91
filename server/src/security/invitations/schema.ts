import { z } from 'zod';
import { Role } from '../members/schema.ts';
import { PersonName } from '../people/schema.ts';
import { Email, TypedPassword } from '../sessions/schema.ts';

export const NewInvitation = z.strictObject({ email: Email, role: Role }).meta({ id: 'NewInvitation' });
export type NewInvitation = z.infer<typeof NewInvitation>;

export const Invitation = z
  .object({
    id: z.string().describe('UUID'),
    email: z.string(),
    role: Role,
    createdAt: z.string(),
    sentAt: z.string().describe('when the mail was last sent; the links of mails before it do not work'),
    sends: z.int().describe('how often it was mailed, of 10 times'),
    expiresAt: z.string(),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const InvitationSending = z.strictObject({}).meta({ id: 'InvitationSending' });

const Token = z.string().min(1, 'must not be empty').max(100, 'is too long').describe('what stands behind the # of the mailed link');

export const InvitationToken = z.strictObject({ token: Token }).meta({ id: 'InvitationToken' });

export const Acceptance = z
  .strictObject({
    token: Token,
    name: PersonName.optional().describe('only of somebody who has no account yet'),
    password: TypedPassword.optional().describe('only of somebody who has no account yet'),
  })
  .meta({ id: 'Acceptance' });
export type Acceptance = z.infer<typeof Acceptance>;

export const ReceivedInvitation = z
  .object({
    tenant: z.string().describe("the tenant's name"),
    email: z.string(),
    role: Role,
    expiresAt: z.string(),
    next: z
      .enum(['create_account', 'sign_in', 'accept', 'sign_out'])
      .describe('what accepting needs: a name and a password, signing in first, nothing more, or signing out as somebody else'),
  })
  .meta({ id: 'ReceivedInvitation' });
export type ReceivedInvitation = z.infer<typeof ReceivedInvitation>;
