import { z } from 'zod';
import { ROLES } from '../../tenants/authorize.ts';

export const Role = z.enum(ROLES, { error: `is missing or no role; send one of ${ROLES.join(', ')}` });

export const Member = z
  .object({
    id: z.string().describe('UUID of the person'),
    email: z.string(),
    name: z.string(),
    role: Role,
    createdAt: z.string().describe('when they became a member'),
    isYou: z.boolean(),
  })
  .meta({ id: 'Member' });
export type Member = z.infer<typeof Member>;

const RevokeKeys = z.boolean('must be true or false').describe('true revokes the live API keys whose secret they were shown');

export const MemberChange = z.strictObject({ role: Role, revokeKeys: RevokeKeys.optional() }).meta({ id: 'MemberChange' });
export type MemberChange = z.infer<typeof MemberChange>;

export const MemberRemoval = z.strictObject({
  revokeKeys: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .optional()
    .describe('true revokes the live API keys whose secret they were shown'),
});

export const MemberKey = z
  .object({ id: z.uuid(), name: z.string(), hint: z.string().describe('the beginning of the key, to recognise it by') })
  .meta({ id: 'MemberKey' });
export type MemberKey = z.infer<typeof MemberKey>;

export const MemberKeys = z.object({ items: z.array(MemberKey), nextCursor: z.null() }).meta({ id: 'MemberKeys' });

export const RemovedMember = z
  .object({
    keys: z.array(MemberKey).describe('the live API keys whose secret they were shown'),
    keysRevoked: z.boolean().describe('whether these were revoked; they work on otherwise'),
  })
  .meta({ id: 'RemovedMember' });
export type RemovedMember = z.infer<typeof RemovedMember>;
