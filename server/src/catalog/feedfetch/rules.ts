/** What an answer of a feed's host means: a feed, the same as before, gone for good, or not to be had at present. */
export function meaningOf(status: number): 'read' | 'unchanged' | 'gone' | 'failed' {
  if (status === 200) return 'read';
  if (status === 304) return 'unchanged';
  return status === 410 ? 'gone' : 'failed';
}

/** A followed redirect. */
interface Hop {
  status: number;
  url: string;
}

/**
 * The address to ask from now on: where the permanent redirects (301, 308) lead that stand before the first other one. What a temporary
 * one leads to says nothing of tomorrow.
 */
export function lastingAddress(asked: string, redirects: readonly Hop[]): string {
  const end = redirects.findIndex(({ status }) => status !== 301 && status !== 308);
  return (end === -1 ? redirects : redirects.slice(0, end)).at(-1)?.url ?? asked;
}

const HEADER = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** A header field that can be stored and sent back. */
export function storable(value: string | undefined, length: number): string | undefined {
  return value !== undefined && value.length <= length && HEADER.test(value) ? value : undefined;
}

/** Header fields of an answer, by their names in lower case. */
interface Fields {
  'retry-after'?: string | undefined;
  'cache-control'?: string | undefined;
}

/** Seconds a host asks to be left alone for, by Retry-After as seconds or as a date (RFC 9110 §10.2.3). */
export function retryAfterSeconds({ 'retry-after': value }: Fields, nowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - nowMs) / 1_000);
  return seconds > 0 ? seconds : undefined;
}

/** Seconds for which a host calls its answer fresh, by Cache-Control. */
export function freshSeconds({ 'cache-control': value = '' }: Fields): number | undefined {
  const [, seconds] = /(?:^|[\s,])max-age=(\d{1,9})(?=[\s,]|$)/i.exec(value) ?? [];
  return seconds === undefined ? undefined : Number(seconds);
}
