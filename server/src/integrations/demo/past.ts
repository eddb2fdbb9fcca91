import { SHOWS } from '../../../../simulator/src/catalog.ts';
import { negativeBinomial, normal } from '../../../../simulator/src/daily/draws.ts';
import { randomOf } from '../../../../simulator/src/random.ts';
import type { World } from '../../../../simulator/src/index.ts';
import { PlacementDetails } from '../../catalog/placements/schema.ts';

const DAY_MS = 86_400_000;
const SEED = 7;
const CURRENCY = 'USD';

/** What ran before the world begins, in the order in which it ended. */
const NAMES = [
  ['new-year-sale', 'New year sale'],
  ['winter-reads', 'Winter reads'],
  ['product-news', 'Product news'],
  ['early-birds', 'Early birds'],
  ['kitchen-season', 'Kitchen season'],
  ['loyal-listeners', 'Loyal listeners'],
  ['founders-week', "Founders' week"],
  ['quiet-nights', 'Quiet nights'],
] as const;
/** The last of them ended so many days before the world begins, and each other one so many days before the next: what is watched, advised
 * upon and forecast of the world itself looks back less far. */
const [LAST_ENDED_DAYS, APART_DAYS] = [80, 20];
const FLIGHT_DAYS = 14;
const [LEAST_IMPRESSIONS, MORE_IMPRESSIONS] = [350, 700];
/** Buyers for an impression in a typical show, how far shows differ, and how much wider than Poisson campaigns are. */
const [RATE, SHOWS_DIFFER, DISPERSION] = [0.05, 0.35, 6];
const COST_MINOR = 40;
const VALUE_MINOR = 6_000;

/** A campaign that is over, as it was booked and as it came out. */
export interface PastCampaign {
  key: string;
  name: string;
  show: string;
  startsOn: string;
  endsOn: string;
  booked: number;
  spendMinor: number;
  delivered: number;
  buyers: number;
}

/** Eight finished campaigns before a world that begins at an instant; the same for the same instant. */
export function simulatePast(startAt: string): PastCampaign[] {
  const random = randomOf(SEED, 0xda57);
  const rates = new Map(SHOWS.map(({ key }) => [key, RATE * Math.exp(SHOWS_DIFFER * normal(random))]));
  const day = (daysBefore: number) => new Date(Date.parse(startAt) - daysBefore * DAY_MS).toISOString().slice(0, 10);
  return NAMES.map(([key, name], place) => {
    const show = SHOWS[place % 5].key;
    const endedDays = LAST_ENDED_DAYS + APART_DAYS * (NAMES.length - 1 - place);
    const booked = LEAST_IMPRESSIONS + random.below(MORE_IMPRESSIONS);
    const delivered = Math.round(booked * Math.exp(0.12 * normal(random) - 0.03));
    const buyers = Math.min(delivered, negativeBinomial(random, (rates.get(show) ?? RATE) * delivered, DISPERSION));
    const days = { startsOn: day(endedDays + FLIGHT_DAYS - 1), endsOn: day(endedDays) };
    return { key, name, show, ...days, booked, spendMinor: COST_MINOR * booked, delivered, buyers };
  });
}

/** The placement that a finished campaign was booked as. */
export function pastPlacement({ key, show, startsOn, endsOn, booked, spendMinor }: PastCampaign) {
  const price = { basis: 'flat', amountMinor: spendMinor, currency: CURRENCY };
  const booking = { campaign: key, show, position: 'mid_roll', kind: 'dynamic', startsOn, endsOn, bookedImpressions: booked, price };
  return { key: `simulated-${key}`, details: PlacementDetails.parse(booking) };
}

function instantOf({ startsOn, delivered }: PastCampaign, place: number, daysLater: number): string {
  const day = Math.floor((place * FLIGHT_DAYS) / delivered) + daysLater;
  return new Date(Date.parse(startsOn) + day * DAY_MS + ((place * 7_919) % 80_000) * 1_000).toISOString();
}

const personOf = ({ key }: PastCampaign, place: number) => ({ userId: `simulated-${key}-${place}` });

/** What was heard of them: one exposure of each listener. */
export function* pastTouchpoints(past: readonly PastCampaign[]): Generator<object> {
  for (const one of past) {
    const { key: campaign, show, delivered } = one;
    const said = { kind: 'impression', campaign, show, channel: 'podcast', placement: pastPlacement(one).key };
    for (let place = 0; place < delivered; place += 1)
      yield { id: `simulated:${campaign}:${place}`, occurredAt: instantOf(one, place, 0), ...said, identity: personOf(one, place) };
  }
}

/** What came of them: each buyer visits the site twice and buys. */
export function* pastConversions(past: readonly PastCampaign[]): Generator<object> {
  for (const one of past) {
    const { key, delivered, buyers } = one;
    for (let buyer = 0; buyer < buyers; buyer += 1) {
      const place = Math.floor((buyer * delivered) / buyers);
      const identity = personOf(one, place);
      const id = `simulated:${key}:${buyer}`;
      for (const later of [1, 3]) yield { id: `${id}:visit-${later}`, kind: 'visit', occurredAt: instantOf(one, place, later), identity };
      const value = { valueMinor: VALUE_MINOR + 500 * (buyer % 5), currency: CURRENCY };
      yield { id: `${id}:purchase`, kind: 'purchase', occurredAt: instantOf(one, place, 3), identity, ...value };
    }
  }
}

/** A plan of the size of what ran before, in the first two shows of the world. */
export function plannedAfter({ catalog: { shows } }: Pick<World, 'catalog'>) {
  const [first, second] = shows;
  return [
    { show: first.key, impressions: 900, spendMinor: 900 * COST_MINOR },
    { show: second.key, impressions: 600, spendMinor: 600 * COST_MINOR },
  ];
}
