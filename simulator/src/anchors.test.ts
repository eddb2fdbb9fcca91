import { describe, expect, test } from 'vitest';
import { CAMPAIGNS } from './catalog.ts';
import { causedVisits, type Exposure, exposuresOf, type Ground, type Visit } from './day.ts';
import { householdOf } from './household.ts';
import { simulateWorld } from './index.ts';
import { FIRST_BOT, numbersOf } from './names.ts';

const VISITORS = 0.0121;
const FREQUENCY = 4.55;
const PURCHASES = 0.0535;

/** A count of this chance strays further than 4.5 standard deviations once in 147,000 worlds (normal approximation). */
const DEVIATIONS = 4.5;

/** How many standard deviations `count` successes of `trials` lie from what the chance `p` lets expect. */
function deviations(count: number, trials: number, p: number): number {
  return Math.abs(count - trials * p) / Math.sqrt(trials * p * (1 - p));
}

const LAG_DAYS = 14;
const ground: Ground = { seed: 5, startMs: Date.parse('2026-07-01T00:00:00Z'), days: 42 + LAG_DAYS, responsiveness: 1 };
const HOUSEHOLDS = 25_000;

/** Six weeks of exposures, and everything that they cause within the two weeks after. */
function simulateFlight(): { exposures: Map<string, Exposure[]>; caused: Map<string, Visit[]> } {
  const exposures = new Map(CAMPAIGNS.map(({ key }): [string, Exposure[]] => [key, []]));
  const caused = new Map(CAMPAIGNS.map(({ key }): [string, Visit[]] => [key, []]));
  for (let index = 0; index < HOUSEHOLDS; index += 1) {
    const household = householdOf(ground.seed, index);
    for (let day = 0; day < 42; day += 1) {
      const heard = exposuresOf(ground, household, day);
      for (const exposure of heard) exposures.get(exposure.campaign.key)?.push(exposure);
      for (const visit of causedVisits(ground, heard)) caused.get(visit.cause?.campaign.key ?? '')?.push(visit);
    }
  }
  return { exposures, caused };
}

const flight = simulateFlight();

describe('at responsiveness 1, as the benchmark has it', () => {
  test.each(CAMPAIGNS.filter(({ effect }) => effect > 0).map((campaign) => [campaign.key, campaign] as const))(
    'an exposure of %s brings the visits of its effect',
    (key, { effect }) => {
      const exposures = flight.exposures.get(key)!.length;
      expect(exposures).toBeGreaterThan(5_000);
      expect(deviations(flight.caused.get(key)!.length, exposures, (VISITORS / FREQUENCY) * effect)).toBeLessThan(DEVIATIONS);
    },
  );

  test('a visit ends in a purchase as often as 5.35 % of visits do, whatever the campaign is worth', () => {
    const irresistible = flight.exposures.get('run-of-network')!.map((one) => ({ ...one, campaign: { ...one.campaign, effect: 1_000 } }));
    const visits = irresistible.flatMap((one) => causedVisits(ground, [one]));
    expect(visits.length).toBeGreaterThan(10_000);
    expect(deviations(visits.filter(({ buys }) => buys).length, visits.length, PURCHASES)).toBeLessThan(DEVIATIONS);
  });

  test('the visitors of a campaign are as many as the exposures of each of its households let expect', () => {
    for (const { key, effect } of CAMPAIGNS.filter((campaign) => campaign.effect > 0)) {
      const heard = Map.groupBy(flight.exposures.get(key)!, ({ household }) => household.index);
      const visitors = new Set(flight.caused.get(key)!.map(({ household }) => household.index)).size;
      let [expected, variance] = [0, 0];
      for (const { length } of heard.values()) {
        const comes = 1 - (1 - (VISITORS / FREQUENCY) * effect) ** length;
        expected += comes;
        variance += comes * (1 - comes);
      }
      expect(Math.abs(visitors - expected)).toBeLessThan(DEVIATIONS * Math.sqrt(variance));
    }
  });

  test('a campaign without effect brings nobody', () => {
    for (const { key } of CAMPAIGNS.filter(({ effect }) => effect === 0)) {
      expect(flight.exposures.get(key)!.length).toBeGreaterThan(1_000);
      expect(flight.caused.get(key)).toEqual([]);
    }
  });

  test('a campaign of six weeks reaches its households 4.55 times on average', () => {
    const frequencies = Array.from({ length: 60 }, (_, seed) => frequencyOf(seed));
    const mean = frequencies.reduce((sum, one) => sum + one, 0) / frequencies.length;
    const variance = frequencies.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (frequencies.length - 1);
    expect(Math.abs(mean - FREQUENCY)).toBeLessThan(DEVIATIONS * Math.sqrt(variance / frequencies.length));
    expect(Math.abs(mean / FREQUENCY - 1)).toBeLessThan(0.05);
  });
});

/** Exposures per reached household over the campaigns of a small world's shows. */
function frequencyOf(seed: number): number {
  const reached = new Map<string, Set<number>>();
  let exposures = 0;
  for (const { id, campaign, show } of simulateWorld({ seed, households: 400, days: 42, responsiveness: 1 }).touchpoints()) {
    if (!id.startsWith('exp-') || show === undefined) continue;
    const [household] = numbersOf(seed, 'exposure', id.split('-')[1]);
    if (household >= FIRST_BOT) continue;
    exposures += 1;
    reached.set(campaign, (reached.get(campaign) ?? new Set()).add(household));
  }
  return exposures / [...reached.values()].reduce((sum, households) => sum + households.size, 0);
}
