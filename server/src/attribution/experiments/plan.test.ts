import { describe, expect, test } from 'vitest';
import { randomOf } from '../../../../simulator/src/random.ts';
import { geoEffect, leastGeoPValue } from './geo.ts';
import { aggregatePlan, armsOf, audiencePlan, completed, designFault, drawBlocks, mayBecome, planFault } from './plan.ts';
import { ExperimentDetails, STATES } from './schema.ts';

const planned = (more: object = {}) =>
  completed(
    ExperimentDetails.parse({
      design: 'audience_split',
      campaign: 'spring',
      conversionKind: 'purchase',
      from: '2026-09-01',
      to: '2026-10-01',
      baseline: 0.02,
      effect: 0.005,
      ...more,
    }),
  );
const geo = (regions: string[][], more: object = {}) =>
  planned({
    design: 'geo',
    baseline: undefined,
    effect: undefined,
    arms: ['treatment', 'control'].map((name, place) => ({ name, regions: regions[place] })),
    ...more,
  });
const switchback = (more: object = {}) => planned({ design: 'switchback', baseline: undefined, effect: undefined, blockDays: 3, ...more });
const faultOf = (details: ExperimentDetails) => planFault(details)?.errors[0];

describe('what ads can do', () => {
  test.each(['audience_split', 'psa', 'variants'] as const)('%s is refused to baked-in ads alone, with what to do instead', (design) => {
    expect(designFault(design, ['baked_in', 'baked_in'])?.message).toMatch(/geo or switchback/);
    expect(designFault(design, ['baked_in', 'dynamic'])).toBeUndefined();
    expect(designFault(design, [])).toBeUndefined();
  });

  test('regions and spans of time are open to them', () => {
    for (const design of ['geo', 'switchback'] as const) expect(designFault(design, ['baked_in'])).toBeUndefined();
  });
});

describe('a plan', () => {
  test('without arms has treatment and control, half each', () => {
    expect(armsOf(planned())).toEqual([
      { name: 'treatment', isControl: false, share: 0.5, regions: null },
      { name: 'control', isControl: true, share: 0.5, regions: null },
    ]);
    for (const details of [planned(), geo([['US-CA'], ['US-NY', 'US-TX']]), switchback()]) expect(planFault(details)).toBeUndefined();
  });

  const half = { share: 0.5 };
  test.each([
    ['ends before it begins', planned({ to: '2026-09-01' }), '/to'],
    ['is longer than events may be old', planned({ to: '2028-01-01' }), '/to'],
    [
      'has an arm twice',
      planned({
        arms: [
          { name: 'control', ...half },
          { name: 'control', ...half },
        ],
      }),
      '/arms',
    ],
    [
      'has named arms in a split',
      planned({
        arms: [
          { name: 'a', ...half },
          { name: 'control', ...half },
        ],
      }),
      '/arms',
    ],
    ['has one arm', planned({ design: 'variants', arms: [{ name: 'plain', ...half }] }), '/arms'],
    [
      'has a variant that nobody hears',
      planned({
        design: 'variants',
        control: 'plain',
        arms: [
          { name: 'plain', ...half },
          { name: 'control', ...half },
        ],
      }),
      '/arms',
    ],
    [
      'has no arm for its control',
      planned({
        design: 'variants',
        arms: [
          { name: 'a', ...half },
          { name: 'b', ...half },
        ],
      }),
      '/control',
    ],
    [
      'has shares that are not all',
      planned({
        arms: [
          { name: 'treatment', share: 0.4 },
          { name: 'control', share: 0.5 },
        ],
      }),
      '/arms',
    ],
    ['has an arm without share', planned({ arms: [{ name: 'treatment' }, { name: 'control', ...half }] }), '/arms/0/share'],
    ['has no expectation', planned({ baseline: undefined }), '/baseline'],
    ['expects a rate above 1', planned({ baseline: 2 }), '/baseline'],
    ['has a size and an effect', planned({ participants: 100 }), '/effect'],
    ['has neither', planned({ effect: undefined }), '/effect'],
    ['would find a rate above 1', planned({ baseline: 0.7, effect: 0.3 }), '/effect'],
    ['looks for what nobody could find', planned({ effect: 1e-9 }), '/effect'],
    [
      'looks for a cent in millions',
      planned({ measure: 'value', currency: 'USD', baseline: 100, deviation: 1e12, effect: 0.1 }),
      '/effect',
    ],
    ['measures value in no currency', planned({ measure: 'value', deviation: 5 }), '/currency'],
    ['measures value without its deviation', planned({ measure: 'value', currency: 'USD' }), '/deviation'],
    ['measures a rate in a currency', planned({ currency: 'USD' }), '/currency'],
    [
      'has regions in a split',
      planned({
        arms: [
          { name: 'treatment', regions: ['US'] },
          { name: 'control', ...half },
        ],
      }),
      '/arms/0/share',
    ],
    [
      'has shares of regions',
      geo([['US-CA'], ['US-NY', 'US-TX']], { arms: [{ name: 'treatment', regions: ['US'], ...half }, { name: 'control' }] }),
      '/arms/0/share',
    ],
    ['has a region twice', geo([['US-CA'], ['US-CA', 'US-TX']]), '/arms'],
    ['has a country and a part of it', geo([['US'], ['US-CA', 'DE']]), '/arms'],
    ['has one region to compare with', geo([['US-CA'], ['US-TX']]), '/arms'],
    ['has no regions', geo([]), '/arms/0/regions'],
    ['has blocks without length', switchback({ blockDays: undefined }), '/blockDays'],
    ['washes everything out', switchback({ washoutDays: 3 }), '/washoutDays'],
    ['is too short for two pairs', switchback({ blockDays: 8 }), '/to'],
    ['has blocks in a split', planned({ blockDays: 3 }), '/blockDays'],
  ])('that %s is refused by field', (_, details, pointer) => {
    expect(faultOf(details)?.pointer).toBe(pointer);
    expect(faultOf(details)?.detail.length).toBeGreaterThan(20);
  });
});

test('a size finds the effect, and an effect follows from the size', () => {
  const plan = audiencePlan(planned());
  // Fleiss: (1.96 · √(2 · 0.0225 · 0.9775) + 0.8416 · √(0.02 · 0.98 + 0.025 · 0.975))² / 0.005².
  expect(plan).toMatchObject({ alpha: 0.05, power: 0.8, participants: 2 * 13_809, minimumDetectableEffect: 0.005 });
  expect(plan.sequentialParticipants).toBeGreaterThan(plan.participants ?? 0);
  const back = audiencePlan(planned({ effect: undefined, participants: plan.participants }));
  expect(back.minimumDetectableEffect).toBeCloseTo(0.005, 5);
});

test('a plan ends with whatever numbers it is asked for, however large or small they are', () => {
  const extremes = [5e-324, 1e-200, 1e-9, 1, 1e12];
  for (const deviation of extremes)
    for (const effect of extremes)
      for (const share of [0.5, 1e-12]) {
        const arms = [
          { name: 'treatment', share },
          { name: 'control', share: 1 - share },
        ];
        const details = planned({ measure: 'value', currency: 'USD', baseline: 1, deviation, effect, arms });
        if (planFault(details) !== undefined) continue;
        const { participants, sequentialParticipants } = audiencePlan(details);
        for (const count of [participants, sequentialParticipants]) expect(Number.isSafeInteger(count) && (count ?? 0) >= 2).toBe(true);
      }
  for (const participants of [2, 1e9])
    for (const baseline of [5e-324, 1e-9, 1 - 1e-12])
      expect(audiencePlan(planned({ baseline, effect: undefined, participants })).participants).toBe(participants);
});

test('more arms need more participants, and say why', () => {
  const arms = ['plain', 'one', 'two'].map((name) => ({ name, share: 1 / 3 }));
  const plan = audiencePlan(planned({ design: 'variants', control: 'plain', arms }));
  expect(plan.participants).toBeGreaterThan(1.5 * 2 * 13_809);
  expect(plan.notes.join()).toContain('2.50 %');
  expect(audiencePlan(planned({ effect: undefined, participants: 200 })).notes.join()).toContain('Fewer than 30 conversions');
  const uneven = ['treatment', 'control'].map((name, place) => ({ name, share: place === 0 ? 0.1 : 0.9 }));
  const few = planned({ arms: uneven, effect: undefined, participants: 7_000 });
  expect(audiencePlan(few).notes.join()).toContain('Fewer than 150 conversions');
});

describe('a plan of regions', () => {
  const named = (from: number, count: number) =>
    Array.from({ length: count }, (_, place) => `US-${String.fromCharCode(65 + from + place)}A`);
  const of = (treated: number, untreated: number) => geo([named(0, treated), named(treated, untreated)]);

  test('says before the start that so few can show nothing, how clear it could get at most, and how many more would do', () => {
    const [note, ...more] = aggregatePlan(of(1, 9), 0.2, null).notes;
    expect(more).toEqual([]);
    expect(note).toContain('1 region with the ad and 9 without cannot show a difference at 5 %');
    expect(note).toContain('by chance in 10.0 % of tests. With 1 with the ad, 19 or more without can show one.');
    expect(aggregatePlan(of(3, 3), 0.2, null).notes[0]).toContain('10.0 %');
    for (const [treated, untreated] of [
      [1, 9],
      [3, 3],
    ])
      expect(aggregatePlan(of(treated, untreated), 0.2, null).minimumDetectableEffect).toBeNull();
    expect(aggregatePlan(of(1, 19), 0.2, null)).toMatchObject({ minimumDetectableEffect: 0.2, notes: [] });
    expect(aggregatePlan(of(2, 6), 0.2, null).notes).toEqual([]);
    expect(
      aggregatePlan(
        switchback(),
        0.2,
        drawBlocks(switchback({ blockDays: 7 }), () => true),
      ).minimumDetectableEffect,
    ).toBeNull();
  });

  test('counts the smallest p-value just as the readout finds it', () => {
    const random = randomOf(3);
    for (const [treated, untreated] of [
      [1, 2],
      [1, 19],
      [2, 2],
      [3, 3],
      [2, 5],
      [4, 4],
      [7, 12],
    ]) {
      const region = (name: string) => ({ name, before: 100 + random.below(20), during: 100 + random.below(20) });
      const found = geoEffect(named(0, treated).map(region), named(treated, untreated).map(region), 0.05);
      expect(found?.leastPValue).toBe(leastGeoPValue(treated, untreated));
      const clearest = geoEffect(
        named(0, treated).map((name) => ({ name, before: 100, during: 100_000 })),
        named(treated, untreated).map((name) => ({ name, before: 100, during: 100 })),
        0.05,
      );
      expect(clearest?.pValue).toBeCloseTo(leastGeoPValue(treated, untreated), 12);
    }
  });
});

test('blocks come in pairs of both kinds, in an order that chance decides, end to end', () => {
  const random = randomOf(1);
  const blocks = drawBlocks(switchback({ blockDays: 2 }), () => random.chance(0.5));
  expect(blocks).toHaveLength(14);
  expect(blocks[0].from).toBe('2026-09-01');
  blocks.slice(1).forEach(({ from }, place) => expect(from).toBe(blocks[place].to));
  for (let pair = 0; pair < 14; pair += 2) expect([blocks[pair].arm, blocks[pair + 1].arm].sort()).toEqual(['control', 'treatment']);
  expect(new Set(blocks.filter((_, place) => place % 2 === 0).map(({ arm }) => arm)).size).toBe(2);
});

test('an experiment goes from draft to running, stopped and archived, and never back', () => {
  const steps = STATES.flatMap((from) => STATES.filter((to) => mayBecome(from, to)).map((to) => `${from} ${to}`));
  expect(steps).toEqual(['draft running', 'draft archived', 'running stopped', 'stopped archived']);
});
