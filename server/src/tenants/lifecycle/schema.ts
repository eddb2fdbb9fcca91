import { z } from 'zod';
import { Tenant, TenantName } from '../schema.ts';

export const TenantDetails = Tenant.extend({
  id: z.string().describe('UUID'),
  state: z.enum(['active', 'suspended', 'closed']),
  createdAt: z.string(),
  suspendedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  eraseAfter: z.string().nullable().describe('when every row of a closed tenant is deleted, unless the closing is undone before'),
}).meta({ id: 'TenantDetails' });
export type TenantDetails = z.infer<typeof TenantDetails>;

export const TenantChange = z.strictObject({ name: TenantName }).meta({ id: 'TenantChange' });
export type TenantChange = z.infer<typeof TenantChange>;

export const TenantClosing = z
  .strictObject({
    waiveExport: z.boolean('must be true or false').default(false).describe('true closes the tenant although nothing was exported'),
  })
  .meta({ id: 'TenantClosing' });
export type TenantClosing = z.output<typeof TenantClosing>;

export const TenantPath = z.strictObject({ id: z.uuid() });
