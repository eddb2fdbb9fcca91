/** The chances below the bounds of the intervals of 50, 80 and 95 %, and of the median. */
export const INTERVALS = [50, 80, 95] as const;
export type Interval = (typeof INTERVALS)[number];

/** The chances at which a forecast is scored: 19 of them, evenly. */
export const SCORED_LEVELS: readonly number[] = Array.from({ length: 19 }, (_, place) => (place + 1) / 20);

/**
 * The continuous ranked probability score from the numbers at `SCORED_LEVELS`: twice the mean pinball loss (T. Gneiting, R. Ranjan 2011).
 * Lower is better; of a forecast of one number it is the distance.
 */
export function crps(quantiles: readonly number[], outcome: number): number {
  const losses = quantiles.map((value, place) => (outcome >= value ? SCORED_LEVELS[place] : SCORED_LEVELS[place] - 1) * (outcome - value));
  return (2 * losses.reduce((sum, loss) => sum + loss, 0)) / SCORED_LEVELS.length;
}

/** Reads the number at a chance. */
export type Quantile = (level: number) => number;

/** Reads numbers in any order by the share that lies below. */
export function quantilesOf(numbers: Float64Array): Quantile {
  const sorted = numbers.toSorted();
  return (level) => sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(level * sorted.length) - 1))];
}

/** Both ends of an interval. */
export function boundsOf(quantile: Quantile, interval: Interval): [low: number, high: number] {
  const tail = (1 - interval / 100) / 2;
  return [quantile(tail), quantile(1 - tail)];
}

/** Where an outcome lies among draws, 0 to 1; those that are as large count half. */
export function chanceAmong(draws: Float64Array, outcome: number): number {
  let below = 0;
  for (const draw of draws) below += draw < outcome ? 1 : draw === outcome ? 0.5 : 0;
  return below / draws.length;
}

/** Outcomes that came out as they should count as much as this many in a correction. */
const EVEN_OUTCOMES = 12;

/**
 * Chances as they should be read, from where outcomes fell in what was forecast of them before: a conformal correction (V. Vovk, A.
 * Gammerman, G. Shafer 2005, on probability integral transforms), drawn to none while outcomes are few.
 */
export function corrected(chances: readonly number[]): (level: number) => number {
  const even = Array.from({ length: EVEN_OUTCOMES }, (_, place) => (place + 0.5) / EVEN_OUTCOMES);
  const sorted = [...chances, ...even].sort((a, b) => a - b);
  return (level) => {
    const at = level * (sorted.length + 1) - 1;
    const low = Math.max(0, Math.min(sorted.length - 1, Math.floor(at)));
    const high = Math.min(sorted.length - 1, low + 1);
    const between = sorted[low] + (sorted[high] - sorted[low]) * Math.max(0, Math.min(1, at - low));
    return Math.max(0.001, Math.min(0.999, between));
  };
}

/** One forecast that was held against what came, by ours and by each simpler one. */
export interface Scored {
  /** By which outcomes are told apart as small, middling and large. */
  size: number;
  outcome: number;
  own: Quantile;
  /** A simpler forecast of one number each. */
  baselines: Readonly<Record<string, Quantile>>;
}

export interface Coverage {
  count: number;
  /** The shares of outcomes inside their intervals, 0 to 1. */
  covered50: number;
  covered80: number;
  covered95: number;
}

export interface Scores extends Coverage {
  crps: number;
  baselines: { name: string; crps: number }[];
  /** Thirds of the outcomes by size, smallest first; one class while they are few. */
  sizes: (Coverage & { upTo: number; crps: number })[];
}

const LEAST_OF_SIZES = 9;

function coverageOf(scored: readonly Scored[]): Coverage {
  const share = (interval: Interval) => {
    const inside = scored.filter(({ own, outcome }) => {
      const [low, high] = boundsOf(own, interval);
      return low <= outcome && outcome <= high;
    });
    return inside.length / scored.length;
  };
  return { count: scored.length, covered50: share(50), covered80: share(80), covered95: share(95) };
}

const meanOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
const crpsOf = (scored: readonly Scored[], read: (one: Scored) => Quantile) =>
  meanOf(scored.map((one) => crps(SCORED_LEVELS.map(read(one)), one.outcome)));

/** How forecasts did together; undefined when there are none. */
export function scoresOf(scored: readonly Scored[]): Scores | undefined {
  if (scored.length === 0) return undefined;
  const sorted = scored.toSorted((a, b) => a.size - b.size);
  const parts = sorted.length < LEAST_OF_SIZES ? 1 : 3;
  const classes = Array.from({ length: parts }, (_, part) =>
    sorted.slice(Math.round((part * sorted.length) / parts), Math.round(((part + 1) * sorted.length) / parts)),
  );
  return {
    ...coverageOf(scored),
    crps: crpsOf(scored, ({ own }) => own),
    baselines: Object.keys(scored[0].baselines).map((name) => ({ name, crps: crpsOf(scored, ({ baselines }) => baselines[name]) })),
    sizes: classes.map((own) => ({ upTo: own[own.length - 1].size, ...coverageOf(own), crps: crpsOf(own, (one) => one.own) })),
  };
}
