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

/** Where a browser may go from the consent page: to the program's address, and nowhere else. */
export function formTarget(redirectUri: string): string {
  const { protocol, origin } = new URL(redirectUri);
  return protocol === 'http:' || protocol === 'https:' ? origin : protocol;
}

/** Where a person goes from here, in words: a host, or an app by its scheme. */
export function destinationOf(uri: string): string {
  const { host, protocol } = new URL(uri);
  return protocol === 'http:' || protocol === 'https:' ? host : `the app (${protocol.slice(0, -1)})`;
}

/** The person whom an ID token that was checked before is about; undefined when there is no token. */
export function personHinted(idToken: unknown): string | undefined {
  if (typeof idToken !== 'string') return undefined;
  const { sub } = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as { sub?: string };
  return sub;
}
