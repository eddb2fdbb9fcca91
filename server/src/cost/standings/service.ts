import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { decimalText } from '../../platform/decimals.ts';
import { minorDigits } from '../../platform/money.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { type Days, dayAfter, phaseOf } from '../budgets/rules.ts';
import type { StoredBudget } from '../budgets/schema.ts';
import { type MeterHistory, type MeterOutlook, outlookOf } from '../forecasts/growth.ts';
import { daysBetween, type Forecast } from '../forecasts/rules.ts';
import { meterHistoriesIn } from '../forecasts/service.ts';
import { type DayUse, units, unitsText } from '../prices/rules.ts';
import { HISTORY_DAYS, type Surge, surgeOf } from './rules.ts';
import { type EntryScope, sumByHand, sumScopes, sumUsageByPart } from './store.ts';

/** What stands against a budget in the period of a day. */
export interface Standing extends Days {
  phase: 'upcoming' | 'running' | 'ended';
  /** In the budget's currency, in ten-billionths. */
  used: bigint;
  /** In other currencies, exact. */
  uncounted: { currency: string; amount: string }[];
}

/** What is expected of a period, and what was unusual about the last whole day. */
export interface Outlook {
  /** Of the sum in the budget's currency; undefined for a period that is over, and where there is too little data. */
  forecast: Forecast | undefined;
  daysOfData: number;
  /** Meters with a price and fewer than three days of data: the forecast holds what they cost until now. */
  missing: string[];
  surge: Surge | undefined;
}

/** What all budgets of a tenant are looked at by. */
export interface Basis {
  today: string;
  campaigns: readonly Campaign[];
  /** For outlooks; undefined where none is asked for. */
  histories: readonly MeterHistory[] | undefined;
}

/** Reads what the standings of budgets, and their outlooks, go by: once, however many there are. The caller authorizes. */
export async function basisIn(
  tx: TenantTx,
  budgets: readonly StoredBudget[],
  { today, withOutlooks }: { today: string; withOutlooks: boolean },
): Promise<Basis> {
  const needsCampaigns = budgets.some(({ scope, counts }) => scope.type === 'advertiser' || counts === 'spend');
  const needsUsage = withOutlooks && budgets.some(({ counts }) => counts === 'cost');
  return {
    today,
    campaigns: needsCampaigns ? await listAllCampaignsIn(tx) : [],
    histories: needsUsage ? await meterHistoriesIn(tx, today) : undefined,
  };
}

/** Whether a campaign runs on any of these days, as far as it says when it runs. */
const isWithin = ({ startsOn, endsOn }: Campaign, days: Days) =>
  (startsOn === null || startsOn <= days.endsOn) && (endsOn === null || endsOn >= days.startsOn);

function campaignKeysOf({ type, key }: StoredBudget['scope'], campaigns: readonly Campaign[]): string[] | null {
  if (type === 'campaign') return [String(key)];
  return type === 'advertiser' ? campaigns.filter(({ advertiser }) => advertiser === key).map((one) => one.key) : null;
}

function entryScopeOf({ scope, counts }: StoredBudget, days: Days, campaigns: readonly Campaign[]): EntryScope {
  const keys = counts === 'spend' ? [] : campaignKeysOf(scope, campaigns);
  return { ...days, campaigns: keys, feature: scope.type === 'feature' ? scope.key : null };
}

/** The booked spend, by currency, of the campaign, or of those of the advertiser whose flights overlap these days. */
function spendOf({ scope }: StoredBudget, days: Days, campaigns: readonly Campaign[]): { currency: string; amount: string }[] {
  const keys = new Set(campaignKeysOf(scope, campaigns));
  const sums = new Map<string, bigint>();
  for (const { key, spendMinor, currency, ...flight } of campaigns) {
    const counts = keys.has(key) && (scope.type === 'campaign' || isWithin({ key, spendMinor, currency, ...flight }, days));
    if (counts && spendMinor !== null && currency !== null) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(spendMinor));
  }
  const amounts = [...sums].map(([currency, minor]) => ({ currency, amount: decimalText(minor, minorDigits(currency)) }));
  return amounts.toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** What stands against budgets, each in the days of one of its periods, in their order. The caller authorizes. */
export async function standingsIn(
  tx: TenantTx,
  asked: readonly { budget: StoredBudget; days: Days }[],
  { today, campaigns }: Basis,
): Promise<Standing[]> {
  const scopes = asked.map(({ budget, days }) => entryScopeOf(budget, days, campaigns));
  const booked = Map.groupBy(await sumScopes(tx, scopes), ({ place }) => place);
  return asked.map(({ budget, days }, place): Standing => {
    const sums = budget.counts === 'spend' ? spendOf(budget, days, campaigns) : (booked.get(place) ?? []);
    const own = sums.find(({ currency }) => currency === budget.currency);
    const others = sums.filter((one) => one !== own && units(one.amount) !== 0n);
    return {
      ...days,
      phase: phaseOf(days, today),
      used: units(own?.amount ?? '0'),
      uncounted: others.map(({ currency, amount }) => ({ currency, amount })),
    };
  });
}

const later = (a: string, b: string) => (a > b ? a : b);
const earlier = (a: string, b: string) => (a < b ? a : b);
const moneyOf = (sum: bigint) => Number(unitsText(sum));

/** What the mean of the whole days of a period comes to over all of its days; null before the first of them is over. */
function paceOf(byDay: ReadonlyMap<string, number>, { startsOn, endsOn }: Days, today: string): number | null {
  const to = dayAfter(endsOn);
  const whole = daysBetween(startsOn, earlier(today, to));
  if (whole.length === 0) return null;
  return (whole.reduce((sum, day) => sum + (byDay.get(day) ?? 0), 0) / whole.length) * daysBetween(startsOn, to).length;
}

/** A forecast is not made of a period that ends later than so many days from now. */
export const FARTHEST_DAYS = 400;

/** Whether a period ends too far ahead for a forecast. */
export function isTooFar({ endsOn }: Days, today: string): boolean {
  return endsOn > dayAfter(today, FARTHEST_DAYS);
}

/** What is used already, and what the days to come add: what is booked by hand comes in lumps that no pattern tells. */
function forecastOf(outlooks: readonly MeterOutlook[], currency: string, { used, baseline }: { used: bigint; baseline: number | null }) {
  const all = outlooks.filter(({ forecast }) => forecast !== undefined);
  if (all.length === 0) return undefined;
  const sum = (end: 'estimate' | 'low' | 'high') =>
    moneyOf(all.reduce((total, { growth }) => total + (growth.get(currency)?.[end] ?? 0n), used));
  const daysOfData = Math.max(...all.map((one) => one.daysOfData));
  return { estimate: sum('estimate'), low: sum('low'), high: sum('high'), baseline, daysOfData };
}

/**
 * What a period comes to by its end, and whether the last whole day was unusual, by what usage cost in up to eight weeks. The forecast is
 * the one of `GET /cost/forecast`: each meter's quantity, priced as it will be booked. Undefined for what has no days, as spend, and where
 * the basis has no usage. The caller authorizes.
 */
export async function outlookIn(
  tx: TenantTx,
  { budget, standing }: { budget: StoredBudget; standing: Standing },
  { today, campaigns, histories }: Basis,
): Promise<Outlook | undefined> {
  if (budget.counts === 'spend' || histories === undefined) return undefined;
  const { currency } = budget;
  const period = { startsOn: standing.startsOn, endsOn: standing.endsOn };
  const from = earlier(period.startsOn, dayAfter(today, -HISTORY_DAYS - 1));
  const scope = entryScopeOf(budget, { startsOn: from, endsOn: later(period.endsOn, today) }, campaigns);
  const parts = (await sumUsageByPart(tx, scope, currency)).map((part) => ({ ...part, amount: Number(part.amount) }));
  const byDay = new Map<string, number>();
  for (const { day, amount } of parts) byDay.set(day, (byDay.get(day) ?? 0) + amount);
  const days = daysBetween(from, today).map((day) => ({ day, amount: byDay.get(day) ?? 0 }));
  const keys = scope.campaigns && new Set(scope.campaigns);
  const isOwn = ({ campaign, feature }: DayUse) =>
    (keys === null || keys.has(campaign)) && (scope.feature === null || feature === scope.feature);
  const window = { from: period.startsOn, to: dayAfter(period.endsOn) };
  const all = isTooFar(period, today) ? [] : histories.map((one) => outlookOf(one, window, { today, isOwn }));
  const outlooks = all.filter(({ currencies, growth }) => currencies.has(currency) || growth.has(currency));
  const pace = paceOf(byDay, period, today);
  const byHand = Number(await sumByHand(tx, { ...scope, ...period }, currency));
  const yesterday = dayAfter(today, -1);
  const isOfPeriod = yesterday >= period.startsOn || budget.period !== 'flight';
  return {
    forecast: forecastOf(outlooks, currency, {
      used: standing.used,
      baseline: pace === null ? null : Math.max(pace + byHand, moneyOf(standing.used)),
    }),
    daysOfData: Math.max(0, ...outlooks.map(({ daysOfData }) => daysOfData)),
    missing: outlooks.filter(({ forecast, daysOfData }) => forecast === undefined && daysOfData > 0).map(({ meter }) => meter),
    surge: isOfPeriod && yesterday <= period.endsOn ? surgeOf(days, parts, Number(budget.amount)) : undefined,
  };
}

/** What is used, as the decimal that it is. */
export function usedText({ used }: Standing): string {
  return unitsText(used);
}
