import {
  findMetersIn,
  hasChangedUsageIn,
  listDailyUsageIn,
  listTenantsWithChangedUsage,
  takeChangedUsageIn,
} from '../../metering/usage/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { hastenLook } from '../alerts/store.ts';
import { bookingOf, differences, monthOf, nextMonth, openMonths } from '../entries/rules.ts';
import {
  deleteWaitingRatings,
  type EntryToKeep,
  insertEntries,
  listBookedUsage,
  listTenantsWithWaitingRatings,
  lockEntries,
  type MeterMonth,
  upsertWaitingRatings,
} from '../entries/store.ts';
import { type Due, monthDues, priceOn, units, unitsText, versionsOf } from '../prices/rules.ts';
import { listPrices } from '../prices/store.ts';

/** Usage stands in the bill well within the half minute that is promised. */
const LOOK_EVERY_MS = 10_000;
const CHANGES_AT_ONCE = 5_000;
const MONTHS_AT_ONCE = 50;
const ENTRIES_AT_ONCE = 5_000;
/** A tenant that sends without a pause has so many turns in a round; the others shall not wait for it to rest. */
const TURNS = 10;

/** What is to be booked of one month of a meter. */
async function differencesIn(tx: TenantTx, { meter, month }: MeterMonth): Promise<Due[]> {
  const window = { from: month, to: nextMonth(month) };
  const uses = (await listDailyUsageIn(tx, window, [meter])).map(({ day, campaign, feature, quantity }) => ({
    day,
    campaign: campaign ?? '',
    feature: feature ?? '',
    quantity: units(quantity),
  }));
  const versions = versionsOf(await listPrices(tx, meter));
  const booked = (await listBookedUsage(tx, meter, window)).map(({ quantity, amount, ...key }) => ({
    ...key,
    quantity: units(quantity),
    amount: units(amount),
  }));
  return differences(
    monthDues(uses, (day) => priceOn(meter, versions, day)),
    booked,
  );
}

/** Books what is due of months that wait, in the caller's transaction; how many entries that were. */
async function rateIn(context: Context, tx: TenantTx, months: readonly MeterMonth[]): Promise<number> {
  const open = openMonths(await findTimeZoneIn(tx), context.clock());
  const meters = await findMetersIn(tx);
  const at = new Date(context.clock());
  const corrected = new Map<string, number>();
  let count = 0;
  for (const one of months) {
    const rows = (await differencesIn(tx, one)).map(({ quantity, amount, ...due }): EntryToKeep => {
      const booking = bookingOf(due.day, open);
      if (booking.corrects !== null) corrected.set(booking.corrects, (corrected.get(booking.corrects) ?? 0) + 1);
      return {
        ...due,
        ...booking,
        id: newId(),
        kind: 'usage',
        correctsEntry: null,
        meter: one.meter,
        quantity: unitsText(quantity),
        unit: meters.get(one.meter)?.unit ?? '',
        amount: unitsText(amount),
        note: null,
      };
    });
    for (let from = 0; from < rows.length; from += ENTRIES_AT_ONCE)
      await insertEntries(tx, rows.slice(from, from + ENTRIES_AT_ONCE), { at, by: 'system' });
    count += rows.length;
  }
  if (count > 0) await hastenLook(tx, at);
  for (const [month, entries] of corrected)
    await recordAuditIn(tx, { actor: 'system', action: 'cost_month.correct', target: month.slice(0, 7), after: { entries } });
  return count;
}

/**
 * Books what the tenant's usage costs: of each month of a meter whose usage or price has changed, the difference between what is due and
 * what is booked, all in one transaction with taking the changes. Answers whether anything is left, which comes with the next
 * call. Two processes never book the same: the second one waits and finds nothing.
 */
export async function rateUsage(context: Context, _actor: 'system', tenantId: string): Promise<boolean> {
  const rate = async (tx: TenantTx) => {
    await lockEntries(tx);
    const changed = await takeChangedUsageIn(tx, CHANGES_AT_ONCE);
    if (changed.length > 0) {
      const months = changed.map(({ meter, day }) => ({ meter, month: monthOf(day) }));
      await upsertWaitingRatings(tx, months, new Date(context.clock()));
    }
    const months = await deleteWaitingRatings(tx, MONTHS_AT_ONCE);
    await rateIn(context, tx, months);
    return months.length === MONTHS_AT_ONCE || (changed.length > 0 && (await hasChangedUsageIn(tx)));
  };
  return inTenant(context.db, tenantId, rate, { patient: true });
}

/** Books usage as it comes, of each tenant in turn, until `close`. */
export function startRatings(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const waiting = new Set(await listTenantsWithChangedUsage(context, 'system'));
    const awake = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      for (const tenantId of await listTenantsWithWaitingRatings(tx)) waiting.add(tenantId);
      return [...waiting].filter((tenantId) => !resting.has(tenantId));
    });
    await forEachTenant(
      awake,
      async (tenantId) => {
        for (let turn = 0; turn < TURNS && !signal.aborted; turn += 1) if (!(await rateUsage(context, actor, tenantId))) return;
      },
      { task: 'ratings', failure: "a tenant's usage could not be booked; it waits", log, signal },
    );
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'usage could not be booked; it waits', log });
}
