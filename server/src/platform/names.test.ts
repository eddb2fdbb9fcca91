import { expect, test } from 'vitest';
import { Name, oneLine, turnFault } from './names.ts';

test('a name has one line of 1 to 200 characters, without those around it', () => {
  expect(Name.parse('  Ångström & Söhne 🎧 ')).toBe('Ångström & Söhne 🎧');
  expect(Name.safeParse('n'.repeat(200)).success).toBe(true);
  for (const name of ['', ' ', 'n'.repeat(201), 'a\r\nBcc: b@c.example', 'a\nb', 'a\tb', 'a\u0000b', 'a\u0085b', 'a\u2028b'])
    expect(Name.safeParse(name).success, JSON.stringify(name)).toBe(false);
});

test('a text becomes one line, whatever breaks it', () => {
  expect(oneLine(' a\r\n b\tc\u2029d\u0000 ')).toBe('a  b c d');
});

test('a text that turns its own direction is told apart, with the character, and letters of every script are not', () => {
  for (const code of [0x061c, 0x200e, 0x200f, 0x202a, 0x202e, 0x2066, 0x2069])
    expect(turnFault(`spring${String.fromCharCode(code)}26`)).toContain(`U+${code.toString(16).toUpperCase().padStart(4, '0')}`);
  for (const key of ['spring-26', 'Ångström', 'مرحبا', 'שלום', '春', '🎧', 'a\u200db']) expect(turnFault(key)).toBeUndefined();
});
