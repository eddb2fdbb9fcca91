import { minorDigits } from '../../../../client/src/index.ts';
import type { CodeLeaks } from '../../../../server/src/attribution/code-leaks/schema.ts';
import type { Cohorts } from '../../../../server/src/attribution/cohorts/schema.ts';
import type { Journeys } from '../../../../server/src/attribution/journeys/schema.ts';
import type { Lag } from '../../../../server/src/attribution/lags/schema.ts';
import type { Overlap } from '../../../../server/src/attribution/overlaps/schema.ts';
import type { Reach } from '../../../../server/src/attribution/reach/schema.ts';
import type { CampaignCredit, ShowCredit } from '../../../../server/src/attribution/single-credits/schema.ts';
import type { SurveyCredits } from '../../../../server/src/attribution/survey-credits/schema.ts';
import { tableText } from '../../table-text.ts';

type Estimate = Reach['totals']['frequency'];
type Share = Reach['totals']['visitors'];

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const parts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });
const percent = (rate: number) => `${(100 * rate).toFixed(rate < 0.1 ? 2 : 1)} %`;
const INTERVALS = 'Ranges are 95 % intervals; "few" marks fewer than 30 conversions.';

/** A share with the ends of its interval; "few" where it rests on few. */
function shareText({ rate, low, high, isFew }: Share): string {
  if (rate === null || low === null || high === null) return '–';
  return `${percent(rate)} (${percent(low)} to ${percent(high)})${isFew ? ' few' : ''}`;
}

/** An estimate with the ends of its interval, each as `words` has it. */
function estimateText({ value, low, high, isFew }: Estimate, words: (value: number) => string = (one) => parts.format(one)): string {
  if (value === null) return '–';
  const interval = low === null && high === null ? '' : ` (${low === null ? '…' : words(low)} to ${high === null ? '…' : words(high)})`;
  return `${words(value)}${interval}${isFew ? ' few' : ''}`;
}

function moneyIn(currency: string | null) {
  const digits = currency === null ? 2 : minorDigits(currency);
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (minor: number) => format.format(minor / 10 ** digits);
}

function waitingText({ waitingConversions }: { waitingConversions: number }): string[] {
  return waitingConversions > 0 ? [`${whole.format(waitingConversions)} events still wait to be matched: the figures will change.`] : [];
}

function touchedText({ conversions, unattributedConversions }: { conversions: number; unattributedConversions: number }): string {
  return `${whole.format(conversions)} conversions with a touch; ${whole.format(unattributedConversions)} without one are in no figure.`;
}

/** Reach as a table, one line for each row and one for all together. */
export function reachText(reach: Reach): string {
  const money = moneyIn(reach.currency);
  const heads = ['impressions', 'reach', 'frequency', 'visitors', 'buyers', 'conversions', `value ${reach.currency ?? ''}`.trim()];
  const rows = [...reach.rows, { ...reach.totals, label: 'all' }].map((row) => [
    row.label,
    whole.format(row.impressions),
    whole.format(row.reach),
    estimateText(row.frequency),
    shareText(row.visitors),
    shareText(row.buyers),
    estimateText(row.conversions),
    estimateText(row.valueMinor, money),
    row.spend === null ? '–' : `${money(row.spend.minor)} ${row.spend.basis}${row.spend.isPartial ? ', partial' : ''}`,
    row.cpmMinor === null ? '–' : money(row.cpmMinor),
    estimateText(row.cpaMinor, money),
    estimateText(row.roas),
    ...(row.differences === null ? [] : [estimateText(row.differences.visitors, percent), estimateText(row.differences.valueMinor, money)]),
  ]);
  const compared = reach.comparedWith === null ? [] : ['visitors: difference', 'value: difference'];
  return [
    tableText([[reach.groupBy, ...heads, 'spend', 'CPM', 'CPA', 'ROAS', ...compared], ...rows]),
    `${INTERVALS} Reach is not additive: a household may be in several rows, and is once in "all".`,
    ...(reach.omittedRows > 0 ? [`${whole.format(reach.omittedRows)} rows more: --limit shows up to 1,000.`] : []),
    ...(reach.isFullyObserved ? [] : ['Some exposures are younger than one lookback: what they lead to is not all in.']),
    ...waitingText(reach),
  ].join('\n');
}

/** The credit of one campaign or show as a table, one line for each row and one for all together. */
export function singleCreditText(credit: CampaignCredit | ShowCredit): string {
  const money = moneyIn(credit.currency);
  const { spendMinor, roas, cpaMinor } = credit.totals;
  const rows = [...credit.rows, { ...credit.totals, label: 'all' }].map(({ label, conversions, valueMinor }) => [
    label,
    parts.format(conversions),
    money(valueMinor),
  ]);
  const ratios = [roas === null ? [] : [`ROAS ${parts.format(roas)}`], cpaMinor === null ? [] : [`CPA ${money(cpaMinor)}`]].flat();
  return [
    `${credit.label} under ${credit.model}, ${credit.lookbackDays} days of lookback`,
    tableText([[credit.groupBy, 'conversions', `value ${credit.currency ?? ''}`.trim()], ...rows]),
    ...(spendMinor === null ? [] : [[`Spend ${money(spendMinor)}`, ...ratios].join(', ') + '.']),
    ...(credit.fit?.says ? [credit.fit.says] : []),
    ...waitingText(credit),
  ].join('\n');
}

/** Lags as a table of medians, and of what came within a day, a week and two weeks of the last touch. */
export function lagText(lag: Lag): string {
  const within = ({ days }: Lag['rows'][number]['sinceLast'], most: number) => {
    const found = days[Math.min(days.length, most) - 1];
    return found === undefined ? '–' : shareText(found.cumulative);
  };
  const rows = lag.rows.map(({ label, conversions, sinceFirst, sinceLast }) => [
    label,
    whole.format(conversions),
    estimateText(sinceFirst.medianDays),
    estimateText(sinceLast.medianDays),
    ...[1, 7, 14].map((most) => within(sinceLast, most)),
  ]);
  const heads = [lag.groupBy, 'conversions', 'median days since first', 'since last', 'within 1 day of the last', '7 days', '14 days'];
  return [tableText([heads, ...rows]), `${touchedText(lag)} ${INTERVALS}`, ...waitingText(lag)].join('\n');
}

/** The most taken paths, and what each unit had part in. */
export function journeysText(journeys: Journeys): string {
  const money = moneyIn(journeys.currency);
  const value = `value ${journeys.currency ?? ''}`.trim();
  const paths = journeys.paths.map(({ steps, isShortened, conversions, share, valueMinor }) => [
    `${isShortened ? '… → ' : ''}${steps.map(({ label }) => label).join(' → ')}`,
    whole.format(conversions),
    shareText(share),
    money(valueMinor),
  ]);
  const { otherPaths } = journeys;
  const rest = ['all other paths', whole.format(otherPaths.conversions), shareText(otherPaths.share), money(otherPaths.valueMinor)];
  const assists = journeys.assists.map((one) => [
    one.label,
    ...[one.conversions, one.first, one.last, one.alone, one.assisted].map((count) => whole.format(count)),
    shareText(one.assistRate),
  ]);
  return [
    tableText([['path', 'conversions', 'share', value], ...paths, ...(otherPaths.conversions > 0 ? [rest] : [])]),
    '',
    tableText([[journeys.groupBy, 'conversions', 'first', 'last', 'alone', 'assisted', 'assisted of its own'], ...assists]),
    '',
    `${touchedText(journeys)} Touches of one: ${estimateText(journeys.meanTouches)}. ${INTERVALS}`,
    ...waitingText(journeys),
  ].join('\n');
}

/** What every two reached together, those that share most first. */
export function overlapText(overlap: Overlap): string {
  const labels = new Map(overlap.rows.map(({ key, label }) => [key, label]));
  const rows = overlap.rows.map((row) => [row.label, whole.format(row.reach), shareText(row.share), shareText(row.exclusive)]);
  const pairs = overlap.pairs.map((pair) => [
    `${labels.get(pair.a)} · ${labels.get(pair.b)}`,
    whole.format(pair.shared),
    shareText(pair.shareOfA),
    shareText(pair.shareOfB),
    parts.format(pair.expected),
    estimateText(pair.lift),
  ]);
  return [
    tableText([[overlap.groupBy, 'reach', 'of all', 'reached by no other'], ...rows]),
    '',
    tableText([['pair', 'shared', 'of the first', 'of the second', 'expected', 'shared / expected'], ...pairs]),
    '',
    `${whole.format(overlap.reach)} households in all. ${INTERVALS}`,
  ].join('\n');
}

/** The share of each cohort that converted, month by month. */
export function cohortsText(cohorts: Cohorts): string {
  const most = Math.max(0, ...cohorts.rows.map(({ cells }) => cells.length));
  const months = Array.from({ length: most }, (_, since) => since);
  const rows = cohorts.rows.map(({ label, month, households, cells }) => [
    `${label} ${month}`,
    whole.format(households),
    ...months.map((since) => (cells[since] === undefined ? '' : shareText(cells[since].converters))),
  ]);
  return [
    tableText([['first exposure', 'households', ...months.map((since) => `month ${since}`)], ...rows]),
    `Households with a conversion in each month since, of the cohort; the last month is under way. ${INTERVALS}`,
    `New customers of buying households: ${shareText(cohorts.newCustomers)}.`,
    ...waitingText(cohorts),
  ].join('\n');
}

/** Codes with what speaks for a leak of each. */
export function leakageText({ codes, omittedCodes }: CodeLeaks): string {
  const rows = codes.map((one) => [
    one.code,
    one.campaign ?? '–',
    whole.format(one.uses),
    `${shareText(one.couponSites)}${one.topCouponSite === null ? '' : ` ${one.topCouponSite}`}`,
    shareText(one.elsewhere),
    one.bursts.map(({ day, uses }) => `${day}: ${whole.format(uses)}`).join(', ') || '–',
    one.signs.join(', ') || '–',
  ]);
  return [
    tableText([['code', 'campaign', 'uses', 'from coupon sites', 'from countries not reached', 'bursts', 'signs'], ...rows]),
    `A sign is no proof. ${INTERVALS}`,
    ...(omittedCodes > 0 ? [`${whole.format(omittedCodes)} codes more: --limit shows up to 500.`] : []),
  ].join('\n');
}

/** What survey answers project for each show beside what is credited to it. */
export function surveysText({ rows, answers, customers, model, fit }: SurveyCredits): string {
  const lines = rows.map((row) => [
    row.label,
    shareText(row.share),
    estimateText(row.projected),
    parts.format(row.attributed),
    estimateText(row.multiplier),
  ]);
  return [
    tableText([['show', 'named by', 'projected customers', `credited (${model})`, 'multiplier'], ...lines]),
    `${whole.format(answers)} answers, ${whole.format(customers)} customers. ${INTERVALS}`,
    ...(fit?.says ? [fit.says] : []),
  ].join('\n');
}
