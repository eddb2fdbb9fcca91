import { listAllAdvertisersIn } from '../../catalog/advertisers/service.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { listUsedDaysIn } from '../../metering/usage/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { inAuth, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, type Operator } from '../../tenants/authorize.ts';
import { listTenantsIn } from '../../tenants/lifecycle/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { dayIn } from '../../platform/zone-days.ts';
import { monthOf, nextMonth } from '../entries/rules.ts';
import { priceOn, units, versionsOf } from '../prices/rules.ts';
import { listPrices } from '../prices/store.ts';
import { billCurrencies, dayAlike, type Naming, reportCurrencies } from './rules.ts';
import type { CostGrouping, CostReport, CostReportQuery, PlatformCostQuery, PlatformCosts } from './schema.ts';
import { type ChargeFilter, type ChargeSum, sumBill, sumCharges } from './store.ts';

const DAY_MS = 86_400_000;
const TENANTS_AT_ONCE = 200;
/** Two years and a month. */
const MOST_DAYS = 762;

const dayAfter = (day: string, count: number) => new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);

interface Window {
  from: string;
  to: string;
}

function requireShort({ from, to }: Window, pointer: string): void {
  if (Date.parse(to) - Date.parse(from) > MOST_DAYS * DAY_MS)
    throw invalid(pointer, `must lie at most ${MOST_DAYS} days after the first day, ${from}; ask for a shorter time.`);
}

function windowOf({ from, to }: { from?: string | undefined; to?: string | undefined }, today: string): Window {
  const end = to ?? dayAfter(today, 1);
  const window = { from: from ?? monthOf(end > today ? today : dayAfter(end, -1)), to: end };
  if (window.from >= window.to)
    throw invalid('/to', `"to" is ${window.to} and must lie after "from", which is ${window.from}; it is the day after the last.`);
  requireShort(window, '/to');
  return window;
}

function comparedOf({ compareFrom, compareTo }: CostReportQuery): Window | undefined {
  if (compareFrom === undefined || compareTo === undefined) return undefined;
  if (compareFrom >= compareTo) throw invalid('/compareTo', `"compareTo" is ${compareTo} and must lie after ${compareFrom}.`);
  requireShort({ from: compareFrom, to: compareTo }, '/compareTo');
  return { from: compareFrom, to: compareTo };
}

interface Names {
  campaigns: ReadonlyMap<string, string>;
  advertisers: ReadonlyMap<string, string>;
  /** The advertiser of a campaign; '' for none. */
  advertiserOf(campaign: string): string;
}

async function namesIn(tx: TenantTx): Promise<Names> {
  const campaigns = await listAllCampaignsIn(tx);
  const advertisers = new Map(campaigns.map(({ key, advertiser }) => [key, advertiser ?? '']));
  return {
    campaigns: new Map(campaigns.map(({ key, name }) => [key, name ?? key])),
    advertisers: new Map((await listAllAdvertisersIn(tx)).map(({ key, name }) => [key, name ?? key])),
    advertiserOf: (campaign) => advertisers.get(campaign) ?? '',
  };
}

/** Sums by the key that is asked for: an advertiser's are those of its campaigns. */
async function chargesIn(tx: TenantTx, filter: ChargeFilter, groupBy: CostGrouping, names: Names): Promise<ChargeSum[]> {
  const sums = await sumCharges(tx, filter, groupBy);
  if (groupBy !== 'advertiser') return sums;
  return sums.map((one) => ({ ...one, key: names.advertiserOf(one.key), quantity: null, unit: null }));
}

function namingOf(groupBy: CostGrouping, names: Names, window: Window, compared: Window | undefined): Naming {
  const isByDay = groupBy === 'day';
  const labels = groupBy === 'campaign' ? names.campaigns : groupBy === 'advertiser' ? names.advertisers : undefined;
  const same = (key: string) => key;
  return {
    isByDay,
    labelOf: (key) => labels?.get(key) ?? key,
    alikeOf: isByDay && compared ? (key) => dayAlike(key, { first: compared.from, toFirst: window.from }) : same,
    comparedKeyOf: (key) => (isByDay && compared ? dayAlike(key, { first: window.from, toFirst: compared.from }) : null),
  };
}

/** The meters that were used on days of a window on which they had no price. */
async function unpricedIn(tx: TenantTx, window: Window): Promise<string[]> {
  const days = await listUsedDaysIn(tx, window);
  const stored = Map.groupBy(await listPrices(tx), ({ meter }) => meter);
  const isFree = (meter: string) => {
    const versions = versionsOf(stored.get(meter) ?? []);
    return ({ day }: { day: string }) => priceOn(meter, versions, day) === undefined;
  };
  return [...Map.groupBy(days, ({ meter }) => meter)]
    .filter(([meter, own]) => own.some(isFree(meter)))
    .map(([meter]) => meter)
    .toSorted();
}

/**
 * What the charges of a window of days came to by what they are grouped by, in each currency, beside another window where one is named.
 * Charges count by their own day, whichever month's bill they stand in, corrections with what they correct.
 * @throws AppError `forbidden`; `invalid_request` for a window that ends before it begins.
 */
export async function getCostReport(context: Context, actor: Actor, query: CostReportQuery): Promise<CostReport> {
  authorize(actor, 'cost_entries.read');
  const { groupBy, meter, campaign, feature } = query;
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const timeZone = await findTimeZoneIn(tx);
      const window = windowOf(query, dayIn(timeZone, context.clock()));
      const compared = comparedOf(query);
      const names = await namesIn(tx);
      const charges = (of: Window) => chargesIn(tx, { ...of, meter, campaign, feature }, groupBy, names);
      const sums = await charges(window);
      const before = compared && (await charges(compared));
      return {
        ...window,
        timeZone,
        compareFrom: compared?.from ?? null,
        compareTo: compared?.to ?? null,
        groupBy,
        currencies: reportCurrencies(sums, before, namingOf(groupBy, names, window, compared)),
        unpriced: await unpricedIn(tx, window),
      };
    },
    { readOnly: true },
  );
}

/**
 * What each tenant's bill of a month holds, for the operator, beside another month where one is named, and what was used without a price;
 * each tenant is read by itself.
 */
export async function listPlatformCosts(
  context: Context,
  _actor: Operator | 'system',
  { month = new Date(context.clock()).toISOString().slice(0, 7), compareMonth }: PlatformCostQuery,
): Promise<PlatformCosts> {
  const found: PlatformCosts = { month, compareMonth: compareMonth ?? null, tenants: [], unpriced: [] };
  const window = { from: `${month}-01`, to: nextMonth(`${month}-01`) };
  const read = async (tx: TenantTx) => ({
    bill: await sumBill(tx, month),
    compared: compareMonth === undefined ? undefined : await sumBill(tx, compareMonth),
    meters: await unpricedIn(tx, window),
  });
  let after: string | undefined;
  do {
    const from = after;
    const page = await inAuth(context.db, (tx) => listTenantsIn(tx, from, TENANTS_AT_ONCE));
    for (const { id: tenantId, name } of page) {
      const { bill, compared, meters } = await inTenant(context.db, tenantId, read, { readOnly: true, unmetered: true });
      found.tenants.push(...billCurrencies(bill, compared).map((one) => ({ tenantId, name, ...one })));
      if (meters.length > 0) found.unpriced.push({ tenantId, name, meters });
    }
    after = page.length < TENANTS_AT_ONCE ? undefined : page.at(-1)?.id;
  } while (after !== undefined);
  const largestFirst = found.tenants.toSorted((a, b) => (units(a.total) === units(b.total) ? 0 : units(a.total) > units(b.total) ? -1 : 1));
  return { ...found, tenants: largestFirst };
}
