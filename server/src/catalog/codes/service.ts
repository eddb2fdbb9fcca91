import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { type DirectoryTx, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { ensureCampaignStubsIn, getCampaignIn } from '../campaigns/service.ts';
import { ensureShowStubsIn } from '../shows/service.ts';
import type { PromoCode, PromoCodeDetails } from './schema.ts';
import {
  countChangedCodes,
  deleteChangedCodes,
  deleteCode,
  findCodes,
  insertChangedCode,
  listCodes as listRows,
  listTenantsWithChangedCodes,
  upsertCode,
} from './store.ts';

const MOST_CODES = 100_000;

/** The codes mapped to a campaign, by code. @throws AppError `not_found` when the tenant has no such campaign. */
export async function listCodes(context: Context, actor: Actor, campaign: string, page: PageRequest): Promise<Page<PromoCode>> {
  authorize(actor, 'catalog.read');
  const rows = await inTenant(context.db, actor.tenantId, async (tx) => {
    await getCampaignIn(tx, campaign);
    return listRows(tx, campaign, page.after ?? '', page.limit + 1);
  });
  return pageOf(rows, page.limit, ({ code }) => code);
}

/**
 * Maps a code to a campaign, and to a show when one is named; a code belongs to one campaign, so an earlier mapping is replaced.
 * Conversions that carry the code are matched again.
 */
export async function putCode(
  context: Context,
  actor: Actor,
  mapping: { campaign: string; code: string; details: PromoCodeDetails },
): Promise<PromoCode> {
  authorize(actor, 'catalog.write');
  const { campaign, code, details } = mapping;
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await ensureCampaignStubsIn(tx, [campaign]);
    if (details.show !== null) await ensureShowStubsIn(tx, [details.show]);
    const stored = await upsertCode(tx, { code, campaign, show: details.show });
    await insertChangedCode(tx, code);
    await recordAuditIn(tx, { actor: actor.name, action: 'promo_code.put', target: code, after: { campaign, show: details.show } });
    return stored;
  });
}

/** Takes a code's mapping back; its conversions are matched again without it. @throws AppError `not_found`. */
export async function removeCode(context: Context, actor: Actor, campaign: string, code: string): Promise<void> {
  authorize(actor, 'catalog.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await deleteCode(tx, campaign, code))) throw new AppError('not_found', 'This campaign has no such code.');
    await insertChangedCode(tx, code);
    await recordAuditIn(tx, { actor: actor.name, action: 'promo_code.delete', target: code, after: { campaign } });
  });
}

/** Takes the codes whose mapping changed since the last call; they are forgotten when the transaction commits. */
export async function takeChangedCodesIn(tx: TenantTx): Promise<string[]> {
  return deleteChangedCodes(tx);
}

/** How many codes wait for their conversions to be matched again, and since when. */
export async function countChangedCodesIn(tx: TenantTx): Promise<{ count: number; oldestAt: Date | null }> {
  return countChangedCodes(tx);
}

/** The tenants in which a code's mapping changed and was not taken yet. */
export async function listTenantsWithChangedCodesIn(tx: DirectoryTx): Promise<string[]> {
  return listTenantsWithChangedCodes(tx);
}

/** What each of these (upper-case) codes is mapped to; unmapped ones are left out. */
export async function findCodesIn(tx: TenantTx, codes: string[]): Promise<Map<string, PromoCode>> {
  if (codes.length === 0) return new Map();
  const found = await findCodes(tx, codes);
  return new Map(found.map((code) => [code.code, code]));
}

/** All codes mapped to a campaign. */
export async function findCodesOfCampaignIn(tx: TenantTx, campaign: string): Promise<PromoCode[]> {
  return listRows(tx, campaign, '', MOST_CODES);
}
