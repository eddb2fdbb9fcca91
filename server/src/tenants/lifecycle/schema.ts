import { z } from 'zod';
import { Tenant, TenantName, Tier } from '../schema.ts';

const TenantState = z.enum(['active', 'suspended', 'closed']);

export const TenantDetails = Tenant.extend({
  id: z.string().describe('UUID'),
  state: TenantState,
  createdAt: z.string(),
  suspendedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  eraseAfter: z.string().nullable().describe('when every row of a closed tenant is deleted, unless the closing is undone before'),
}).meta({ id: 'TenantDetails' });
export type TenantDetails = z.infer<typeof TenantDetails>;

/** Which tenants are asked for; every one where nothing is said. */
export const TenantFilter = z.strictObject({
  search: z.string().trim().max(200, 'must be at most 200 characters').optional().describe('only those with this in their name or slug'),
  state: TenantState.optional(),
  tier: Tier.optional(),
});
export type TenantFilter = z.output<typeof TenantFilter>;

export const TenantChange = z.strictObject({ name: TenantName }).meta({ id: 'TenantChange' });
export type TenantChange = z.infer<typeof TenantChange>;

export const TenantClosing = z
  .strictObject({
    waiveExport: z.boolean('must be true or false').default(false).describe('true closes the tenant although nothing was exported'),
  })
  .meta({ id: 'TenantClosing' });
export type TenantClosing = z.output<typeof TenantClosing>;

export const TenantPath = z.strictObject({ id: z.uuid() });
