/**
 * Tells the present instant in milliseconds since 1970 UTC. Passed in wherever a decision depends on time, so that a test can choose it.
 */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();

/** Begins to measure; the answer tells, each time it is called, how many seconds have passed since. */
export function startStopwatch(): () => number {
  const startedAt = process.hrtime.bigint();
  return () => Number(process.hrtime.bigint() - startedAt) / 1e9;
}
