/** Pauses after each failed try, 75 hours in all, as Standard Webhooks 1.0 suggests; after one more a message is given up. */
const PAUSE_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
const LONGEST_SECONDS = 86_400;

/** Seconds that a receiver asked to wait (RFC 9110 §10.2.3), at most a day; undefined when it asked for nothing that can be read. */
export function retryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const untilMs = header.trim().endsWith('GMT') ? Date.parse(header) : Number.NaN;
  const seconds = /^\d{1,9}$/.test(header.trim()) ? Number(header) : Math.ceil((untilMs - nowMs) / 1_000);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), LONGEST_SECONDS) : undefined;
}

/** How long to wait after this many failed tries; undefined when there is to be no further one. */
export function pauseAfter(attempts: number, retryAfter: number | undefined): number | undefined {
  const pause = PAUSE_SECONDS[attempts - 1];
  return pause === undefined ? undefined : Math.max(pause, retryAfter ?? 0);
}

/** What an answer means: only 2xx is success, a redirect is none, and 410 says that the receiver is gone for good. */
export function meaningOf(status: number): 'delivered' | 'gone' | 'failed' {
  if (status >= 200 && status < 300) return 'delivered';
  return status === 410 ? 'gone' : 'failed';
}
