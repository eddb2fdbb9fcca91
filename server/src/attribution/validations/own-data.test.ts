import { describe, expect, test } from 'vitest';
import { randomOf } from '../../../../simulator/src/random.ts';
import { openCollector, type Seen } from '../fits/collecting.ts';
import { arrange, watch } from '../fits/observing.ts';
import { validateOnExposures } from './own-data.ts';
import { LOOKBACK_MS } from './matched-world.ts';
import { plant } from './planting.ts';
import { Validation, type ValidationOptions } from './schema.ts';

const DAY_MS = 86_400_000;
const PURCHASE = 4;
const NO_IDS = new DataView(new ArrayBuffer(0));
const OPTIONS: ValidationOptions = { on: 'own_data', unit: 'show', seed: 5, households: 5_000, days: 84, runs: 1, replicates: 0 };

interface Listening {
  people: number;
  shows: number;
  /** How often each hears ads, and how many shows. */
  exposures: number;
  showsEach: number;
  purchases: number;
  turned?: boolean;
  /** Exposures of a user id that many share. */
  guests?: number;
}

const MANY: Listening = { people: 1_500, shows: 9, exposures: 8, showsEach: 4, purchases: 1_000 };

function see({ people, shows, exposures, showsEach, purchases, turned = false, guests = 0 }: Listening): Seen {
  const heard = Array.from({ length: people }, (_, person) => {
    const random = randomOf(77, person);
    const own = Array.from({ length: showsEach }, () => random.below(shows));
    return Array.from({ length: exposures }, (__, number) => ({
      own: person + 1,
      home: 0,
      away: 0,
      atMs: Math.floor(random.next() * 80 * DAY_MS),
      idHigh: person,
      idLow: number,
      unit: `show-${random.pick(own)}`,
    }));
  }).flat();
  const bought = Array.from({ length: purchases }, (_, person) => ({ person: person + 1, atMs: 79 * DAY_MS - person, kind: PURCHASE }));
  const collector = openCollector();
  for (const one of turned ? bought.toReversed() : bought) collector.addConversion(one, NO_IDS);
  for (const one of turned ? heard.toReversed() : heard) collector.addExposure(one);
  for (let number = 0; number < guests; number += 1) {
    const [unit, atMs] = [`show-${number % shows}`, 70 * DAY_MS + number];
    collector.addExposure({ own: people + 1, home: 0, away: 0, atMs, idHigh: people, idLow: number, unit });
  }
  return collector.finish();
}

function validate(options: Partial<ValidationOptions> = {}, listening: Partial<Listening> = {}): Validation {
  const steps = validateOnExposures({ options: { ...OPTIONS, ...options }, seen: see({ ...MANY, ...listening }) });
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

const found = validate();
const modelIn = ({ worlds }: Validation, world: string, name: string) =>
  worlds.find((one) => one.world === world)!.models.find(({ model }) => model === name)!;

describe('a validation on own data', () => {
  test('finds hazard near the truth where effects add up and fade, and rules far from it', () => {
    const hazard = modelIn(found, 'planted-fading', 'hazard');
    expect(Math.abs(hazard.bias!)).toBeLessThan(0.2);
    expect(hazard.rankCorrelation).toBeGreaterThan(0.8);
    expect(hazard.creditToZeroEffect).toBeLessThan(0.1);
    const linear = modelIn(found, 'planted-fading', 'linear');
    expect(linear.bias).toBeGreaterThan(0.5);
    expect(linear.creditToZeroEffect).toBeGreaterThan(0.15);
  });

  test('plants under a form of the family and under another one, says so, and fits its schema', () => {
    expect(found.worlds.map(({ world, hasFittedForm }) => [world, hasFittedForm])).toEqual([
      ['planted-fading', true],
      ['planted-threshold', false],
    ]);
    expect(Validation.parse(found)).toEqual(found);
    for (const { response } of found.worlds) expect(response).toMatch(/^Planted: /);
    for (const { trust } of found.models) expect(trust).toMatch(/\.$/);
  });

  test('plants effects that come late where hardly anybody hears the same three times', () => {
    const { worlds } = validate({}, { people: 3_000, exposures: 2, showsEach: 2, shows: 12 });
    expect(worlds.map(({ world }) => world)).toEqual(['planted-fading', 'planted-delay']);
  });

  test('plants organic conversions at the rate of the own ones, and an assumed rate where there are none', () => {
    const [{ organicConversions }] = found.worlds;
    expect(found.ownData).toMatchObject({ isRateAssumed: false, people: 1_500, units: 9, insufficient: null });
    // As many as there were, give or take four standard deviations.
    expect(Math.abs(organicConversions - 1_000)).toBeLessThan(4 * Math.sqrt(1_000));
    const { isRateAssumed, organicPerPersonYear } = validate({}, { purchases: 0 }).ownData!;
    expect(isRateAssumed).toBe(true);
    expect(organicPerPersonYear).toBeCloseTo(0.5, 9);
  });

  test('is the same for the same events and options, to the byte, in whatever order events came, and another for another seed', () => {
    const bytes = JSON.stringify(found);
    expect(JSON.stringify(validate({}, { turned: true }))).toBe(bytes);
    expect(JSON.stringify(validate({ seed: 6 }).models)).not.toBe(JSON.stringify(found.models));
  });

  test('takes at most so many people, of the last so many days', () => {
    const { ownData } = validate({ households: 700 });
    expect(ownData).toMatchObject({ people: 700, exposures: 5_600 });
    expect(validate({ days: 40 }).ownData!.exposures).toBeLessThan(0.6 * 12_000);
  });

  test('plants nothing into a user id with more exposures than one person has', () => {
    const few = { people: 600, purchases: 400 };
    expect(validate({}, { ...few, guests: 10_001 })).toEqual(validate({}, few));
  });

  test('has a lookback of its own, 30 days where none is said: under a shorter one less is planted, and less is credited', () => {
    expect(JSON.stringify({ ...validate({ lookbackDays: 30 }), options: OPTIONS })).toBe(JSON.stringify(found));
    const short = validate({ lookbackDays: 2 });
    const [day, month] = [short, found].map(({ worlds: [{ causedConversions, organicConversions }] }) => ({
      causedConversions,
      organicConversions,
    }));
    expect(day.causedConversions).toBeLessThan(0.9 * month.causedConversions);
    expect(day.organicConversions).toBeLessThan(0.5 * month.organicConversions);
    // Whatever the exposures of two days caused, all of it is credited, and what lies further back is not.
    expect(modelIn(short, 'planted-fading', 'hazard').bias).toBeLessThan(modelIn(short, 'planted-fading', 'linear').bias!);
  });

  test('knows coverage with replicates, and standard errors of several runs', () => {
    const { models } = validate({ runs: 2, replicates: 3 }, { people: 600, purchases: 200 });
    for (const { coverage90, coverage95, standardErrors } of models) {
      expect(coverage95).toBeGreaterThanOrEqual(coverage90!);
      expect(standardErrors.bias).toBeGreaterThanOrEqual(0);
    }
  });

  test.each([
    [{ people: 10, purchases: 2 }, /^Not enough data: 80 exposures, and \d shows .* About \d+ exposures and 3 such shows are needed/],
    [{ shows: 2 }, /^Not enough data: 12000 exposures, and 2 shows with 20 of them or more/],
    [{ people: 0, purchases: 0 }, /^Not enough data: 0 exposures, and 0 shows .* About 1218 exposures/],
  ])('answers of %j how much is needed', (listening, words) => {
    const { ownData, models, worlds } = validate({}, listening);
    expect(ownData!.insufficient).toMatch(words);
    expect([models, worlds]).toEqual([[], []]);
  });
});

test('a third of the units is planted without any effect, and causes nothing; each other one causes something', () => {
  const watched = watch(arrange(see({ ...MANY, purchases: 0 })), LOOKBACK_MS);
  const field = { watched, unitCount: 9, organicRate: 1 / (400 * DAY_MS), lookbackMs: LOOKBACK_MS };
  const { caused, isIdle, organic, conversionAt } = plant('planted-fading', field, 5);
  expect(isIdle.filter(Boolean)).toHaveLength(3);
  isIdle.forEach((idle, unit) => expect(caused[unit] > 0).toBe(!idle));
  const all = caused.reduce((sum, count) => sum + count, organic);
  expect(all).toBe(conversionAt.length);
});
