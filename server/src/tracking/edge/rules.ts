import { createHmac } from 'node:crypto';

/** Fields that tell of the program, the part asked for, consent, purpose and form. Others may hold secrets: they are left out. */
const KEPT_FIELDS = new Set([
  'user-agent',
  'referer',
  'origin',
  'range',
  'sec-gpc',
  'content-type',
  'content-encoding',
  'purpose',
  'sec-purpose',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'if-none-match',
  'if-modified-since',
  'x-purpose',
  'x-moz',
  'x-requested-with',
  'x-playback-session-id',
]);
const LONGEST_VALUE = 4_096;
const HOUR = '2026-11-20T12'.length;

/** The field of a kept request in which the edge notes the id it gave to a click. */
export const CLICK_FIELD = 'x-earshot-click';

/** The field of a kept request in which the edge notes that a pixel's token is that of its id. */
export const TOKEN_FIELD = 'x-earshot-token';

/** Those fields of a request's header that are kept, and `also` by name. */
export function keptFields(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  also: readonly string[] = [],
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const isKept = KEPT_FIELDS.has(name) || also.includes(name);
    if (isKept && value !== undefined) kept[name] = [value].flat().join(', ').slice(0, LONGEST_VALUE);
  }
  return kept;
}

/** Whether a request is a program's that looks ahead, for a page that nobody has opened yet. */
export function isAhead(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  const told = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'].map((name) => String(headers[name] ?? '').toLowerCase());
  return told.some((text) => /prefetch|prerender|preview/.test(text));
}

/** Whether a person objects to being followed, by Global Privacy Control. */
export function objects(headers: Readonly<Record<string, string | string[] | undefined>>): boolean {
  return headers['sec-gpc'] === '1';
}

/**
 * The id of a click: the same for everything that one address and program asks of a link within one UTC hour, so that it counts once
 * whichever process answers, and nothing that others could guess. 128 bits in 22 characters.
 */
export function clickIdOf(key: Uint8Array, click: { publicId: string; ip: string; userAgent: string; receivedAt: string }): string {
  const { publicId, ip, userAgent, receivedAt } = click;
  const text = JSON.stringify([publicId, ip, userAgent, receivedAt.slice(0, HOUR)]);
  return createHmac('sha256', key).update(text).digest().subarray(0, 16).toString('base64url');
}

/** An address with a parameter more, before its fragment; one of this name that is there already stays as it is. */
export function withParameter(address: string, name: string, value: string): string {
  const [whole, ...fragments] = address.split('#');
  const [head, ...queries] = whole.split('?');
  const query = queries.join('?');
  if (new URLSearchParams(query).has(name)) return address;
  const fragment = fragments.length === 0 ? '' : `#${fragments.join('#')}`;
  return `${head}?${query === '' ? '' : `${query}&`}${encodeURIComponent(name)}=${encodeURIComponent(value)}${fragment}`;
}
