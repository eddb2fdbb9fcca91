import { z } from 'zod';
import { Slug, Tenant } from '../../tenants/schema.ts';
import { Role } from '../members/schema.ts';

export const Membership = z
  .object({ tenant: Tenant, role: Role, current: z.boolean().describe('true for the tenant this session acts in') })
  .meta({ id: 'Membership' });
export type Membership = z.infer<typeof Membership>;

export const Memberships = z.object({ items: z.array(Membership), nextCursor: z.null() }).meta({ id: 'Memberships' });

export const TenantChoice = z.strictObject({ tenant: Slug.describe("the tenant's slug") }).meta({ id: 'TenantChoice' });
