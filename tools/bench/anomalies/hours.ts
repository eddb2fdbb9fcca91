import { findAlerts } from '../../../server/src/ai/anomalies/detecting.ts';
import { HOUR_MS, KEPT, type Series } from '../../../server/src/ai/anomalies/series.ts';
import { type HourIncident, simulateHourlySeries } from '../../../simulator/src/hourly/series.ts';
import { format, table } from '../figures.ts';

const SERIES = 40;
const WATCHED_HOURS = 28 * 24;
const HOURS = KEPT.hour + WATCHED_HOURS;
/** A look for each day, at the window that is kept of a series. */
const LOOK_HOURS = 24;
/** Alerts closer together are one anomaly, as in grouping. */
const GOES_ON_HOURS = 6;
const HOURS_OF_YEAR = 365 * 24;
/** The limits were chosen on seeds up to 40. */
const FIRST_SEED = 20_000;
/** Monday, 5 January 2026. */
const STARTS_MS = Date.UTC(2026, 0, 5);
const SEEDS = Array.from({ length: SERIES }, (_, number) => FIRST_SEED + number);
/** A first and an only hour; nothing at all is told within six. */
const WITHIN: Readonly<Record<Exclude<HourIncident, 'none'>, number>> = { triple: 1, fivefold: 1, outage: 6 };

/** Of one look: the hours of alerts among the last day of the window that ends there. */
function lookAt(values: readonly (number | null)[], end: number, subjectType: Series['subjectType']): number[] {
  const first = end - KEPT.hour;
  const subjectKey = subjectType === 'tenant' ? '' : 'simulated';
  const startsAtMs = STARTS_MS + first * HOUR_MS;
  const series = { metric: 'downloads', subjectType, subjectKey, grain: 'hour', startsAtMs, values: values.slice(first, end) } as const;
  const alerts = findAlerts({ series: [series], fromMs: STARTS_MS + (end - LOOK_HOURS) * HOUR_MS });
  return alerts.map(({ atMs }) => (atMs - STARTS_MS) / HOUR_MS);
}

/** The hours of alerts of a simulated series in its last four weeks; of a gap, hours without events are missing. */
function alertsOf(seed: number, incident: HourIncident, isGap = false) {
  const { values, incidentHour = 0 } = simulateHourlySeries({ seed, hours: HOURS, incident });
  const seen = values.map((value, hour) => (isGap && hour >= incidentHour && hour < incidentHour + WITHIN.outage ? null : value));
  const ends = Array.from({ length: WATCHED_HOURS / LOOK_HOURS }, (_, look) => KEPT.hour + (look + 1) * LOOK_HOURS);
  const alerts = ends.flatMap((end) => lookAt(seen, end, isGap ? 'tenant' : 'show'));
  return { alerts, incidentHour, mean: values.reduce((sum, value) => sum + value, 0) / values.length };
}

interface Told {
  mean: number;
  isTold: boolean;
}

function toldOf(incident: Exclude<HourIncident, 'none'>, isGap = false): Told[] {
  return SEEDS.map((seed) => {
    const { alerts, incidentHour, mean } = alertsOf(seed, incident, isGap);
    return { mean, isTold: alerts.some((hour) => hour >= incidentHour && hour < incidentHour + WITHIN[incident]) };
  });
}

/** False alarms of a series and year, alerts of one anomaly together. */
function falseAlarms(): number {
  const alarms = SEEDS.flatMap((seed) => {
    const { alerts } = alertsOf(seed, 'none');
    return alerts.filter((hour, place) => place === 0 || hour - alerts[place - 1] > GOES_ON_HOURS);
  });
  return (alarms.length / (SERIES * WATCHED_HOURS)) * HOURS_OF_YEAR;
}

const CLASSES = [
  { name: 'less than 60', least: 0, below: 60 },
  { name: '60 to 400', least: 60, below: 400 },
  { name: 'more than 400', least: 400, below: Infinity },
] as const;

function shareOf(told: readonly Told[], { least, below }: (typeof CLASSES)[number]): string {
  const own = told.filter(({ mean }) => mean >= least && mean < below);
  return `${format((100 * own.filter(({ isTold }) => isTold).length) / own.length, 1)} %`;
}

/** The hourly detector on simulated hourly series. */
export function measureHours(): string[] {
  const rows: [string, Told[]][] = [
    ['nothing of the whole source for six hours (missing)', toldOf('outage', true)],
    ['nothing of one show for six hours (0)', toldOf('outage')],
    ['five times as much for an hour', toldOf('fivefold')],
    ['three times as much for an hour', toldOf('triple')],
  ];
  return [
    `By the hour: ${SERIES} simulated series of ${HOURS / 24} days for each row (simulator/src/hourly), of which the last ` +
      `${WATCHED_HOURS / 24} are watched by a look a day. Share of incidents told while they last, by the mean of the series in an hour.`,
    '',
    ...table(
      ['what happens', ...CLASSES.map(({ name }) => name)],
      rows.map(([name, told]) => [name, ...CLASSES.map((one) => shareOf(told, one))]),
    ),
    '',
    `With nothing happening, ${format(falseAlarms(), 2)} false alarms a series and year.`,
  ];
}
