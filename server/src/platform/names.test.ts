import { expect, test } from 'vitest';
import { Name, oneLine } from './names.ts';

test('a name has one line of 1 to 200 characters, without those around it', () => {
  expect(Name.parse('  Ångström & Söhne 🎧 ')).toBe('Ångström & Söhne 🎧');
  expect(Name.safeParse('n'.repeat(200)).success).toBe(true);
  for (const name of ['', ' ', 'n'.repeat(201), 'a\r\nBcc: b@c.example', 'a\nb', 'a\tb', 'a\u0000b', 'a\u0085b', 'a\u2028b'])
    expect(Name.safeParse(name).success, JSON.stringify(name)).toBe(false);
});

test('a text becomes one line, whatever breaks it', () => {
  expect(oneLine(' a\r\n b\tc\u2029d\u0000 ')).toBe('a  b c d');
});
