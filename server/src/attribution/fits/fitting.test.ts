import { expect, test } from 'vitest';
import { fitSeen } from './fitting.ts';
import { openCollector } from './collecting.ts';

const DAY_MS = 86_400_000;
const NO_IDS = new DataView(new ArrayBuffer(0));

test('people who go on listening without buying are paths without a conversion, as long as converting ones can be', () => {
  const collector = openCollector();
  for (let person = 1; person <= 120; person += 1) collector.addConversion({ person, atMs: 3 * DAY_MS, kind: 4 }, NO_IDS);
  const listen = (person: number, day: number, unit: string) =>
    collector.addExposure({ own: person, home: 0, away: 0, atMs: day * DAY_MS, idHigh: person, idLow: day, unit });
  // 120 buyers heard "a" two days before; 200 others hear "b" every week for 20 weeks, up to the data's end, and never buy.
  for (let person = 1; person <= 120; person += 1) listen(person, 1, person % 2 === 0 ? 'a' : 'b');
  for (let person = 201; person <= 400; person += 1) for (let week = 0; week < 20; week += 1) listen(person, 7 * week, 'b');
  const { fits, conversions } = fitSeen({ model: 'markov', lookbackDays: 30, order: 1, seen: collector.finish() });
  expect(conversions).toBe(120);
  // Followed for 30 days up to day 133 are the exposures up to day 98: 15 weeks, five in each path.
  expect(fits[0].nonConvertingPaths).toBe(200 * 3);
  const [a, b] = fits[0].units.map(({ effect }) => effect);
  expect(a).toBeCloseTo(0.5, 12);
  expect(b).toBeCloseTo(0.5, 12);
});

test('conversions that nothing belongs to are counted, and are no part of a fit', () => {
  const collector = openCollector();
  for (let number = 0; number < 150; number += 1) collector.addConversion({ person: 0, atMs: DAY_MS, kind: 4 }, NO_IDS);
  const result = fitSeen({ model: 'hazard', lookbackDays: 30, order: 1, seen: collector.finish() });
  expect(result).toMatchObject({ conversions: 0, unwatchedConversions: 150, fits: [], people: 0 });
});
