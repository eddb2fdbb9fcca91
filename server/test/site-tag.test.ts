import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

test('the script of the site tag comes to at most 3 KB gzipped', () => {
  const script = readFileSync(new URL('../site-tag.js', import.meta.url));
  expect(gzipSync(script, { level: 9 }).length).toBeLessThanOrEqual(3_072);
});
