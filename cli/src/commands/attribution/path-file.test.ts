import { describe, expect, test } from 'vitest';
import { headerOf, rowOf } from './path-file.ts';

const full = headerOf(['path', 'conversions', 'value', 'null', 'daysBefore']);

describe('the header', () => {
  test('may hold its columns in any order', () => {
    expect(rowOf(headerOf(['value', ' path ', 'conversions']), ['2.5', 'a', '1'])).toEqual({
      channels: ['a'],
      conversions: 1,
      value: 2.5,
      nulls: 0,
    });
  });

  test.each([
    [['path', 'conversions'], 'no column "value"'],
    [['path', 'conversions', 'value', 'cost'], '"cost" is unknown'],
    [['path', 'conversions', 'value', 'path'], '"path" stands twice'],
    [[''], '"" is unknown'],
  ])('%j is refused', (cells, message) => {
    expect(() => headerOf(cells)).toThrow(message);
  });
});

describe('a line', () => {
  test('gives channels without the spaces around them, amounts, and ages in milliseconds', () => {
    expect(rowOf(full, ['a >\tb c> a', ' 3 ', '10.000001', '7', '10 > 0.5 > 0'])).toEqual({
      channels: ['a', 'b c', 'a'],
      conversions: 3,
      value: 10.000001,
      nulls: 7,
      ageMs: [864_000_000, 43_200_000, 0],
    });
  });

  test('without conversions credits nothing and is allowed', () => {
    expect(rowOf(full, ['a', '0', '0', '12', '1'])).toMatchObject({ conversions: 0, value: 0, nulls: 12 });
  });

  test.each([
    [['', '1', '1', '0', '0'], 'path is empty'],
    [['a > > b', '1', '1', '0', '2 > 1 > 0'], 'empty channel at place 2'],
    [['a >', '1', '1', '0', '2 > 1'], 'empty channel at place 2'],
    [['a > b\u001b[2J', '1', '1', '0', '1 > 0'], 'has a control character in the channel at place 2'],
    [['a\tb', '1', '1', '0', '0'], 'has a control character in the channel at place 1'],
    [['a > b\u009bc > d', '1', '1', '0', '2 > 1 > 0'], 'has a control character in the channel at place 2'],
    [['a', '-1', '1', '0', '0'], 'conversions "-1" is not a number'],
    [['a', '', '1', '0', '0'], 'conversions "" is not a number'],
    [['a', 'NaN', '1', '0', '0'], 'conversions "NaN" is not a number'],
    [['a', '1', 'Infinity', '0', '0'], 'value "Infinity" is not a number'],
    [['a', '1', '1.1234567', '0', '0'], 'value "1.1234567" is not a number'],
    [['a', '1', '1e3', '0', '0'], 'value "1e3" is not a number'],
    [['a', '1', '1'.repeat(50), '0', '0'], `value "${'1'.repeat(40)}…" is not a number`],
    [['a', '0', '1', '0', '0'], 'value is above 0, and conversions is 0'],
    [['a', '1', '1', '-2', '0'], 'null "-2" is not a whole number'],
    [['a', '1', '1', '1.5', '0'], 'null "1.5" is not a whole number'],
    [['a', '1', '1', '', '0'], 'null "" is not a whole number'],
    [['a > b', '1', '1', '0', '1'], 'has 1 numbers, and the path has 2 channels'],
    [['a > b', '1', '1', '0', '1 > 2'], 'rises at place 2'],
    [['a > b', '1', '1', '0', '1 > -2'], 'daysBefore "-2" is not a number'],
    [['a', '1', '1', '0', ''], 'daysBefore "" is not a number'],
    [['a', '1', '1', '0', '1e999'], 'daysBefore "1e999" is not a number'],
    [['a', '1', '1', '0'], 'has 4 cells, and the header has 5'],
  ])('%j is refused with the column and the reason', (cells, message) => {
    expect(() => rowOf(full, cells)).toThrow(message);
  });
});
