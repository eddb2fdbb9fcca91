import { describe, expect, test } from 'vitest';
import { bestOf, rankOf } from './found.ts';

const NAMES = ['Compare models', 'Models', 'Fits of models', 'Airchecks', 'Überblick', 'C++ weekly (a show)'];
const best = (typed: string, most = 9) => bestOf(NAMES, typed, { textOf: (name) => name, most });

describe('the search over everything', () => {
  test('puts what begins with the words before what holds them, and keeps the order otherwise', () => {
    expect(best('mod')).toEqual(['Models', 'Compare models', 'Fits of models']);
    expect(best('')).toEqual(NAMES);
    expect(best('', 2)).toEqual(NAMES.slice(0, 2));
  });

  test('finds words in any order, without regard to case and accents, and what has a special meaning elsewhere', () => {
    expect(best('models FITS')).toEqual(['Fits of models']);
    expect(best('uber')).toEqual(['Überblick']);
    expect(best('c++')).toEqual(['C++ weekly (a show)']);
    expect(best('(a')).toEqual(['C++ weekly (a show)']);
  });

  test('finds nothing where one of the words is missing', () => {
    expect(best('models weekly')).toEqual([]);
    expect(rankOf('Models', 'x')).toBe(0);
  });
});
