import { findMetersIn, listDailyUsageIn } from '../../metering/usage/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { dayIn, monthOf, nextMonth } from '../entries/rules.ts';
import { costOf, type Price, priceOn, units, unitsText, versionsOf } from '../prices/rules.ts';
import { listPrices } from '../prices/store.ts';
import { type ChargeSum, sumCharges } from '../reports/store.ts';
import { DAYS_LOOKED_AT, daysBetween, type Forecast, forecastPeriod } from './rules.ts';
import type { CostForecast } from './schema.ts';

const DAY_MS = 86_400_000;

const dayAfter = (day: string, count: number) => new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);

interface Window {
  from: string;
  to: string;
}

interface Grown {
  estimate: bigint;
  low: bigint;
  high: bigint;
}

const figureOf = ({ estimate, low, high }: Grown) => ({ estimate: unitsText(estimate), low: unitsText(low), high: unitsText(high) });

/** Figures of floating point are told to four digits: no forecast knows more. */
const unitsOf = (figure: number) => units(Math.max(0, figure).toFixed(4));

interface MeterOutlook {
  meter: string;
  unit: string;
  soFar: bigint;
  forecast: Forecast | undefined;
  price: Price | undefined;
}

/** How each meter stands in a month that is not over, and what it is expected to come to. */
async function outlooksIn(tx: TenantTx, { from, to }: Window, today: string): Promise<MeterOutlook[]> {
  const begin = dayAfter(today < from ? today : from, -DAYS_LOOKED_AT);
  const meters = await findMetersIn(tx);
  const usage = Map.groupBy(await listDailyUsageIn(tx, { from: begin, to: dayAfter(today, 1) }, [...meters.keys()]), ({ meter }) => meter);
  const stored = Map.groupBy(await listPrices(tx), ({ meter }) => meter);
  return [...usage].map(([meter, days]) => {
    const byDay = new Map<string, bigint>();
    for (const { day, quantity } of days) byDay.set(day, (byDay.get(day) ?? 0n) + units(quantity));
    const amounts = daysBetween(begin, today).map((day) => ({ day, amount: Number(byDay.get(day) ?? 0n) / 1e10 }));
    const inMonth = [...byDay].filter(([day]) => day >= from && day < to);
    return {
      meter,
      unit: meters.get(meter)?.unit ?? '',
      soFar: inMonth.reduce((sum, [, quantity]) => sum + quantity, 0n),
      forecast: forecastPeriod(amounts, { from, to, today, soFar: Number(byDay.get(today) ?? 0n) / 1e10 }),
      price: priceOn(meter, versionsOf(stored.get(meter) ?? []), today < from ? from : today),
    };
  });
}

/** What the rest of the month adds to a meter's cost, at the price that holds; the ends in order, also where more is cheaper. */
function growthOf({ soFar, forecast, price }: MeterOutlook): Grown | undefined {
  if (forecast === undefined || price === undefined) return undefined;
  const costOfRest = (quantity: number) => {
    const end = unitsOf(quantity);
    return costOf(price, end > soFar ? end : soFar) - costOf(price, soFar);
  };
  const ends = [forecast.low, forecast.estimate, forecast.high].map(costOfRest).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return { low: ends[0], estimate: costOfRest(forecast.estimate), high: ends[2] };
}

const added = (base: bigint, { estimate, low, high }: Grown): Grown => ({
  estimate: base + estimate,
  low: base + low,
  high: base + high,
});

const sumOf = (all: readonly Grown[]) =>
  all.reduce((sum, one) => ({ estimate: sum.estimate + one.estimate, low: sum.low + one.low, high: sum.high + one.high }));

interface Charged {
  soFar: readonly ChargeSum[];
  /** Of the complete days alone. */
  complete: readonly ChargeSum[];
}

function currencyForecasts(
  { soFar, complete }: Charged,
  outlooks: readonly MeterOutlook[],
  { from, to, today }: Window & { today: string },
): CostForecast['currencies'] {
  const codes = new Set([...soFar.map(({ currency }) => currency), ...outlooks.flatMap(({ price }) => (price ? [price.currency] : []))]);
  const elapsed = BigInt(daysBetween(from, today < to ? today : to).length);
  const inMonth = BigInt(daysBetween(from, to).length);
  const totalOf = (sums: readonly ChargeSum[], currency: string, isMeant: (key: string) => boolean) =>
    sums.filter((one) => one.currency === currency && isMeant(one.key)).reduce((sum, { amount }) => sum + units(amount), 0n);
  return [...codes].toSorted().map((currency) => {
    const grown = outlooks.flatMap((one) => (one.price?.currency === currency ? (growthOf(one) ?? []) : []));
    const total = totalOf(soFar, currency, () => true);
    const fixed = totalOf(soFar, currency, (key) => key === '');
    const pace = elapsed === 0n ? null : (totalOf(complete, currency, (key) => key !== '') * inMonth) / elapsed + fixed;
    return {
      currency,
      soFar: unitsText(total),
      forecast: grown.length === 0 ? null : figureOf(added(total, sumOf(grown))),
      baseline: pace === null ? null : unitsText(pace),
    };
  });
}

function forecastMonth(month: string | undefined, today: string): Window {
  const present = monthOf(today);
  const first = month === undefined ? present : `${month}-01`;
  if (first !== present && first !== nextMonth(present))
    throw invalid('/month', `must be ${present.slice(0, 7)} or the month after it; what is over has no forecast.`);
  return { from: first, to: nextMonth(first) };
}

/**
 * What the present month, or the next one, is expected to cost by its end: each meter's quantity at the price that holds, beside what is
 * booked already. Purchases, credits and taxes count as they are booked, and are not expected.
 * @throws AppError `forbidden`; `invalid_request` for another month.
 */
export async function getCostForecast(context: Context, actor: Actor, month: string | undefined): Promise<CostForecast> {
  authorize(actor, 'cost_entries.read');
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const timeZone = await findTimeZoneIn(tx);
      const today = dayIn(timeZone, context.clock());
      const window = forecastMonth(month, today);
      const outlooks = await outlooksIn(tx, window, today);
      const all = { meter: undefined, campaign: undefined, feature: undefined };
      const soFar = await sumCharges(tx, { ...window, ...all }, 'meter');
      const complete = await sumCharges(tx, { ...window, to: today < window.to ? today : window.to, ...all }, 'meter');
      const bookedOf = (meter: string, currency: string) =>
        units(soFar.find((one) => one.key === meter && one.currency === currency)?.amount ?? '0');
      return {
        month: window.from.slice(0, 7),
        timeZone,
        today,
        currencies: currencyForecasts({ soFar, complete }, outlooks, { ...window, today }),
        meters: outlooks.map((one) => {
          const { meter, unit, forecast, price } = one;
          const grown = growthOf(one);
          return {
            meter,
            unit,
            soFar: unitsText(one.soFar),
            quantity:
              forecast === undefined
                ? null
                : figureOf({ estimate: unitsOf(forecast.estimate), low: unitsOf(forecast.low), high: unitsOf(forecast.high) }),
            currency: price?.currency ?? null,
            cost: grown === undefined || price === undefined ? null : figureOf(added(bookedOf(meter, price.currency), grown)),
            daysOfData: forecast?.daysOfData ?? 0,
          };
        }),
        missing: outlooks.filter(({ forecast, price }) => price !== undefined && forecast === undefined).map(({ meter }) => meter),
      };
    },
    { readOnly: true },
  );
}
