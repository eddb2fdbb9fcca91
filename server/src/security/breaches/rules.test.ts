import { expect, test } from 'vitest';
import { hashParts, isListed } from './rules.ts';

test('a hash is split as the services of this form expect it', () => {
  // The example of https://haveibeenpwned.com/API/v3#PwnedPasswords.
  expect(hashParts('P@ssw0rd')).toEqual({ told: '21BD1', kept: '2DC183F740EE76F27B78EB39C8AD972A757' });
});

test('a rest is listed by a line of its own with a count; padding, other rests and other text do not count', () => {
  const kept = 'F'.repeat(35);
  expect(isListed(`${'0'.repeat(35)}:3\r\n${kept}:12\r\n`, kept)).toBe(true);
  expect(isListed(`${kept.toLowerCase()}:1`, kept)).toBe(true);
  for (const answer of ['', `${kept}:0`, kept, `${kept}:`, `${'0'.repeat(35)}:3`, `x${kept}:3`, '<html>'])
    expect(isListed(answer, kept), answer).toBe(false);
});
