import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { digestOfLongText } from './long-text.ts';

const wholeDigest = (text: string) => createHash('sha256').update(Buffer.from(text, 'utf16le')).digest('hex');

test.each([
  ['nothing', ''],
  ['a word', 'Hello.'],
  ['a character that a cut goes through', `${'x'.repeat(256 * 1024 - 1)}😀 and on`],
  ['several slices', 'Grüße, 世界. '.repeat(100_000)],
])('slices come to the same digest as the whole: %s', async (_what, text) => {
  expect(await digestOfLongText(text)).toBe(wholeDigest(text));
});

test('texts that differ in a character at a cut have other digests', async () => {
  const before = 'x'.repeat(256 * 1024 - 1);
  expect(await digestOfLongText(`${before}😀`)).not.toBe(await digestOfLongText(`${before}😁`));
});

test('others have their turn while a long text is hashed', async () => {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await digestOfLongText('x'.repeat(20 * 256 * 1024));
  isDone = true;
  expect(turns).toBeGreaterThanOrEqual(20);
});
