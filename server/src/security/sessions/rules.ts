import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** How long a browser opened with an API key stays open. */
export const KEY_SESSION_MS = 12 * 3_600_000;
/** A person signs in anew at least once a day, and after an hour without a request (NIST SP 800-63B-4 §2.2.3, AAL2). */
export const PERSON_SESSION_MS = 24 * 3_600_000;
export const IDLE_MS = 3_600_000;
/** How long the second factor may take to come. */
export const SECOND_FACTOR_MS = 10 * 60_000;
/** How long a browser is known again; browsers themselves keep no cookie for longer (400 days). */
export const DEVICE_MS = 400 * 24 * 3_600_000;
/** For how long a proof of who somebody is counts as recent. */
export const RECENT_MS = 10 * 60_000;
/** Last use is written down no more often than this. */
export const SEEN_MS = 60_000;

export const TOKEN_BYTES = 32;

/** The SHA-256 of a token of 256 random bits: nothing else of it is stored. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether somebody proved who they are recently enough for what is sensitive. */
export function isRecentAt(verifiedAtMs: number | undefined, nowMs: number): boolean {
  return verifiedAtMs !== undefined && nowMs - verifiedAtMs < RECENT_MS;
}

/** The network of an address, as much of it as a person needs to know their own: 24 bits of IPv4, 48 of IPv6. Empty for what is none. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return '';
  const ip = ipaddr.process(address);
  const bits = ip.kind() === 'ipv4' ? 24 : 48;
  const bytes = ip.toByteArray().map((byte, place) => (place < bits / 8 ? byte : 0));
  return `${ipaddr.fromByteArray(bytes).toString()}/${bits}`;
}

const PROGRAMS: readonly [string, RegExp][] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS|HeadlessChrome)\//],
  ['Safari', /\bVersion\/.*\bSafari\//],
];
const SYSTEMS: readonly [string, RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['Linux', /\bLinux\b/],
];

/** A browser in words, such as "Firefox on Windows", as far as it says what it is. */
export function deviceName(userAgent: string): string {
  const program = PROGRAMS.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'An unknown browser';
  const system = SYSTEMS.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return system === undefined ? program : `${program} on ${system}`;
}

/** A session that somebody has open, as it is told to people; instants in milliseconds since 1970 UTC. */
interface OpenSession {
  id: string;
  userAgent: string;
  network: string;
  createdAtMs: number;
  lastSeenAtMs: number;
  expiresAtMs: number;
}

/** What people are told of a session. */
export function describeSession({ id, userAgent, network, createdAtMs, lastSeenAtMs, expiresAtMs }: OpenSession) {
  const iso = (ms: number) => new Date(ms).toISOString();
  const device = deviceName(userAgent);
  return { id, device, network, createdAt: iso(createdAtMs), lastSeenAt: iso(lastSeenAtMs), expiresAt: iso(expiresAtMs) };
}
