import type { Alert } from './detecting.ts';
import type { Group } from './grouping.ts';
import type { Metric, SubjectType } from './series.ts';

/** What a sentence needs beside the figures. */
export interface Words {
  /** Names of shows and campaigns, by `${type} ${key}`. */
  names: ReadonlyMap<string, string>;
  currency: string | null;
}

const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  downloads: 'downloads',
  impressions: 'impressions',
  conversions: 'conversions',
  spend: 'spend at prices per thousand',
  match_rate: 'the match rate',
};
const LONGEST_NAME = 80;

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const some = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** A figure of a metric as people read it. */
export function figureOf(metric: Metric, value: number, currency: string | null): string {
  if (metric === 'match_rate') return `${whole.format(value)} %`;
  if (metric !== 'spend') return value >= 100 ? whole.format(value) : some.format(value);
  if (currency === null) return whole.format(value / 100);
  const money = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
  const digits = money.resolvedOptions().maximumFractionDigits ?? 2;
  return money.format(value / 10 ** digits).replaceAll('\u00A0', ' ');
}

const cut = (name: string) => (name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`);

export function subjectOf(type: SubjectType, key: string, { names }: Words): string {
  if (type === 'tenant') return 'all shows and campaigns together';
  return `${type} “${cut(names.get(`${type} ${key}`) ?? key)}”`;
}

function momentOf({ grain }: Group, atMs: number): string {
  const at = new Date(atMs);
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at);
  return grain === 'day' ? `on ${day} (UTC)` : `on ${day} from ${at.toISOString().slice(11, 16)} UTC on`;
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? `one ${one}` : `${count} ${many}`;
}

function besideOf({ members }: Group): string {
  if (members.length === 1) return '';
  return `; ${plural(members.length - 1, 'further series', 'further series')} moved with it`;
}

/** The lead's figure and what was expected of it. */
function figuresOf({ metric, value, expected, low, high }: Alert, { currency }: Words): string {
  const told = (amount: number) => figureOf(metric, amount, currency);
  return `${told(value ?? 0)}, where ${told(expected)} (${told(low)} to ${told(high)}) was expected`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function silence(group: Group, words: Words): string {
  const [lead] = group.members;
  const silent = group.members.filter(({ subjectType, kind }) => subjectType === 'tenant' && kind === 'missing');
  const metrics = [...new Set(silent.map(({ metric }) => metric))].filter((metric) => metric !== 'spend').map((one) => METRIC_NAMES[one]);
  const what = metrics.length === 0 ? METRIC_NAMES[lead.metric] : metrics.join(', ');
  const usual = figureOf(lead.metric, lead.expected, words.currency);
  const usualDay = group.grain === 'day' ? 'a usual day' : 'this hour of a usual day';
  return (
    `Nothing that reports ${what} sent anything ${momentOf(group, group.startsAtMs)}: ` +
    `that is a gap and no 0; ${usualDay} has ${usual} ${METRIC_NAMES[lead.metric]}${besideOf(group)}.`
  );
}

const VERBS = { spike: 'rose to', drop: 'fell to', shift_up: 'settled on a higher level, at', shift_down: 'settled on a lower level, at' };

/** What an anomaly is, in one sentence of at most 500 characters. */
export function findingOf(group: Group, words: Words): string {
  const [lead] = group.members;
  const { kind, metric } = lead;
  if (group.cause === 'source_silent') return silence(group, words);
  const when = momentOf(group, group.startsAtMs);
  const name = capital(METRIC_NAMES[metric]);
  const whose = `${name} of ${subjectOf(lead.subjectType, lead.subjectKey, words)}`;
  if (kind === 'missing')
    return `${whose} are missing ${when}, where ${figureOf(metric, lead.expected, words.currency)} is usual${besideOf(group)}.`;
  const many = new Set(group.members.map(({ subjectKey }) => subjectKey)).size;
  const lump = group.cause === 'shows' || group.cause === 'campaigns' ? `${many} ${group.cause} moved at once: ` : '';
  return `${lump}${whose} ${VERBS[kind]} ${figuresOf(lead, words)} ${when}${besideOf(group)}.`;
}

/** What speaks for a finding: the figures of its series, the lead's first. */
export function evidenceOf(group: Group, words: Words): { label: string; value: string }[] {
  return group.members.slice(0, 20).map((alert) => ({
    label: `${capital(METRIC_NAMES[alert.metric])}, ${subjectOf(alert.subjectType, alert.subjectKey, words)}`,
    value: `${alert.value === null ? 'nothing measured' : figureOf(alert.metric, alert.value, words.currency)} of ${figureOf(
      alert.metric,
      alert.expected,
      words.currency,
    )} expected`,
  }));
}
