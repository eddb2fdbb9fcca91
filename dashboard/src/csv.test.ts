import { describe, expect, test } from 'vitest';
import { csvName, csvText } from './csv.ts';

describe('figures of a chart as CSV', () => {
  test('have a header and one line a row, with numbers as they are and nothing where nothing is known', () => {
    const figures = { columns: ['day', 'valueMinor'], rows: [['2026-11-01', -1250] as const, ['2026-11-02', null] as const] };
    expect(csvText(figures)).toBe('day,valueMinor\r\n2026-11-01,-1250\r\n2026-11-02,\r\n');
  });

  test('are quoted where a cell holds what separates cells', () => {
    expect(csvText({ columns: ['a,b'], rows: [['say "no"'], ['two\nlines']] })).toBe('"a,b"\r\n"say ""no"""\r\n"two\nlines"\r\n');
  });

  test.each(['=1+1', '+1', '-1', '@x', '\tx', "'x"])('are no formula to a spreadsheet: %s', (text) => {
    expect(csvText({ columns: ['a'], rows: [[text]] })).toBe(`a\r\n'${text}\r\n`);
  });

  test('are saved under their title as a file name', () => {
    expect(csvName('Conversions by day: Zürich / “Show” №1')).toBe('conversions-by-day-zurich-show-no1.csv');
    expect(csvName('…')).toBe('figures.csv');
    expect(csvName('x'.repeat(200))).toHaveLength(84);
  });
});
