import { describe, expect, it } from 'vitest';
import { readSort, writeSort } from './sort.ts';

describe('a sort in the address', () => {
  it.each([
    ['value', { column: 'value', descending: false }],
    ['-value', { column: 'value', descending: true }],
  ])('%s is read and written as the same', (text, sort) => {
    expect(readSort(text)).toEqual(sort);
    expect(writeSort(sort)).toBe(text);
  });

  it('is absent when the address has none', () => {
    expect([readSort(undefined), readSort('')]).toEqual([undefined, undefined]);
  });
});
