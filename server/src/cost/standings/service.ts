import { findCampaignsIn, listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { decimalText } from '../../platform/decimals.ts';
import { minorDigits } from '../../platform/money.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { type Days, dayAfter, periodOf, phaseOf } from '../budgets/rules.ts';
import type { StoredBudget } from '../budgets/schema.ts';
import { daysBetween, type Forecast, forecastPeriod } from '../forecasts/rules.ts';
import { units, unitsText } from '../prices/rules.ts';
import { HISTORY_DAYS, type Surge, surgeOf } from './rules.ts';
import { type EntryScope, sumByCurrency, sumByHand, sumUsageByPart } from './store.ts';

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
  forecast: Forecast | undefined;
  /** What of the period is booked by hand; the forecast holds it, and its interval lies around the rest. */
  byHand: number;
  daysOfData: number;
  surge: Surge | undefined;
}

/** Whether a campaign runs on any of these days, as far as it says when it runs. */
const isWithin = ({ startsOn, endsOn }: Campaign, days: Days) =>
  (startsOn === null || startsOn <= days.endsOn) && (endsOn === null || endsOn >= days.startsOn);

async function campaignsOf(tx: TenantTx, { type, key }: StoredBudget['scope']): Promise<Campaign[] | null> {
  if (type === 'campaign') return findCampaignsIn(tx, [String(key)]);
  if (type === 'advertiser') return (await listAllCampaignsIn(tx)).filter(({ advertiser }) => advertiser === key);
  return null;
}

async function entryScopeOf(tx: TenantTx, { scope }: StoredBudget, days: Days): Promise<EntryScope> {
  const campaigns = scope.type === 'campaign' ? [String(scope.key)] : (await campaignsOf(tx, scope))?.map(({ key }) => key);
  return { ...days, campaigns: campaigns ?? null, feature: scope.type === 'feature' ? scope.key : null };
}

/** The booked spend, by currency, of the campaign, or of those of the advertiser whose flights overlap these days. */
async function spendOf(tx: TenantTx, { scope }: StoredBudget, days: Days): Promise<{ currency: string; amount: string }[]> {
  const sums = new Map<string, bigint>();
  const all = (await campaignsOf(tx, scope)) ?? [];
  for (const { spendMinor, currency } of all.filter((one) => scope.type === 'campaign' || isWithin(one, days)))
    if (spendMinor !== null && currency !== null) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(spendMinor));
  const amounts = [...sums].map(([currency, minor]) => ({ currency, amount: decimalText(minor, minorDigits(currency)) }));
  return amounts.toSorted((a, b) => (a.currency < b.currency ? -1 : 1));
}

/** What stands against a budget in its period that `today` lies in. The caller authorizes. */
export async function standingIn(tx: TenantTx, budget: StoredBudget, today: string): Promise<Standing> {
  const days = periodOf(budget, today);
  const sums = budget.counts === 'spend' ? await spendOf(tx, budget, days) : await sumByCurrency(tx, await entryScopeOf(tx, budget, days));
  const own = sums.find(({ currency }) => currency === budget.currency);
  return {
    ...days,
    phase: phaseOf(days, today),
    used: units(own?.amount ?? '0'),
    uncounted: sums.filter((one) => one !== own && units(one.amount) !== 0n),
  };
}

const later = (a: string, b: string) => (a > b ? a : b);
const earlier = (a: string, b: string) => (a < b ? a : b);

/**
 * What a period comes to by its end, and whether the last whole day was unusual, by what usage cost in up to eight weeks. What is booked by
 * hand comes in lumps that no pattern tells: it counts as far as it is booked. Undefined for what has no days, as spend.
 * The caller authorizes.
 */
export async function outlookIn(tx: TenantTx, budget: StoredBudget, today: string): Promise<Outlook | undefined> {
  if (budget.counts === 'spend') return undefined;
  const period = periodOf(budget, today);
  const from = earlier(period.startsOn, dayAfter(today, -HISTORY_DAYS - 1));
  const scope = await entryScopeOf(tx, budget, { startsOn: from, endsOn: later(period.endsOn, today) });
  const parts = (await sumUsageByPart(tx, scope, budget.currency)).map((part) => ({ ...part, amount: Number(part.amount) }));
  const byDay = new Map<string, number>();
  for (const { day, amount } of parts) byDay.set(day, (byDay.get(day) ?? 0) + amount);
  const days = daysBetween(from, today).map((day) => ({ day, amount: byDay.get(day) ?? 0 }));
  const byHand = Number(await sumByHand(tx, { ...scope, ...period }, budget.currency));
  const span = { from: period.startsOn, to: dayAfter(period.endsOn), today, soFar: byDay.get(today) ?? 0 };
  const forecast = forecastPeriod(days, span);
  const first = days.findIndex(({ amount }) => amount !== 0);
  const yesterday = dayAfter(today, -1);
  const isOfPeriod = yesterday >= period.startsOn || budget.period !== 'flight';
  return {
    forecast: forecast && withLumps(forecast, byHand),
    byHand,
    daysOfData: forecast?.daysOfData ?? (first === -1 ? 0 : days.length - first),
    surge: isOfPeriod && yesterday <= period.endsOn ? surgeOf(days, parts, Number(budget.amount)) : undefined,
  };
}

function withLumps({ estimate, low, high, baseline, daysOfData }: Forecast, sum: number): Forecast {
  return { estimate: estimate + sum, low: low + sum, high: high + sum, baseline: baseline === null ? null : baseline + sum, daysOfData };
}

/** What is used, as the decimal that it is. */
export function usedText({ used }: Standing): string {
  return unitsText(used);
}
