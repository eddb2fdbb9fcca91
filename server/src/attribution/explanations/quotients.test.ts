import { expect, test } from 'vitest';
import { buildModel, MODELS } from '../../../../engine/src/index.ts';
import type { Fit } from '../fits/schema.ts';
import { createRowCreditor } from '../reports/credit-rows.ts';
import type { Crediting } from '../reports/crediting.ts';
import { workingsOf } from './workings.ts';

const DAY_MS = 86_400_000;

const TOUCHES = (
  [
    ['one', 14, false],
    ['two', 7, false],
    ['one', 2, false],
    ['two', 1, true],
    ['unknown', 0, true],
  ] as const
).map(([show, age, synthetic]) => {
  const slot = { campaign: null, channel: null, show, episode: null, placement: show, deliveryEvidence: null };
  return { ageMs: age * DAY_MS, slot, shown: slot, synthetic };
});

const units = ['one', 'two'].map((key, place) => ({ key, effect: 0.2 + place / 4 }));
const rates = { baseline: 2e-11, effect: [0.01, 0.02], decay: [1e-9, 2e-9] };
/** A million times as low, of units of which one has worn off. */
const rare = { baseline: 2e-17, effect: [1e-8, 2e-8], decay: [1e-9, 2e-8] };
const nothing = { baseline: 0, effect: [0, 0], decay: [1e-9, 2e-9] };

function fitOf(found: typeof rates): Fit {
  return { lookbackDays: 30, result: { fits: [{ conversionKind: null, units, rates: found }] } } as unknown as Fit;
}
const fit = fitOf(rates);

const CREDITINGS: Crediting[] = [
  ...MODELS.map(({ name }) => {
    const model = buildModel(name, { halfLifeMs: 7 * DAY_MS, firstShare: 0.4, lastShare: 0.3 });
    return { kind: 'rule' as const, name, model };
  }),
  { kind: 'custom', name: 'custom', weights: { positions: Float64Array.of(4, 1, 3) } },
  { kind: 'custom', name: 'custom', weights: { placements: new Map([['one', 3]]), otherPlacements: 2 } },
  { kind: 'shapley', name: 'shapley', unit: 'show' },
  { kind: 'fitted', name: 'markov', unit: 'show', fit },
  { kind: 'fitted', name: 'hazard', unit: 'show', fit },
  { kind: 'fitted', name: 'hazard', unit: 'show', fit: fitOf(rare) },
  { kind: 'fitted', name: 'hazard', unit: 'show', fit: fitOf(nothing) },
] as Crediting[];

const WORDS: readonly [RegExp, string][] = [
  [/takes all|^all of it/, '1'],
  [/it is not|^0:/, '0'],
  [/share of the first/, '0.4'],
  [/share of the last/, '0.3'],
];

function product(text: string): number {
  const [first, ...others] = text.split('÷').map((one) => Number.parseFloat(one.replace('under ', '')) / (one.includes('%') ? 100 : 1));
  return others.reduce((quotient, one) => quotient / one, first);
}

function sum(text: string): number {
  const [first, ...others] = text.split(/([+−])/);
  return others.reduce(
    (all, one, place) => (place % 2 === 1 ? all + (others[place - 1] === '+' ? 1 : -1) * product(one) : all),
    product(first),
  );
}

/** What a working comes to when it is reckoned as it stands. */
function reckoned(working: string): number {
  const word = WORDS.find(([pattern]) => pattern.test(working));
  if (word !== undefined) return Number(word[1]);
  const [text] = working.split(/: | between/);
  return product(text.replace(/\(([^)]+)\)/, (_, inner: string) => String(sum(inner))));
}

test.each([
  ['of ads alone', TOUCHES.slice(0, 3)],
  ['with one that a code stands for', TOUCHES.slice(0, 4)],
  ['with two that codes stand for', TOUCHES],
])('the working of every weight of a path %s comes to that weight, under every model', (_, touches) => {
  for (const crediting of CREDITINGS) {
    const { weights, organic } = createRowCreditor(crediting)({
      kind: 'purchase',
      valueMinor: 10_000,
      ages: touches.map(({ ageMs }) => ageMs),
      slots: touches.map(({ slot }) => slot),
      synthetic: touches.map(({ synthetic }) => synthetic),
    });
    const workings = workingsOf(crediting, 'purchase', touches);
    workings.touches.forEach((working, place) => expect(reckoned(working), `${crediting.name}: ${working}`).toBeCloseTo(weights[place], 3));
    expect(workings.organic === '' ? 0 : reckoned(workings.organic), `${crediting.name}: ${workings.organic}`).toBeCloseTo(
      organic.weight,
      3,
    );
  }
});

function hazardOf(found: typeof rates, count = 3) {
  return workingsOf({ kind: 'fitted', name: 'hazard', unit: 'show', fit: fitOf(found) }, 'purchase', TOUCHES.slice(0, count));
}

test('rates are told of as many people as it takes for a figure before the point, and never with a power of ten', () => {
  expect(hazardOf(rates).organic).toBe('1.728 ÷ 3.744 conversions a day per 1,000 people: how often such people buy without any ad');
  expect(hazardOf(rare).touches[0]).toBe(
    '0.2577 ÷ 2.713 conversions a day per billion people: how strongly it still worked then, beside everything else',
  );
  const worn = { baseline: 2e-11, effect: [1e-9, 2e-8], decay: [1e-9, 2e-8] };
  expect(hazardOf(worn).touches.join()).toContain('under 0.0001 ÷ 1.728');
  for (const found of [rates, rare, worn, nothing])
    for (const count of [3, 5]) expect(JSON.stringify(hazardOf(found, count))).not.toMatch(/\de[-+]?\d|NaN|0 ÷ 0/);
  const decay = { kind: 'rule' as const, name: 'time_decay' as const, model: buildModel('time_decay', { halfLifeMs: DAY_MS }) };
  const old = [{ ...TOUCHES[0], ageMs: 90 * DAY_MS }, TOUCHES[4]];
  expect(workingsOf(decay, 'purchase', old).touches[0]).toMatch(/^under 0\.0001 ÷ 1: 2 to the power of −90\/1/);
});

test('where a fit found neither effects nor a baseline, that is said in words and not as nought by nought', () => {
  expect(hazardOf(nothing)).toEqual({
    touches: TOUCHES.slice(0, 3).map(() => '0: the fit found neither an effect of these ads nor conversions without any'),
    organic: 'all of it, as the fit found neither an effect of these ads nor conversions without any',
  });
});
