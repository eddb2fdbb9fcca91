import { oneLine } from '../../platform/names.ts';

const MOST_URL_LENGTH = 2_000;
const MOST_SECONDS = 1_000_000;
const MOST_BYTES = 1e15;
const [EARLIEST_MS, LATEST_MS] = [Date.UTC(1990, 0), Date.UTC(2100, 0)];
/** A time with a zone, without which a date would mean another instant on every machine. */
const ZONE = /:\d\d(?:\.\d+)?\s*(?:[+-]\d\d:?\d\d|(?!AM|PM)[A-Z]{1,5})$/i;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A text that the database can hold, in one line and at most `length` characters; undefined when nothing is left of it. */
export function textOf(value: string | undefined, length: number): string | undefined {
  // Cut before the spaces are looked for, so that a long text costs no more than a short one.
  const text = oneLine((value ?? '').slice(0, 4 * length).toWellFormed())
    .replaceAll(/\s+/g, ' ')
    .slice(0, length)
    .toWellFormed()
    .trim();
  return text === '' ? undefined : text;
}

/** A web address in the one form that URLs have; undefined for anything else. */
export function urlOf(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  if (text.length > MOST_URL_LENGTH || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isWeb = ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  return isWeb && url.href.length <= MOST_URL_LENGTH ? url.href : undefined;
}

/** A number of bytes; undefined where the feed says none, nothing sensible, or 0, by which hosts mean that they do not know. */
export function bytesOf(value: string | undefined): number | undefined {
  const text = value?.trim() ?? '';
  const bytes = /^\d{1,16}$/.test(text) ? Number(text) : 0;
  return bytes > 0 && bytes <= MOST_BYTES ? bytes : undefined;
}

/** Whole seconds of `HH:MM:SS`, `MM:SS` or seconds, with decimals or without (itunes:duration). */
export function secondsOf(value: string | undefined): number | undefined {
  const [, hours = '0', minutes = '0', seconds] = /^(?:(?:(\d{1,3}):)?(\d{1,5}):)?(\d{1,7})(?:\.\d{1,9})?$/.exec(value?.trim() ?? '') ?? [];
  if (seconds === undefined) return undefined;
  const total = Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds);
  return total > 0 && total <= MOST_SECONDS ? total : undefined;
}

/** An instant as RFC 3339 from a date of RFC 822 or ISO 8601; UTC where it names no zone. */
export function instantOf(value: string | undefined): string | undefined {
  const text = value?.trim() ?? '';
  if (text.length < 8 || text.length > 60) return undefined;
  const ms = Date.parse(ZONE.test(text) ? text : `${text}${/\dT\d/.test(text) ? 'Z' : ' UTC'}`);
  return ms >= EARLIEST_MS && ms < LATEST_MS ? new Date(ms).toISOString() : undefined;
}

/** As many of the items as fit into so many bytes of JSON, from the first on. */
export function withinBytes<Item>(items: readonly Item[], most: number): Item[] {
  let bytes = 0;
  const end = items.findIndex((item) => {
    // The database spaces its JSON out.
    bytes += Buffer.byteLength(JSON.stringify(item)) + 32;
    return bytes > most;
  });
  return items.slice(0, end === -1 ? items.length : end);
}

/** A UUID in lower case. */
export function uuidOf(value: string | undefined): string | undefined {
  const text = value?.trim().toLowerCase() ?? '';
  return UUID.test(text) ? text : undefined;
}
