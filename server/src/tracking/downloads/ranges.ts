/** Bytes from `start`, included, to `end`, excluded. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where a file of unknown size ends: beyond every real file, and exact in a double. */
export const UNKNOWN_END = 2 ** 50;

const SPEC = /^(\d{0,15})-(\d{0,15})$/;
const CONTENT_RANGE = /^\s*bytes\s+(\d{1,15}-\d{1,15})\/(?:(\d{1,15})|\*)\s*$/i;

/** What one part of a range header asks for: a range, or so many bytes at the end of a file of unknown size. */
type Part = { range: ByteRange } | { suffixBytes: number };

/** What one part asks for; undefined when it is malformed. */
function partOf(text: string, fileBytes: number | null): Part | undefined {
  const [, first, last] = SPEC.exec(text.trim()) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const size = fileBytes ?? UNKNOWN_END;
  if (first === '') {
    const suffixBytes = Math.min(Number(last), size);
    return fileBytes === null ? { suffixBytes } : { range: { start: size - suffixBytes, end: size } };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  const end = last === '' ? size : Math.min(Number(last) + 1, size);
  return { range: { start: Math.min(start, end), end } };
}

/**
 * The parts of a `Range` header as RFC 9110 §14.1.2 reads them, cut to the file where its size is known (bytes; null = unknown): both
 * ends included in the header, `n-` to the end, `-n` the last n bytes. A log that keeps the answer's `Content-Range` instead (`bytes
 * 0-99/1234`, §14.4) is understood, too. Undefined when there is no header or it is malformed, in another unit, or with an end before
 * its start; a server then ignores it.
 */
export function rangeParts(header: string | null, fileBytes: number | null): Part[] | undefined {
  if (header === null) return undefined;
  const list = /^\s*bytes\s*=(.*)$/is.exec(header)?.[1] ?? CONTENT_RANGE.exec(header)?.[1];
  if (list === undefined) return undefined;
  const parts: Part[] = [];
  for (const text of list.split(',')) {
    const part = partOf(text, fileBytes);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts;
}

/** The size of the whole file in bytes, where a log keeps the answer's `Content-Range` (`bytes 0-99/1234`); null where it does not say. */
export function totalOf(header: string | null): number | null {
  const total = header === null ? undefined : CONTENT_RANGE.exec(header)?.[2];
  return total === undefined ? null : Number(total);
}

/**
 * The union of byte ranges that arrive one after the other, from which the oldest can be taken away again. Each byte belongs to the
 * newest request that covered it, so taking away a request takes away what nobody asked for since. Adding n ranges takes n log n steps.
 */
export class ByteUnion {
  /** Disjoint, in order: where each stretch starts and ends, and which request covered it last. */
  private readonly stretches: { start: number; end: number; owner: number }[] = [];
  private readonly bytesOf = new Map<number, number>();

  /** How many bytes are covered. */
  bytes = 0;

  /** Adds a range on behalf of the request `owner`. */
  add({ start, end }: ByteRange, owner: number): void {
    if (end <= start) return;
    const from = this.firstEndingAfter(start);
    let to = from;
    const around: { start: number; end: number; owner: number }[] = [];
    for (; to < this.stretches.length && this.stretches[to].start < end; to += 1) {
      const old = this.stretches[to];
      if (old.start < start) around.push({ ...old, end: start });
      if (old.end > end) around.push({ ...old, start: end });
      this.credit(old.owner, Math.max(old.start, start) - Math.min(old.end, end));
    }
    const added = { start, end, owner };
    const [left, right] = [around.filter((one) => one.end <= start), around.filter((one) => one.start >= end)];
    this.stretches.splice(from, to - from, ...left, added, ...right);
    this.credit(owner, end - start);
  }

  /** Takes away what only the request `owner` covered, or it last. */
  remove(owner: number): void {
    this.bytes -= this.bytesOf.get(owner) ?? 0;
    this.bytesOf.delete(owner);
  }

  private credit(owner: number, bytes: number): void {
    const held = this.bytesOf.get(owner);
    if (held === undefined && bytes < 0) return;
    this.bytesOf.set(owner, (held ?? 0) + bytes);
    this.bytes += bytes;
  }

  private firstEndingAfter(at: number): number {
    let [low, high] = [0, this.stretches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.stretches[middle].end > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
