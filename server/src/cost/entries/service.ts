import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { hastenLook } from '../alerts/store.ts';
import { bookingOf, ENTRIES_HEAD, entryLine, nextMonth, openMonths } from './rules.ts';
import { Entry, type EntryFilter, type NewEntry } from './schema.ts';
import * as store from './store.ts';

const ENTRY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST_BY_HAND = 10_000;
const EARLIEST = '2020-01-01';
/** How many entries of a file are in memory at a time. */
const BATCH = 2_000;

/** The entry that another one corrects. @throws AppError `invalid_request` where it cannot. */
async function correctedIn(tx: TenantTx, { corrects, kind, currency }: NewEntry): Promise<Entry | undefined> {
  if (corrects === undefined) return undefined;
  const found = await store.findEntry(tx, corrects);
  if (found === undefined) throw invalid('/corrects', 'There is no such entry.');
  if (found.kind !== kind || found.currency !== currency) {
    const detail = `That entry is a ${found.kind} in ${found.currency}; a correction is of the same kind and currency.`;
    throw invalid('/corrects', detail);
  }
  if (await store.isOperatorsPart(tx, corrects))
    throw invalid('/corrects', "That entry is the tenant's part of the operator's invoice; only the operator corrects it, by a new split.");
  return found;
}

async function keepIn(context: Context, tx: TenantTx, by: string, entry: NewEntry): Promise<Entry> {
  const { kind, day, currency, amount, note, campaign, feature, corrects } = entry;
  const open = openMonths(await findTimeZoneIn(tx), context.clock());
  if (day < EARLIEST || day >= nextMonth(open.present))
    throw invalid('/day', `must be from ${EARLIEST} to the end of the present month, ${open.present.slice(0, 7)}.`);
  if (campaign !== undefined && (await findCampaignsIn(tx, [campaign])).length === 0)
    throw invalid('/campaign', 'There is no campaign with this key.');
  const corrected = await correctedIn(tx, entry);
  await store.lockEntries(tx);
  const booking = bookingOf(day, open);
  if ((await store.countManual(tx, booking.month)) >= MOST_BY_HAND)
    throw new AppError(
      'conflict',
      `The bill of ${booking.month.slice(0, 7)} has ${MOST_BY_HAND.toLocaleString('en')} entries by hand already.`,
    );
  const id = newId();
  const kept: store.EntryToKeep = {
    id,
    kind,
    ...booking,
    correctsEntry: corrected?.id ?? null,
    day,
    meter: '',
    campaign: campaign ?? '',
    feature: feature ?? '',
    priceVersion: 0,
    tier: 0,
    quantity: null,
    unit: '',
    currency,
    amount,
    note,
  };
  await store.insertEntries(tx, [kept], { at: new Date(context.clock()), by });
  await hastenLook(tx, new Date(context.clock()));
  await recordAuditIn(tx, { actor: by, action: 'cost_entry.create', target: id, after: { kind, day, currency, amount, note, corrects } });
  const found = await store.findEntry(tx, id);
  if (found === undefined) throw new Error('an entry was kept and is not there');
  return found;
}

/**
 * Books what is not metered: a purchase, a credit or a tax. A day of a closed month is booked in the present one, as a correction of that
 * month. With an idempotency key the same call again within a day does nothing and answers the same.
 * @throws AppError `forbidden`; `invalid_request` for a day, a campaign or an entry that cannot be; `conflict` beyond 10,000 of a month;
 * what `onceIn` throws.
 */
export async function createEntry(context: Context, actor: Actor, entry: NewEntry, idempotencyKey?: string): Promise<Entry> {
  authorize(actor, 'cost_entries.write');
  const { name: principal } = actor;
  return inTenant(context.db, actor.tenantId, (tx) => {
    const keep = () => keepIn(context, tx, principal, entry);
    if (idempotencyKey === undefined) return keep();
    return onceIn(context, tx, { principal, route: 'POST /cost/entries', key: idempotencyKey, body: entry, answer: Entry }, keep);
  });
}

/** What is booked for the tenant, the newest first. @throws AppError `forbidden`; `invalid_request` for a cursor that is none of ours. */
export async function listEntries(
  context: Context,
  actor: Actor,
  filter: EntryFilter,
  { after, limit }: PageRequest,
): Promise<Page<Entry>> {
  authorize(actor, 'cost_entries.read');
  if (after !== undefined && !ENTRY_ID.test(after)) throw strayCursor();
  const list = (tx: TenantTx) => store.listEntries(tx, filter, { beforeId: after, limit: limit + 1 });
  return pageOf(await inTenant(context.db, actor.tenantId, list, { readOnly: true }), limit, ({ id }) => id);
}

/** How many of a tenant's sums by day, which bills are told by, are not what its entries come to: none, unless something is broken. */
export async function countDifferingDays(context: Context, _actor: 'system', tenantId: string): Promise<number> {
  return inTenant(context.db, tenantId, (tx) => store.countDifferingDays(tx), { readOnly: true, unmetered: true });
}

async function* linesOf(context: Context, tenantId: string, filter: EntryFilter): AsyncGenerator<string> {
  yield ENTRIES_HEAD;
  let beforeId: string | undefined;
  do {
    const page = { beforeId, limit: BATCH };
    const rows = await inTenant(context.db, tenantId, (tx) => store.listEntries(tx, filter, page), { readOnly: true });
    if (rows.length > 0) yield rows.map(entryLine).join('');
    beforeId = rows.length < BATCH ? undefined : rows.at(-1)?.id;
  } while (beforeId !== undefined);
}

/** The same as lines of CSV, the newest first; never more than some thousand are in memory. @throws AppError `forbidden`. */
export async function exportEntries(context: Context, actor: Actor, filter: EntryFilter): Promise<AsyncIterable<string>> {
  authorize(actor, 'cost_entries.read');
  return linesOf(context, actor.tenantId, filter);
}
