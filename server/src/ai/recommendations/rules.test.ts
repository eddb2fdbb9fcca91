import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Advice } from './advice.ts';
import type { CampaignFact, Excess, Facts, FrequencyStep } from './facts.ts';
import { chanceBelow, chiSquareAbove, gainOf, gainOfMove, type Line, returnsOf } from './returns.ts';
import { movesOf } from './moves.ts';
import { outcomeOf, recommend } from './rules.ts';
import { inventedFigures } from './wording.ts';
import { KINDS } from './words.ts';

const USD = { currency: 'USD', digits: 2 };
const TODAY = '2026-11-20';
const NOTHING = { value: null, low: null, high: null };

const EMPTY: Facts = {
  period: { from: '2026-07-23T00:00:00.000Z', to: '2026-10-21T00:00:00.000Z', days: 90 },
  lookbackDays: 30,
  conversionKinds: ['purchase'],
  currency: 'USD',
  valueMinor: 5_000,
  conversions: { eligible: 1_000, sampled: 1_000 },
  campaigns: [],
  shows: [],
  positions: [],
  frequencies: [],
  unmappedCodes: [],
  unmatchable: { exposures: 0, of: 0, conversions: NOTHING },
  sources: [],
};

const excess = (value: number, variance = 100, more: Partial<Excess> = {}): Excess => ({
  value,
  variance,
  before: Math.max(0, Math.round(value)) + 50,
  after: 50,
  gathering: 0,
  ...more,
});
const campaign = (key: string, more: Partial<CampaignFact> = {}): CampaignFact => ({
  key,
  name: `Called ${key}`,
  exposures: 10_000,
  spendMinor: 100_000,
  credited: { value: 10, low: 5, high: 15 },
  excess: excess(0),
  endsOn: null,
  isRunning: true,
  isStub: false,
  experiments: ['tested'],
  ...more,
});
const advise = (facts: Partial<Facts>) => recommend({ ...EMPTY, ...facts }, USD, TODAY).advice;
const only = (advice: readonly Advice[], kind: Advice['kind']) => advice.filter((one) => one.kind === kind);

describe('chances', () => {
  test('agree with published tables', () => {
    for (const [x, chance] of [
      [0, 0.5],
      [1, 0.841344746],
      [-1.959963985, 0.025],
      [3, 0.998650102],
    ])
      expect(chanceBelow(x)).toBeCloseTo(chance, 6);
    expect(chiSquareAbove(3.841458821, 1)).toBeCloseTo(0.05, 8);
    expect(chiSquareAbove(18.30703805, 10)).toBeCloseTo(0.05, 8);
    expect([chiSquareAbove(0, 3), chiSquareAbove(5_000, 3)]).toEqual([1, 0]);
  });

  test('a normal gain lies in its interval in 80 of 100 cases', () => {
    const { low, high, value, chance } = gainOf({ mean: 2, deviation: 4 });
    expect([value, low, high, chance].map((one) => Number(one.toFixed(4)))).toEqual([2, -3.1262, 7.1262, 0.6915]);
  });
});

const line = (key: string, value: number, variance = 100, amount = 100_000): Line => ({
  key,
  name: key,
  amount,
  excess: value,
  variance,
  gathering: 0,
});

describe('returns', () => {
  test('are drawn to what all return, the more the less is known of them', () => {
    const returns = returnsOf([line('a', 120, 100), line('b', 20, 100), line('c', 200, 10_000), line('d', 30, 100)]);
    const [sure, , loose] = returns?.lines ?? [];
    const typical = returns?.typical.mean ?? 0;
    expect(Math.abs(sure.mean - 120 / 100_000)).toBeLessThan(Math.abs(loose.mean - 200 / 100_000));
    expect(loose.mean).toBeGreaterThan(typical);
    expect(returnsOf([line('a', 120)])).toBeUndefined();
  });

  test('that differ no more than their errors are all the same', () => {
    const returns = returnsOf([line('a', 5), line('b', -5), line('c', 0)]);
    expect(returns?.spread).toBe(0);
    expect(new Set(returns?.lines.map(({ mean }) => mean.toFixed(12))).size).toBe(1);
    expect(movesOf([line('a', 5), line('b', -5), line('c', 0)])).toEqual([]);
  });

  test('of what is moved are less than in proportion, and what is moved is worth it in the better direction alone', () => {
    const better = { amount: 100_000, returns: { mean: 2e-3, deviation: 1e-4 } };
    const worse = { amount: 100_000, returns: { mean: 1e-4, deviation: 1e-4 } };
    const gain = gainOfMove(worse, better, 20_000);
    expect(gain.value).toBeLessThan(20_000 * (2e-3 - 1e-4));
    expect(gain.chance).toBeGreaterThan(0.99);
    expect(gainOfMove(better, worse, 20_000).chance).toBeLessThan(0.01);
    expect(gain.low).toBeLessThan(gain.value);
    expect(gain.high).toBeGreaterThan(gain.value);
  });
});

describe('money', () => {
  const good = campaign('good', { excess: excess(200) });
  const bad = campaign('bad', { excess: excess(2) });

  test('moves from a campaign that returns little to one that returns much, with the figures that says it', () => {
    const [move, ...others] = only(advise({ campaigns: [bad, good] }), 'move_budget');
    expect(others).toEqual([]);
    expect(move.title).toBe('Move $200.00 from Called bad to Called good');
    expect(move.subjects.map(({ key }) => key)).toEqual(['bad', 'good']);
    expect(move.gain.chance).toBeGreaterThanOrEqual(0.8);
    expect(move.evidence.map(({ value }) => value)).toEqual(['2 (−11 to 15)', '200 (187 to 213)', '$1,000.00', '$1,000.00']);
    expect(move.against.length).toBeGreaterThan(1);
  });

  test.each([
    ['follows who buys anyway', campaign('good', { excess: excess(200, 100, { gathering: 3 }) })],
    ['may owe all it has to chance', campaign('good', { excess: excess(200, 40_000) })],
    ['has ended', campaign('good', { excess: excess(200), isRunning: false })],
    ['costs nobody knows what', campaign('good', { excess: excess(200), spendMinor: null })],
  ])('does not move to a campaign that %s', (_, to) => {
    expect(only(advise({ campaigns: [bad, to] }), 'move_budget')).toEqual([]);
  });

  test('is advised for again where a campaign ends that pays, and not where it does not', () => {
    const ending = { endsOn: '2026-11-25' };
    const renewed = only(advise({ campaigns: [campaign('pays', { ...ending, excess: excess(100) })] }), 'renew');
    expect(renewed.map(({ unit, gain }) => [unit, Math.round(gain.value)])).toEqual([['money', 400_000]]);
    expect(advise({ campaigns: [campaign('dear', { ...ending, excess: excess(10, 16) })] })).toEqual([]);
    expect(advise({ campaigns: [campaign('later', { endsOn: '2027-01-25', excess: excess(100) })] })).toEqual([]);
    expect(advise({ valueMinor: null, campaigns: [campaign('pays', { ...ending, excess: excess(100) })] })).toEqual([]);
  });

  test('is saved only where even twice of all that is matched could not pay, and other campaigns do better', () => {
    const idle = campaign('idle', { spendMinor: 900_000, excess: { value: 1, variance: 4, before: 3, after: 2, gathering: 0 } });
    const [cut] = only(advise({ campaigns: [good, idle] }), 'cut');
    expect(cut.subjects[0].key).toBe('idle');
    expect(cut.gain.value).toBe(900_000 - 2 * 3 * 5_000);
    expect(only(advise({ campaigns: [idle] }), 'cut')).toEqual([]);
  });
});

describe('tracking', () => {
  test('asks whose codes are, what campaigns cost, and for keys, by how many conversions become known', () => {
    const advice = advise({
      unmappedCodes: [
        { code: 'GLOW', uses: 40 },
        { code: 'RARE', uses: 2 },
      ],
      campaigns: [campaign('stub', { name: null, spendMinor: null, isStub: true, credited: { value: 60, low: 45, high: 75 } })],
      unmatchable: { exposures: 4_000, of: 10_000, conversions: { value: 25, low: 15, high: 35 } },
    });
    expect(advice.map(({ key, unit, gain }) => [key, unit, Math.round(gain.value)])).toEqual([
      ['fix_tracking:campaign:stub', 'known_conversions', 60],
      ['fix_tracking:code:GLOW', 'known_conversions', 40],
      ['fix_tracking:unmatchable', 'known_conversions', 25],
    ]);
  });

  test('speaks of a silent source only where conversions are missing', () => {
    const silent = { kind: 'source' as const, key: 'shop', name: 'Shop', lastReceivedAt: '2026-11-10T00:00:00.000Z', silentDays: 10 };
    const before = { conversions: 280, days: 28 };
    const [wake] = advise({ sources: [{ ...silent, before, since: { conversions: 20, days: 10 } }] });
    expect([wake.key, Math.round(wake.gain.value)]).toEqual(['fix_tracking:source:shop', 80]);
    expect(advise({ sources: [{ ...silent, before, since: { conversions: 99, days: 10 } }] })).toEqual([]);
  });
});

describe('delivery', () => {
  const position = (name: string, value: number, exposures = 10_000) => ({
    show: 'daily',
    showName: 'Daily',
    position: name,
    exposures,
    excess: excess(value),
  });

  test('goes to the position that brings more for an exposure', () => {
    const [change] = advise({ positions: [position('pre_roll', 0), position('mid_roll', 150)] });
    expect(change.title).toBe('Book mid-roll rather than pre-roll in Daily');
    expect(change.unit).toBe('conversions');
    expect(advise({ positions: [position('pre_roll', 10), position('mid_roll', 15)] })).toEqual([]);
  });

  const steps = (before: (exposures: number) => number): FrequencyStep[] =>
    Array.from({ length: 12 }, (_, place) => ({ exposures: place + 1, households: 1_000, before: before(place + 1), after: 10 }));

  test('is capped where later exposures of a household bring nothing more, and not where they do', () => {
    const fact = { campaign: 'spring', name: 'Spring', ratio: 1, scale: 1 };
    const [cap] = advise({ frequencies: [{ ...fact, steps: steps(() => 110) }] });
    expect(cap.kind).toBe('cap_frequency');
    expect(cap.gain.value).toBeGreaterThan(100);
    expect(advise({ frequencies: [{ ...fact, steps: steps((exposures) => 10 + 40 * exposures) }] })).toEqual([]);
    expect(advise({ frequencies: [{ ...fact, ratio: 2, steps: steps(() => 110) }] })).toEqual([]);
    expect(advise({ frequencies: [{ ...fact, steps: steps(() => 11) }] })).toEqual([]);
  });
});

test('what costs much and was never tested is to be tested', () => {
  const untested = campaign('big', { experiments: [], credited: { value: 300, low: 260, high: 340 } });
  const [one, ...others] = advise({ campaigns: [untested, campaign('small', { spendMinor: 9_000, experiments: [] })] });
  expect([one.kind, one.subjects[0].key, others.length]).toEqual(['test_incrementality', 'big', 0]);
  expect(advise({ campaigns: [{ ...untested, experiments: ['lift'] }] })).toEqual([]);
});

test('advice that makes conversions comes before advice that makes them known, and kinds without any say why', () => {
  const campaigns = [campaign('bad', { excess: excess(2) }), campaign('good', { excess: excess(200) })];
  const { advice, silences } = recommend({ ...EMPTY, campaigns, unmappedCodes: [{ code: 'GLOW', uses: 9_000 }] }, USD, TODAY);
  expect(advice.map(({ kind }) => kind)).toEqual(['move_budget', 'fix_tracking']);
  expect(silences.map(({ kind }) => kind)).toEqual(KINDS.filter((kind) => kind !== 'move_budget' && kind !== 'fix_tracking'));
  for (const { because } of silences) expect(because.length).toBeGreaterThan(20);
  const nothing = recommend({ ...EMPTY, conversions: { eligible: 0, sampled: 0 }, valueMinor: null, currency: null }, USD, TODAY);
  expect(nothing.advice).toEqual([]);
  expect(nothing.silences[0].because).toBe('There is no conversion yet that is old enough to be judged.');
});

test('whatever the facts, a gain is likely and lies in its interval', () => {
  const value = fc.integer({ min: -300, max: 600 });
  const campaigns = fc.array(
    fc.record({
      value,
      variance: fc.integer({ min: 1, max: 20_000 }),
      spend: fc.integer({ min: 1, max: 1e9 }),
      gathering: fc.integer({ min: -3, max: 5 }),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(campaigns, (some) => {
      const facts = some.map(({ value: own, variance, spend, gathering }, place) =>
        campaign(`c${place}`, { spendMinor: spend, excess: excess(own, variance, { gathering }), endsOn: place % 2 === 0 ? TODAY : null }),
      );
      for (const { gain } of advise({ campaigns: facts })) {
        expect(gain.chance).toBeGreaterThanOrEqual(0.8);
        expect(gain.value).toBeGreaterThan(0);
        expect(gain.low <= gain.high).toBe(true);
      }
    }),
  );
});

describe('what came of advice', () => {
  const campaigns = [campaign('bad', { excess: excess(2) }), campaign('good', { excess: excess(200) })];
  const [{ watch, gain }] = advise({ campaigns });
  const later = (value: number): Facts => ({
    ...EMPTY,
    period: { from: '2026-11-21T00:00:00.000Z', to: '2026-12-19T00:00:00.000Z', days: 28 },
    campaigns: [campaign('bad', { excess: excess(0, 10) }), campaign('good', { excess: excess(value, 10) })],
  });

  test('is the later figure less that before, for as many days', () => {
    expect(outcomeOf(watch, gain, later(80))?.value).toBeCloseTo((80 * 90) / 28 - 202, 9);
    expect([200, 74, 20].map((value) => outcomeOf(watch, gain, later(value))?.verdict)).toEqual(['better', 'as_expected', 'worse']);
  });

  test('is not told where nothing is known', () => {
    expect(outcomeOf(watch, gain, { ...EMPTY, campaigns: [] })).toBeUndefined();
  });

  test('of a code that got its campaign is that nobody looks for it any more', () => {
    const [code] = advise({ unmappedCodes: [{ code: 'GLOW', uses: 400 }] });
    expect(outcomeOf(code.watch, code.gain, later(0))).toMatchObject({ value: 400, verdict: 'as_expected' });
    expect(outcomeOf(code.watch, code.gain, { ...later(0), unmappedCodes: [{ code: 'GLOW', uses: 124 }] })?.verdict).toBe('worse');
  });
});

test.each([
  ['Move $521.23, which may bring 3.7 to 24 conversions.', []],
  ['That is about 25 conversions.', ['"25" is none of the figures.']],
  ['It doubles what you get.', ['"doubles" is none of the figures.']],
  ['Spend $1,200 less.', []],
  ['Spend $12,000 less.', ['"12000" is none of the figures.']],
  ['Expect 24.0 of them.', []],
])('a wording may use the figures that there are, and no other: %s', (wording, faults) => {
  expect(inventedFigures(wording, 'Move $521.23. 3.7 to 24, of $1,200.00')).toEqual(faults);
});
