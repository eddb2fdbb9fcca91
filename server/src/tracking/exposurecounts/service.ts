import type { TenantTx } from '../../platform/tenant-door.ts';
import { readExposureDaysIn } from '../exposuredays/service.ts';
import { type CampaignTime, createLines, type LineCount } from './lines.ts';
import {
  type CohortSize,
  countByPlacement,
  countCohorts,
  countDaily,
  countExposures,
  countFrequencies,
  countOfPlacements,
  countReachedBy,
  type ExposureCount,
  type ExposureKey,
  type ExposurePlace,
  type ExposureScope,
  findExposurePlaces,
  findFirstExposures,
  type DailyCount,
  type FrequencyCount,
  type PlacementCount,
  type ReachedBy,
} from './store.ts';

export type { LineCount };
export type { DailyCount, ExposureCount, ExposureKey, ExposureScope, FrequencyCount, PlacementCount, ReachedBy };

const MONTH_MS = 31 * 86_400_000;
const IDS_PER_LOOK_UP = 200_000;

/**
 * Exposures (downloads and impressions) by a key: how many, and how they spread over the households they reached. A household is an address
 * that may stand for one. Households are not additive across keys: one may be in several.
 */
export async function countExposuresIn(tx: TenantTx, scope: ExposureScope, key: ExposureKey): Promise<ExposureCount[]> {
  return countExposures(tx, scope, key);
}

/** Exposures of campaigns by a key and by the placement each names; null for those that name none. */
export async function countByPlacementIn(tx: TenantTx, scope: ExposureScope, key: ExposureKey): Promise<PlacementCount[]> {
  return countByPlacement(tx, scope, key);
}

/** All stored exposures of these placements, by kind. */
export async function countOfPlacementsIn(tx: TenantTx, placements: readonly string[]): Promise<Omit<PlacementCount, 'key'>[]> {
  return placements.length === 0 ? [] : countOfPlacements(tx, placements);
}

/** Exposures by UTC day, and by the campaign, the show and the placement that they name. */
export async function countDailyIn(tx: TenantTx, scope: ExposureScope): Promise<DailyCount[]> {
  return countDaily(tx, scope);
}

/**
 * Households of each campaign by how many exposures they had within spans of so many days, which are counted from 1970 on; from `most` on
 * they are taken together. A household is counted once for each span in which it had any.
 */
export async function countFrequenciesIn(
  tx: TenantTx,
  scope: ExposureScope,
  { days, most }: { days: number; most: number },
): Promise<FrequencyCount[]> {
  return countFrequencies(tx, scope, days, most);
}

/**
 * How many households exposures of exactly the same keys reached, of at most 50 keys told apart: bit n of the mask stands for the n-th of
 * them, the next bit for any other. Exposures without such a key take no part.
 */
export async function countReachedByIn(
  tx: TenantTx,
  scope: ExposureScope,
  key: 'campaign' | 'show',
  keys: readonly string[],
): Promise<ReachedBy[]> {
  return countReachedBy(tx, scope, key, keys);
}

/** A touchpoint to look up, with its instant in milliseconds. */
export interface AskedExposure {
  id: string;
  atMs: number;
}

/** Asks for touchpoints by id in parts of about a month each, oldest first, and hands over what was found with its place among `asked`. */
async function askByMonth<Found extends { place: number }>(
  asked: readonly AskedExposure[],
  find: (ids: readonly string[], span: { fromAt: string; toAt: string }) => Promise<Found[]>,
  onFound: (place: number, found: Found) => void,
): Promise<void> {
  const order = asked.map((_, place) => place).sort((a, b) => asked[a].atMs - asked[b].atMs);
  for (let start = 0; start < order.length;) {
    const firstMs = asked[order[start]].atMs;
    let end = start;
    while (end < order.length && end - start < IDS_PER_LOOK_UP && asked[order[end]].atMs < firstMs + MONTH_MS) end += 1;
    const part = order.slice(start, end);
    const span = { fromAt: new Date(firstMs).toISOString(), toAt: new Date(asked[part[part.length - 1]].atMs + 1).toISOString() };
    const ids = part.map((place) => asked[place].id);
    for (const found of await find(ids, span)) onFound(part[found.place], found);
    start = end;
  }
}

/**
 * Where each of these touchpoints stood, in the order asked for; undefined for one that is stored no more. The household is a number of 52
 * bits, null where its address stands for none or the touchpoint is no exposure of `kinds`. Touchpoints have no index by id: each look-up
 * reads the partitions of about a month once.
 */
export async function findExposurePlacesIn(
  tx: TenantTx,
  asked: readonly AskedExposure[],
  kinds: ExposureScope['kinds'],
): Promise<(Omit<ExposurePlace, 'place'> | undefined)[]> {
  const places: (Omit<ExposurePlace, 'place'> | undefined)[] = Array.from({ length: asked.length }, () => undefined);
  const find = (ids: readonly string[], span: { fromAt: string; toAt: string }) => findExposurePlaces(tx, ids, { ...span, kinds });
  await askByMonth(asked, find, (place, { household, country, player }) => (places[place] = { household, country, player }));
  return places;
}

/** Households by the UTC month of their first stored exposure of `kinds` and the show it was in, if that lies in the scope's time. */
export async function countCohortsIn(tx: TenantTx, scope: ExposureScope): Promise<CohortSize[]> {
  return countCohorts(tx, scope);
}

/** The first stored exposure of the household behind each of these, in the order asked for; undefined where one is stored no more. */
export async function findFirstExposuresIn(
  tx: TenantTx,
  asked: readonly AskedExposure[],
  kinds: ExposureScope['kinds'],
): Promise<({ show: string | null; at: Date } | undefined)[]> {
  const firsts: ({ show: string | null; at: Date } | undefined)[] = Array.from({ length: asked.length }, () => undefined);
  const find = (ids: readonly string[], span: { fromAt: string; toAt: string }) => findFirstExposures(tx, ids, { ...span, kinds });
  await askByMonth(asked, find, (place, { show, at }) => (firsts[place] = { show, at }));
  return firsts;
}

/**
 * Exposures of these campaigns, each in its own days, by show, placement and kind: those who heard the ad. Those without a show are left
 * out. It reads the sums by day, a month at a time, and stops between two when the signal aborts.
 */
export async function countByLineIn(tx: TenantTx, times: readonly CampaignTime[], signal?: AbortSignal): Promise<LineCount[]> {
  if (times.length === 0) return [];
  const lines = createLines(times);
  const from = times.map((time) => time.from).sort()[0];
  const before = times.map((time) => time.before).sort()[times.length - 1];
  await readExposureDaysIn(tx, { from, before }, lines.add, signal);
  return lines.finish();
}
