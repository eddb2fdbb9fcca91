import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { type DirectoryTx, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { ensureCampaignStubsIn, getCampaignIn } from '../campaigns/service.ts';
import { ensureShowStubsIn } from '../shows/service.ts';
import { codeBookOf, meetingOf, periodOf, periodText, placeOf, placeText } from './rules.ts';
import type { CodeBook, CodeFilter, PromoCode, PromoCodeDetails } from './schema.ts';
import {
  countChangedCodes,
  deleteChangedCodes,
  deleteMappings,
  findCodes,
  insertChangedCode,
  listCodes as listRows,
  listTenantsWithChangedCodes,
  lockCodes,
  upsertCode,
} from './store.ts';
import { requirePlainKeysIn } from '../naming/service.ts';

const MOST_CODES = 100_000;

/** The codes mapped to a campaign, by code and period. @throws AppError `not_found` when the tenant has no such campaign. */
export async function listCodes(context: Context, actor: Actor, campaign: string, page: PageRequest): Promise<Page<PromoCode>> {
  authorize(actor, 'catalog.read');
  const after = placeOf(page.after);
  const rows = await inTenant(context.db, actor.tenantId, async (tx) => {
    await getCampaignIn(tx, campaign);
    return listRows(tx, { campaign }, { after, limit: page.limit + 1 });
  });
  return pageOf(rows, page.limit, placeText);
}

/** The tenant's codes over all campaigns, by code and period: all, or those of a campaign, of a show, of a text, valid at an instant. */
export async function listPromoCodes(context: Context, actor: Actor, filter: CodeFilter, page: PageRequest): Promise<Page<PromoCode>> {
  authorize(actor, 'catalog.read');
  const after = placeOf(page.after);
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRows(tx, filter, { after, limit: page.limit + 1 }));
  return pageOf(rows, page.limit, placeText);
}

/** What a code is mapped to, as a person says it; what is left out is open. */
export interface CodeMapping {
  campaign: string;
  code: string;
  details: Partial<PromoCodeDetails>;
}

function inTheWay(stored: PromoCode): AppError {
  const says = `This code stands for the campaign "${stored.campaign}" ${periodText(stored)}, which overlaps in part`;
  return new AppError('conflict', `${says}: end that period or take it back first, or choose another one.`);
}

/**
 * Maps a code in an open transaction, with its audit row; its conversions are matched again. See `putCode`.
 * @throws AppError `conflict`.
 */
export async function putCodeIn(tx: TenantTx, actor: Actor, { campaign, code, details }: CodeMapping): Promise<PromoCode> {
  const { show = null, validFrom = null, validUntil = null } = details;
  await requirePlainKeysIn(tx, [
    { pointer: '/key', key: campaign, of: 'campaign' },
    { pointer: '/show', key: show, of: 'show' },
  ]);
  await lockCodes(tx);
  const period = periodOf({ validFrom, validUntil });
  const met = (await findCodes(tx, [code])).map((stored) => ({ stored, meeting: meetingOf(periodOf(stored), period) }));
  const inWay = met.find(({ meeting }) => meeting === 'conflict');
  if (inWay) throw inTheWay(inWay.stored);
  const replaced = met.filter(({ meeting }) => meeting === 'replaced').map(({ stored }) => stored);
  const starts = replaced.map((stored) => periodOf(stored).from).filter((from) => from !== period.from);
  if (starts.length > 0) await deleteMappings(tx, code, starts);
  await ensureCampaignStubsIn(tx, [campaign]);
  if (show !== null) await ensureShowStubsIn(tx, [show]);
  const stored = await upsertCode(tx, { code, campaign, show, ...period });
  await insertChangedCode(tx, code);
  const after = { campaign, show, validFrom: stored.validFrom, validUntil: stored.validUntil };
  await recordAuditIn(tx, { actor: actor.name, action: 'promo_code.put', target: code, after });
  return stored;
}

/**
 * Maps a code to a campaign, and to a show when one is named, for a period, or for all time. It stands for one campaign at a time: an
 * earlier mapping that this period covers, or that starts when it does, is replaced. Conversions that carry the code are matched again,
 * each by what it stood for at the conversion's time.
 * @throws AppError `forbidden`; `conflict` when the period overlaps another one in part.
 */
export async function putCode(context: Context, actor: Actor, mapping: CodeMapping): Promise<PromoCode> {
  authorize(actor, 'catalog.write');
  return inTenant(context.db, actor.tenantId, (tx) => putCodeIn(tx, actor, mapping));
}

/**
 * Takes a code's mappings to a campaign back, or only the one valid at `validAt`; its conversions are matched again without.
 * @throws AppError `not_found`.
 */
export async function removeCode(
  context: Context,
  actor: Actor,
  { campaign, code, validAt }: { campaign: string; code: string; validAt?: string | undefined },
): Promise<void> {
  authorize(actor, 'catalog.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    await lockCodes(tx);
    const found = await listRows(tx, { campaign, code, validAt }, { after: placeOf(undefined), limit: MOST_CODES });
    if (found.length === 0) throw new AppError('not_found', 'This campaign has no such code.');
    await deleteMappings(
      tx,
      code,
      found.map((one) => periodOf(one).from),
    );
    await insertChangedCode(tx, code);
    const periods = found.map(({ validFrom, validUntil }) => ({ validFrom, validUntil }));
    await recordAuditIn(tx, { actor: actor.name, action: 'promo_code.delete', target: code, before: { campaign, periods } });
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

/** The mappings of these (upper-case) codes, by code and period. */
export async function findMappingsIn(tx: TenantTx, codes: string[]): Promise<PromoCode[]> {
  return findCodes(tx, codes);
}

/** What each of these (upper-case) codes is mapped to, and when. */
export async function findCodesIn(tx: TenantTx, codes: string[]): Promise<CodeBook> {
  return codeBookOf(codes.length === 0 ? [] : await findCodes(tx, codes), (code) => code);
}

/** All codes that are mapped to a campaign at some time, under the names that `nameOf` gives them. */
export async function findCodesOfCampaignIn(tx: TenantTx, campaign: string, nameOf: (code: string) => string): Promise<CodeBook> {
  return codeBookOf(await listRows(tx, { campaign }, { after: placeOf(undefined), limit: MOST_CODES }), nameOf);
}

/** What all of the tenant's codes stand for, or stood for. */
export async function listAllCodesIn(tx: TenantTx): Promise<PromoCode[]> {
  return listRows(tx, {}, { after: placeOf(undefined), limit: MOST_CODES });
}
