import { describe, expect, test } from 'vitest';
import { compilePatterns, patternFault, requiredLiterals } from './patterns.ts';

describe('a pattern', () => {
  test.each([
    ['^Acast.+([Aa]ndroid|iOS|Darwin)', ['Acast']],
    ['Abandon/', ['Abandon/']],
    ['FooBar|Quux[0-9]', ['FooBar', 'Quux']],
    ['colou?r', ['colo']],
    ['github\\.com/gocolly', ['github.com/gocolly']],
    ['(Xbox.+Edg?/|Android.+EdgA/)', undefined],
    ['ab', undefined],
    ['Foo|x', undefined],
    ['(?i)foobar', undefined],
    ['foo{2}bar', undefined],
  ])('%s asks for one of %j', (pattern, literals) => expect(requiredLiterals(pattern)).toEqual(literals));

  test.each(['(', '[a', 'a(?=b)', '\\1', '(?<!a)b', '', 'a'.repeat(2_001)])('%s is refused', (pattern) => {
    expect(patternFault(pattern)).toBeTypeOf('string');
  });
});

describe('a list of patterns', () => {
  const entries = ['^Acast.+(Android|iOS)', 'Player\\b', 'x', 'colou?red', '(?i)podBOT', 'Foo/|Bar/', '^(ab|cd)+$'].map((pattern) => ({
    name: pattern,
    pattern,
  }));
  const find = compilePatterns(entries);

  test.each(['Acast/1 iOS', 'Acast', 'My Player/2', 'xx', 'colored', 'coloured', 'PODbot', 'a Bar/1', 'abcd', '', 'Foo'])(
    'finds for "%s" the first entry that matches, as trying each does',
    (text) =>
      expect(find(text)).toBe(
        entries.find(({ pattern }) => new RegExp(pattern.replace('(?i)', ''), pattern.startsWith('(?i)') ? 'i' : '').test(text)),
      ),
  );

  test('takes a pattern that would make other engines try for ages', () => {
    const slow = compilePatterns([{ name: 'slow', pattern: '(a+)+$' }]);
    expect(slow(`${'a'.repeat(1_000)}b`)).toBeUndefined();
  });
});
