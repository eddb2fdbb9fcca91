import { findMetersIn, listDailyUsageIn } from '../../metering/usage/service.ts';
import { recordAuditIn, recordDeedIn, recordPlatformAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { decimalText } from '../../platform/decimals.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { inexactSum, minorDigits } from '../../platform/money.ts';
import { type AuthTx, inAuth, inClaim, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import type { Operator } from '../../tenants/authorize.ts';
import { listTenantsIn } from '../../tenants/lifecycle/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { hastenLook } from '../alerts/store.ts';
import { allocate, type AllocationInput, inputHash, metersOf, type OwnerUse } from '../allocations/rules.ts';
import type { AllocationLine, AllocationPool } from '../allocations/schema.ts';
import { bookingOf, nextMonth, openMonths } from '../entries/rules.ts';
import { type EntryToKeep, insertEntries, lockEntries } from '../entries/store.ts';
import { units } from '../prices/rules.ts';
import { wasThereIn } from './rules.ts';
import type { AllocationBooking, NewTenantAllocation, TenantAllocation, TenantAllocationList } from './schema.ts';
import * as store from './store.ts';

const TENANTS_AT_ONCE = 500;
const UTC = 'UTC';
/** Under which each tenant that takes part counts as active; no meter's key is blank. */
const PRESENT = ' ';
const MOST_VERSIONS = 1_000;

const nameOf = (actor: Operator | 'system') => (actor === 'system' ? 'system' : actor.name);

/** The tenants that there are, or that were there in a month. */
async function tenantsOf(context: Context, month?: string): Promise<string[]> {
  return inAuth(context.db, async (tx) => {
    const found: string[] = [];
    for (let after: string | undefined, some = TENANTS_AT_ONCE; some === TENANTS_AT_ONCE;) {
      const page = await listTenantsIn(tx, after, TENANTS_AT_ONCE);
      const own = page.filter((one) => month === undefined || wasThereIn(month, one));
      found.push(...own.map(({ id }) => id));
      some = page.length;
      after = page.at(-1)?.id;
    }
    return found;
  });
}

/** Does what nobody else may do meanwhile with the invoices of a month and currency. @throws AppError `conflict` while somebody does. */
async function alone<Result>(
  context: Context,
  { month, currency }: { month: string; currency: string },
  work: (lost: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const done = await inClaim(context.db, `tenant allocations of ${month} ${currency}`, async (lost) => ({ result: await work(lost) }));
  if (done) return done.result;
  throw new AppError(
    'conflict',
    `Another call splits or books the invoice of ${month} in ${currency} just now; call again when it is done.`,
  );
}

/** What each tenant used of these meters in the days of its own month, each asked in its own transaction. */
async function usesOf(context: Context, tenants: readonly string[], asked: { month: string; meters: readonly string[] }) {
  const first = `${asked.month}-01`;
  const unitOf = new Map<string, string>();
  const uses: OwnerUse[] = [];
  for (const tenantId of tenants) {
    uses.push({ meter: PRESENT, owner: tenantId, quantity: 1n });
    if (asked.meters.length === 0) continue;
    const read = async (tx: TenantTx) => {
      const known = await findMetersIn(tx);
      for (const meter of asked.meters) {
        const found = known.get(meter);
        if (found?.isBuiltIn === true) unitOf.set(meter, found.unit);
      }
      return listDailyUsageIn(tx, { from: first, to: nextMonth(first) }, asked.meters);
    };
    const usage = await inTenant(context.db, tenantId, read, { readOnly: true, unmetered: true });
    for (const { meter, quantity } of usage) uses.push({ meter, owner: tenantId, quantity: units(quantity) });
  }
  return { uses, unitOf };
}

/** @throws AppError `invalid_request` for a meter that Earshot does not count itself, or a tenant that is not there. */
function requireKnown({ pools }: NewTenantAllocation, known: { meters: ReadonlyMap<string, string>; tenants: readonly string[] }): void {
  const tenants = new Set(known.tenants);
  for (const [place, { driver }] of pools.entries()) {
    const at = `/pools/${place}/driver`;
    if (driver.kind === 'usage' && !known.meters.has(driver.meter))
      throw invalid(`${at}/meter`, `"${driver.meter}" is no meter that Earshot counts itself.`);
    const owners = driver.kind === 'weighted' ? driver.weights : driver.kind === 'fixed' ? driver.shares : [];
    const stray = owners.findIndex(({ owner }) => !tenants.has(owner));
    if (stray >= 0) {
      const list = driver.kind === 'weighted' ? 'weights' : 'shares';
      throw invalid(`${at}/${list}/${stray}/owner`, 'There is no tenant with this id that was open in the month.');
    }
  }
}

function inputOf(
  { currency, pools }: NewTenantAllocation,
  uses: readonly OwnerUse[],
  unitOf: ReadonlyMap<string, string>,
): AllocationInput {
  return {
    pools: pools.map(({ key, driver }): AllocationPool => ({ key, features: [key], driver })),
    rest: { kind: 'even' },
    costs: pools.map(({ key, amount }) => ({
      currency,
      kind: 'purchase',
      meter: '',
      feature: key,
      owner: undefined,
      amount: units(amount),
    })),
    uses,
    unitOf: (meter) => unitOf.get(meter) ?? '',
  };
}

function exact(amountMinor: bigint): number {
  const found = Number(amountMinor);
  if (!Number.isSafeInteger(found)) throw inexactSum();
  return found;
}

async function keepIn(
  context: Context,
  tx: AuthTx,
  by: string,
  { month, currency, input }: { month: string; currency: string; input: AllocationInput },
) {
  await store.lockTenantAllocations(tx);
  const hash = inputHash([month, 'tenant'], input);
  const latest = await store.findLatestOf(tx, month, currency);
  if (latest?.inputHash === hash) return latest;
  if (latest && latest.version >= MOST_VERSIONS)
    throw new AppError('conflict', `There are ${MOST_VERSIONS} versions of this split already.`);
  const { invoices, pools, lines, overdrawn } = allocate(input);
  if (overdrawn.length > 0)
    throw new AppError('conflict', `The fixed amounts of the pool "${overdrawn[0].pool}" come to more than it holds.`);
  const kept = {
    id: newId(),
    month,
    currency,
    version: (latest?.version ?? 0) + 1,
    inputHash: hash,
    amountMinor: exact(invoices[0].amountMinor),
    pools: pools.map((pool) => ({ ...pool, amountMinor: exact(pool.amountMinor) })),
    lines: lines.map((line) => ({ ...line, amountMinor: exact(line.amountMinor) })),
    createdAt: new Date(context.clock()).toISOString(),
    createdBy: by,
  };
  await store.insertTenantAllocation(tx, kept);
  const after = { month, currency, version: kept.version, inputHash: hash };
  await recordPlatformAuditIn(tx, { actor: by, action: 'tenant_allocation.create', target: kept.id, after });
  return { ...kept, isLatest: true };
}

/**
 * Nothing that is booked is taken back unasked.
 * @throws AppError `conflict` for pools that are booked in any bill and that are left out.
 */
async function requireBookedPools(context: Context, { month, currency, pools }: NewTenantAllocation): Promise<void> {
  const named = new Set(pools.map(({ key }) => key));
  for (const tenantId of await tenantsWithParts(context, month, currency)) {
    const booked = await inTenant(context.db, tenantId, (tx) => store.listBookings(tx, month, currency), {
      readOnly: true,
      unmetered: true,
    });
    const lost = booked.find(({ pool, amountMinor }) => amountMinor !== 0 && !named.has(pool));
    if (lost === undefined) continue;
    throw new AppError(
      'conflict',
      `The pool "${lost.pool}" of ${month} in ${currency} is booked in tenants' bills, and this split leaves it out. Name all pools ` +
        'of the month, or send "replaces": true to have what is left out taken back.',
    );
  }
}

/**
 * Splits the operator's own invoice of a month over all tenants that were open in it, to the cent, and keeps what it came to. The same
 * inputs answer the split that is there. Nothing is booked by it.
 * @throws AppError `invalid_request` for a month to come, a meter that Earshot does not count itself, or a tenant that is not there;
 * `conflict` for fixed amounts above their pool, for a pool that is booked and left out, and while another call is at the same month.
 */
export async function createTenantAllocation(
  context: Context,
  actor: Operator | 'system',
  asked: NewTenantAllocation,
): Promise<TenantAllocation> {
  const { month, currency } = asked;
  const { present } = openMonths(UTC, context.clock());
  if (`${month}-01` > present) throw invalid('/month', `must not be later than the present month, ${present.slice(0, 7)}.`);
  return alone(context, asked, async (lost) => {
    const tenants = await tenantsOf(context, month);
    const meters = metersOf(inputOf(asked, [], new Map()));
    const { uses, unitOf } = await usesOf(context, tenants, { month, meters });
    requireKnown(asked, { meters: unitOf, tenants });
    if (!asked.replaces) await requireBookedPools(context, asked);
    lost.throwIfAborted();
    const input = inputOf(asked, uses, unitOf);
    return inAuth(context.db, (tx) => keepIn(context, tx, nameOf(actor), { month, currency, input }));
  });
}

/** The operator's splits without their lines, the newest first. */
export async function listTenantAllocations(
  context: Context,
  _actor: Operator | 'system',
  month: string | undefined,
): Promise<TenantAllocationList> {
  const found = await inAuth(context.db, (tx) => store.listTenantAllocations(tx, month));
  return { items: found.map(({ lines: _lines, ...one }) => one) };
}

/** One of the operator's splits. @throws AppError `not_found`. */
export async function getTenantAllocation(context: Context, _actor: Operator | 'system', id: string): Promise<TenantAllocation> {
  const found = await inAuth(context.db, (tx) => store.findTenantAllocation(tx, id));
  if (!found) throw new AppError('not_found', 'There is no such allocation.');
  return found;
}

/** What of a tenant's part is to be booked, by pool. */
interface Part {
  pool: string;
  minor: bigint;
  note: string;
}

/** What an entry says: the pool, the month and by what it was split. A percent would tell what the others pay, so there is none. */
function noteOf({ pools, month }: TenantAllocation, { pool, driver }: AllocationLine): string {
  const of = pools.find((one) => one.pool === pool);
  const by = driver === 'usage' ? `usage of ${of?.meter ?? ''}` : driver === 'even' ? 'even parts' : `${driver} shares`;
  return `Part of ${pool ?? ''}, ${month}: by ${by}`;
}

function partsOf(allocation: TenantAllocation, tenantId: string, booked: readonly { pool: string }[]): Part[] {
  const own = allocation.lines.filter(({ owner, pool }) => owner === tenantId && pool !== null);
  const due = own.map((line): Part => ({ pool: line.pool ?? '', minor: BigInt(line.amountMinor), note: noteOf(allocation, line) }));
  const gone = booked.filter(({ pool }) => !due.some((one) => one.pool === pool));
  return [...due, ...gone.map(({ pool }): Part => ({ pool, minor: 0n, note: `Part of ${pool}, ${allocation.month}: taken back` }))];
}

const laterBooked = () => new AppError('conflict', 'There is a later version of this split; book that one.');

/** Books for one tenant what its part and what is booked of it differ by; answers the amounts. */
async function bookIn(context: Context, tx: TenantTx, by: string, allocation: TenantAllocation): Promise<bigint[]> {
  const { id, month, currency } = allocation;
  await lockEntries(tx);
  const booked = await store.listBookings(tx, month, currency);
  if (booked.some(({ lastAllocation }) => lastAllocation > id)) throw laterBooked();
  const at = new Date(context.clock());
  const booking = bookingOf(`${month}-01`, openMonths(await findTimeZoneIn(tx), context.clock()));
  const amounts: bigint[] = [];
  for (const { pool, minor, note } of partsOf(allocation, tx.tenantId, booked)) {
    const before = booked.find((one) => one.pool === pool);
    const difference = minor - BigInt(before?.amountMinor ?? 0);
    if (difference === 0n) continue;
    const entry: EntryToKeep = {
      id: newId(),
      kind: 'purchase',
      ...booking,
      correctsEntry: before?.firstEntry ?? null,
      day: `${month}-01`,
      meter: '',
      campaign: '',
      feature: pool,
      priceVersion: 0,
      tier: 0,
      quantity: null,
      unit: '',
      currency,
      amount: decimalText(difference, minorDigits(currency)),
      note,
    };
    await insertEntries(tx, [entry], { at, by });
    await hastenLook(tx, at);
    await store.insertBooking(tx, { month, currency, pool, allocation: id, amountMinor: difference, entry: entry.id, at });
    await recordAuditIn(tx, { actor: by, action: 'cost_entry.create', target: entry.id, after: { amount: entry.amount, currency, note } });
    amounts.push(difference);
  }
  if (amounts.length > 0)
    await recordDeedIn(tx, { actor: by, action: 'tenant.book_allocation', after: { month, currency, allocation: id } });
  return amounts;
}

/** The tenants that any split of the month gave a part, closed ones too; those whose data is erased are no more. */
async function tenantsWithParts(context: Context, month: string, currency: string): Promise<string[]> {
  const there = new Set(await tenantsOf(context));
  const found = await inAuth(context.db, (tx) => store.listTenantsOf(tx, month, currency));
  return found.filter((tenantId) => there.has(tenantId));
}

/**
 * Books a split in the bills of the tenants, as purchases that name pool and driver. What was booked before is left alone where it is the
 * same; where it is not, the difference is booked as a correction. Each tenant has a transaction of its own: a call that is cut off is
 * finished by the next one.
 * @throws AppError `not_found`; `conflict` for a split that is not the latest of its month and currency, and while another call is at it.
 */
export async function bookTenantAllocation(context: Context, actor: Operator | 'system', id: string): Promise<AllocationBooking> {
  const { month, currency } = await getTenantAllocation(context, actor, id);
  return alone(context, { month, currency }, async (lost) => {
    // Read again: from here on nobody makes a later one.
    const allocation = await getTenantAllocation(context, actor, id);
    if (!allocation.isLatest) throw laterBooked();
    const tenants = await tenantsWithParts(context, month, currency);
    const there = new Set(tenants);
    const gone = allocation.lines.filter(({ owner }) => owner !== null && !there.has(owner));
    const notBookedMinor = gone.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    const told: AllocationBooking = { entries: 0, tenants: 0, bookedMinor: 0, notBookedMinor };
    for (const tenantId of tenants) {
      lost.throwIfAborted();
      const amounts = await inTenant(context.db, tenantId, (tx) => bookIn(context, tx, nameOf(actor), allocation));
      told.entries += amounts.length;
      told.tenants += amounts.length > 0 ? 1 : 0;
      told.bookedMinor += exact(amounts.reduce((sum, amount) => sum + amount, 0n));
    }
    return told;
  });
}
