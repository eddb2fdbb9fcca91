import { createHash } from 'node:crypto';
import { decimalUnits, proportionalParts } from '../../platform/decimals.ts';
import { minorDigits } from '../../platform/money.ts';
import { units, unitsText } from '../prices/rules.ts';
import { roundTogether } from '../statements/rules.ts';
import type { AllocatedPool, AllocationDriver, AllocationLine, AllocationPool } from './schema.ts';

/** Amounts and quantities are whole numbers of ten-billionths: what the columns numeric(…,10) hold. */
const DIGITS = 10;
const HUNDRED = 100n * 10n ** BigInt(DIGITS);
/** The pool of what no other one takes. */
const REST = 'other';

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** What entries of a bill come to that are of the same kind, meter and feature, and of one owner; '' where they name none. */
export interface CostSum {
  currency: string;
  kind: 'usage' | 'purchase' | 'credit' | 'tax';
  meter: string;
  feature: string;
  /** The owner by the dimension; null where it is none of the dimension's, undefined where the entries name nobody. */
  owner: string | null | undefined;
  /** In ten-billionths. */
  amount: bigint;
}

/** What an owner used of a meter in the month; null for what names none that the dimension knows. */
export interface OwnerUse {
  meter: string;
  owner: string | null;
  /** In ten-billionths. */
  quantity: bigint;
}

/** The meter under which deliveries are handed in; no key of a meter is empty. */
export const DELIVERIES = '';
export const DELIVERIES_UNIT = 'deliveries';

/** All that a split follows from. */
export interface AllocationInput {
  pools: readonly AllocationPool[];
  rest: AllocationDriver;
  costs: readonly CostSum[];
  uses: readonly OwnerUse[];
  /** The unit of a meter. */
  unitOf(meter: string): string;
}

/** A pool whose fixed amounts come to more than it holds. */
export interface Overdrawn {
  pool: string;
  currency: string;
  amountMinor: bigint;
  fixedMinor: bigint;
}

export type Line = Omit<AllocationLine, 'amountMinor'> & { amountMinor: bigint };
export type PoolSum = Omit<AllocatedPool, 'amountMinor'> & { amountMinor: bigint };

/** What a bill came to when it was split. Lines of a currency sum to its invoice. */
export interface Outcome {
  invoices: { currency: string; amountMinor: bigint }[];
  pools: PoolSum[];
  lines: Line[];
  /** Not empty: the rules cannot be kept, and the rest of the outcome is not to be used. */
  overdrawn: Overdrawn[];
}

/** Who takes part in a split, with what weight; an owner of null is what is idle. */
interface Share {
  owner: string | null;
  weight: bigint;
  basis: string | null;
}

/** How a pool is split, whatever it comes to. */
interface Split {
  applied: AllocationLine['driver'];
  unit: string | null;
  shares: Share[];
  used: bigint | null;
  unowned: bigint | null;
  note: string | null;
}

const NO_USE = { used: null, unowned: null } as const;

/** Over all that are active; null in place of an owner where nobody is. */
function evenSplit(active: readonly string[]): Share[] {
  return active.map((owner) => ({ owner, weight: 1n, basis: '1' }));
}

const FELL_BACK = 'Nothing was counted by owner in the month, so it is split evenly over those who are active.';
const ALL_IDLE = 'Nothing was used of what is paid for, so all of it is idle.';
const OVER = 'More was used than the stated capacity, so nothing is idle.';

type Measured = Extract<AllocationDriver, { kind: 'usage' | 'deliveries' }>;

/**
 * By what each owner used. Of a stated capacity the part that nobody used is idle; what was used and names no owner is borne by the owners
 * in the same proportion. Weights are over the product of capacity and owned use, so that no part is rounded before money is.
 */
function usageSplit(
  driver: Measured,
  { uses, unitOf, active }: { uses: readonly OwnerUse[]; unitOf: AllocationInput['unitOf']; active: readonly string[] },
): Split {
  const meter = driver.kind === 'usage' ? driver.meter : DELIVERIES;
  const own = uses.filter((use) => use.meter === meter);
  const sum = (of: readonly OwnerUse[]) => of.reduce((all, { quantity }) => all + quantity, 0n);
  const owned = own.filter(({ owner, quantity }) => owner !== null && quantity > 0n);
  const [used, unowned] = [sum(owned), sum(own.filter(({ owner }) => owner === null))];
  const all = used + unowned;
  const capacity = driver.capacity === null || driver.spreadIdle ? null : units(driver.capacity);
  const free = capacity === null || capacity < all ? 0n : capacity - all;
  const unit = driver.kind === 'usage' ? unitOf(driver.meter) : DELIVERIES_UNIT;
  const base = { unit, used, unowned };
  if (used === 0n) {
    if (free > 0n && all === 0n)
      return { ...base, applied: driver.kind, shares: [{ owner: null, weight: 1n, basis: unitsText(free) }], note: ALL_IDLE };
    const even = evenSplit(active).map((share) => ({ ...share, weight: all === 0n ? 1n : all }));
    const idle = free > 0n ? [{ owner: null, weight: free * BigInt(Math.max(active.length, 1)), basis: unitsText(free) }] : [];
    return { ...base, applied: 'even', shares: [...even, ...idle], note: FELL_BACK };
  }
  const shares: Share[] = owned.map(({ owner, quantity }) => ({
    owner,
    weight: quantity * (free > 0n ? all : 1n),
    basis: unitsText(quantity),
  }));
  if (free > 0n) shares.push({ owner: null, weight: free * used, basis: unitsText(free) });
  return { ...base, applied: driver.kind, shares, note: driver.capacity !== null && units(driver.capacity) < all ? OVER : null };
}

function splitOf(driver: AllocationDriver, ground: Parameters<typeof usageSplit>[1]): Split {
  if (driver.kind === 'usage' || driver.kind === 'deliveries') return usageSplit(driver, ground);
  if (driver.kind === 'even') return { applied: 'even', unit: 'owners', shares: evenSplit(ground.active), ...NO_USE, note: null };
  if (driver.kind === 'weighted') {
    const shares = driver.weights.map(({ owner, weight }) => ({ owner, weight: units(weight), basis: weight }));
    return { applied: 'weighted', unit: 'weight', shares, ...NO_USE, note: null };
  }
  const shares: Share[] = driver.shares.map(({ owner, percent = '0' }) => ({ owner, weight: units(percent), basis: percent }));
  const left = HUNDRED - shares.reduce((sum, { weight }) => sum + weight, 0n);
  if (left > 0n) shares.push({ owner: null, weight: left, basis: unitsText(left) });
  return { applied: 'fixed', unit: 'percent', shares, ...NO_USE, note: null };
}

/** In an order that does not depend on that of rows: by owner, what is idle last. */
function inOrder(shares: readonly Share[]): Share[] {
  const kept = shares.filter(({ weight }) => weight > 0n);
  return kept.toSorted((a, b) => (a.owner === null ? 1 : b.owner === null ? -1 : byText(a.owner, b.owner)));
}

type PoolSplit = { lines: Line[]; overdrawn?: Overdrawn };

/** What a pool with fixed amounts leaves is idle; in another currency than theirs all of it is. */
function fixedAmounts(
  driver: Extract<AllocationDriver, { kind: 'fixed' }>,
  pool: string,
  { currency, amountMinor }: PoolAmount,
): PoolSplit {
  const digits = minorDigits(currency);
  const own = currency === driver.currency ? driver.shares : [];
  const amounts = own.map(({ owner, amount = '0' }) => ({ owner, amount, minor: decimalUnits(amount, digits) ?? 0n }));
  const fixedMinor = amounts.reduce((sum, { minor }) => sum + minor, 0n);
  const of = { pool, driver: 'fixed', currency, unit: currency } as const;
  if (fixedMinor > 0n && fixedMinor > amountMinor) return { lines: [], overdrawn: { pool, currency, amountMinor, fixedMinor } };
  const lines = amounts
    .filter(({ minor }) => minor > 0n)
    .toSorted((a, b) => byText(a.owner, b.owner))
    .map(({ owner, amount, minor }): Line => ({ ...of, part: 'shared', owner, amountMinor: minor, basis: amount }));
  const left = amountMinor - fixedMinor;
  if (left !== 0n) lines.push({ ...of, part: 'idle', owner: null, amountMinor: left, basis: null });
  return { lines };
}

interface PoolAmount {
  currency: string;
  amountMinor: bigint;
}

function splitPool(pool: string, split: Split, { currency, amountMinor }: PoolAmount): Line[] {
  const shares = inOrder(split.shares);
  const of = { pool, driver: split.applied, currency };
  if (shares.length === 0) return [{ ...of, part: 'unassigned', owner: null, amountMinor, basis: null, unit: null }];
  const parts = proportionalParts(
    amountMinor,
    shares.map(({ weight }) => weight),
  );
  const isEven = split.applied === 'even';
  return shares.map(({ owner, basis }, place): Line => {
    const unit = isEven && owner !== null ? 'owners' : split.unit;
    return { ...of, part: owner === null ? 'idle' : 'shared', owner, amountMinor: parts[place], basis, unit };
  });
}

/** The first pool all of whose conditions an entry meets. */
function poolOf(pools: readonly AllocationPool[], { meter, kind, feature }: CostSum): string {
  const found = pools.find(
    (pool) =>
      (pool.meters === undefined || pool.meters.includes(meter)) &&
      (pool.kinds === undefined || pool.kinds.includes(kind)) &&
      (pool.features === undefined || pool.features.includes(feature)),
  );
  return found?.key ?? REST;
}

/** Where an amount goes before pools are split: to an owner, to nobody known, or into a pool. */
interface Group {
  target: 'direct' | 'pool';
  key: string | null;
  amount: bigint;
}

function groupsOf(pools: readonly AllocationPool[], costs: readonly CostSum[]): Group[] {
  const groups = new Map<string, Group>();
  for (const cost of costs) {
    const [target, key] = cost.owner === undefined ? (['pool', poolOf(pools, cost)] as const) : (['direct', cost.owner] as const);
    const id = JSON.stringify([target, key]);
    const known = groups.get(id) ?? { target, key, amount: 0n };
    groups.set(id, { ...known, amount: known.amount + cost.amount });
  }
  return [...groups].toSorted(([a], [b]) => byText(a, b)).map(([, group]) => group);
}

/** Who had direct cost or used anything in the month, in order. */
function activeOwners({ costs, uses }: Pick<AllocationInput, 'costs' | 'uses'>): string[] {
  const found = new Set<string>();
  for (const { owner } of costs) if (typeof owner === 'string') found.add(owner);
  for (const { owner, quantity } of uses) if (owner !== null && quantity > 0n) found.add(owner);
  return [...found].toSorted(byText);
}

/** Sums of the same thing as one, so that it does not matter in how many rows they came. */
function summedUses(uses: readonly OwnerUse[]): OwnerUse[] {
  const sums = new Map<string, OwnerUse>();
  for (const use of uses) {
    const id = JSON.stringify([use.meter, use.owner]);
    sums.set(id, { ...use, quantity: (sums.get(id)?.quantity ?? 0n) + use.quantity });
  }
  return [...sums].toSorted(([a], [b]) => byText(a, b)).map(([, use]) => use);
}

/**
 * Splits a month's bill over owners: what names an owner goes to it, all else to pools, each split by its driver. Of each currency the
 * lines sum to the invoice, which is the bill's exact sum rounded to minor units, a half away from zero. Credits are negative and are split
 * as the charges of their pool. The order of rows does not matter.
 */
export function allocate({ pools, rest, costs, uses, unitOf }: AllocationInput): Outcome {
  const outcome: Outcome = { invoices: [], pools: [], lines: [], overdrawn: [] };
  const ground = { uses: summedUses(uses), unitOf, active: activeOwners({ costs, uses }) };
  const drivers = new Map([...pools.map(({ key, driver }) => [key, driver] as const), [REST, rest] as const]);
  const splits = new Map([...drivers].map(([key, driver]) => [key, splitOf(driver, ground)] as const));
  const byCurrency = Map.groupBy(costs, ({ currency }) => currency);
  for (const currency of [...byCurrency.keys()].toSorted(byText)) {
    const groups = groupsOf(pools, byCurrency.get(currency) ?? []);
    const amounts = roundTogether(
      groups.map(({ amount }) => amount),
      10n ** BigInt(DIGITS - minorDigits(currency)),
    );
    outcome.invoices.push({ currency, amountMinor: amounts.reduce((sum, amount) => sum + amount, 0n) });
    for (const [place, { target, key }] of groups.entries()) {
      const amountMinor = amounts[place];
      const driver = key === null || target === 'direct' ? undefined : drivers.get(key);
      const split = key === null ? undefined : splits.get(key);
      if (driver === undefined || split === undefined || key === null) {
        const part = key === null ? 'unassigned' : 'direct';
        outcome.lines.push({ part, pool: null, driver: 'direct', owner: key, currency, amountMinor, basis: null, unit: null });
        continue;
      }
      addPool(outcome, { key, driver, split }, { currency, amountMinor });
    }
  }
  return outcome;
}

function addPool(
  outcome: Outcome,
  { key, driver, split }: { key: string; driver: AllocationDriver; split: Split },
  amount: PoolAmount,
): void {
  const isMeasured = driver.kind === 'usage' || driver.kind === 'deliveries';
  outcome.pools.push({
    pool: key,
    ...amount,
    driver: driver.kind,
    applied: split.applied,
    meter: driver.kind === 'usage' ? driver.meter : null,
    used: split.used === null ? null : unitsText(split.used),
    unowned: split.unowned === null ? null : unitsText(split.unowned),
    capacity: isMeasured ? driver.capacity : null,
    note: split.note,
  });
  if (amount.amountMinor === 0n) return;
  const found: PoolSplit =
    driver.kind === 'fixed' && driver.currency !== null ? fixedAmounts(driver, key, amount) : { lines: splitPool(key, split, amount) };
  outcome.lines.push(...found.lines);
  if (found.overdrawn) outcome.overdrawn.push(found.overdrawn);
}

/** Of which meters the drivers of a rule set ask. */
export function metersOf({ pools, rest }: Pick<AllocationInput, 'pools' | 'rest'>): string[] {
  const found = [...pools.map(({ driver }) => driver), rest].flatMap((driver) => (driver.kind === 'usage' ? [driver.meter] : []));
  return [...new Set(found)].toSorted(byText);
}

/** Named in the hash, so that a later way of splitting gives other ones. */
const METHOD = 'earshot allocation 1';

/**
 * SHA-256, in hexadecimal digits, over all that a split follows from, in one order and one writing: whose month and dimension it is, the
 * rules, what is booked by owner, what was used of the meters that drivers ask for, and who is active.
 */
export function inputHash(of: readonly string[], input: AllocationInput): string {
  const { pools, rest, costs, uses } = input;
  const asked = new Set([DELIVERIES, ...metersOf(input)]);
  const sums = new Map<string, bigint>();
  for (const { currency, kind, meter, feature, owner, amount } of costs) {
    const id = JSON.stringify([currency, kind, meter, feature, owner === undefined ? [] : owner]);
    sums.set(id, (sums.get(id) ?? 0n) + amount);
  }
  const booked = [...sums].toSorted(([a], [b]) => byText(a, b)).map(([id, amount]) => [id, unitsText(amount)]);
  const used = summedUses(uses.filter(({ meter }) => asked.has(meter))).map(({ meter, owner, quantity }) => [
    meter,
    owner,
    unitsText(quantity),
  ]);
  const text = JSON.stringify([METHOD, of, pools, rest, booked, used, activeOwners(input)]);
  return createHash('sha256').update(text).digest('hex');
}
