import { z } from 'zod';
import { decimalUnits } from '../../platform/decimals.ts';
import { Currency, minorDigits } from '../../platform/money.ts';
import { Name } from '../../platform/names.ts';
import { Alert } from '../alerts/schema.ts';

const SCOPES = ['tenant', 'feature', 'campaign', 'advertiser'] as const;
const PERIODS = ['monthly', 'quarterly', 'flight'] as const;
const COUNTED = ['cost', 'spend'] as const;
const [MOST_THRESHOLDS, MOST_PERCENT] = [10, 1_000];
const EARLIEST = '2020-01-01';
const LATEST = '2100-01-01';
const LONGEST_FLIGHT_DAYS = 1_100;
const DAY_MS = 86_400_000;

export const BudgetKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,99}$/, 'must be small letters, digits, - and _, and not begin with the last two; at most 100 characters');
export const BudgetPath = z.strictObject({ key: BudgetKey });

const Day = z.iso.date({ error: 'must be a day, such as 2026-11-01' });

const AMOUNT = /^\d{1,12}(\.\d{1,4})?$/;
const IN_QUOTES = 'must be a decimal number in quotes, such as "250.00", so that no digit of it is lost';

/** What keeps a text from being an amount above 0; undefined where nothing does. */
function amountFault(text: string): string | undefined {
  if (/^-\d/.test(text)) return 'must not be negative';
  if (!AMOUNT.test(text))
    return 'must be a plain decimal number in quotes, such as "250.00": no exponent, no separators, not NaN, not infinity, below 10^12';
  return decimalUnits(text, 4) === 0n ? 'must be above 0' : undefined;
}

const Amount = z.string({ error: IN_QUOTES }).superRefine((text, { addIssue }) => {
  const fault = amountFault(text);
  if (fault !== undefined) addIssue({ code: 'custom', message: fault });
});

const isDistinct = (all: readonly unknown[]) => new Set(all).size === all.length;
const DOUBLED = 'must not hold a threshold twice';
const TOO_MANY = `has at most ${MOST_THRESHOLDS} thresholds`;

const Percents = z
  .array(
    z
      .int('must be a whole number of percent, such as 80')
      .min(1, 'must be at least 1 %: at 0 % it would be reached from the start')
      .max(MOST_PERCENT, `must be at most ${MOST_PERCENT} %`),
  )
  .max(MOST_THRESHOLDS, TOO_MANY)
  .refine(isDistinct, DOUBLED);

export const BudgetScope = z
  .strictObject({
    type: z.enum(SCOPES, { error: `must be one of ${SCOPES.join(', ')}` }),
    key: z.string().min(1, 'must not be empty').max(200, 'has at most 200 characters').nullable().default(null),
  })
  .superRefine(({ type, key }, { addIssue }) => {
    const wrong = (message: string) => addIssue({ code: 'custom', path: ['key'], message });
    if (type === 'tenant' && key !== null) wrong('must be left out: a tenant has one scope of type tenant');
    if (type !== 'tenant' && key === null) wrong(`is missing: which ${type} is it?`);
  })
  .meta({ id: 'BudgetScope' });

const Thresholds = z
  .strictObject({
    actual: Percents.optional().describe('of the limit, reached by what is used; 50, 80, 100 and 120 when left out'),
    amounts: z
      .array(Amount)
      .max(MOST_THRESHOLDS, TOO_MANY)
      .refine((all) => isDistinct(all.map((text) => (AMOUNT.test(text) ? decimalUnits(text, 4) : text))), DOUBLED)
      .optional()
      .describe('sums of money, reached by what is used; none when left out'),
    forecast: Percents.optional().describe('of the limit, expected to be exceeded at the end of the period; 100 when left out'),
    anomaly: z.boolean('must be true or false').optional().describe('whether a day far above what is usual is told; true when left out'),
  })
  .meta({ id: 'NewBudgetThresholds' });

export const BudgetTerms = z
  .strictObject({
    name: Name.describe('stands in mails'),
    scope: BudgetScope.default({ type: 'tenant', key: null }).describe('whose; the whole tenant when left out'),
    counts: z
      .enum(COUNTED, { error: 'must be cost or spend' })
      .default('cost')
      .describe('cost: what is booked in entries, by the day of the charge; spend: the booked spend of whole campaigns'),
    period: z.enum(PERIODS, { error: `must be one of ${PERIODS.join(', ')}` }),
    startsOn: Day.nullable().default(null).describe("the first day of a flight, in the tenant's time zone"),
    endsOn: Day.nullable().default(null).describe('the last day of a flight, included'),
    currency: Currency.describe('ISO 4217; what is booked in another one does not count'),
    amount: Amount.describe('the limit, exact'),
    thresholds: Thresholds.default({}),
  })
  .superRefine((terms, { addIssue }) => {
    const wrong = (path: (string | number)[], message: string) => addIssue({ code: 'custom', path, message });
    const digits = minorDigits(terms.currency);
    const tooFine = (text: string) => AMOUNT.test(text) && (text.split('.')[1] ?? '').length > digits;
    const said = `has more digits after the point than ${terms.currency} has: ${digits}`;
    if (tooFine(terms.amount)) wrong(['amount'], said);
    for (const [place, text] of (terms.thresholds.amounts ?? []).entries())
      if (tooFine(text)) wrong(['thresholds', 'amounts', place], said);
    checkFlight(terms, wrong);
    if (terms.counts === 'spend') checkSpend(terms, wrong);
  })
  .meta({ id: 'BudgetTerms' });
export type BudgetTerms = z.output<typeof BudgetTerms>;

type Wrong = (path: string[], message: string) => void;

function checkFlight({ period, startsOn, endsOn }: Pick<BudgetTerms, 'period' | 'startsOn' | 'endsOn'>, wrong: Wrong): void {
  const isFlight = period === 'flight';
  for (const [name, day] of Object.entries({ startsOn, endsOn })) {
    if (isFlight && day === null) wrong([name], 'is missing: a flight has a first and a last day');
    if (!isFlight && day !== null) wrong([name], `must be left out: a ${period} budget has the days of the calendar`);
    if (day !== null && (day < EARLIEST || day > LATEST)) wrong([name], `must be from ${EARLIEST} to ${LATEST}`);
  }
  if (startsOn === null || endsOn === null) return;
  if (endsOn < startsOn) wrong(['endsOn'], `must not lie before startsOn, which is ${startsOn}`);
  else if (Date.parse(endsOn) - Date.parse(startsOn) >= LONGEST_FLIGHT_DAYS * DAY_MS)
    wrong(['endsOn'], `must lie less than ${LONGEST_FLIGHT_DAYS} days after startsOn`);
}

type SpendTerms = Pick<BudgetTerms, 'scope' | 'period' | 'thresholds'>;

function checkSpend({ scope, period, thresholds }: SpendTerms, wrong: Wrong): void {
  const known = 'the spend of a campaign is one sum for the whole of it';
  if (scope.type !== 'campaign' && scope.type !== 'advertiser')
    wrong(['scope', 'type'], 'must be campaign or advertiser: nothing else has booked spend');
  if (period !== 'flight') wrong(['period'], `must be flight: ${known}, not by month`);
  if ((thresholds.forecast ?? []).length > 0) wrong(['thresholds', 'forecast'], `must be empty: ${known}, of which no day is known`);
  if (thresholds.anomaly === true) wrong(['thresholds', 'anomaly'], `must be false: ${known}, of which no day is known`);
}

export const Forecast = z
  .object({
    estimate: z.number().describe('of what will be used at the end of the period'),
    low: z.number().describe('the lower end of the 80 % interval'),
    high: z.number().describe('its upper end'),
    chanceOfExceeding: z.number().describe('the limit, from 0 to 1'),
    baseline: z
      .number()
      .nullable()
      .describe(
        'the mean of the whole days of the period, times its days, never below what is used: the simplest forecast; null on the first day',
      ),
    missing: z.array(z.string()).describe('meters with fewer than three days of data: the forecast holds what they cost until now'),
  })
  .meta({ id: 'BudgetForecast' });

export const BudgetState = z
  .object({
    startsOn: z.string().describe("the period's first day, in the tenant's time zone"),
    endsOn: z.string().describe('its last day, included'),
    phase: z.enum(['upcoming', 'running', 'ended']).describe('where today lies'),
    used: z.string().describe("exact, in the budget's currency"),
    percent: z.number().describe('used of the limit, cut to hundredths'),
    uncounted: z
      .array(z.object({ currency: z.string(), amount: z.string() }))
      .describe('what is booked of it in other currencies: it is not converted and does not count'),
    daysOfData: z.int().describe('whole days that the forecast goes by'),
    forecast: Forecast.nullable(),
    withoutForecast: z.string().nullable().describe('why there is none, in a sentence'),
    alerts: z.array(Alert).describe('of this period, the newest first'),
  })
  .meta({ id: 'BudgetState' });
export type BudgetState = z.infer<typeof BudgetState>;

export const Budget = z
  .object({
    key: z.string(),
    name: z.string(),
    scope: z.object({ type: z.enum(SCOPES), key: z.string().nullable() }),
    counts: z.enum(COUNTED),
    period: z.enum(PERIODS),
    startsOn: z.string().nullable(),
    endsOn: z.string().nullable(),
    currency: z.string(),
    amount: z.string(),
    thresholds: z
      .object({ actual: z.array(z.int()), amounts: z.array(z.string()), forecast: z.array(z.int()), anomaly: z.boolean() })
      .meta({ id: 'BudgetThresholds' }),
    limitVersion: z.int().describe('rises with each change of what it counts, its limit or thresholds; alerts are armed again then'),
    armedAt: z.string().describe('since when the limit and its thresholds are these; periods that had ended by then are not looked at'),
    createdAt: z.string(),
    changedAt: z.string(),
    state: BudgetState,
  })
  .meta({ id: 'Budget' });
export type Budget = z.infer<typeof Budget>;
/** A budget as it is kept, without where it stands. */
export type StoredBudget = Omit<Budget, 'state'>;

export const Budgets = z.object({ items: z.array(Budget), nextCursor: z.null() }).meta({ id: 'Budgets' });
export type Budgets = z.infer<typeof Budgets>;
