import type { Anomaly, AnomalyMember } from '../../anomalies-api.ts';
import { formatCount, formatCredit, formatDay, formatMoney, formatShare } from '../../format.ts';
import { anomalyTexts as words } from '../../texts-anomalies.ts';

type Metric = AnomalyMember['metric'];

/** A figure of a metric; spend is in minor units, a match rate in percent. */
export function formatFigure(metric: Metric, value: number | null, currency: string | null): string {
  if (value === null) return words.nothing;
  if (metric === 'match_rate') return formatShare(value / 100);
  if (metric === 'spend') return formatMoney(Math.round(value), currency);
  return metric === 'conversions' && !Number.isInteger(value) ? formatCredit(value) : formatCount(Math.round(value));
}

/** A day or an hour, UTC. */
export function formatMoment(grain: Anomaly['grain'], at: string): string {
  const day = formatDay(at.slice(0, 10), 'full');
  return grain === 'day' ? day : words.hour(day, at.slice(11, 16));
}

/** What a series is of: everything, or a show or campaign by its name, or by its key where it has none. */
export function subjectName({ type, key, name }: Anomaly['subject']): string {
  return key === null ? words.subjects.tenant : `${words.subjects[type]} ${name ?? key}`;
}
