/** The places of the first and the last row of a labelled anomaly. */
export type Window = readonly [first: number, last: number];

/** What a profile weighs: a false alarm at most, and a missed window, where a window caught at its start is 1. */
export interface Profile {
  name: string;
  falseAlarm: number;
  missed: number;
}

/** The profiles of the Numenta Anomaly Benchmark (numenta/NAB, config/profiles.json). */
export const PROFILES: readonly Profile[] = [
  { name: 'standard', falseAlarm: 0.11, missed: 1 },
  { name: 'low false positives', falseAlarm: 0.22, missed: 1 },
  { name: 'low false negatives', falseAlarm: 0.11, missed: 2 },
];

/** What alerts on one file come to. */
export interface FileScore {
  raw: number;
  windows: number;
  caught: number;
  falseAlarms: number;
}

/** Rows of a file that are not scored: the first 15 %, at most 750. */
export function probation(rows: number): number {
  return Math.min(Math.floor(0.15 * rows), 750);
}

/** 1 far before 0, −1 from 3 on. */
function scaledSigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

/**
 * The score of alerts at these rows, by the rules of the Numenta Anomaly Benchmark (A. Lavin, S. Ahmad, "Evaluating Real-Time Anomaly
 * Detection Algorithms", 2015, arXiv 1510.03336): a window counts by its earliest alert, 1 at its left edge and falling to its right; an
 * alert outside costs less when it comes just after a window.
 */
export function scoreFile(rows: number, alerts: readonly number[], windows: readonly Window[], profile: Profile): FileScore {
  const scored = windows.filter(([, last]) => last >= probation(rows));
  const earned = scored.map(() => -profile.missed);
  const isCaught = scored.map(() => false);
  let [cost, falseAlarms] = [0, 0];
  for (const row of alerts.filter((place) => place >= probation(rows))) {
    const inside = scored.findIndex(([first, last]) => row >= first && row <= last);
    if (inside >= 0) {
      const [first, last] = scored[inside];
      const position = -(last - row + 1) / (last - first + 1);
      const worth = scaledSigmoid(position) / scaledSigmoid(-1);
      earned[inside] = isCaught[inside] ? Math.max(earned[inside], worth) : worth;
      isCaught[inside] = true;
      continue;
    }
    falseAlarms += 1;
    const before = scored.findLast(([, last]) => last < row);
    cost -= profile.falseAlarm * (before === undefined ? 1 : -scaledSigmoid((row - before[1]) / Math.max(1, before[1] - before[0])));
  }
  const raw = earned.reduce((sum, worth) => sum + worth, cost);
  return { raw, windows: scored.length, caught: isCaught.filter(Boolean).length, falseAlarms };
}

/** 100 for every window caught at its first row and nothing else told, 0 for nothing told at all. NaN without a window. */
export function normalised(scores: readonly FileScore[], { missed }: Profile): number {
  const raw = scores.reduce((sum, score) => sum + score.raw, 0);
  const windows = scores.reduce((sum, score) => sum + score.windows, 0);
  return (100 * (raw + missed * windows)) / ((1 + missed) * windows);
}
