import { DAY_MS, type Grain, nameOf, type SeriesName } from './series.ts';

/** What a person said of an anomaly: worth knowing; real, but no news (a holiday, a launch); or none at all. */
export const VERDICTS = ['useful', 'expected', 'wrong'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** An anomaly that somebody judged. */
export interface Judged {
  verdict: Verdict;
  grain: Grain;
  /** Its first and its last day or hour, in milliseconds since 1970. */
  startsAtMs: number;
  endsAtMs: number;
  members: readonly SeriesName[];
}

/** What verdicts taught about a series. */
export interface Learned {
  /** The limits of the detector are multiplied by this. */
  limitFactor: number;
  /** Days since 1970 that are left out. */
  leftOut: readonly number[];
  verdicts: Readonly<Record<Verdict, number>>;
}

/** What one verdict does to the limits of a series, and how far all of them together may go. */
export const FACTORS: Readonly<Record<Verdict, number>> = { useful: 0.95, expected: 1, wrong: 1.25 };
export const FACTOR_BOUNDS = { least: 0.8, most: 2 } as const;

export const NOTHING_LEARNED: Learned = { limitFactor: 1, leftOut: [], verdicts: { useful: 0, expected: 0, wrong: 0 } };

/**
 * What all verdicts on anomalies of a series come to: each `wrong` lifts its limits by a quarter and each `useful` lowers them by a
 * twentieth, between 0.8 and 2 times the usual; the days of what was `expected` are left out of its baseline. It follows from the verdicts
 * that stand, so that one taken back is as if never given. Verdicts on hours say nothing of the limits of days.
 */
export function learnedOf(judged: readonly Judged[]): Map<string, Learned> {
  const bySeries = new Map<string, { counts: Record<Verdict, number>; leftOut: Set<number> }>();
  for (const { verdict, grain, startsAtMs, endsAtMs, members } of judged) {
    if (grain !== 'day') continue;
    for (const member of members) {
      const name = nameOf(member);
      const known = bySeries.get(name) ?? { counts: { useful: 0, expected: 0, wrong: 0 }, leftOut: new Set<number>() };
      bySeries.set(name, known);
      known.counts[verdict] += 1;
      if (verdict !== 'expected') continue;
      for (let day = Math.floor(startsAtMs / DAY_MS); day <= Math.floor(endsAtMs / DAY_MS); day += 1) known.leftOut.add(day);
    }
  }
  return new Map([...bySeries].map(([name, { counts, leftOut }]) => [name, learned(counts, leftOut)]));
}

function learned(verdicts: Record<Verdict, number>, leftOut: ReadonlySet<number>): Learned {
  const factor = FACTORS.useful ** verdicts.useful * FACTORS.wrong ** verdicts.wrong;
  const limitFactor = Math.min(FACTOR_BOUNDS.most, Math.max(FACTOR_BOUNDS.least, factor));
  return { limitFactor, leftOut: [...leftOut].sort((a, b) => a - b), verdicts };
}
