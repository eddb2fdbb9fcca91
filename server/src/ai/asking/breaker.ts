/** How an account with a provider has behaved of late. */
export interface Breaker {
  /** Failures in a row. */
  failures: number;
  /** Until when it is left alone. */
  restsUntilMs: number;
}

/** So many failures in a row, and an account is left alone. */
export const MOST_FAILURES = 5;
export const REST_MS = 30_000;

export const FRESH: Breaker = { failures: 0, restsUntilMs: 0 };

/** What is noted while an account is asked; undefined when it is left alone. After a rest one may try. */
export function begun(breaker: Breaker, nowMs: number): Breaker | undefined {
  if (nowMs < breaker.restsUntilMs) return undefined;
  // Whoever comes while the first one tries after a rest finds it at rest still.
  return breaker.failures >= MOST_FAILURES ? { ...breaker, restsUntilMs: nowMs + REST_MS } : breaker;
}

/** What is noted after an attempt. */
export function ended(breaker: Breaker, hasFailed: boolean, nowMs: number): Breaker {
  if (!hasFailed) return FRESH;
  const failures = breaker.failures + 1;
  return { failures, restsUntilMs: failures >= MOST_FAILURES ? nowMs + REST_MS : breaker.restsUntilMs };
}
