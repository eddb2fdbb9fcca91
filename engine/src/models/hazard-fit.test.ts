import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitHazard, type HazardFit, type HazardOptions, type Observations, weighPathByHazard } from '../index.ts';

const DAY = 86_400_000;
const UNITS = 3;

interface Identity {
  from: number;
  to: number;
  stratum: number;
  exposures: { at: number; unit: number }[];
  conversions: number[];
}

const anyIdentity: fc.Arbitrary<Identity> = fc
  .tuple(fc.nat(40), fc.integer({ min: 1, max: 60 }), fc.nat(1))
  .chain(([start, days, stratum]) => {
    const [from, to] = [start * DAY, (start + days) * DAY];
    return fc.record({
      from: fc.constant(from),
      to: fc.constant(to),
      stratum: fc.constant(stratum),
      exposures: fc.array(fc.record({ at: fc.integer({ min: from - 20 * DAY, max: to + DAY }), unit: fc.nat(UNITS - 1) }), {
        maxLength: 5,
      }),
      conversions: fc.array(fc.integer({ min: from, max: to }), { maxLength: 2 }),
    });
  });
const anyIdentities = fc.array(anyIdentity, { minLength: 1, maxLength: 30 });

function columnsOf(identities: Identity[]): Observations {
  const exposureOffsets = new Int32Array(identities.length + 1);
  const conversionOffsets = new Int32Array(identities.length + 1);
  identities.forEach(({ exposures, conversions }, place) => {
    exposureOffsets[place + 1] = exposureOffsets[place] + exposures.length;
    conversionOffsets[place + 1] = conversionOffsets[place] + conversions.length;
  });
  const exposures = identities.flatMap((identity) => identity.exposures);
  return {
    identityCount: identities.length,
    observedFrom: Float64Array.from(identities, ({ from }) => from),
    observedTo: Float64Array.from(identities, ({ to }) => to),
    stratum: Int32Array.from(identities, ({ stratum }) => stratum),
    exposureOffsets,
    exposureAt: Float64Array.from(exposures, ({ at }) => at),
    exposureUnit: Int32Array.from(exposures, ({ unit }) => unit),
    conversionOffsets,
    conversionAt: Float64Array.from(identities.flatMap(({ conversions }) => conversions)),
  };
}

function fit(identities: Identity[], options: Partial<HazardOptions> = {}): HazardFit {
  return fitHazard(columnsOf(identities), { unitCount: UNITS, strata: 2, ...options });
}

/** The log-likelihood by its definition, with the standard library's functions. */
function logLikelihoodOf(identities: Identity[], { baseline, effect, decay, lookbackMs }: HazardFit): number {
  let sum = 0;
  for (const { from, to, stratum, exposures, conversions } of identities) {
    sum -= baseline[stratum] * (to - from);
    for (const { at, unit } of exposures) {
      const [begin, end] = [Math.max(0, from - at), Math.min(to - at, lookbackMs)];
      if (end > begin) sum -= effect[unit] * (Math.exp(-decay[unit] * begin) - Math.exp(-decay[unit] * end));
    }
    for (const converted of conversions) {
      let hazard = baseline[stratum];
      for (const { at, unit } of exposures) {
        const age = converted - at;
        if (age >= 0 && age <= lookbackMs) hazard += effect[unit] * decay[unit] * Math.exp(-decay[unit] * age);
      }
      sum += Math.log(hazard);
    }
  }
  return sum;
}

/** D. Lehmer's generator modulo 2³¹ − 1 (multiplier 48271): numbers in 0 to 1, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

interface Truth {
  baseline: number[];
  effect: number[];
  halfLifeDays: number[];
}

/** A world that is as the model says; tells who made each conversion that was observed. */
function simulate(count: number, truth: Truth, seed: number) {
  const random = seeded(seed);
  const wait = (mean: number) => -mean * Math.log(1 - random());
  const made = { organic: 0, byUnit: truth.effect.map(() => 0), total: 0 };
  const identities = Array.from({ length: count }, (): Identity => {
    const from = Math.floor(random() * 30) * DAY;
    const to = from + (20 + Math.floor(random() * 70)) * DAY;
    const stratum = random() < 0.5 ? 0 : 1;
    const exposures: Identity['exposures'] = [];
    const conversions: number[] = [];
    for (let at = from + wait(1 / truth.baseline[stratum]); at <= to; at += wait(1 / truth.baseline[stratum])) conversions.push(at);
    made.organic += conversions.length;
    truth.effect.forEach((effect, unit) => {
      for (let at = from - 10 * DAY + wait(25 * DAY); at <= to; at += wait(25 * DAY)) {
        exposures.push({ at, unit });
        for (let budget = wait(1); budget <= effect; budget += wait(1)) {
          const converted = at + wait((truth.halfLifeDays[unit] * DAY) / Math.LN2);
          if (converted < from || converted > to) continue;
          conversions.push(converted);
          made.byUnit[unit] += 1;
        }
      }
    });
    made.total += conversions.length;
    return { from, to, stratum, exposures, conversions };
  });
  return { identities, made };
}

describe('the likelihood', () => {
  test('never falls from one look to the next, and is that of the definition', () => {
    fc.assert(
      fc.property(anyIdentities, fc.constantFrom(Infinity, 15 * DAY), (identities, lookbackMs) => {
        fc.pre(identities.some(({ conversions }) => conversions.length > 0));
        const fitted = fit(identities, { lookbackMs });
        fitted.logLikelihoods.slice(1).forEach((value, place) => {
          expect(value).toBeGreaterThanOrEqual(fitted.logLikelihoods[place] - 1e-9 * (1 + Math.abs(value)));
        });
        const direct = logLikelihoodOf(identities, fitted);
        expect(Math.abs(fitted.logLikelihood - direct)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(direct)));
        expect(fitted.logLikelihood).toBe(fitted.logLikelihoods.at(-1));
      }),
      { numRuns: 150 },
    );
  });

  test('is at a maximum where the fit ends: no rate a little larger or smaller is likelier', () => {
    const { identities } = simulate(1_500, { baseline: [4e-11, 1e-10], effect: [0.1, 0.05, 0.02], halfLifeDays: [2, 8, 4] }, 3);
    const fitted = fit(identities, { tolerance: 1e-13 });
    expect(fitted.converged).toBe(true);
    const best = logLikelihoodOf(identities, fitted);
    for (const part of ['baseline', 'effect', 'decay'] as const) {
      fitted[part].forEach((rate, place) => {
        for (const factor of [0.97, 1.03]) {
          expect(logLikelihoodOf(identities, { ...fitted, [part]: fitted[part].with(place, rate * factor) })).toBeLessThan(best);
        }
      });
    }
  });
});

describe('a fit', () => {
  /** Credit of the conversions with a touch, by unit, and all the organic ones. */
  function creditOf(identities: Identity[], fitted: HazardFit): number[] {
    const credit = fitted.effect.map(() => 0);
    for (const { stratum, exposures, conversions } of identities) {
      for (const converted of conversions) {
        const touches = exposures.filter(({ at }) => at <= converted);
        const units = touches.map(({ unit }) => unit);
        const ages = touches.map(({ at }) => converted - at);
        weighPathByHazard(units, ages, fitted, stratum).weights.forEach((weight, touch) => (credit[units[touch]] += weight));
      }
    }
    return [...credit];
  }

  test.each([7_919, 15_838, 23_757])(
    'of a world that is as the model says finds effects, half-lives, baselines, and who made what (seed %d)',
    (seed) => {
      const truth = { baseline: [2e-11, 6e-11], effect: [0.06, 0.03, 0], halfLifeDays: [2, 10, 7] };
      const { identities, made } = simulate(12_000, truth, seed);
      const fitted = fit(identities);
      expect(fitted.converged).toBe(true);
      // About 4,500 conversions. Each tolerance is three standard deviations of the estimate over twelve such worlds.
      const credit = creditOf(identities, fitted);
      expect(Math.abs(fitted.organicShare - made.organic / made.total)).toBeLessThan(0.06);
      credit.forEach((sum, unit) => expect(Math.abs(sum - made.byUnit[unit]) / made.total).toBeLessThan(0.06));
      expect(credit.reduce((sum, part) => sum + part, fitted.organicShare * made.total)).toBeCloseTo(made.total, 6);
      expect(Math.abs(fitted.effect[0] / truth.effect[0] - 1)).toBeLessThan(0.1);
      expect(Math.abs(fitted.effect[1] / truth.effect[1] - 1)).toBeLessThan(0.3);
      expect(fitted.effect[2]).toBeLessThan(0.012);
      expect(Math.abs(fitted.halfLifeMs[0] / DAY / 2 - 1)).toBeLessThan(0.15);
      expect(Math.abs(fitted.halfLifeMs[1] / DAY / 10 - 1)).toBeLessThan(0.5);
      fitted.baseline.forEach((rate, stratum) => expect(Math.abs(rate / truth.baseline[stratum] - 1)).toBeLessThan(0.2));
    },
  );

  test('reports what was observed, stratum by stratum, and shares out every conversion', () => {
    fc.assert(
      fc.property(anyIdentities, (identities) => {
        const fitted = fit(identities);
        for (const stratum of [0, 1]) {
          const own = identities.filter((identity) => identity.stratum === stratum);
          expect(fitted.personTimeMs[stratum]).toBe(own.reduce((sum, { from, to }) => sum + to - from, 0));
          expect(fitted.conversions[stratum]).toBe(own.reduce((sum, { conversions }) => sum + conversions.length, 0));
          expect(fitted.organic[stratum]).toBeLessThanOrEqual(fitted.conversions[stratum] * (1 + 1e-12));
        }
        expect(fitted.organicShare).toBeGreaterThanOrEqual(0);
        expect(fitted.organicShare).toBeLessThanOrEqual(1 + 1e-12);
        for (const half of fitted.halfLifeMs) expect(half).toSatisfy((ms: number) => ms >= 3_599_999 && ms <= 60 * DAY + 1);
      }),
      { numRuns: 60 },
    );
  });

  test('has the same bits in whatever order identities, exposures and conversions come', () => {
    fc.assert(
      fc.property(anyIdentities, (identities) => {
        const turned = identities.toReversed().map((identity) => ({
          ...identity,
          exposures: identity.exposures.toReversed(),
          conversions: identity.conversions.toReversed(),
        }));
        expect(fit(turned)).toEqual(fit(identities));
      }),
      { numRuns: 60 },
    );
  });

  test('has the same bits in whatever order identities come that differ by fractions of a millisecond only', () => {
    const identities = Array.from({ length: 60 }, (_, place) => ({
      from: 0,
      to: 10,
      stratum: 0,
      exposures: [{ at: 1 + ((place * 37) % 64) / 64, unit: 0 }],
      conversions: [5 + ((place * 11) % 32) / 32],
    }));
    const options = { shortestHalfLifeMs: 0.1 };
    expect(fit(identities.toReversed(), options)).toEqual(fit(identities, options));
  });

  test('has the same bits when the many exposures of one identity come in any order, some of them at one instant', () => {
    const exposures = Array.from({ length: 5_000 }, (_, place) => ({ at: ((place * 7_919) % 1_000) * 60_000, unit: place % UNITS }));
    const crowd = { from: 0, to: 30 * DAY, stratum: 0, exposures, conversions: [DAY, 2 * DAY, 9 * DAY] };
    const sorted = exposures.toSorted((a, b) => a.at - b.at || a.unit - b.unit);
    const alone = { ...crowd, exposures: [], conversions: [4 * DAY] };
    expect(fit([crowd, alone])).toEqual(fit([{ ...crowd, exposures: sorted }, alone]));
  });

  test('gives units the same effect when each stands where the other stood', () => {
    const { identities } = simulate(800, { baseline: [5e-11, 5e-11], effect: [0.1, 0.1, 0], halfLifeDays: [3, 3, 3] }, 11);
    const swap = [1, 0, 2];
    const mirrored = identities.map((identity) => ({
      ...identity,
      exposures: identity.exposures.map(({ at, unit }) => ({ at, unit: swap[unit] })),
    }));
    const { effect, halfLifeMs } = fit([...identities, ...mirrored]);
    expect(effect[0]).toBeGreaterThan(0);
    expect(Math.abs(effect[0] / effect[1] - 1)).toBeLessThan(1e-9);
    expect(Math.abs(halfLifeMs[0] / halfLifeMs[1] - 1)).toBeLessThan(1e-9);
  });

  test('is the same whether an identity is observed in one piece or in two with the same exposures', () => {
    const { identities } = simulate(400, { baseline: [5e-11, 5e-11], effect: [0.1, 0.05, 0], halfLifeDays: [3, 6, 3] }, 5);
    const halves = identities.flatMap((identity) => {
      const middle = (identity.from + identity.to) / 2;
      return [
        { ...identity, to: middle, conversions: identity.conversions.filter((at) => at <= middle) },
        { ...identity, from: middle, conversions: identity.conversions.filter((at) => at > middle) },
      ];
    });
    const [whole, parts] = [fit(identities, { tolerance: 1e-13 }), fit(halves, { tolerance: 1e-13 })];
    expect(Math.abs(parts.logLikelihood - whole.logLikelihood)).toBeLessThan(1e-6);
    expect(parts.organicShare).toBeCloseTo(whole.organicShare, 4);
  });

  test('from a start that is near ends at the same maximum, and sooner; a start that has nothing of a unit does not keep it out', () => {
    const { identities } = simulate(3_000, { baseline: [5e-11, 5e-11], effect: [0.1, 0.05, 0.02], halfLifeDays: [3, 6, 3] }, 5);
    const cold = fit(identities, { tolerance: 1e-12 });
    const warm = fit(identities, { tolerance: 1e-12, start: cold });
    expect(warm.iterations).toBeLessThan(cold.iterations);
    const without = fit(identities, {
      tolerance: 1e-12,
      start: { ...cold, effect: cold.effect.with(0, 0), baseline: Float64Array.of(0, 0) },
    });
    for (const other of [warm, without]) {
      expect(other.converged).toBe(true);
      expect(Math.abs(other.logLikelihood - cold.logLikelihood)).toBeLessThan(1e-5);
      expect(Math.abs(other.organicShare - cold.organicShare)).toBeLessThan(1e-4);
    }
  });

  test('without an exposure is all organic, at conversions by person-time; without a conversion all its rates are 0', () => {
    const alone = { from: 0, to: 10 * DAY, stratum: 0, exposures: [], conversions: [DAY] };
    const fitted = fit([alone, { ...alone, conversions: [] }]);
    expect(fitted).toMatchObject({ organicShare: 1, converged: true });
    expect(fitted.baseline[0] * 20 * DAY).toBeCloseTo(1, 12);
    const idle = fit([{ ...alone, exposures: [{ at: DAY, unit: 0 }], conversions: [] }]);
    expect(idle).toMatchObject({ organicShare: 0, converged: true, baseline: Float64Array.of(0, 0), effect: Float64Array.of(0, 0, 0) });
  });

  test('that runs out of iterations says so', () => {
    const { identities } = simulate(200, { baseline: [5e-11, 5e-11], effect: [0.1, 0.05, 0], halfLifeDays: [3, 6, 3] }, 9);
    expect(fit(identities, { mostIterations: 3 })).toMatchObject({ converged: false, iterations: 3 });
  });
});

describe('what cannot be is refused:', () => {
  const one: Identity = { from: 0, to: DAY, stratum: 0, exposures: [{ at: 0, unit: 0 }], conversions: [DAY] };

  test.each<[string, Identity, RegExp]>([
    ['a conversion outside its observation', { ...one, conversions: [DAY + 1] }, /outside/],
    ['an observation that ends before it begins', { ...one, to: -1, conversions: [] }, /end after it begins/],
    ['a unit that is not there', { ...one, exposures: [{ at: 0, unit: UNITS }] }, /unit of exposure 0/],
    ['a stratum that is not there', { ...one, stratum: 2 }, /stratum of identity 0/],
    ['an exposure at no time', { ...one, exposures: [{ at: NaN, unit: 0 }] }, /time of exposure 0/],
    ['conversions without any time', { ...one, to: 0, conversions: [0] }, /stratum 0/],
  ])('%s', (_name, identity, message) => {
    expect(() => fit([identity])).toThrow(message);
  });

  test.each<[string, Partial<HazardOptions>]>([
    ['half a unit', { unitCount: 0.5 }],
    ['no stratum', { strata: 0 }],
    ['a lookback of nothing', { lookbackMs: 0 }],
    ['half-lives in the wrong order', { shortestHalfLifeMs: 2, longestHalfLifeMs: 1 }],
    ['no tolerance', { tolerance: 0 }],
    ['one iteration', { mostIterations: 1 }],
    [
      'a start for other units',
      { start: { baseline: Float64Array.of(0, 0), effect: Float64Array.of(1), decay: Float64Array.of(1), lookbackMs: Infinity } },
    ],
  ])('%s', (_name, options) => {
    expect(() => fit([one], options)).toThrow(RangeError);
  });
});
