import { DAY_MS, dayOf, HOUR_MS, KEPT, LEAST_CONVERSIONS_OF_RATE, type Metric, nameOf, type Series, type SubjectType } from './series.ts';

/** Exposures of one day, by what each names; '' where it names none. */
export interface ExposureCount {
  day: string;
  kind: 'impression' | 'download';
  campaign: string;
  show: string;
  placement: string;
  isCountedHere: boolean;
  exposures: number;
}

/** A placement whose spend follows what it delivers. */
export interface PricedPlacement {
  key: string;
  campaign: string;
  show: string;
  kind: 'baked_in' | 'dynamic';
  /** Minor units for a thousand. */
  cpmMinor: number;
}

/** What a tenant's daily series are made of. Days are UTC, YYYY-MM-DD, ascending within each list. */
export interface DailyInput {
  /** The last whole day. */
  lastDay: string;
  exposures: readonly ExposureCount[];
  downloads: readonly { day: string; show: string; downloads: number; requests: number }[];
  conversions: readonly { day: string; all: number; conversions: number; attributed: number }[];
  credits: Readonly<Record<'campaign' | 'show', readonly { day: string; key: string; conversions: number }[]>>;
  placements: readonly PricedPlacement[];
  /** Of campaigns with a flight: their first and last day, null where open. */
  flights: ReadonlyMap<string, { startsOn: string | null; endsOn: string | null }>;
}

/** A source reported on at least this share of the four weeks before a day: then its silence is a gap, and else it is a 0. */
const REGULAR_SHARE = 0.9;
const REGULAR_DAYS = 28;
/** So many shows and campaigns of each metric are watched, the largest. */
const MOST_SUBJECTS = 500;

type Source = 'downloads' | 'impressions' | 'conversions';
const SOURCE: Readonly<Record<Metric, readonly Source[]>> = {
  downloads: ['downloads'],
  impressions: ['impressions'],
  conversions: ['conversions'],
  spend: ['downloads', 'impressions'],
  match_rate: ['conversions'],
};

/** Sums by series and place of the day. */
function createSums(length: number) {
  const rows = new Map<string, { metric: Metric; subjectType: SubjectType; subjectKey: string; values: number[] }>();
  const add = (metric: Metric, subject: readonly [SubjectType, string], place: number, amount: number) => {
    const [subjectType, subjectKey] = subject;
    if ((subjectType !== 'tenant' && subjectKey === '') || place < 0 || place >= length) return;
    const name = nameOf({ metric, subjectType, subjectKey });
    const row = rows.get(name) ?? { metric, subjectType, subjectKey, values: Array.from({ length }, () => 0) };
    rows.set(name, row);
    row.values[place] += amount;
  };
  return { rows, add };
}

type Sums = ReturnType<typeof createSums>;
const TENANT = ['tenant', ''] as const;

/** Which kind of exposure counts as delivered for each priced placement: as in pacing. */
function countedKinds({ placements, exposures }: DailyInput): Map<string, 'impression' | 'download'> {
  const withImpressions = new Set(exposures.flatMap(({ kind, placement }) => (kind === 'impression' ? [placement] : [])));
  return new Map(placements.map(({ key, kind }) => [key, kind === 'baked_in' || !withImpressions.has(key) ? 'download' : 'impression']));
}

function addExposures({ add }: Sums, input: DailyInput, placeOf: (day: string) => number): void {
  const priced = new Map(input.placements.map((placement) => [placement.key, placement]));
  const kinds = countedKinds(input);
  for (const { day, kind, campaign, show, placement, isCountedHere, exposures } of input.exposures) {
    const place = placeOf(day);
    const metric = kind === 'impression' ? 'impressions' : 'downloads';
    add(metric, ['campaign', campaign], place, exposures);
    // Downloads that were counted here come from their own sums, where each is one however many ads it held.
    if (!isCountedHere) {
      add(metric, TENANT, place, exposures);
      add(metric, ['show', show], place, exposures);
    }
    const price = priced.get(placement);
    if (price === undefined || kinds.get(placement) !== kind) continue;
    const spend = (price.cpmMinor * exposures) / 1_000;
    add('spend', TENANT, place, spend);
    add('spend', ['campaign', price.campaign], place, spend);
    add('spend', ['show', price.show], place, spend);
  }
}

function addOthers({ add }: Sums, input: DailyInput, placeOf: (day: string) => number): void {
  for (const { day, show, downloads } of input.downloads) {
    add('downloads', TENANT, placeOf(day), downloads);
    add('downloads', ['show', show], placeOf(day), downloads);
  }
  for (const { day, conversions } of input.conversions) add('conversions', TENANT, placeOf(day), conversions);
  for (const dimension of ['campaign', 'show'] as const)
    for (const { day, key, conversions } of input.credits[dimension]) add('conversions', [dimension, key], placeOf(day), conversions);
}

/** By source: on which days anything of it was reported. */
function reported(input: DailyInput, length: number, placeOf: (day: string) => number): Record<Source, boolean[]> {
  const none = () => Array.from({ length }, () => false);
  const days: Record<Source, boolean[]> = { downloads: none(), impressions: none(), conversions: none() };
  const mark = (source: Source, day: string) => {
    const place = placeOf(day);
    if (place >= 0 && place < length) days[source][place] = true;
  };
  for (const { day, kind } of input.exposures) mark(kind === 'impression' ? 'impressions' : 'downloads', day);
  for (const { day } of input.downloads) mark('downloads', day);
  for (const { day } of input.conversions) mark('conversions', day);
  return days;
}

/**
 * By day: whether a source that reports regularly was silent. It is regular when it reported on nine in ten of the last four weeks of days
 * that were not gaps themselves; before its first report nothing is missing.
 */
function gapsOf(isReported: readonly boolean[]): boolean[] {
  const isGap: boolean[] = [];
  let known: boolean[] = [];
  let hasBegun = false;
  for (const wasReported of isReported) {
    hasBegun ||= wasReported;
    const heard = known.filter(Boolean).length;
    const gap = hasBegun && !wasReported && known.length >= REGULAR_DAYS && heard >= REGULAR_SHARE * known.length;
    isGap.push(gap);
    if (hasBegun && !gap) known = [...known, wasReported].slice(-REGULAR_DAYS);
  }
  return isGap;
}

/** The match rate of the tenant by day, in percent; null where too few conversions came to tell. */
function matchRates(input: DailyInput, length: number, placeOf: (day: string) => number): (number | null)[] {
  const rates = Array.from({ length }, (): number | null => null);
  for (const { day, conversions, attributed } of input.conversions)
    if (conversions >= LEAST_CONVERSIONS_OF_RATE && placeOf(day) >= 0) rates[placeOf(day)] = (100 * attributed) / conversions;
  return rates;
}

const total = (values: readonly (number | null)[]) => values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

function largest(series: readonly Series[]): Series[] {
  const sorts = Map.groupBy(series, ({ metric, subjectType }) => `${metric} ${subjectType}`);
  return [...sorts.values()].flatMap((sort) => sort.toSorted((a, b) => total(b.values) - total(a.values)).slice(0, MOST_SUBJECTS));
}

/**
 * A tenant's daily series, from 150 days before the end on. A day is null, and no 0, where the tenant's whole source of the metric was
 * silent although it reports regularly: while anything of it arrived, a series without events of that day measured 0. Outside its flight a
 * campaign has no values. Flat prices do not move with what is delivered, so spend is that of prices per thousand.
 */
export function assembleDaily(input: DailyInput): Series[] {
  const length = KEPT.day;
  const startsAtMs = Date.parse(input.lastDay) - (length - 1) * DAY_MS;
  const placeOf = (day: string) => Math.round((Date.parse(day) - startsAtMs) / DAY_MS);
  const sums = createSums(length);
  addExposures(sums, input, placeOf);
  addOthers(sums, input, placeOf);
  const isReported = reported(input, length, placeOf);
  const gaps: Record<Source, boolean[]> = {
    downloads: gapsOf(isReported.downloads),
    impressions: gapsOf(isReported.impressions),
    conversions: gapsOf(isReported.conversions),
  };
  const made = [...sums.rows.values()].map((row): Series => {
    const flight = row.subjectType === 'campaign' ? input.flights.get(row.subjectKey) : undefined;
    const values = row.values.map((value, place): number | null => {
      if (isOutside(flight, dayOf(startsAtMs + place * DAY_MS))) return null;
      return SOURCE[row.metric].every((source) => gaps[source][place]) ? null : value;
    });
    return { ...row, grain: 'day', startsAtMs, values };
  });
  const rates = matchRates(input, length, placeOf);
  const rate: Series = { metric: 'match_rate', subjectType: 'tenant', subjectKey: '', grain: 'day', startsAtMs, values: rates };
  return largest([...made, rate].filter(({ values }) => values.some((value) => value !== null && value > 0)));
}

function isOutside(flight: { startsOn: string | null; endsOn: string | null } | undefined, day: string): boolean {
  if (flight === undefined) return false;
  return (flight.startsOn !== null && day < flight.startsOn) || (flight.endsOn !== null && day > flight.endsOn);
}

/** What a tenant's hourly series are made of: events by hour from `countedFromMs` on, and what is stored of the hours before. */
export interface HourlyInput {
  /** The start of the last whole hour. */
  lastMs: number;
  countedFromMs: number;
  events: readonly { metric: 'downloads' | 'impressions' | 'conversions'; atMs: number; show: string; events: number }[];
  stored: readonly Series[];
}

const LEAST_A_HOUR = 10;
const MOST_SHOWS = 50;
/** An hour is compared with the same hour of so many days, once it is known of a week of them. */
const HOUR_DAYS = 14;
const LEAST_HOUR_DAYS = 7;

/** By hour: whether a source was silent that reports at this hour of the day on nine in ten of the last two weeks, gaps aside. */
function hourGapsOf(values: readonly number[]): boolean[] {
  const isGap: boolean[] = [];
  const first = values.findIndex((value) => value > 0);
  for (const [place, value] of values.entries()) {
    const days = Array.from({ length: HOUR_DAYS }, (_, day) => place - (day + 1) * 24);
    const known = days.filter((before) => before >= first && first >= 0 && !isGap[before]);
    const heard = known.filter((before) => values[before] > 0).length;
    isGap.push(value === 0 && known.length >= LEAST_HOUR_DAYS && heard >= REGULAR_SHARE * known.length);
  }
  return isGap;
}

/**
 * A tenant's hourly series of the last four weeks, and those of its shows with ten events in a usual hour. An hour is null, and no 0, where
 * nothing at all of the tenant came of the metric although something does at that hour of the day.
 */
export function assembleHourly({ lastMs, countedFromMs, events, stored }: HourlyInput): Series[] {
  const length = KEPT.hour;
  const startsAtMs = lastMs - (length - 1) * HOUR_MS;
  const placeOf = (atMs: number) => Math.round((atMs - startsAtMs) / HOUR_MS);
  const countedPlace = Math.max(0, placeOf(countedFromMs));
  const sums = createSums(length);
  for (const { metric, atMs, show, events: count } of events) {
    if (atMs < countedFromMs) continue;
    sums.add(metric, TENANT, placeOf(atMs), count);
    sums.add(metric, ['show', show], placeOf(atMs), count);
  }
  for (const { metric, subjectType, subjectKey, startsAtMs: fromMs, values } of stored)
    values.forEach((value, place) => {
      const at = placeOf(fromMs + place * HOUR_MS);
      if (value !== null && at < countedPlace) sums.add(metric, [subjectType, subjectKey], at, value);
    });
  const ofTenant = [...sums.rows.values()].filter(({ subjectType }) => subjectType === 'tenant');
  const gaps = new Map(ofTenant.map((row) => [row.metric, hourGapsOf(row.values)]));
  const series = [...sums.rows.values()].map((row): Series => {
    const first = row.values.findIndex((value) => value > 0);
    const isGap = gaps.get(row.metric);
    const values = row.values.map((value, place) => (place < first || isGap?.[place] ? null : value));
    return { ...row, grain: 'hour', startsAtMs, values };
  });
  const ofShows = series.filter(({ subjectType, values }) => subjectType === 'show' && total(values) >= LEAST_A_HOUR * length);
  const most = ofShows.toSorted((a, b) => total(b.values) - total(a.values)).slice(0, MOST_SHOWS);
  return [...series.filter(({ subjectType, values }) => subjectType === 'tenant' && total(values) > 0), ...most];
}
