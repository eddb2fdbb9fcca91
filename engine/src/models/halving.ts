const STEP_BITS = 10;
const STEPS = 1 << STEP_BITS;
const LAST_POWER = 1_100;
const LN2_STEP = 0.6931471805599453 / STEPS;

/** 2^(−i) for whole i: exact, down to the smallest number there is, then 0. */
const WHOLE = new Float64Array(LAST_POWER + 1);
/** 2^(−j/1024): products of repeated square roots of one half, each rounded as IEEE 754 prescribes, so the same on every machine. */
const FRACTION = new Float64Array(STEPS);

function fillTables(): void {
  let power = 1;
  for (let i = 0; i <= LAST_POWER; i += 1) {
    WHOLE[i] = power;
    power /= 2;
  }
  const roots: number[] = [];
  let root = 0.5;
  for (let bit = STEP_BITS - 1; bit >= 0; bit -= 1) {
    root = Math.sqrt(root);
    roots[bit] = root;
  }
  for (let j = 0; j < STEPS; j += 1) {
    let product = 1;
    for (let bit = STEP_BITS - 1; bit >= 0; bit -= 1) if (((j >> bit) & 1) === 1) product *= roots[bit];
    FRACTION[j] = product;
  }
}
fillTables();

/** How many steps of 1/1024 of a halving a millisecond is: a finite number, also for the shortest half-life there is. */
export function stepsPerMs(halfLifeMs: number): number {
  return Math.min(STEPS / halfLifeMs, Number.MAX_VALUE);
}

/**
 * 2^(−steps/1024) for steps ≥ 0, to about 2e-15 of its value, from + − × ÷ √ alone, so that every machine gives the same bits.
 * steps/1024 = i + j/1024 + r: two tables and, for the rest r < 1/1024, the series of e^(−r ln 2) to its fourth power (remainder below
 * 1e-18).
 */
export function halvingOfSteps(steps: number): number {
  if (steps >= LAST_POWER * STEPS) return 0;
  const step = steps | 0;
  const r = (steps - step) * LN2_STEP;
  const rest = 1 - r * (1 - r * (0.5 - r * (0.16666666666666666 - r * 0.041666666666666664)));
  return WHOLE[step >> STEP_BITS] * FRACTION[step & (STEPS - 1)] * rest;
}
