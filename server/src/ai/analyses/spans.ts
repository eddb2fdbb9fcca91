/** A stretch of an episode, in seconds. */
export interface Stretch {
  start: number;
  end: number;
}

/** What of these lies for its greater part outside the stretches: of sentences, those that are no ad. */
export function outside<One extends Stretch>(all: readonly One[], stretches: readonly Stretch[]): One[] {
  return all.filter(({ start, end }) => {
    const middle = (start + end) / 2;
    return !stretches.some((one) => middle >= one.start && middle <= one.end);
  });
}
