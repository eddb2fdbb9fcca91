import ipaddr from 'ipaddr.js';

/** A number that says where an address lies: IPv4 as 32 bits, IPv6 as its first 64, which is what a household is known by (METHOD §4). */
export type Place = { family: 4; at: number } | { family: 6; at: bigint };

/** Addresses from `start` to `end`, both included, of one family; `value` is what the list says of them. */
export interface AddressRange {
  start: string;
  end: string;
  value: number;
}

const V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
const ALL_V6 = (1n << 64n) - 1n;

function placeOfV4(text: string): number | undefined {
  const [, a, b, c, d] = V4.exec(text) ?? [];
  if (a === undefined) return undefined;
  const bytes = [Number(a), Number(b), Number(c), Number(d)];
  if (bytes.some((byte) => byte > 255)) return undefined;
  return bytes[0] * 0x1000000 + bytes[1] * 0x10000 + bytes[2] * 0x100 + bytes[3];
}

/** Where an address lies; undefined for what is none. IPv4 mapped into IPv6 is IPv4. */
export function placeOf(ip: string): Place | undefined {
  const v4 = placeOfV4(MAPPED.exec(ip)?.[1] ?? ip);
  if (v4 !== undefined) return { family: 4, at: v4 };
  const plain = ip.split('%')[0];
  if (!plain.includes(':') || !ipaddr.IPv6.isValid(plain)) return undefined;
  const [a, b, c, d] = ipaddr.IPv6.parse(plain).parts;
  return { family: 6, at: (BigInt(a * 0x10000 + b) << 32n) | BigInt(c * 0x10000 + d) };
}

/** The first and last address of a network such as `203.0.113.0/24`, or of one address; undefined for what is neither. */
export function boundsOf(cidr: string): { start: string; end: string } | undefined {
  const [, host, length] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(cidr.trim()) ?? [];
  const place = host === undefined ? undefined : placeOf(host);
  if (host === undefined || place === undefined) return undefined;
  const most = place.family === 4 ? 32 : 128;
  const bits = length === undefined ? most : Number(length);
  if (bits > most) return undefined;
  if (place.family === 4) {
    const size = 2 ** (32 - bits);
    const start = Math.floor(place.at / size) * size;
    return { start: textOfV4(start), end: textOfV4(start + size - 1) };
  }
  const free = BigInt(Math.max(0, 64 - bits));
  const start = (place.at >> free) << free;
  return { start: textOfV6(start), end: textOfV6(start | ((1n << free) - 1n)) };
}

function textOfV4(at: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256).join('.');
}

function textOfV6(at: bigint): string {
  const groups = [48n, 32n, 16n, 0n].map((shift) => ((at >> shift) & 0xffffn).toString(16));
  return `${groups.join(':')}::`;
}

interface Span<At> {
  start: At;
  end: At;
  value: number;
}

/**
 * Spans without overlap, in order: where several cover a place the one that starts last among the narrowest holds, since lists name a
 * part of a network to say something else of it.
 */
function disjoint<At extends number | bigint>(spans: Span<At>[], next: (at: At) => At, before: (at: At) => At): Span<At>[] {
  const sorted = [...spans].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : a.end > b.end ? -1 : a.end < b.end ? 1 : 0));
  const parts: Span<At>[] = [];
  const open: Span<At>[] = [];
  let from: At | undefined;
  const put = (until: At, value: number) => {
    if (from !== undefined && from <= until) parts.push({ start: from, end: until, value });
  };
  const closeBefore = (limit: At | undefined) => {
    for (let top = open.at(-1); top !== undefined && (limit === undefined || top.end < limit); top = open.at(-1)) {
      put(top.end, top.value);
      from = from !== undefined && from > top.end ? from : next(top.end);
      open.pop();
    }
  };
  for (const span of sorted) {
    closeBefore(span.start);
    const top = open.at(-1);
    if (top !== undefined && from !== undefined && from < span.start) put(before(span.start), top.value);
    open.push(span);
    from = span.start;
  }
  closeBefore(undefined);
  return parts;
}

/** The place of the last start that is not beyond `at`; −1 when there is none. */
function lastStart<At>(starts: { length: number; [place: number]: At }, at: At): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Finds what a list of ranges says of an address, in sorted arrays of numbers by halving. */
export interface RangeIndex {
  /** The value of the narrowest range that holds the place; undefined when none does. */
  find(place: Place): number | undefined;
  size: number;
}

/** Builds the index of a list's ranges. Ranges whose ends are no addresses of one family, or stand in the wrong order, are left out. */
export function indexRanges(ranges: readonly AddressRange[]): RangeIndex {
  const [narrow, wide]: [Span<number>[], Span<bigint>[]] = [[], []];
  for (const { start, end, value } of ranges) {
    const [first, last] = [placeOf(start), placeOf(end)];
    if (first?.family === 4 && last?.family === 4 && first.at <= last.at) narrow.push({ start: first.at, end: last.at, value });
    if (first?.family === 6 && last?.family === 6 && first.at <= last.at) wide.push({ start: first.at, end: last.at, value });
  }
  const four = disjoint(
    narrow,
    (at) => at + 1,
    (at) => at - 1,
  );
  const six = disjoint(
    wide,
    (at) => (at < ALL_V6 ? at + 1n : at),
    (at) => at - 1n,
  );
  const fourStarts = Uint32Array.from(four, ({ start }) => start);
  const fourEnds = Uint32Array.from(four, ({ end }) => end);
  const sixStarts = BigUint64Array.from(six, ({ start }) => start);
  const sixEnds = BigUint64Array.from(six, ({ end }) => end);
  const [fourValues, sixValues] = [Int32Array.from(four, ({ value }) => value), Int32Array.from(six, ({ value }) => value)];
  return {
    size: ranges.length,
    find(place) {
      if (place.family === 4) {
        const found = lastStart(fourStarts, place.at);
        return found >= 0 && place.at <= fourEnds[found] ? fourValues[found] : undefined;
      }
      const found = lastStart(sixStarts, place.at);
      return found >= 0 && place.at <= sixEnds[found] ? sixValues[found] : undefined;
    },
  };
}
