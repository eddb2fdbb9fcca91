import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { ClientScope } from '../oauthclients/schema.ts';

/** How long things live, in seconds. A code is spent at once (RFC 6749 §4.1.2); a refresh token's family ends 30 days after the consent. */
export const SECONDS = {
  code: 60,
  accessToken: 3_600,
  idToken: 3_600,
  refreshToken: 30 * 24 * 3_600,
  request: 30 * 60,
};

/** What each scope lets a program do, in the words of the consent page. */
export const SCOPE_WORDS: Record<ClientScope, string> = {
  ingest: 'Send ad exposures, conversions and refunds',
  read: 'Read reports, conversions and the catalogue',
  admin: 'Change settings and the catalogue, and revoke API keys',
  openid: 'Know that it is you',
  profile: 'See your name',
  email: 'See your e-mail address',
  offline_access: 'Keep this access for up to 30 days, also while you are away',
};

/** The scopes of a request that have words, in the order in which they are shown: what is weightiest first. */
export function shownScopes(scopes: readonly string[]): ClientScope[] {
  const order: ClientScope[] = ['admin', 'ingest', 'read', 'email', 'profile', 'openid', 'offline_access'];
  return order.filter((scope) => scopes.includes(scope));
}

/** Ties a consent page to one request and one session, so that no other page can answer for it. */
export function consentToken(key: Buffer, uid: string, sessionToken: string): string {
  return createHmac('sha256', key).update(`${uid}|${sessionToken}`).digest('base64url');
}

/** Compares in constant time, whatever the lengths. */
export function isSameText(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

export function isOneOfSecrets(hash: Buffer, hashes: readonly string[]): boolean {
  // Every hash is compared, so that the time tells neither which one matched nor how much of it.
  return hashes.map((known) => timingSafeEqual(hash, Buffer.from(known, 'base64'))).includes(true);
}

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

/** Where a browser may go from the consent page: to the program's address, and nowhere else. */
export function formTarget(redirectUri: string): string {
  const { protocol, origin } = new URL(redirectUri);
  return protocol === 'http:' || protocol === 'https:' ? origin : protocol;
}
