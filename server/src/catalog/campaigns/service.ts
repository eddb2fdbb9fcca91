import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { holdQuotaIn, keepRoomIn, makeRoomIn } from '../../tenants/quotas/service.ts';
import { requireModelIn } from '../../tenants/models/service.ts';
import { ensureAdvertiserStubsIn, findAdvertisersIn } from '../advertisers/service.ts';
import type { Campaign, CampaignDetails } from './schema.ts';
import {
  countCompletedBeside,
  findByDefaultModel,
  findCampaign,
  findCampaigns,
  insertCampaignStubs,
  listCampaigns as listRows,
  upsertCampaign,
} from './store.ts';
import { claimKeyIn, requirePlainKeysIn } from '../naming/service.ts';

/** The tenant's campaigns by key, stubs included. */
export async function listCampaigns(context: Context, actor: Actor, page: PageRequest): Promise<Page<Campaign>> {
  authorize(actor, 'catalog.read');
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRows(tx, page.after ?? '', page.limit + 1));
  return pageOf(rows, page.limit, (campaign) => campaign.key);
}

/** One campaign of an open transaction. @throws AppError `not_found`. */
export async function getCampaignIn(tx: TenantTx, key: string): Promise<Campaign> {
  const found = await findCampaign(tx, key);
  if (!found) throw new AppError('not_found', 'There is no such campaign.');
  return found;
}

/** These campaigns of an open transaction; those the tenant does not have are left out. */
export async function findCampaignsIn(tx: TenantTx, keys: readonly string[]): Promise<Campaign[]> {
  return findCampaigns(tx, keys);
}

/** One campaign. @throws AppError `not_found`. */
export async function getCampaign(context: Context, actor: Actor, key: string): Promise<Campaign> {
  authorize(actor, 'catalog.read');
  return inTenant(context.db, actor.tenantId, (tx) => getCampaignIn(tx, key));
}

const NO_DETAILS: CampaignDetails = {
  name: null,
  advertiser: null,
  startsOn: null,
  endsOn: null,
  budgetMinor: null,
  goal: null,
  spendMinor: null,
  currency: null,
  defaultModel: null,
};
const DETAILS = Object.keys(NO_DETAILS) as (keyof CampaignDetails)[];

function isComplete(campaign: CampaignDetails | undefined): boolean {
  return campaign !== undefined && DETAILS.some((name) => campaign[name] !== null);
}

/**
 * Counts a campaign that becomes complete, or no longer is. Stubs that events leave are free, since an acknowledged event is never refused
 * for them. The counter is held before anything is looked at, so that nothing changes in between.
 */
async function makeRoomForIn(context: Context, tx: TenantTx, key: string, details: CampaignDetails): Promise<void> {
  await holdQuotaIn(tx, 'campaigns');
  const was = isComplete(await findCampaign(tx, key));
  const others = () => countCompletedBeside(tx, key);
  if (isComplete(details) && !was) await makeRoomIn(context, tx, 'campaigns', others);
  if (was && !isComplete(details)) await keepRoomIn(context, tx, 'campaigns', others);
}

/** Creates a campaign or completes a stub in an open transaction, with its audit row; an unknown advertiser becomes a stub. */
export async function putCampaignIn(context: Context, tx: TenantTx, actor: Actor, campaign: { key: string; details: CampaignDetails }) {
  const { key, details } = campaign;
  await requireModelIn(tx, details.defaultModel, '/defaultModel');
  await requirePlainKeysIn(tx, [
    { pointer: '/key', key, of: 'campaign' },
    {
      pointer: '/advertiser',
      key: details.advertiser,
      of: async () => (await findAdvertisersIn(tx, [String(details.advertiser)])).length > 0,
    },
  ]);
  await makeRoomForIn(context, tx, key, details);
  if (details.advertiser !== null) await ensureAdvertiserStubsIn(tx, [details.advertiser]);
  const stored = await upsertCampaign(tx, key, details);
  await recordAuditIn(tx, { actor: actor.name, action: 'campaign.put', target: key, after: { ...details } });
  return stored;
}

async function putAs(context: Context, actor: Actor, put: { key: string; details: Partial<CampaignDetails> }, isNew: boolean) {
  authorize(actor, 'catalog.write');
  const { key, details } = put;
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await claimKeyIn(tx, { noun: 'campaign', key, isNew, isTaken: async () => (await findCampaign(tx, key)) !== undefined });
    return putCampaignIn(context, tx, actor, { key, details: { ...NO_DETAILS, ...details } });
  });
}

/**
 * Creates a campaign or completes a stub: what is given replaces what was there, and what is left out is forgotten.
 * @throws AppError `forbidden`; `invalid_request` for a default model that is not there; `quota_exceeded` when the tenant has as many
 * completed campaigns as it may.
 */
export async function putCampaign(context: Context, actor: Actor, key: string, details: Partial<CampaignDetails>): Promise<Campaign> {
  return putAs(context, actor, { key, details }, false);
}

/**
 * Creates a campaign under a key that none has, not even a stub.
 * @throws AppError `forbidden`; `precondition_failed`; `invalid_request` and `quota_exceeded` as `putCampaign`.
 */
export async function createCampaign(context: Context, actor: Actor, key: string, details: Partial<CampaignDetails>): Promise<Campaign> {
  return putAs(context, actor, { key, details }, true);
}

/** Makes sure that each key has a campaign; what is there stays as it is. */
export async function ensureCampaignStubsIn(tx: TenantTx, keys: Iterable<string>): Promise<void> {
  const sorted = [...new Set(keys)].sort();
  if (sorted.length > 0) await insertCampaignStubs(tx, sorted);
}

/** All campaigns of the tenant, for labels and spend. */
export async function listAllCampaignsIn(tx: TenantTx): Promise<Campaign[]> {
  return listRows(tx, '', 100_000);
}

/** The first campaign, by key, whose default is this model or a version of it; undefined when there is none. */
export async function findCampaignByModelIn(tx: TenantTx, name: string): Promise<string | undefined> {
  return findByDefaultModel(tx, name);
}
