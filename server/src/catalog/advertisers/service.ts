import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { Advertiser, AdvertiserDetails } from './schema.ts';
import { deleteAdvertiser, findAdvertisers, insertAdvertiserStubs, listAdvertisers as listRows, upsertAdvertiser } from './store.ts';
import { claimKeyIn, requirePlainKeysIn } from '../naming/service.ts';

function absent(): AppError {
  return new AppError('not_found', 'There is no such advertiser.');
}

/** The tenant's advertisers by key, stubs included. */
export async function listAdvertisers(context: Context, actor: Actor, page: PageRequest): Promise<Page<Advertiser>> {
  authorize(actor, 'catalog.read');
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRows(tx, page.after ?? '', page.limit + 1));
  return pageOf(rows, page.limit, (advertiser) => advertiser.key);
}

/** One advertiser. @throws AppError `not_found`. */
export async function getAdvertiser(context: Context, actor: Actor, key: string): Promise<Advertiser> {
  authorize(actor, 'catalog.read');
  const [found] = await inTenant(context.db, actor.tenantId, (tx) => findAdvertisers(tx, [key]));
  if (!found) throw absent();
  return found;
}

/** These advertisers of an open transaction; those the tenant does not have are left out. */
export async function findAdvertisersIn(tx: TenantTx, keys: readonly string[]): Promise<Advertiser[]> {
  return findAdvertisers(tx, keys);
}

/** All advertisers of the tenant, for their names. */
export async function listAllAdvertisersIn(tx: TenantTx): Promise<Advertiser[]> {
  return listRows(tx, '', 100_000);
}

/** Creates an advertiser or completes a stub in an open transaction, with its audit row. */
export async function putAdvertiserIn(tx: TenantTx, actor: Actor, advertiser: { key: string; details: AdvertiserDetails }) {
  const { key, details } = advertiser;
  await requirePlainKeysIn(tx, [{ pointer: '/key', key, of: async () => (await findAdvertisers(tx, [key])).length > 0 }]);
  const stored = await upsertAdvertiser(tx, key, details);
  await recordAuditIn(tx, { actor: actor.name, action: 'advertiser.put', target: key, after: { ...details } });
  return stored;
}

async function putAs(context: Context, actor: Actor, put: { key: string; details: AdvertiserDetails }, isNew: boolean) {
  authorize(actor, 'catalog.write');
  const { key } = put;
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await claimKeyIn(tx, { noun: 'advertiser', key, isNew, isTaken: async () => (await findAdvertisers(tx, [key])).length > 0 });
    return putAdvertiserIn(tx, actor, put);
  });
}

/** Creates an advertiser or completes a stub: what is given replaces what was there. @throws AppError `forbidden`. */
export async function putAdvertiser(context: Context, actor: Actor, key: string, details: AdvertiserDetails): Promise<Advertiser> {
  return putAs(context, actor, { key, details }, false);
}

/** Creates an advertiser under a key that none has, not even a stub. @throws AppError `forbidden`; `precondition_failed`. */
export async function createAdvertiser(context: Context, actor: Actor, key: string, details: AdvertiserDetails): Promise<Advertiser> {
  return putAs(context, actor, { key, details }, true);
}

/** Deletes an advertiser. @throws AppError `not_found`; `conflict` while a campaign names it. */
export async function removeAdvertiser(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'catalog.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const [found] = await findAdvertisers(tx, [key]);
    if (!found) throw absent();
    if (!(await deleteAdvertiser(tx, key)))
      throw new AppError('conflict', 'Campaigns name this advertiser; give them another one or none first.');
    const { name, siteHost } = found;
    await recordAuditIn(tx, { actor: actor.name, action: 'advertiser.delete', target: key, before: { name, siteHost } });
  });
}

/** Makes sure that each key has an advertiser; what is there stays as it is. */
export async function ensureAdvertiserStubsIn(tx: TenantTx, keys: Iterable<string>): Promise<void> {
  const sorted = [...new Set(keys)].sort();
  if (sorted.length > 0) await insertAdvertiserStubs(tx, sorted);
}
