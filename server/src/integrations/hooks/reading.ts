import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { parseExactJson } from '../../platform/exact-json.ts';
import type { Identity } from '../../tracking/intake/schema.ts';

/** The JSON of a body, with whole numbers beyond 2^53 as texts; undefined when it is none. */
export function parseBody(body: Uint8Array): unknown {
  try {
    return parseExactJson(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    // Not only what is no JSON throws, but also what is no UTF-8.
    if (cause instanceof Error) return undefined;
    throw cause;
  }
}

/** What stands at a path inside a value; undefined when there is nothing. */
export function at(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (found === null || typeof found !== 'object' || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

/** A text of somebody else's as it can be stored: cut to so many characters, without U+0000 and halves of surrogate pairs. */
function storable(text: string, most: number): string {
  return text.replaceAll('\0', '').slice(0, most).toWellFormed();
}

/** The text at a path, without blanks around it, a number as its digits; undefined when there is none, or nothing in it. */
export function textAt(value: unknown, ...path: (string | number)[]): string | undefined {
  const found = at(value, ...path);
  if (typeof found === 'number') return String(found);
  if (typeof found !== 'string') return undefined;
  const text = found.trim();
  return text === '' ? undefined : text;
}

/** The list at a path; empty when there is none. */
export function listAt(value: unknown, ...path: (string | number)[]): unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as unknown[]) : [];
}

/** The first of these texts that is an instant with a zone; where `zone` is given, one without a zone is taken to be in it. */
export function instantOf(texts: (string | undefined)[], zone = ''): string | undefined {
  for (const text of texts) {
    if (text === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text)) continue;
    const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : text + zone;
    const ms = /(?:Z|[+-]\d\d:?\d\d)$/i.test(zoned) ? Date.parse(zoned) : Number.NaN;
    if (!Number.isNaN(ms)) return new Date(ms).toISOString();
  }
  return undefined;
}

/** An instant given in seconds since 1970; undefined for what is no such number. */
export function instantOfSeconds(seconds: unknown): string | undefined {
  return typeof seconds === 'number' && seconds > 0 && seconds < 32_503_680_000 ? new Date(seconds * 1_000).toISOString() : undefined;
}

/** Who placed an order, as far as a shop tells. */
export interface Buyer {
  ip?: string | undefined;
  userAgent?: string | undefined;
  email?: string | undefined;
  userId?: string | undefined;
  clickId?: string | undefined;
}

function isAddress(text: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text));
}

/** Whether a text names somebody as it is: one that had to be changed would name somebody else. */
function isWord(text: string | undefined): text is string {
  return text !== undefined && text !== '' && storable(text, 500) === text;
}

/** What of a buyer can be kept as an identity: what is no address, or too long, is left out rather than the order with it. */
export function identityOf({ ip, userAgent, email, userId, clickId }: Buyer): Identity {
  const identity: Identity = {};
  const address = ip?.split(',')[0].trim();
  if (address !== undefined && isAddress(address)) identity.ip = address;
  const agent = storable(userAgent ?? '', 2_000);
  if (agent !== '') identity.userAgent = agent;
  if (email?.includes('@')) identity.emailSha256 = createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
  if (isWord(userId)) identity.userId = userId;
  if (isWord(clickId)) identity.clickId = clickId;
  return identity;
}

/** What an address says of where a visitor came from: the `utm_` parameters, and the click id under one of these (lower-case) names. */
export interface Landing {
  utm: Record<string, string>;
  clickId?: string | undefined;
}

export function landingOf(address: string | undefined, clickIdFields: readonly string[]): Landing {
  const url = address !== undefined && URL.canParse(address, 'https://shop.invalid') ? new URL(address, 'https://shop.invalid') : undefined;
  const landing: Landing = { utm: {} };
  for (const [name, value] of url?.searchParams ?? []) {
    const lower = name.toLowerCase();
    if (value === '') continue;
    if (/^utm_(source|medium|campaign|content|term|id)$/.test(lower)) landing.utm[lower] = storable(value, 200);
    if (clickIdFields.includes(lower)) landing.clickId ??= value;
  }
  return landing;
}

/** The codes that can be kept, as codes are compared. */
export function codesOf(codes: (string | undefined)[]): string[] {
  const kept = codes.filter((code) => code !== undefined && code !== '' && storable(code, 100) === code);
  return kept.map((code) => String(code).toUpperCase()).filter((code) => code.length <= 100);
}

/** What is kept beside an order: texts cut to 500 characters, nothing empty. */
export function metadataOf(entries: Record<string, string | string[] | number | undefined>): Record<string, unknown> {
  const cut = (value: string) => storable(value, 500);
  const kept = Object.entries(entries).flatMap(([name, value]): [string, unknown][] => {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    if (Array.isArray(value)) return [[name, value.slice(0, 10).map(cut)]];
    return [[name, typeof value === 'string' ? cut(value) : value]];
  });
  return Object.fromEntries(kept);
}

/** The value of the first of a list of `{name, value}` whose name is one of these (lower-case) names. */
export function namedValue(list: unknown[], nameField: string, names: readonly string[]): string | undefined {
  for (const one of list) {
    const name = textAt(one, nameField)?.toLowerCase();
    const value = textAt(one, 'value');
    if (name !== undefined && value !== undefined && names.includes(name)) return value;
  }
  return undefined;
}
