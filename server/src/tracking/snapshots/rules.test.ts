import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { readSnapshot, writeSnapshot } from './rules.ts';

const KEY = Buffer.alloc(32, 1);

test('rows of a kind that a later version made are passed over, and the others read', () => {
  const [, body] = writeSnapshot(KEY, [{ publicId: 'abcdefghijkl', kind: 'prefix' }]).split('\n');
  const newer = body.replace(/\]$/, ',["bbcdefghijkl","hologram"],["cbcdefghijkl","link","https://shop.example/",null,"more"]]');
  const text = `${createHmac('sha256', KEY).update(newer).digest('hex')}\n${newer}`;
  expect(readSnapshot([KEY], text)).toEqual([{ publicId: 'abcdefghijkl', kind: 'prefix' }]);
});
