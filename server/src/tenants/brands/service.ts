import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../authorize.ts';
import { requireOwnTenant } from '../lifecycle/rules.ts';
import { brandOf, lookOf, requireLogo } from './rules.ts';
import type { Brand, BrandDetails, BrandLook } from './schema.ts';
import { deleteBrand, findBrand, findLook, upsertBrand } from './store.ts';

/** A brand as the audit log has it: which logo, and not its bytes. */
function auditedBrand({ colour, logo }: Brand) {
  return { colour, logo: logo && { type: logo.type, width: logo.width, height: logo.height, bytes: logo.bytes } };
}

/** The tenant's logo and colour. @throws AppError `forbidden`; `not_found` for any tenant but the actor's own. */
export async function getBrand(context: Context, actor: Actor, tenantId: string): Promise<Brand> {
  authorize(actor, 'tenant_brand.read');
  requireOwnTenant(actor, tenantId);
  return inTenant(context.db, tenantId, async (tx) => brandOf(await findBrand(tx)), { readOnly: true });
}

/**
 * Replaces the tenant's logo and colour; pages that are shared already look by them from the next request on.
 * @throws AppError as `getBrand`; `invalid_request` for bytes that are no PNG, JPEG or WebP of at most 1,024 pixels to a side.
 */
export async function putBrand(context: Context, actor: Actor, tenantId: string, { colour, logo }: BrandDetails): Promise<Brand> {
  authorize(actor, 'tenant_brand.write');
  requireOwnTenant(actor, tenantId);
  const facts = logo === null ? null : requireLogo(logo);
  const changedAt = new Date(context.clock()).toISOString();
  return inTenant(context.db, tenantId, async (tx) => {
    const before = brandOf(await findBrand(tx));
    const stored = {
      colour: colour?.toLowerCase() ?? null,
      logo: facts === null || logo === null ? null : { ...facts, content: logo },
      changedAt,
      changedBy: actor.name,
    };
    await upsertBrand(tx, stored);
    const after = brandOf(stored);
    const told = { before: auditedBrand(before), after: auditedBrand(after) };
    await recordAuditIn(tx, { actor: actor.name, action: 'tenant_brand.put', target: tenantId, ...told });
    return after;
  });
}

/** Forgets the tenant's logo and colour. Once more changes nothing. @throws AppError as `getBrand`. */
export async function deleteTenantBrand(context: Context, actor: Actor, tenantId: string): Promise<void> {
  authorize(actor, 'tenant_brand.write');
  requireOwnTenant(actor, tenantId);
  await inTenant(context.db, tenantId, async (tx) => {
    const before = brandOf(await findBrand(tx));
    if (!(await deleteBrand(tx))) return;
    await recordAuditIn(tx, { actor: actor.name, action: 'tenant_brand.delete', target: tenantId, before: auditedBrand(before) });
  });
}

/** How pages of the transaction's tenant look, for whoever shows one: of a logo its size alone. */
export async function findLookIn(tx: TenantTx): Promise<BrandLook> {
  return lookOf(await findLook(tx));
}

/** The logo of the transaction's tenant with its bytes, for whoever shows it. */
export async function findLogoIn(tx: TenantTx): Promise<Brand['logo']> {
  return brandOf(await findBrand(tx)).logo;
}
