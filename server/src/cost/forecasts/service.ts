import { findMetersIn, listDailyUsageIn } from '../../metering/usage/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { dayIn } from '../../platform/zone-days.ts';
import { monthOf, nextMonth } from '../entries/rules.ts';
import { priceOn, units, unitsText, versionsOf } from '../prices/rules.ts';
import { listPrices } from '../prices/store.ts';
import { type ChargeSum, sumCharges } from '../reports/store.ts';
import { type Grown, type MeterHistory, type MeterOutlook, outlookOf, unitsOf, type Window } from './growth.ts';
import { DAYS_LOOKED_AT, daysBetween } from './rules.ts';
import type { CostForecast } from './schema.ts';

const DAY_MS = 86_400_000;

const dayAfter = (day: string, count: number) => new Date(Date.parse(day) + count * DAY_MS).toISOString().slice(0, 10);

const figureOf = ({ estimate, low, high }: Grown) => ({ estimate: unitsText(estimate), low: unitsText(low), high: unitsText(high) });

/** What each meter that was used counted in the eight weeks until today, and what it costs. The caller authorizes. */
export async function meterHistoriesIn(tx: TenantTx, today: string): Promise<MeterHistory[]> {
  const begin = dayAfter(today, -DAYS_LOOKED_AT);
  const meters = await findMetersIn(tx);
  const usage = Map.groupBy(await listDailyUsageIn(tx, { from: begin, to: dayAfter(today, 1) }, [...meters.keys()]), ({ meter }) => meter);
  const stored = Map.groupBy(await listPrices(tx), ({ meter }) => meter);
  return [...usage].map(([meter, days]) => {
    const versions = versionsOf(stored.get(meter) ?? []);
    const uses = days.map(({ day, campaign, feature, quantity }) => {
      return { day, campaign: campaign ?? '', feature: feature ?? '', quantity: units(quantity) };
    });
    return { meter, unit: meters.get(meter)?.unit ?? '', begin, uses, priceOf: (day) => priceOn(meter, versions, day) };
  });
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
  const codes = new Set([...soFar.map(({ currency }) => currency), ...outlooks.flatMap(({ currencies }) => [...currencies])]);
  const elapsed = BigInt(daysBetween(from, today < to ? today : to).length);
  const inMonth = BigInt(daysBetween(from, to).length);
  const totalOf = (sums: readonly ChargeSum[], currency: string, isMeant: (key: string) => boolean) =>
    sums.filter((one) => one.currency === currency && isMeant(one.key)).reduce((sum, { amount }) => sum + units(amount), 0n);
  return [...codes].toSorted().map((currency) => {
    const grown = outlooks.flatMap(({ growth }) => growth.get(currency) ?? []);
    const total = totalOf(soFar, currency, () => true);
    const fixed = totalOf(soFar, currency, (key) => key === '');
    const pace = elapsed === 0n ? null : (totalOf(complete, currency, (key) => key !== '') * inMonth) / elapsed + fixed;
    return {
      currency,
      soFar: unitsText(total),
      forecast: grown.length === 0 ? null : figureOf(added(total, sumOf(grown))),
      baseline: pace === null ? null : unitsText(pace > total ? pace : total),
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
 * What the present month, or the next one, is expected to cost by its end: each meter's quantity at the prices that hold on its days,
 * beside what is booked already. Purchases, credits and taxes count as they are booked, and are not expected.
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
      const histories = await meterHistoriesIn(tx, today);
      const outlooks = histories.map((one) => outlookOf(one, window, { today, isOwn: () => true }));
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
        meters: outlooks.map(({ meter, unit, soFar: counted, forecast, growth, currencies, daysOfData }) => {
          const [currency = null] = currencies;
          const grown = currency === null ? undefined : growth.get(currency);
          return {
            meter,
            unit,
            soFar: unitsText(counted),
            quantity:
              forecast === undefined
                ? null
                : figureOf({ estimate: unitsOf(forecast.estimate), low: unitsOf(forecast.low), high: unitsOf(forecast.high) }),
            currency,
            cost: currency === null || grown === undefined ? null : figureOf(added(bookedOf(meter, currency), grown)),
            daysOfData,
          };
        }),
        missing: outlooks.filter(({ forecast, currencies }) => currencies.size > 0 && forecast === undefined).map(({ meter }) => meter),
      };
    },
    { readOnly: true },
  );
}
