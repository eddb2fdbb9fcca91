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

export const MemberChange = z.strictObject({ role: Role }).meta({ id: 'MemberChange' });
export type MemberChange = z.infer<typeof MemberChange>;
