import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isServerPage, returnPath } from './paths.ts';

describe('returnPath', () => {
  it.each(['/compare', '/compare?measure=share&focus=a%20b', '/conversions/a%2Fb%25?model=time_decay', '/conversions/x#why'])(
    'goes back to %s',
    (address) => {
      expect(returnPath(address)).toBe(address);
    },
  );

  it.each([
    ['another site', 'https://evil.example/'],
    ['another site without scheme', '//evil.example/'],
    ['another site by backslashes', '/\\evil.example/'],
    ['another site by backslashes alone', '\\\\evil.example'],
    ['a tab that browsers drop', '/\t/evil.example/'],
    ['a line end that browsers drop', '/\n/evil.example/'],
    ['dots that browsers resolve', '/.//evil.example/'],
    ['parents that browsers resolve', '/a/..//evil.example/'],
    ['a script', 'javascript:alert(1)'],
    ['a relative address', 'compare'],
    ['the sign-in itself', '/sign-in?next=%2Fcompare'],
    ['no text', 42],
    ['nothing', undefined],
  ])('goes to the overview instead of %s', (_, next) => {
    expect(returnPath(next)).toBe('/');
  });

  it('never leaves the site, whatever the address', () => {
    const part = fc.constantFrom('/', '\\', '.', '..', '\t', '\n', ' ', '@', ':', '?', '#', '%2f', '%5c', 'http:', 'evil.example');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const target = new URL(returnPath(`/${parts.join('')}`), 'https://dashboard.example/sign-in');
        expect(target.origin).toBe('https://dashboard.example');
      }),
    );
  });
});

describe('isServerPage', () => {
  it('tells the pages of the OAuth server from the rooms of the dashboard', () => {
    expect(returnPath('/oauth/consent/abc')).toBe('/oauth/consent/abc');
    expect(['/oauth/consent/abc', '/', '/compare', '/oauthors'].map(isServerPage)).toEqual([true, false, false, false]);
  });
});
