/** What a request says of how recent the proof must be of who the person is. */
export interface Freshness {
  prompt: unknown;
  max_age: unknown;
}

/** Whether somebody proved who they are recently enough for a request: after it began where it asks for that, or within its `max_age`. */
export function isFresh(
  { prompt, max_age: maxAge }: Freshness,
  verifiedAtMs: number,
  { nowMs, begunAtMs }: { nowMs: number; begunAtMs: number },
): boolean {
  const asksAnew = typeof prompt === 'string' && prompt.split(' ').includes('login');
  if (asksAnew && verifiedAtMs < begunAtMs) return false;
  return maxAge === undefined || nowMs - verifiedAtMs <= Number(maxAge) * 1_000;
}
