/** What is watched. A match rate is the share of conversions with an exposure in their path, in percent, of the whole tenant alone. */
export const METRICS = ['downloads', 'impressions', 'conversions', 'spend', 'match_rate'] as const;
export type Metric = (typeof METRICS)[number];

export const SUBJECT_TYPES = ['tenant', 'show', 'campaign'] as const;
export type SubjectType = (typeof SUBJECT_TYPES)[number];

/** What a day may be: far above or below what was expected, the day a new level was certain, or one without a measurement. */
export const ANOMALY_KINDS = ['spike', 'drop', 'shift_up', 'shift_down', 'missing'] as const;
export type AnomalyKind = (typeof ANOMALY_KINDS)[number];

export const GRAINS = ['day', 'hour'] as const;
export type Grain = (typeof GRAINS)[number];

/** Why a daily series is not watched: it has too few days, or too many of 0, or is too small. */
export const UNWATCHED = ['too_short', 'often_zero', 'too_small'] as const;
export type Unwatched = (typeof UNWATCHED)[number];

/** Which series: a metric of a subject; the key is '' for the tenant. */
export interface SeriesName {
  metric: Metric;
  subjectType: SubjectType;
  subjectKey: string;
}

/** A series: its values from `startsAt` on, one a day or one an hour; null where nothing was measured. */
export interface Series extends SeriesName {
  grain: Grain;
  /** Milliseconds since 1970, at the start of a UTC day or hour. */
  startsAtMs: number;
  values: (number | null)[];
}

export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
export const STEP_MS: Readonly<Record<Grain, number>> = { day: DAY_MS, hour: HOUR_MS };

/** So many days are kept of a daily series, and hours of an hourly one: enough for the detectors to have learned before what is shown. */
export const KEPT: Readonly<Record<Grain, number>> = { day: 150, hour: 28 * 24 };

/** So many points before the last one that was looked through are looked at again, since events come late. */
export const AGAIN: Readonly<Record<Grain, number>> = { day: 2, hour: 6 };

/** What of a metric is too little to bother anybody with: a smaller difference is no anomaly, however unusual it is. Spend is in cents. */
export const LEAST_AMOUNT: Readonly<Record<Metric, number>> = {
  downloads: 25,
  impressions: 25,
  conversions: 5,
  spend: 1_000,
  match_rate: 5,
};

/** A rate of fewer conversions than these moves by chance alone by as much as would be an anomaly. */
export const LEAST_CONVERSIONS_OF_RATE = 50;

export const nameOf = ({ metric, subjectType, subjectKey }: SeriesName) => JSON.stringify([metric, subjectType, subjectKey]);

/** The UTC day of an instant, YYYY-MM-DD. */
export const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
