import { randomBytes, randomInt } from 'node:crypto';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** What a counter of 12 bits holds, and the half that a new millisecond starts in. */
const COUNTER_END = 4096;
const COUNTER_START = COUNTER_END / 2;

let lastMs = 0;
let counter = 0;

/**
 * A new time-ordered UUID (version 7, RFC 9562 §5.7): 48 bits of milliseconds, a counter of 12 bits, then 62 random bits. Each is greater
 * than every one this process made before, also within a millisecond and when the clock is set back (RFC 9562 §6.2, method 1: a counter
 * with a random start, which borrows from the next millisecond when it is full).
 */
export function newId(): string {
  const bytes = randomBytes(16);
  const nowMs = Date.now();
  if (nowMs > lastMs) {
    lastMs = nowMs;
    counter = bytes.readUInt16BE(6) % COUNTER_START;
  } else if (++counter === COUNTER_END) {
    lastMs += 1;
    counter = 0;
  }
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** `length` characters of 0-9A-Za-z, each drawn evenly (log2(62) = 5.95 bits per character). */
export function randomBase62(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length * 2)) {
      if (byte < 248 && text.length < length) text += BASE62[byte % 62];
    }
  }
  return text;
}

/** `count` bytes that nobody can guess. */
export function randomSecret(count: number): Buffer {
  return randomBytes(count);
}

/** Drawn together: a draw of its own for each nonce takes as long as sealing what it is for. */
const SUPPLY_BYTES = 6_144;
let supply = Buffer.alloc(0);
let supplyUsed = 0;

/** `count` random bytes, at most 6,144, that were handed out to nobody else: for what is public, as a nonce is, and never for a secret. */
export function randomNonce(count: number): Buffer {
  if (supplyUsed + count > supply.length) [supply, supplyUsed] = [randomBytes(SUPPLY_BYTES), 0];
  return supply.subarray(supplyUsed, (supplyUsed += count));
}

/** A whole number from 0 to `end` - 1, each as likely as any other. */
export function randomBelow(end: number): number {
  return randomInt(end);
}
