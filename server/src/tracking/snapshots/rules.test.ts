import { expect, test } from 'vitest';
import { readEntries, readSnapshot, writeEntries, writeSnapshot } from './rules.ts';

const KEY = Buffer.alloc(32, 1);

test('rows of a kind that a later version made are passed over, and the others read', () => {
  const body = writeEntries([{ publicId: 'abcdefghijkl', kind: 'prefix' }]);
  const newer = body.replace(/\]$/, ',["bbcdefghijkl","hologram"],["cbcdefghijkl","link","https://shop.example/",null,"more"]]');
  expect(readEntries(newer)).toEqual([{ publicId: 'abcdefghijkl', kind: 'prefix' }]);
});

test('a file that another key marked, or that was changed since, is not read', () => {
  const text = writeSnapshot(KEY, '[["abcdefghijkl","prefix"]]');
  expect(readSnapshot([Buffer.alloc(32, 2), KEY], text)).toBe('[["abcdefghijkl","prefix"]]');
  for (const other of [text.replace('prefix', 'pixel'), text.slice(0, -1), '']) expect(readSnapshot([KEY], other), other).toBeUndefined();
  expect(readSnapshot([Buffer.alloc(32, 2)], text)).toBeUndefined();
});
