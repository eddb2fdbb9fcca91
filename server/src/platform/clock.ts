/**
 * Tells the present instant in milliseconds since 1970 UTC. Passed in wherever a decision depends on time, so that a test can choose it.
 */
export type Clock = () => number;

/** The machine's own clock. */
export const systemClock: Clock = () => Date.now();
