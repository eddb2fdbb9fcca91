import { findAdvertisersIn } from '../../catalog/advertisers/service.ts';
import { findCampaignsIn, listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { findMetersIn, listDailyUsageIn } from '../../metering/usage/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { csvCell } from '../../platform/csv.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { inexactSum } from '../../platform/money.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, isOpenTo } from '../../tenants/authorize.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { readExposureDaysIn } from '../../tracking/exposuredays/service.ts';
import { nextMonth, openMonths } from '../entries/rules.ts';
import { units } from '../prices/rules.ts';
import { allocate, type AllocationInput, DELIVERIES, DELIVERIES_UNIT, inputHash, type Outcome, type OwnerUse } from './rules.ts';
import {
  type Allocation,
  type AllocationDetail,
  type AllocationDriver,
  type AllocationFilter,
  type AllocationLine,
  type AllocationRules,
  type Dimension,
  DIMENSIONS,
  type NewAllocation,
  type NewAllocationRules,
} from './schema.ts';
import * as store from './store.ts';

const ALLOCATION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST_VERSIONS = 1_000;

/** What holds as long as nobody set anything: all that is shared by deliveries, and over features, which those know nothing of, evenly. */
function defaultRules(dimension: Dimension): AllocationRules {
  const measured = { kind: 'deliveries', capacity: null, spreadIdle: false } as const;
  const rest: AllocationDriver = dimension === 'feature' ? { kind: 'even' } : measured;
  return { dimension, version: 0, pools: [], rest, createdAt: null, createdBy: null };
}

async function rulesIn(tx: TenantTx, dimension: Dimension): Promise<AllocationRules> {
  return (await store.listLatestRules(tx)).find((one) => one.dimension === dimension) ?? defaultRules(dimension);
}

/** How the bill is split today, over each dimension. @throws AppError `forbidden`. */
export async function listAllocationRules(context: Context, actor: Actor): Promise<{ items: AllocationRules[] }> {
  authorize(actor, 'cost_allocations.read');
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const kept = new Map((await store.listLatestRules(tx)).map((one) => [one.dimension, one]));
      return { items: DIMENSIONS.map((dimension) => kept.get(dimension) ?? defaultRules(dimension)) };
    },
    { readOnly: true },
  );
}

/** A driver, and where it stands in what was sent. */
interface PlacedDriver {
  driver: AllocationDriver;
  pointer: string;
}

const driversOf = ({ pools, rest }: NewAllocationRules): PlacedDriver[] => [
  ...pools.map(({ driver }, place) => ({ driver, pointer: `/pools/${place}/driver` })),
  { driver: rest, pointer: '/rest' },
];

/** @throws AppError `invalid_request` for the first meter that the tenant does not have. */
async function requireMetersIn(tx: TenantTx, rules: NewAllocationRules): Promise<void> {
  const known = await findMetersIn(tx);
  const named = [
    ...rules.pools.flatMap(({ meters = [] }, pool) => meters.map((meter, place) => ({ meter, pointer: `/pools/${pool}/meters/${place}` }))),
    ...driversOf(rules).flatMap(({ driver, pointer }) =>
      driver.kind === 'usage' ? [{ meter: driver.meter, pointer: `${pointer}/meter` }] : [],
    ),
  ];
  const stray = named.find(({ meter }) => !known.has(meter));
  if (stray) throw invalid(stray.pointer, `There is no meter "${stray.meter}"; GET /api/v1/cost/meters lists those there are.`);
}

/** The owners that drivers name, and where. */
function ownersOf(rules: NewAllocationRules): { owner: string; pointer: string }[] {
  return driversOf(rules).flatMap(({ driver, pointer }) => {
    if (driver.kind === 'weighted')
      return driver.weights.map(({ owner }, place) => ({ owner, pointer: `${pointer}/weights/${place}/owner` }));
    if (driver.kind === 'fixed') return driver.shares.map(({ owner }, place) => ({ owner, pointer: `${pointer}/shares/${place}/owner` }));
    return [];
  });
}

/** @throws AppError `invalid_request` for the first campaign or advertiser that the tenant does not have. */
async function requireOwnersIn(tx: TenantTx, dimension: Dimension, rules: NewAllocationRules): Promise<void> {
  if (dimension === 'feature') {
    const found = driversOf(rules).find(({ driver }) => driver.kind === 'deliveries');
    if (found) throw invalid(`${found.pointer}/kind`, 'Deliveries name no feature; split over features by usage, even, weighted or fixed.');
    return;
  }
  const named = ownersOf(rules);
  const keys = named.map(({ owner }) => owner);
  const found = dimension === 'campaign' ? await findCampaignsIn(tx, keys) : await findAdvertisersIn(tx, keys);
  const known = new Set(found.map(({ key }) => key));
  const stray = named.find(({ owner }) => !known.has(owner));
  if (stray) throw invalid(stray.pointer, `There is no ${dimension} "${stray.owner}".`);
}

const sayingOf = ({ pools, rest }: Pick<AllocationRules, 'pools' | 'rest'>) => JSON.stringify([pools, rest]);

/** The same whoever wrote it, as jsonb keeps fields in an order of its own. */
function plainRules({ pools, rest }: NewAllocationRules): NewAllocationRules {
  const ordered = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(ordered)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(
            Object.entries(value)
              .filter(([, one]) => one !== undefined)
              .toSorted(([a], [b]) => (a < b ? -1 : 1))
              .map(([name, one]) => [name, ordered(one)]),
          )
        : value;
  return { pools: ordered(pools), rest: ordered(rest) } as NewAllocationRules;
}

/**
 * Sets how the bill is split over a dimension, as a further version; the same again changes nothing. Splits that were computed stay.
 * @throws AppError `forbidden`; `invalid_request` for a meter, campaign or advertiser that the tenant does not have; `conflict` beyond
 * 1,000 versions.
 */
export async function putAllocationRules(
  context: Context,
  actor: Actor,
  dimension: Dimension,
  rules: NewAllocationRules,
): Promise<AllocationRules> {
  authorize(actor, 'cost_allocations.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await requireMetersIn(tx, rules);
    await requireOwnersIn(tx, dimension, rules);
    await store.lockAllocations(tx);
    const before = await rulesIn(tx, dimension);
    const plain = plainRules(rules);
    if (before.version > 0 && sayingOf(plainRules(before)) === sayingOf(plain)) return before;
    if (before.version >= MOST_VERSIONS) throw new AppError('conflict', `There are ${MOST_VERSIONS} versions of these rules already.`);
    const version = before.version + 1;
    const kept = await store.insertRules(tx, { ...plain, dimension, version, at: new Date(context.clock()), by: actor.name });
    const pools = kept.pools.map(({ key, driver }) => `${key}: ${driver.kind}`);
    const after = { version, pools: pools.slice(0, 50), rest: kept.rest.kind };
    await recordAuditIn(tx, { actor: actor.name, action: 'cost_allocation_rules.put', target: dimension, after });
    return kept;
  });
}

/** Whose a campaign or feature is, by a dimension: undefined where neither says, null where the dimension has no owner for it. */
type OwnerOf = (of: { campaign: string | null; feature: string | null }) => string | null | undefined;

async function ownerOfIn(tx: TenantTx, dimension: Dimension): Promise<OwnerOf> {
  if (dimension === 'feature') return ({ feature }) => feature || undefined;
  if (dimension === 'campaign') return ({ campaign }) => campaign || undefined;
  const advertisers = new Map((await listAllCampaignsIn(tx)).map(({ key, advertiser }) => [key, advertiser]));
  return ({ campaign }) => (campaign ? (advertisers.get(campaign) ?? null) : undefined);
}

async function usesIn(tx: TenantTx, month: string, ownerOf: OwnerOf): Promise<OwnerUse[]> {
  const first = `${month}-01`;
  const meters = [...(await findMetersIn(tx)).keys()];
  const usage = await listDailyUsageIn(tx, { from: first, to: nextMonth(first) }, meters);
  const uses = usage.map(({ meter, quantity, ...of }): OwnerUse => ({ meter, owner: ownerOf(of) ?? null, quantity: units(quantity) }));
  await readExposureDaysIn(tx, { from: first, before: nextMonth(first) }, (rows) => {
    const sums = new Map<string, number>();
    for (const { campaign, exposures } of rows) sums.set(campaign, (sums.get(campaign) ?? 0) + exposures);
    for (const [campaign, exposures] of sums) {
      const owner = ownerOf({ campaign, feature: null }) ?? null;
      uses.push({ meter: DELIVERIES, owner, quantity: units(String(exposures)) });
    }
  });
  return uses;
}

async function inputIn(tx: TenantTx, month: string, rules: AllocationRules): Promise<AllocationInput> {
  const ownerOf = await ownerOfIn(tx, rules.dimension);
  const costs = (await store.sumBookedCosts(tx, month)).map(({ amount, campaign, ...cost }) => ({
    ...cost,
    owner: ownerOf({ campaign, feature: cost.feature }),
    amount: units(amount),
  }));
  const meters = await findMetersIn(tx);
  const unitOf = (meter: string) => meters.get(meter)?.unit ?? '';
  const { pools, rest } = plainRules(rules);
  return { pools, rest, costs, uses: await usesIn(tx, month, ownerOf), unitOf };
}

/** The hash that a split of a month would have now: another one than that of the split that is kept tells that it is stale. */
export async function presentHashIn(tx: TenantTx, month: string, dimension: Dimension): Promise<string> {
  return inputHash([month, dimension], await inputIn(tx, month, await rulesIn(tx, dimension)));
}

/** @throws AppError `invalid_request` for an amount that numbers of JSON do not hold exactly. */
function exact(amountMinor: bigint): number {
  const found = Number(amountMinor);
  if (!Number.isSafeInteger(found)) throw inexactSum();
  return found;
}

/** @throws AppError `conflict` for a pool that holds less than its fixed amounts. */
function requireCovered({ overdrawn }: Outcome): void {
  if (overdrawn.length === 0) return;
  const [{ pool, currency, amountMinor, fixedMinor }] = overdrawn;
  throw new AppError(
    'conflict',
    `The pool "${pool}" holds ${amountMinor} minor units of ${currency} in this month, and its fixed amounts come to ${fixedMinor}. ` +
      'Lower them, or split it by percents.',
  );
}

async function allocateIn(context: Context, tx: TenantTx, by: string, { month, dimension }: NewAllocation): Promise<Allocation> {
  const open = openMonths(await findTimeZoneIn(tx), context.clock());
  if (`${month}-01` > open.present)
    throw invalid('/month', `must not be later than the present month, ${open.present.slice(0, 7)}: nothing is booked in it yet.`);
  await store.lockAllocations(tx);
  const rules = await rulesIn(tx, dimension);
  const input = await inputIn(tx, month, rules);
  if (input.costs.length === 0) throw new AppError('conflict', `Nothing is booked in the bill of ${month}, so there is nothing to split.`);
  const hash = inputHash([month, dimension], input);
  const latest = await store.findLatestAllocation(tx, month, dimension);
  if (latest?.inputHash === hash) return latest;
  if (latest && latest.version >= MOST_VERSIONS)
    throw new AppError('conflict', `There are ${MOST_VERSIONS} versions of this split already.`);
  const outcome = allocate(input);
  requireCovered(outcome);
  const lines = outcome.lines.map((line): AllocationLine => ({ ...line, amountMinor: exact(line.amountMinor) }));
  const kept: store.AllocationToKeep = {
    id: newId(),
    month,
    dimension,
    version: (latest?.version ?? 0) + 1,
    rulesVersion: rules.version,
    isMonthOpen: `${month}-01` >= open.firstOpen,
    inputHash: hash,
    invoices: outcome.invoices.map(({ currency, amountMinor }) => ({ currency, amountMinor: exact(amountMinor) })),
    pools: outcome.pools.map((pool) => ({ ...pool, amountMinor: exact(pool.amountMinor) })),
  };
  const at = new Date(context.clock());
  await store.insertAllocation(tx, kept, lines, { at, by });
  const after = { month, dimension, version: kept.version, inputHash: hash };
  await recordAuditIn(tx, { actor: by, action: 'cost_allocation.create', target: kept.id, after });
  return { ...kept, isLatest: true, createdAt: at.toISOString(), createdBy: by };
}

async function namesIn(tx: TenantTx, dimension: Dimension, lines: readonly AllocationLine[]): Promise<AllocationDetail['names']> {
  if (dimension === 'feature') return [];
  const keys = [...new Set(lines.flatMap(({ owner }) => owner ?? []))];
  const found = dimension === 'campaign' ? await findCampaignsIn(tx, keys) : await findAdvertisersIn(tx, keys);
  const named = found.flatMap(({ key, name }) => (name === null ? [] : [{ owner: key, name }]));
  return named.toSorted((a, b) => (a.owner < b.owner ? -1 : 1));
}

/** Whether somebody may see figures of deliveries, which are of listening, beside those of the bill. */
export function mayReadAttribution({ kind, role, scopes }: Actor): boolean {
  if (kind === 'system') return true;
  return role === undefined ? scopes.includes('read') : isOpenTo(role, 'attribution.read');
}

/** Without counts of deliveries, for who may see bills and nothing of listening. */
function shownTo<Shown extends Allocation>(actor: Actor, found: Shown): Shown {
  if (mayReadAttribution(actor)) return found;
  const pools = found.pools.map((pool) => (pool.driver === 'deliveries' ? { ...pool, used: null, unowned: null } : pool));
  return { ...found, pools };
}

async function detailIn(tx: TenantTx, actor: Actor, found: Allocation): Promise<AllocationDetail> {
  const all = await store.listLines(tx, found.id);
  const isOpen = mayReadAttribution(actor);
  const lines = all.map((line) => (isOpen || line.unit !== DELIVERIES_UNIT ? line : { ...line, basis: null }));
  return { ...shownTo(actor, found), lines, names: await namesIn(tx, found.dimension, lines) };
}

/**
 * Splits a month's bill over a dimension by the rules that hold, and keeps what it came to. The same inputs answer the split that is there;
 * others make a further version, and the earlier ones stay.
 * @throws AppError `forbidden`; `invalid_request` for a month to come; `conflict` for a month without entries, and for fixed amounts above
 * what their pool holds.
 */
export async function createAllocation(context: Context, actor: Actor, asked: NewAllocation): Promise<AllocationDetail> {
  authorize(actor, 'cost_allocations.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await allocateIn(context, tx, actor.name, asked);
    return detailIn(tx, actor, found);
  });
}

/** The tenant's splits, the newest first. @throws AppError `forbidden`; `invalid_request` for a stray cursor. */
export async function listAllocations(
  context: Context,
  actor: Actor,
  filter: AllocationFilter,
  { after, limit }: PageRequest,
): Promise<Page<Allocation>> {
  authorize(actor, 'cost_allocations.read');
  if (after !== undefined && !ALLOCATION_ID.test(after)) throw strayCursor();
  const list = (tx: TenantTx) => store.listAllocations(tx, filter, { beforeId: after, limit: limit + 1 });
  const found = await inTenant(context.db, actor.tenantId, list, { readOnly: true });
  return pageOf(
    found.map((one) => shownTo(actor, one)),
    limit,
    ({ id }) => id,
  );
}

/** One split with its lines. @throws AppError `forbidden`; `not_found`. */
export async function getAllocation(context: Context, actor: Actor, id: string): Promise<AllocationDetail> {
  authorize(actor, 'cost_allocations.read');
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const found = await store.findAllocation(tx, id);
      if (!found) throw new AppError('not_found', 'There is no such allocation.');
      return detailIn(tx, actor, found);
    },
    { readOnly: true },
  );
}

const CSV_COLUMNS = ['part', 'pool', 'driver', 'owner', 'currency', 'amountMinor', 'basis', 'unit'] as const;

/** The lines of a split as CSV; empty cells have no value. @throws AppError as `getAllocation`. */
export async function exportAllocation(context: Context, actor: Actor, id: string): Promise<string> {
  authorize(actor, 'cost_allocations.read');
  const { lines } = await getAllocation(context, actor, id);
  const cell = (value: string | number | null) => (typeof value === 'string' ? csvCell(value) : String(value ?? ''));
  return [CSV_COLUMNS.join(','), ...lines.map((line) => CSV_COLUMNS.map((name) => cell(line[name])).join(','))].join('\n').concat('\n');
}
