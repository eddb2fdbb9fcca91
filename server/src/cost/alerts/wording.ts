import { roundedQuotient, decimalUnits } from '../../platform/decimals.ts';
import { minorDigits } from '../../platform/money.ts';
import type { Days } from '../budgets/rules.ts';
import type { StoredBudget } from '../budgets/schema.ts';
import type { Forecast } from '../forecasts/rules.ts';
import type { Surge } from '../standings/rules.ts';
import type { Alert } from './schema.ts';

const UNITS_DIGITS = 10;
const LONGEST_NAME = 80;

const longDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
const percentText = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A percentage as people read it; cut, so that what is not reached never looks so. */
const shareText = (percent: number) => `${percentText.format(Math.floor(percent * 10) / 10)} %`;
const cut = (text: string) => (text.length <= LONGEST_NAME ? text : `${text.slice(0, LONGEST_NAME - 1)}…`);

export function dayText(day: string): string {
  return longDay.format(Date.parse(day));
}

/** A sum as people read it: rounded to the currency's minor unit. */
export function moneyText(amount: string | number, currency: string): string {
  const digits = minorDigits(currency);
  const text = typeof amount === 'number' ? amount.toFixed(UNITS_DIGITS) : amount;
  const minor = roundedQuotient(decimalUnits(text, UNITS_DIGITS) ?? 0n, 10n ** BigInt(UNITS_DIGITS - digits));
  const size = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = size.slice(0, size.length - digits).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${minor < 0n ? '-' : ''}${whole}${digits === 0 ? '' : `.${size.slice(-digits)}`} ${currency}`;
}

const NOUNS = { feature: 'the feature', campaign: 'the campaign', advertiser: 'the advertiser' } as const;

/** Whose a budget is, in the words of a sentence. */
export function scopeText({ type, key }: StoredBudget['scope']): string {
  return type === 'tenant' ? 'the whole tenant' : `${NOUNS[type]} “${cut(key ?? '')}”`;
}

/** What a budget counts. */
export function countsText({ counts, scope, currency }: StoredBudget): string {
  if (counts === 'spend') {
    const whose = scope.type === 'advertiser' ? `the campaigns of ${scopeText(scope)}` : scopeText(scope);
    return `the booked spend of ${whose}, in ${currency}`;
  }
  return `what is booked for ${scopeText(scope)} in ${currency}, with credits and taxes`;
}

export function periodText({ startsOn, endsOn }: Days): string {
  return `${dayText(startsOn)} to ${dayText(endsOn)}`;
}

/** What an alert tells beside the budget it is of. */
export interface Told {
  kind: Alert['kind'];
  threshold: string;
  percent: number;
  /** True when it was so already when the budget was made or changed. */
  isLate: boolean;
  used: string;
  /** The period that it is of, where that is over. */
  over?: Days | undefined;
  forecast?: Forecast | undefined;
  surge?: Surge | undefined;
}

function surgeText({ day, amount, usual, excess, cause }: Surge, currency: string): string {
  const of = `${cause.meter}${cause.feature === '' ? '' : ` for ${cut(cause.feature)}`}`;
  return (
    `On ${weekday.format(Date.parse(day))}, ${dayText(day)}, usage cost ${moneyText(amount, currency)}, which is ` +
    `${moneyText(excess, currency)} more than the usual ${moneyText(usual, currency)} of such a day. ` +
    `What grew the most is ${of}, by ${moneyText(cause.excess, currency)}.`
  );
}

/** What an alert tells, in one or two sentences. */
export function findingOf({ name, amount, currency }: StoredBudget, { kind, threshold, percent, isLate, used, ...told }: Told): string {
  const budget = `The budget “${cut(name)}”`;
  const limit = moneyText(amount, currency);
  const of = `${moneyText(used, currency)} of ${limit} is used, ${shareText(percent)}`;
  const late = isLate ? ' It was so already when the budget was made or changed.' : '';
  if (kind === 'anomaly' && told.surge) return `${budget} had an unusual day. ${surgeText(told.surge, currency)}${late}`;
  if (kind === 'forecast' && told.forecast) {
    const { estimate, low, high } = told.forecast;
    const level = threshold === '100' ? `its limit of ${limit}` : `${threshold} % of its limit of ${limit}`;
    const range = `${moneyText(low, currency)} to ${moneyText(high, currency)}`;
    return (
      `${budget} is expected to end above ${level}: at about ${moneyText(estimate, currency)}, and four times of five within ${range}. ` +
      `So far ${of}.${late}`
    );
  }
  const level = kind === 'amount' ? moneyText(threshold, currency) : `${threshold} % of its limit`;
  const when = told.over === undefined ? '' : ` for ${periodText(told.over)}, which is over`;
  return `${budget} has reached ${level}${when}: ${of}.${late}`;
}

/** The mail that tells of alerts of one budget that were raised together; the finding of the last one stands for them. */
export function noticeOf(
  tenant: string,
  budget: StoredBudget,
  { days, findings, percent, publicUrl }: { days: Days; findings: readonly string[]; percent: number; publicUrl: string },
): { subject: string; text: string } {
  const where = new URL('/cost/budgets', publicUrl).href;
  const lines = [
    ...findings,
    '',
    `The budget counts ${countsText(budget)}.`,
    `Its period is ${periodText(days)}.`,
    '',
    `Look at what it was used for, and lower that or raise the limit: ${where}`,
    'Each threshold is told once in a period, and again after the budget is changed.',
  ];
  return { subject: `${tenant}: budget ${cut(budget.name)}, ${shareText(percent)} used`, text: lines.join('\n') };
}
