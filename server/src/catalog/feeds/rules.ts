import { createHash } from 'node:crypto';

/** The namespace of podcast guids (Podcasting 2.0, podcast:guid). */
const NAMESPACE = Buffer.from('ead4c236bf5858c6a2c6a6b28d128cb6', 'hex');

/** A UUID of version 5 (RFC 9562 §5.5). */
function uuidV5(namespace: Buffer, name: string): string {
  const bytes = createHash('sha1').update(namespace).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6] & 0x0f) | 0x50;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The guid of a feed that names none: from its address without scheme and without slashes at its end (Podcasting 2.0, podcast:guid). */
export function derivedGuid(feedUrl: string): string {
  return uuidV5(NAMESPACE, feedUrl.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/+$/, ''));
}

/** A key for a show from its title: letters and digits of any script, by "-". `taken` says which are another show's. */
export function freeKey(title: string | undefined, taken: ReadonlySet<string>): string {
  const words = (title ?? '')
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u);
  const base =
    words
      .filter((word) => word !== '')
      .join('-')
      .slice(0, 80)
      .toWellFormed()
      .replace(/-$/, '') || 'show';
  let key = base;
  for (let number = 2; taken.has(key); number++) key = `${base}-${number}`;
  return key;
}

const SECONDS = { minute: 60, hour: 3_600, day: 86_400 };
const DAY_MS = SECONDS.day * 1_000;
/** Feeds are read this often by the age of their newest episode. */
const RHYTHM: readonly { days: number; seconds: number }[] = [
  { days: 7, seconds: 30 * SECONDS.minute },
  { days: 30, seconds: 2 * SECONDS.hour },
];
const SELDOM = 6 * SECONDS.hour;
const LONGEST = SECONDS.day;
const FIRST_PAUSE = 10 * SECONDS.minute;
/** Up to this part of a pause is added to it by chance, so that feeds do not fall due together. */
const JITTER = 0.2;

function jittered(seconds: number, chance: number): number {
  return Math.round(seconds * (1 + JITTER * chance));
}

/**
 * Seconds until a feed is read again: half an hour while it publishes weekly, up to six hours when it rests; longer, up to a day, where its
 * host says that the answer stays fresh. `chance` is from 0 to below 1.
 */
export function nextPause(
  newestMs: number | undefined,
  nowMs: number,
  more: { freshSeconds?: number | undefined; chance: number },
): number {
  const days = newestMs === undefined ? Infinity : (nowMs - newestMs) / DAY_MS;
  const seconds = RHYTHM.find((one) => days <= one.days)?.seconds ?? SELDOM;
  return jittered(Math.max(seconds, Math.min(more.freshSeconds ?? 0, LONGEST)), more.chance);
}

/**
 * Seconds until a feed that could not be read is tried again: 10 minutes, doubled with each further failure, a day at most; longer, up to a
 * week, where its host asks for it.
 */
export function pauseAfterFailure(failures: number, more: { retryAfterSeconds?: number | undefined; chance: number }): number {
  const seconds = Math.min(FIRST_PAUSE * 2 ** Math.min(failures - 1, 20), LONGEST);
  return jittered(Math.max(seconds, restAsked(more.retryAfterSeconds)), more.chance);
}

/** For how many seconds a feed is left alone because its host asks for it, by hand too: a week at most. */
export function restAsked(retryAfterSeconds: number | undefined): number {
  return Math.min(retryAfterSeconds ?? 0, 7 * SECONDS.day);
}

/** When each host may be asked again. */
export type HostTurns = Map<string, number>;

const TURN_MS = 2_000;
const MOST_TURNS = 10_000;

/** Whether a host may be asked now; if so, it is left alone for the next two seconds. */
export function takeTurn(turns: HostTurns, feedUrl: string, nowMs: number): boolean {
  const { host } = new URL(feedUrl);
  if ((turns.get(host) ?? 0) > nowMs) return false;
  if (turns.size >= MOST_TURNS) for (const [one, untilMs] of turns) if (untilMs <= nowMs) turns.delete(one);
  turns.set(host, nowMs + TURN_MS);
  return true;
}

/** A feed's address in the one form that URLs have, without fragment. */
export function plainUrl(feedUrl: string): string {
  const url = new URL(feedUrl);
  url.hash = '';
  return url.href;
}

/** What the audit log tells of a feed's address, its host: a private feed's secret stands in its query or in its path. */
export function auditedAddress(feedUrl: string): string {
  const { origin, pathname, search } = new URL(feedUrl);
  return `${origin}/${pathname === '/' && search === '' ? '' : '[removed]'}`;
}
