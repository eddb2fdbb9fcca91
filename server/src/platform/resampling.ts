import type { Estimate } from './estimates.ts';

/** The 97.5 % point of the normal distribution, for intervals of 95 %. */
const Z = 1.959963984540054;

/** How often people are drawn anew. */
const REPLICATES = 1_000;
/** Above so many people the drawings' own limit, a normal distribution, takes their place: it differs by less than they do by chance. */
const MOST_DRAWN = 400;

/** The chances that a Poisson variable of mean 1 is at most 0, 1, 2 …, by 2^32. */
const AT_MOST = Float64Array.from(
  [1, 1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320].map((_, place, all) => {
    return 4_294_967_296 * Math.exp(-1) * all.slice(0, place + 1).reduce((sum, part) => sum + part, 0);
  }),
);

/** What one person or household adds to each of several sums. */
export type Contributions = ReadonlyMap<number, Float64Array>;

/** Sums over people, with 95 % intervals that take people as they are drawn: all that is one person's comes and goes together. */
export interface Resampled {
  /** The sum at a place. */
  sum(place: number, isFew: boolean): Estimate;
  /** The sum at one place by that at another; nothing while the other is 0. */
  ratio(above: number, below: number, isFew: boolean): Estimate;
}

/** The finaliser of MurmurHash3 (A. Appleby), over a person's number and the drawing's. */
function uniform(person: number, drawing: number): number {
  let mixed = (person ^ Math.imul(drawing + 1, 0x9e3779b1)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed ^ person, 0x27d4eb2f);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** How often a person is in a drawing. */
function timesDrawn(person: number, drawing: number): number {
  const drawn = uniform(person, drawing);
  let times = 0;
  while (times < AT_MOST.length && drawn >= AT_MOST[times]) times += 1;
  return times;
}

function totalsOf(people: Contributions, places: number): Float64Array {
  const totals = new Float64Array(places);
  for (const parts of people.values()) for (let place = 0; place < places; place += 1) totals[place] += parts[place];
  return totals;
}

/** The middle 95 % of what was drawn. */
function middleOf(drawn: Float64Array): { low: number; high: number } {
  const sorted = drawn.toSorted();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { low: at(0.025), high: at(0.975) };
}

function drawAll(people: Contributions, places: number): Float64Array[] {
  const drawn = Array.from({ length: places }, () => new Float64Array(REPLICATES));
  for (const [person, parts] of people) {
    for (let drawing = 0; drawing < REPLICATES; drawing += 1) {
      const times = timesDrawn(person, drawing);
      if (times === 0) continue;
      for (let place = 0; place < places; place += 1) drawn[place][drawing] += times * parts[place];
    }
  }
  return drawn;
}

/** Few people: drawn anew, with the middle of what came of it. */
function drawnPeople(people: Contributions, places: number): Resampled {
  const totals = totalsOf(people, places);
  const drawn = drawAll(people, places);
  return {
    // Where there is nobody to draw, nothing says how many there might have been.
    sum: (place, isFew) => ({ value: totals[place], ...(people.size === 0 ? { low: 0, high: null } : middleOf(drawn[place])), isFew }),
    ratio(above, below, isFew) {
      if (totals[below] === 0) return { value: null, low: null, high: null, isFew };
      const ratios = drawn[above].map((sum, drawing) => sum / drawn[below][drawing]).filter((ratio) => Number.isFinite(ratio));
      return { value: totals[above] / totals[below], ...middleOf(ratios), isFew };
    },
  };
}

/** Many people: what the drawings tend to, with the variance they have. */
function manyPeople(people: Contributions, places: number): Resampled {
  const totals = totalsOf(people, places);
  const spreadOf = (of: (parts: Float64Array) => number) => {
    let squares = 0;
    for (const parts of people.values()) squares += of(parts) ** 2;
    return Z * Math.sqrt(squares);
  };
  const around = (value: number, half: number, isFew: boolean) => ({ value, low: Math.max(0, value - half), high: value + half, isFew });
  return {
    sum: (place, isFew) =>
      around(
        totals[place],
        spreadOf((parts) => parts[place]),
        isFew,
      ),
    ratio(above, below, isFew) {
      if (totals[below] === 0) return { value: null, low: null, high: null, isFew };
      const value = totals[above] / totals[below];
      return around(value, spreadOf((parts) => parts[above] - value * parts[below]) / totals[below], isFew);
    },
  };
}

/**
 * Resamples people with what each adds to `places` sums that are not below 0: a Poisson bootstrap (Hanley and MacGibbon, 2006, Creating
 * non-parametric bootstrap samples using Poisson frequencies, Computer Methods and Programs in Biomedicine 83, 57–62), in which everybody
 * is in each of 1,000 drawings 0, 1, 2 … times, and how many people there are is left to chance, too. Who adds nothing need not be
 * given. The draws follow from people's numbers alone: the same people have the same intervals on every machine, in whatever order they
 * come. Above 400 people the normal limit of the same drawings is taken.
 */
export function resample(people: Contributions, places: number): Resampled {
  return people.size <= MOST_DRAWN ? drawnPeople(people, places) : manyPeople(people, places);
}
