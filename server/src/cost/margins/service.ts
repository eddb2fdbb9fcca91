import { ReportQuery } from '../../attribution/reports/schema.ts';
import { getReport } from '../../attribution/reports/service.ts';
import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { readExposureDaysIn } from '../../tracking/exposuredays/service.ts';
import { mayReadAttribution, presentHashIn } from '../allocations/service.ts';
import { dayIn } from '../../platform/zone-days.ts';
import { nextMonth } from '../entries/rules.ts';
import { marginOf, spendOfPeriod, unitCost } from './rules.ts';
import type { CampaignMargin, MarginQuery, Margins, MissingPart } from './schema.ts';
import { type BorneCost, listBookedMonths, listLatestSplits, type LatestSplit, type MonthSpan, sumBorneCosts } from './store.ts';

const MOST_MONTHS = 24;
const DAY_MS = 86_400_000;

/** The months that are asked for. @throws AppError `invalid_request` for too many, none, or some to come. */
function spanOf({ from, to }: MarginQuery, present: string): MonthSpan {
  const first = from ?? to ?? present;
  const last = to ?? first;
  if (first > last) throw invalid('/to', `must not be earlier than "from", which is ${first}.`);
  if (last > present) throw invalid('/to', `must not be later than the present month, ${present}.`);
  const [years, months] = [Number(last.slice(0, 4)) - Number(first.slice(0, 4)), Number(last.slice(5)) - Number(first.slice(5))];
  if (12 * years + months >= MOST_MONTHS) throw invalid('/from', `must lie at most ${MOST_MONTHS} months before the end of "to".`);
  return { from: first, to: last };
}

function monthsOf({ from, to }: MonthSpan): string[] {
  const months: string[] = [];
  for (let month = `${from}-01`; month <= `${to}-01`; month = nextMonth(month)) months.push(month.slice(0, 7));
  return months;
}

/** What is the same for every campaign. */
interface Ground {
  period: { from: string; before: string };
  costs: Map<string | null, BorneCost[]>;
  /** What of the cost is not known yet; undefined where all of it is. */
  unknownCost: MissingPart | undefined;
  /** What a month's split follows from has changed since. */
  isStale: boolean;
  /** Undefined for who may not see them. */
  deliveries: Map<string, number> | undefined;
  credits: Map<string, { conversions: number; valueMinor: number }> | undefined;
}

function costsOf(lines: readonly BorneCost[]): CampaignMargin['costs'] {
  const sums = new Map<string, CampaignMargin['costs'][number]>();
  for (const { currency, part, amountMinor } of lines) {
    const known = sums.get(currency) ?? { currency, directMinor: 0, sharedMinor: 0 };
    const name = part === 'direct' ? 'directMinor' : 'sharedMinor';
    sums.set(currency, { ...known, [name]: known[name] + amountMinor });
  }
  return [...sums.values()];
}

function missingOf({ spendMinor }: Campaign, basis: CampaignMargin['spendBasis'], unknown: (MissingPart | undefined)[]): MissingPart[] {
  const spend: MissingPart | undefined = spendMinor === null ? 'spend' : basis === 'whole' ? 'flight' : undefined;
  return [spend, ...unknown].filter((part) => part !== undefined);
}

function rowOf(campaign: Campaign, { period, costs, unknownCost, isStale, deliveries, credits }: Ground): CampaignMargin {
  const { key, name, advertiser, spendMinor } = campaign;
  const spent = spendOfPeriod(campaign, period);
  const own = costsOf(costs.get(key) ?? []);
  const currency = spendMinor === null ? (own.length === 1 ? own[0].currency : null) : campaign.currency;
  const isOther = own.some((one) => one.currency !== currency);
  const sum = own.reduce((all, { directMinor, sharedMinor }) => all + directMinor + sharedMinor, 0);
  const deliveryCostMinor = unknownCost !== undefined || isOther || currency === null ? null : sum;
  const delivered = deliveries === undefined ? null : (deliveries.get(key) ?? 0);
  const credit = credits === undefined ? null : (credits.get(key) ?? { conversions: 0, valueMinor: 0 });
  return {
    campaign: key,
    name,
    advertiser,
    spendMinor,
    currency,
    ...spent,
    costs: own,
    deliveryCostMinor,
    ...marginOf(spent.spendOfPeriodMinor, deliveryCostMinor),
    deliveries: delivered,
    costPerThousandMinor: unitCost(deliveryCostMinor, delivered, 1_000),
    attributedConversions: credit?.conversions ?? null,
    attributedValueMinor: credit?.valueMinor ?? null,
    costPerConversionMinor: unitCost(deliveryCostMinor, credit?.conversions ?? null, 1),
    missing: missingOf(campaign, spent.spendBasis, [unknownCost, isStale ? 'stale' : undefined, isOther ? 'currency' : undefined]),
  };
}

const hasSomething = ({ spendMinor, costs, deliveries }: CampaignMargin) =>
  spendMinor !== null || costs.length > 0 || (deliveries ?? 0) > 0;

function unborneOf(lines: readonly BorneCost[]): Margins['unborne'] {
  const sums = new Map<string, Margins['unborne'][number]>();
  for (const { currency, part, amountMinor } of lines) {
    const known = sums.get(currency) ?? { currency, idleMinor: 0, unassignedMinor: 0 };
    const name = part === 'idle' ? 'idleMinor' : 'unassignedMinor';
    sums.set(currency, { ...known, [name]: known[name] + amountMinor });
  }
  return [...sums.values()];
}

async function deliveriesIn(tx: TenantTx, actor: Actor, period: Ground['period']): Promise<Ground['deliveries']> {
  if (!mayReadAttribution(actor)) return undefined;
  const sums = new Map<string, number>();
  await readExposureDaysIn(tx, period, (rows) => {
    for (const { campaign, exposures } of rows) sums.set(campaign, (sums.get(campaign) ?? 0) + exposures);
  });
  return sums;
}

/** Whether any month would be split otherwise now: by other entries, usage, deliveries, advertisers of campaigns or rules. */
async function isAnyStaleIn(tx: TenantTx, splits: readonly LatestSplit[]): Promise<boolean> {
  for (const { month, inputHash } of splits) if ((await presentHashIn(tx, month, 'campaign')) !== inputHash) return true;
  return false;
}

const later = (a: string, b: string) => (a > b ? a : b);
const dayAfter = (day: string) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

interface Credited {
  model: string | null;
  valueCurrency: string | null;
  credits: Ground['credits'];
}

/** What campaigns are credited with in the period, for who may see it. */
async function creditedOf(context: Context, actor: Actor, { from, before }: Ground['period']): Promise<Credited> {
  if (!mayReadAttribution(actor)) return { model: null, valueCurrency: null, credits: undefined };
  const { model, currency, rows } = await getReport(
    context,
    actor,
    ReportQuery.parse({ groupBy: 'campaign', from, to: later(before, dayAfter(from)) }),
  );
  const credits = new Map(rows.flatMap(({ key, conversions, valueMinor }) => (key === null ? [] : [[key, { conversions, valueMinor }]])));
  return { model, valueCurrency: currency, credits };
}

/**
 * What each campaign's booked spend of a period leaves after what it costs to deliver: direct entries and its part of what is shared, from
 * the latest split of each month. What is not known is null, and `missing` says why; other currencies stay apart.
 * @throws AppError `forbidden`; `invalid_request` for months to come, a period that ends before it begins, or one beyond 24 months.
 */
export async function getMargins(context: Context, actor: Actor, query: MarginQuery): Promise<Margins> {
  authorize(actor, 'cost_allocations.read');
  const nowMs = context.clock();
  const zone = await inTenant(context.db, actor.tenantId, findTimeZoneIn, { readOnly: true });
  const span = spanOf(query, dayIn(zone, nowMs).slice(0, 7));
  const tomorrow = new Date(nowMs + DAY_MS).toISOString().slice(0, 10);
  const [start, end] = [`${span.from}-01`, nextMonth(`${span.to}-01`)];
  const period = { from: start, before: end < tomorrow ? end : later(start, tomorrow) };
  const { credits, ...credited } = await creditedOf(context, actor, period);
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const booked = new Set(await listBookedMonths(tx, span));
      const splits = new Map((await listLatestSplits(tx, span)).map((one) => [one.month, one]));
      const costs = Map.groupBy(await sumBorneCosts(tx, span), ({ owner }) => owner);
      const isSplit = [...booked].every((month) => splits.has(month));
      const unknownCost = booked.size === 0 ? 'cost' : isSplit ? undefined : 'allocation';
      const isStale = await isAnyStaleIn(tx, [...splits.values()]);
      const deliveries = await deliveriesIn(tx, actor, period);
      const ground: Ground = { period, costs, unknownCost, isStale, deliveries, credits };
      return {
        ...span,
        until: new Date(Date.parse(period.before) - DAY_MS).toISOString().slice(0, 10),
        months: monthsOf(span).map((month) => {
          const split = splits.get(month);
          return { month, isBooked: booked.has(month), allocation: split?.id ?? null, version: split?.version ?? null };
        }),
        ...credited,
        unborne: unborneOf(costs.get(null) ?? []),
        items: (await listAllCampaignsIn(tx)).map((campaign) => rowOf(campaign, ground)).filter(hasSomething),
      };
    },
    { readOnly: true },
  );
}
