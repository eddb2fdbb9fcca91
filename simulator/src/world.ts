import { botsOf, botTouchpoints } from './bots.ts';
import { CAMPAIGNS, SHOWS, type SimulatedCampaign } from './catalog.ts';
import { causedVisits, DAY_MS, type Exposure, exposuresOf, type Ground, organicVisits, type Visit } from './day.ts';
import {
  exposureEvent,
  type SimulatedConversion,
  type SimulatedRefund,
  type SimulatedTouchpoint,
  type VisitEvents,
  visitEvents,
} from './events.ts';
import { type Household, householdOf } from './household.ts';

/** What decides a world; the same options make the same world to the byte. */
export interface WorldOptions {
  /** A whole number from 0 to 2^32 − 1. */
  seed: number;
  /** 1 to 1,000,000; each takes about a kilobyte of memory. */
  households: number;
  /** 1 to 400. */
  days: number;
  /** Midnight UTC of the first day as an RFC 3339 instant; 2026-07-01 unless given. */
  startAt?: string;
  /** How easily people act, 1 = as the benchmark says (see README), up to 100; 12 unless given, so that small worlds have purchases. */
  responsiveness?: number;
}

/** How many purchases each campaign caused, and how many nobody did. */
export interface Truth {
  campaigns: { campaign: string; incrementalConversions: number }[];
  organicConversions: number;
}

export interface Catalog {
  campaigns: Pick<SimulatedCampaign, 'key' | 'name' | 'spendMinor' | 'currency' | 'codes'>[];
  shows: { key: string; name: string }[];
  episodes: { key: string; name: string; show: string }[];
}

/** A simulated world. Each list is made anew when iterated, day by day and oldest first, and never held as a whole. */
export interface World {
  touchpoints(): Iterable<SimulatedTouchpoint>;
  conversions(): Iterable<SimulatedConversion>;
  refunds(): Iterable<SimulatedRefund>;
  /** Counted by making the world once more. */
  truth(): Truth;
  catalog: Catalog;
}

function checked(name: string, value: number, most: number, least = 1): number {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(`${name} must be a whole number from ${least} to ${most}`);
  return value;
}

function groundOf(options: WorldOptions): Ground {
  const { startAt = '2026-07-01T00:00:00Z', responsiveness = 12 } = options;
  const startMs = Date.parse(startAt);
  if (Number.isNaN(startMs) || startMs % DAY_MS !== 0)
    throw new RangeError('startAt must be midnight UTC of a day, such as 2026-07-01T00:00:00Z');
  if (!(responsiveness >= 0 && responsiveness <= 100)) throw new RangeError('responsiveness must be a number from 0 to 100');
  return { seed: checked('seed', options.seed, 4_294_967_295, 0), startMs, days: checked('days', options.days, 400), responsiveness };
}

function byTime<Item extends { occurredAt: string; id: string }>(items: Item[]): Item[] {
  return items.sort((a, b) => {
    if (a.occurredAt !== b.occurredAt) return a.occurredAt < b.occurredAt ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });
}

/** Lists of whole days as one list in order; what happens after midnight waits for the next day. */
function* inOrder<Item extends { occurredAt: string; id: string }>(startMs: number, days: Iterable<Item[]>): Generator<Item> {
  let late: Item[] = [];
  let endMs = startMs;
  for (const items of days) {
    endMs += DAY_MS;
    const end = new Date(endMs).toISOString();
    const sorted = byTime([...late, ...items]);
    const cut = sorted.findIndex(({ occurredAt }) => occurredAt >= end);
    late = cut < 0 ? [] : sorted.splice(cut);
    yield* sorted;
  }
  yield* late;
}

interface SimulatedDay {
  exposures: Exposure[];
  visits: Visit[];
}

/** Goes through the days; of what is still to come it holds only the visits that exposures have caused already. */
function* simulateDays(ground: Ground, households: readonly Household[]): Generator<SimulatedDay> {
  const waiting: Visit[][] = Array.from({ length: ground.days }, () => []);
  for (let day = 0; day < ground.days; day += 1) {
    const exposures: Exposure[] = [];
    for (const household of households) {
      const heard = exposuresOf(ground, household, day);
      for (const visit of causedVisits(ground, heard)) waiting[visit.day].push(visit);
      waiting[day].push(...organicVisits(ground, household, day));
      exposures.push(...heard);
    }
    yield {
      exposures,
      visits: waiting[day].sort((a, b) => a.atMs - b.atMs || a.household.index - b.household.index || a.serial - b.serial),
    };
    waiting[day] = [];
  }
}

/** The visits of each day with what they leave behind; a household's first purchase is by a new customer. */
function* simulateVisits(ground: Ground, households: readonly Household[]): Generator<{ exposures: Exposure[]; left: VisitEvents[] }> {
  const buyers = new Set<number>();
  for (const { exposures, visits } of simulateDays(ground, households)) {
    const left = visits.map((visit) => {
      const events = visitEvents(ground.seed, visit, !buyers.has(visit.household.index));
      if (visit.buys) buyers.add(visit.household.index);
      return events;
    });
    yield { exposures, left };
  }
}

function catalogOf({ days }: Ground): Catalog {
  const episodes = SHOWS.flatMap(({ key, name, weekday }) =>
    Array.from({ length: Math.max(0, Math.ceil((days - weekday) / 7)) }, (_, place) => ({
      key: `${key}-${place + 1}`,
      name: `${name} #${place + 1}`,
      show: key,
    })),
  );
  const campaigns = CAMPAIGNS.map(({ key, name, spendMinor, currency, codes }) => ({ key, name, spendMinor, currency, codes }));
  return { campaigns, shows: SHOWS.map(({ key, name }) => ({ key, name })), episodes };
}

function countTruth(ground: Ground, households: readonly Household[]): Truth {
  const caused = new Map(CAMPAIGNS.map(({ key }) => [key, 0]));
  let organicConversions = 0;
  for (const { left } of simulateVisits(ground, households)) {
    for (const { conversions, causedBy } of left) {
      if (!conversions.some(({ kind }) => kind === 'purchase')) continue;
      if (causedBy === undefined) organicConversions += 1;
      else caused.set(causedBy, (caused.get(causedBy) ?? 0) + 1);
    }
  }
  return {
    campaigns: [...caused].map(([campaign, incrementalConversions]) => ({ campaign, incrementalConversions })),
    organicConversions,
  };
}

function* touchpointsByDay(ground: Ground, households: readonly Household[]): Generator<SimulatedTouchpoint[]> {
  const bots = botsOf(ground.seed, households.length);
  let day = 0;
  for (const { exposures, left } of simulateVisits(ground, households)) {
    const heard = exposures.map((exposure) => exposureEvent(ground.seed, exposure));
    yield [...heard, ...left.flatMap(({ touchpoints }) => touchpoints), ...botTouchpoints(ground, bots, day)];
    day += 1;
  }
}

function* conversionsByDay(ground: Ground, households: readonly Household[]): Generator<SimulatedConversion[]> {
  for (const { left } of simulateVisits(ground, households)) yield left.flatMap(({ conversions }) => conversions);
}

/**
 * A world of listeners, ads and orders in which it is known what caused each purchase. All of it is simulated.
 * @throws RangeError for options outside their range.
 */
export function simulateWorld(options: WorldOptions): World {
  const ground = groundOf(options);
  const count = checked('households', options.households, 1_000_000);
  let made: Household[] | undefined;
  const households = () => (made ??= Array.from({ length: count }, (_, index) => householdOf(ground.seed, index)));
  return {
    catalog: catalogOf(ground),
    truth: () => countTruth(ground, households()),
    touchpoints: () => inOrder(ground.startMs, touchpointsByDay(ground, households())),
    conversions: () => inOrder(ground.startMs, conversionsByDay(ground, households())),
    *refunds() {
      for (const { left } of simulateVisits(ground, households())) yield* left.flatMap(({ refunds }) => refunds);
    },
  };
}
