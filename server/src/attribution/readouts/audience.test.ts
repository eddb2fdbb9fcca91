import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { randomOf } from '../../../../simulator/src/random.ts';
import { leastConversions } from '../experiments/plan.ts';
import type { Arm } from '../experiments/schema.ts';
import { createOutcomes, readAudience } from './audience.ts';
import { createParticipants, identityColumns, keyColumn, type Participants } from './participants.ts';

const DAY_MS = 86_400_000;
const ARMS: Arm[] = [
  { name: 'treatment', isControl: false, share: 0.5, regions: null },
  { name: 'control', isControl: true, share: 0.5, regions: null },
];
const WINDOW_DAYS = 7;

const NO_KEYS = {
  addressKey: undefined,
  agentKey: undefined,
  userKey: undefined,
  emailKey: undefined,
  deviceKey: undefined,
  clickKey: undefined,
};
const identity = (arm: string | null, firstAtMs: number, keys: object, touchpoints = 1) => ({
  ...NO_KEYS,
  ...keys,
  arm,
  firstAtMs,
  touchpoints,
});

/** A key as they are stored, by what it is called here. */
const keyOf = (name: string) => createHash('md5').update(name).digest('hex');

function gathered(...identities: ReturnType<typeof identity>[]) {
  const participants = createParticipants();
  const keyed = identities.map((one) =>
    Object.fromEntries(
      Object.entries(one).map(([field, value]) => [field, field.endsWith('Key') && typeof value === 'string' ? keyOf(value) : value]),
    ),
  ) as typeof identities;
  // One by one and all together come to the same.
  for (const one of keyed) participants.add(identityColumns([one], ['treatment', 'control']));
  const found = participants.finish();
  const whole = createParticipants();
  whole.add(identityColumns(keyed, ['treatment', 'control']));
  const { find: _find, ...columns } = found;
  expect(whole.finish()).toMatchObject(columns);
  return { ...found, firstAtMs: Array.from(found.firstAtMs), find: (name: string) => found.find(keyColumn([[keyOf(name)]]))[0] };
}

describe('participants', () => {
  test('are one for all touchpoints that share a key, also through a third, in the arm of the first', () => {
    const found = gathered(
      identity('control', 30, { userKey: 'u1', deviceKey: 'd1' }),
      identity('control', 10, { deviceKey: 'd2', addressKey: 'a1' }),
      identity('treatment', 40, { addressKey: 'a2' }),
      identity('control', 20, { deviceKey: 'd1', addressKey: 'a1' }),
    );
    expect(found.firstAtMs.toSorted((a, b) => a - b)).toEqual([10, 40]);
    expect(found.find('u1')).toBe(found.find('d2'));
    expect(found.arm[found.find('u1')]).toBe(1);
    expect(Array.from(found.isContaminated)).toEqual([0, 0]);
    expect(found.find('nobody')).toBe(-1);
  });

  test('who were exposed in two arms count in the first, and are contaminated', () => {
    const found = gathered(identity('control', 20, { userKey: 'u1' }), identity('treatment', 10, { userKey: 'u1' }));
    expect(found).toMatchObject({ arm: Uint8Array.of(0), firstAtMs: [10], isContaminated: Uint8Array.of(1) });
  });

  test('without an arm of the plan, without keys, or with far too many touchpoints are none', () => {
    const found = gathered(
      identity('other', 1, { userKey: 'u1' }, 3),
      identity(null, 1, { userKey: 'u1' }),
      identity('control', 1, { agentKey: 'only' }, 2),
      identity('control', 1, { userKey: 'guest' }, 10_001),
    );
    expect(found).toMatchObject({ arm: new Uint8Array(), unassignedTouchpoints: 4, unusableTouchpoints: 2 });
    expect(found.find('guest')).toBe(-1);
  });
});

describe('an audience of any size', () => {
  const WITHIN = { resourceLimits: { maxOldGenerationSizeMb: 48, maxYoungGenerationSizeMb: 16 }, execArgv: [] };
  const PARTS = 50;
  const PER_PART = 10_000;

  test('takes no room on the heap: half a million identities are told apart in one of 64 megabytes', async () => {
    const modules = ['audience-thread', 'participants'].map((name) => JSON.stringify(new URL(`./${name}.ts`, import.meta.url).href));
    const worker = new Worker(
      new URL(
        `data:text/javascript,${encodeURIComponent(`
          import { openAudience } from ${modules[0]};
          import { identityColumns } from ${modules[1]};
          import { parentPort } from 'node:worker_threads';
          const audience = openAudience({ windowDays: 7, measure: 'rate', nowMs: 1e9 });
          const keyOf = (name) => name.toString(16).padStart(16, '0').repeat(2);
          for (let part = 0; part < ${PARTS}; part += 1) {
            const identities = Array.from({ length: ${PER_PART} }, (_, place) => {
              const name = part * ${PER_PART} + place;
              const keys = { userKey: keyOf(name), deviceKey: keyOf(1e9 + name) };
              return { ...keys, arm: name % 2 ? 'control' : 'treatment', firstAtMs: name, touchpoints: 1 };
            });
            audience.add(identityColumns(identities, ['treatment', 'control']));
          }
          const arms = [{ name: 'treatment', isControl: false, share: 0.5 }, { name: 'control', isControl: true, share: 0.5 }];
          parentPort.postMessage(audience.read({ arms, measure: 'rate', effect: 0.01, isAtEnd: true }).participants);
        `)}`,
      ),
      WITHIN,
    );
    const told = await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    await worker.terminate();
    expect(told).toBe(PARTS * PER_PART);
  });
});

describe('outcomes', () => {
  const one = { firstAtMs: [100 * DAY_MS] };
  const added = (measure: 'rate' | 'value', ...at: [number, number][]) => {
    const outcomes = createOutcomes(one, { windowDays: WINDOW_DAYS, measure, nowMs: 0 });
    for (const [days, value] of at) outcomes.add(0, days * DAY_MS, value);
    return [outcomes.after[0], outcomes.before[0]];
  };

  test('count from the first exposure to the end of the window, both included, and before it as a covariate', () => {
    expect(added('rate', [100, 0], [107, 0])).toEqual([1, 0]);
    expect(added('rate', [107.001, 0], [92.999, 0])).toEqual([0, 0]);
    expect(added('rate', [93, 0], [99.999, 0])).toEqual([0, 1]);
    expect(added('value', [101, 20], [102, 5], [99, 7])).toEqual([25, 7]);
  });
});

interface Shape {
  days?: number;
  perDay?: number;
  share?: number;
  /** What a conversion is worth; it is counted where left out. */
  worth?: () => number;
}

function normalOf(random: ReturnType<typeof randomOf>): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** A test of so many listeners a day in each arm, in which the control converts at this rate, and the treatment at that. */
function world(seed: number, rates: [number, number], { days = 30, perDay = 60, share = 0.5, worth }: Shape = {}) {
  const random = randomOf(seed);
  const people = {
    arm: [] as number[],
    firstAtMs: [] as number[],
    isContaminated: [] as number[],
    unassignedTouchpoints: 0,
    unusableTouchpoints: 0,
    find: () => new Int32Array(),
  } satisfies Participants;
  const measure = worth ? ('value' as const) : ('rate' as const);
  const happened: [number, number, number][] = [];
  for (let day = 0; day < days; day += 1) {
    for (let person = 0; person < 2 * perDay; person += 1) {
      const arm = random.chance(share) ? 0 : 1;
      const firstAtMs = (day + random.next()) * DAY_MS;
      if (random.chance(rates[1 - arm]))
        happened.push([people.arm.length, firstAtMs + random.next() * WINDOW_DAYS * DAY_MS, worth?.() ?? 0]);
      people.arm.push(arm);
      people.firstAtMs.push(firstAtMs);
      people.isContaminated.push(0);
    }
  }
  return (nowMs: number) => {
    const terms = { windowDays: WINDOW_DAYS, measure, nowMs };
    const outcomes = createOutcomes(people, terms);
    for (const [person, atMs, value] of happened) if (atMs < nowMs) outcomes.add(person, atMs, value);
    return readAudience(people, outcomes, { arms: ARMS, measure, effect: worth ? 0.06 : 0.015, isAtEnd: true }, terms);
  };
}

describe('a readout', () => {
  test('compares only participants whose window is over, and nothing before 30 conversions', () => {
    const read = world(1, [0.05, 0.05]);
    const early = read(9 * DAY_MS);
    expect(early.arms.map(({ observed }) => observed ?? 0).reduce((sum, one) => sum + one)).toBe(240);
    expect(early.participants).toBe(3_600);
    expect(early.comparisons[0].alwaysValid).toEqual({ pValue: 1, low: null, high: null });
    const late = read(40 * DAY_MS);
    expect(late.arms.map(({ observed }) => observed)).toEqual(late.arms.map(({ participants }) => participants));
    expect(late.comparisons[0].looks).toHaveLength(30);
    expect(late.sampleRatio).toMatchObject({ method: 'chi_square', isMismatch: false });
    const { difference, incremental } = late.comparisons[0];
    expect(incremental.value).toBeCloseTo(difference.value * (late.arms[0].observed ?? 0), 10);
  });

  test.each([{ share: 0.5 }, { share: 0.1 }, { share: 0.95 }])(
    'without a difference wins in at most one of twenty of 400 tests of 30 daily looks: a share of $share',
    ({ share }) => {
      let wins = 0;
      for (let seed = 0; seed < 400; seed += 1) {
        const { comparisons } = world(seed, [0.05, 0.05], { share })(40 * DAY_MS);
        if (comparisons[0].looks.some(({ pValue }) => pValue < 0.05)) wins += 1;
      }
      expect(wins / 400).toBeLessThanOrEqual(0.05);
    },
  );

  test.each([{ share: 0.5 }, { share: 0.1 }])(
    'of value without a difference wins in at most one of twenty of tests, some large orders among it: a share of $share',
    ({ share }) => {
      let wins = 0;
      for (let seed = 0; seed < 300; seed += 1) {
        const random = randomOf(47, seed);
        const read = world(seed, [0.1, 0.1], { share, perDay: 100, worth: () => Math.exp(1.2 * normalOf(random)) });
        if (read(40 * DAY_MS).comparisons[0].looks.some(({ pValue }) => pValue < 0.05)) wins += 1;
      }
      expect(wins / 300).toBeLessThanOrEqual(0.05);
    },
  );

  test('waits for more conversions where one arm is small: 30 at even shares, 150 at one to nine', () => {
    expect([leastConversions(0.5, 0.5), leastConversions(200, 200), leastConversions(0.1, 0.9), leastConversions(90, 10)]).toEqual([
      30, 30, 150, 150,
    ]);
    const { looks } = world(2, [0.05, 0.05], { share: 0.1 })(40 * DAY_MS).comparisons[0];
    const first = looks.findIndex(({ low }) => low !== null);
    expect(looks[first].observed).toBeGreaterThan(2_000);
    expect(looks[first].observed).toBeLessThan(3_600);
  });

  test('a look that was taken says the same afterwards', () => {
    const read = world(3, [0.05, 0.09]);
    const whole = read(40 * DAY_MS).comparisons[0].looks;
    for (const day of [15, 22, 30]) {
      const { looks } = read(day * DAY_MS).comparisons[0];
      expect(looks).toEqual(whole.slice(0, looks.length));
    }
  });

  test('finds a difference that is there, with intervals that narrow and leave 0 out when the p-value says so', () => {
    const { looks, alwaysValid, difference } = world(5, [0.04, 0.1])(40 * DAY_MS).comparisons[0];
    expect(alwaysValid.pValue).toBeLessThan(0.001);
    expect(alwaysValid.low).toBeGreaterThan(0);
    expect(difference.value).toBeGreaterThan(0.04);
    for (const look of looks) if (look.low !== null) expect(look.low > 0 || (look.high ?? 1) < 0).toBe(look.pValue < 0.05);
    const widths = looks.flatMap(({ low, high }) => (low === null || high === null ? [] : [high - low]));
    widths.slice(1).forEach((width, place) => expect(width).toBeLessThanOrEqual(widths[place] + 1e-12));
  });
});
