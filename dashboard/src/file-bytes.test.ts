import { expect, test } from 'vitest';
import { fingerprintOf } from './file-bytes.ts';

const MEBIBYTE = 1_048_576;

function changedAt(at: number, size: number): Blob {
  const bytes = new Uint8Array(size);
  if (at < size) bytes[at] = 1;
  return new Blob([bytes]);
}

test('a file is known again', async () => {
  const first = await fingerprintOf(changedAt(7, 5 * MEBIBYTE));
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await fingerprintOf(changedAt(7, 5 * MEBIBYTE))).toBe(first);
});

test.each([
  ['anywhere in a small file', 1_000_000, 2 * MEBIBYTE],
  ['at the beginning of a large one', 0, 5 * MEBIBYTE],
  ['at its end', 5 * MEBIBYTE - 1, 5 * MEBIBYTE],
  ['just before what is looked at of its end', 5 * MEBIBYTE - MEBIBYTE / 2 - 60_000, 5 * MEBIBYTE],
])('one byte that is another one %s makes another file of the same length', async (_, at, size) => {
  expect(await fingerprintOf(changedAt(at, size))).not.toBe(await fingerprintOf(changedAt(size, size)));
});

test('a correction in the middle of a large file, longer than what lies between two places that are looked at, is seen', async () => {
  const size = 40 * MEBIBYTE;
  const bytes = new Uint8Array(size);
  const before = await fingerprintOf(new Blob([bytes]));
  bytes.fill(1, 20 * MEBIBYTE, 20 * MEBIBYTE + MEBIBYTE);
  expect(await fingerprintOf(new Blob([bytes]))).not.toBe(before);
});
