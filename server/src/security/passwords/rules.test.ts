import { describe, expect, test } from 'vitest';
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
