import { z } from 'zod';
import { PageQuery } from '../../platform/paging.ts';
import { Email } from '../sessions/schema.ts';
import { FlagName } from '../../tenants/flags/schema.ts';
import { TenantFilter, TenantPath } from '../../tenants/lifecycle/schema.ts';
import { QuotaName } from '../../tenants/quotas/schema.ts';
import { NewTenant, TenantName, Tier } from '../../tenants/schema.ts';

export const AdministeredTenant = NewTenant.omit({ simulated: true })
  .extend({ owner: Email.optional().describe('invited by mail to be the first owner') })
  .meta({ id: 'AdministeredTenant' });
export type AdministeredTenant = z.input<typeof AdministeredTenant>;

export const CreatedTenant = z
  .object({ tenantId: z.string(), slug: z.string(), apiKey: z.string().describe('has every scope of the tenant; shown this once') })
  .meta({ id: 'CreatedTenant' });
export type CreatedTenant = z.infer<typeof CreatedTenant>;

export const AdministeredChange = z
  .strictObject({ name: TenantName.optional(), tier: Tier.optional() })
  .refine(({ name, tier }) => name !== undefined || tier !== undefined, 'must hold a name or a tier')
  .meta({ id: 'AdministeredChange' });
export type AdministeredChange = z.infer<typeof AdministeredChange>;

export const TenantsQuery = PageQuery.extend(TenantFilter.shape);

export const TenantSuspension = z
  .strictObject({
    reason: z
      .string()
      .trim()
      .min(1, 'must not be empty')
      .max(500, 'must be at most 500 characters')
      .optional()
      .describe("kept in the installation's own log; the tenant does not read it"),
  })
  .meta({ id: 'TenantSuspension' });
export type TenantSuspension = z.output<typeof TenantSuspension>;

export const QuotaPath = TenantPath.extend({ quota: QuotaName });
export const FlagPath = TenantPath.extend({ flag: FlagName });
export const TierFlagPath = z.strictObject({ tier: Tier, flag: FlagName });

export const PlatformAuditEntry = z
  .object({
    seq: z.int().describe('its place in the chain, from 1'),
    occurredAt: z.string(),
    actor: z.string(),
    action: z.string(),
    target: z.string(),
    before: z.unknown().describe('null where there is nothing to tell'),
    after: z.unknown(),
    hash: z.string().describe('SHA-256 over this entry and the hash of the one before'),
  })
  .meta({ id: 'PlatformAuditEntry' });
export type PlatformAuditEntry = z.infer<typeof PlatformAuditEntry>;
