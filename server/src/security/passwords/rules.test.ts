import { describe, expect, test } from 'vitest';
import { dictionary } from '@zxcvbn-ts/language-common';
import { passwordFault } from './rules.ts';

const ANN = { email: 'ann.example@agency.example', name: 'Ann Sommerfeldt' };

describe('a new password', () => {
  test.each(['eleven char', 'short', '', '🎧'.repeat(11)])('of %j is too short, counted in characters', (password) => {
    expect(passwordFault(password, ANN)).toContain('at least 12 characters');
  });

  test.each([
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    '121212121212',
    '123456789012',
    'abcdefghijkl',
    'qwertyuiopas',
    '210987654321',
    'lkjhgfdsapoi',
  ])('%j is refused, since it follows a pattern', (password) => expect(passwordFault(password, ANN)).toContain('follows the keys'));

  test.each(['password1234', 'Password2026!', 'P@ssw0rd1234', '!!!!Welcome!!!!', '2026-summer-2026', 'iloveyou12345', 'Earshot-2026'])(
    '%j is refused, since attackers try it first',
    (password) => expect(passwordFault(password, ANN)).toContain('attackers try first'),
  );

  test('is refused when it is one of the 3,000 most used, with what is put around it to make it long enough, in any case', () => {
    const mostUsed = dictionary['passwords-common'].slice(0, 3_000);
    expect(mostUsed).toContain('letmein');
    const isRefused = (password: string) => passwordFault(password, ANN) !== undefined;
    const letters = mostUsed.filter((word) => /^\p{L}+$/u.test(word));
    expect(letters.length).toBeGreaterThan(2_000);
    for (const word of letters)
      for (const made of [`${word}1234567890`, `!!${word.toUpperCase()}-2026-11`, `2026-11-26 ${word}`])
        expect(isRefused(made), made).toBe(true);
  });

  test('is refused when it is long enough and among the 49,000 most used, or two of the 3,000 most used in a row', () => {
    const passwords = dictionary['passwords-common'];
    const long = passwords.filter((word) => word.length >= 12);
    expect(long.length).toBeGreaterThan(300);
    for (const word of long) expect(passwordFault(word.toUpperCase(), ANN), word).toBeDefined();
    const pairs = passwords.slice(0, 3_000).map((word, place, all) => word + all[(place * 7 + 1) % 3_000]);
    const matching = pairs.filter((pair) => pair.length >= 12);
    expect(matching.length).toBeGreaterThan(2_000);
    for (const pair of matching) expect(passwordFault(pair, ANN), pair).toBeDefined();
  });

  test.each(['Sommerfeldt12', 'ann.example@agency.example', 'AnnSommerfeldt1', 'agency.example!1', 'sommerfeldt sommerfeldt'])(
    '%j is refused for Ann Sommerfeldt, and is nobody else’s business',
    (password) => {
      expect(passwordFault(password, ANN)).toContain('your name or e-mail');
      expect(passwordFault(password, { email: 'b@c.example', name: 'Bo' })).toBeUndefined();
    },
  );

  test.each([
    'four words in a row',
    'the podcast i heard',
    'xK9#mQ2$vL5pz',
    'größe zählt nicht',
    '🎧'.repeat(5) + 'headphones',
    'annual rainfall map',
  ])('%j is taken: nothing is asked of its composition', (password) => expect(passwordFault(password, ANN)).toBeUndefined());

  test('of more than 200 characters is refused, and of 200 is taken', () => {
    expect(passwordFault('ab cd ef gh '.repeat(17), ANN)).toContain('at most 200');
    expect(passwordFault('correct words '.repeat(20).slice(0, 200), ANN)).toBeUndefined();
  });
});
