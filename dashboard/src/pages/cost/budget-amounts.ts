import { minorDigits } from '../../../../client/src/index.ts';
import type { Budget } from '../../budgets-api.ts';
import { formatMoney } from '../../format.ts';

/** An exact sum, or an expected one, as people read it: rounded to the currency's minor unit. */
export function formatSum(amount: string | number, currency: string): string {
  return formatMoney(Math.round(Number(amount) * 10 ** minorDigits(currency)), currency);
}

/** A percentage, cut to tenths, so that what is not reached never looks so. */
export function formatPercent(percent: number): string {
  return `${(Math.floor(percent * 10) / 10).toLocaleString('en-US')} %`;
}

/** A probability; one that is next to none or next to certain is told as that. */
export function formatChance(chance: number): string {
  if (chance < 0.001) return 'under 0.1 %';
  return chance > 0.999 ? 'over 99.9 %' : formatPercent(chance * 100);
}

/** Where the parts of a bar end, in percent of its length. */
export interface BarParts {
  used: number;
  limit: number;
  low: number | undefined;
  high: number | undefined;
}

/** The parts of a budget's bar: it is as long as the largest of limit, what is used, and the upper end of the forecast. */
export function barOf({ amount, state: { used, forecast } }: Pick<Budget, 'amount' | 'state'>): BarParts {
  const [limit, sum] = [Number(amount), Math.max(Number(used), 0)];
  const length = Math.max(limit, sum, forecast?.high ?? 0);
  const share = (one: number) => (Math.max(one, 0) / length) * 100;
  return {
    used: share(sum),
    limit: share(limit),
    low: forecast ? share(forecast.low) : undefined,
    high: forecast ? share(forecast.high) : undefined,
  };
}

/** How a budget looks: within, likely to be exceeded, or exceeded. */
export function lookOf({ state: { percent, forecast } }: Pick<Budget, 'state'>): 'within' | 'likely' | 'exceeded' {
  if (percent >= 100) return 'exceeded';
  return forecast !== null && forecast.chanceOfExceeding >= 0.8 ? 'likely' : 'within';
}
