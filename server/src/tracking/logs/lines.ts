const QUOTE = 34;
const BACKSLASH = 92;

/** What stands in quotes from `start` on, the quote included; a backslash keeps the quote behind it. Undefined when they never close. */
function quotedEnd(line: string, start: number): number | undefined {
  for (let at = start + 1; at < line.length; at += 1) {
    const code = line.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return undefined;
}

/**
 * The words of a line of a server's log, one after the other: what stands in quotes or in square brackets is one word, without them. Each
 * character is looked at a fixed number of times. Undefined when a quote or a bracket never closes.
 */
export function wordsOf(line: string): string[] | undefined {
  const words: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (line[at] === ' ' || line[at] === '\t') {
      at += 1;
      continue;
    }
    const isQuoted = line[at] === '"';
    const end = isQuoted ? quotedEnd(line, at) : line[at] === '[' ? line.indexOf(']', at) : undefined;
    if (end === undefined || end < 0) {
      if (isQuoted || line[at] === '[') return undefined;
      const space = line.indexOf(' ', at);
      const stop = space < 0 ? line.length : space;
      words.push(line.slice(at, stop));
      at = stop + 1;
    } else {
      const word = line.slice(at + 1, end);
      words.push(isQuoted && word.includes('\\') ? word.replaceAll('\\"', '"').replaceAll('\\\\', '\\') : word);
      at = end + 1;
    }
  }
  return words;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CLF_TIME = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})? ([+-])(\d{2})(\d{2})$/;
const PLAIN_TIME = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(?: ?(Z|UTC|[+-]\d{2}:?\d{2}))?$/;

/** The time of a common log line (`10/Nov/2026:10:00:00 +0100`) as an RFC 3339 instant; undefined for any other text. */
export function clfInstant(text: string): string | undefined {
  const [, day, month, year, hour, minute, second, sign, zoneHours, zoneMinutes] = CLF_TIME.exec(text) ?? [];
  const number = MONTHS.indexOf(month) + 1;
  if (number === 0) return undefined;
  return `${year}-${String(number).padStart(2, '0')}-${day}T${hour}:${minute}:${second}${sign}${zoneHours}:${zoneMinutes}`;
}

/**
 * An instant as exports write it, as an RFC 3339 instant: with or without `T` and zone (none is UTC), or as seconds, milliseconds,
 * microseconds or nanoseconds since 1970, by its size. Undefined for any other text.
 */
export function exportInstant(text: string): string | undefined {
  if (/^\d{9,19}(\.\d{1,9})?$/.test(text)) return epochInstant(text);
  const [, day, time, zone = 'Z'] = PLAIN_TIME.exec(text.trim()) ?? [];
  if (day === undefined) return clfInstant(text);
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  return `${day}T${time}${offset}`;
}

function epochInstant(text: string): string | undefined {
  const value = Number(text);
  const unit = value < 1e11 ? 1e3 : value < 1e14 ? 1 : value < 1e17 ? 1e-3 : 1e-6;
  const ms = Math.round(value * unit);
  return ms < 4e12 ? new Date(ms).toISOString() : undefined;
}

/** A number of bytes or seconds as logs write it; undefined for `-`, nothing and any other text. */
export function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** A text as logs write it; undefined for `-` and nothing. */
export function textOf(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text === '-' ? undefined : text;
}

/** Percent-escapes undone, as far as they are well formed. */
export function unescapePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    throw error;
  }
}
