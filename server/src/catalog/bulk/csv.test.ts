import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell } from '../../platform/csv.ts';
import { csvLine, readCsv } from './csv.ts';

describe('a CSV text', () => {
  test('gives back every cell that was written into it, whatever its characters', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.stringMatching(/^['"=+\-@\t\r\n, ]{0,6}$/),
      fc.constantFrom('', "'", "'=", '"', '\r\n'),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }), (rows) => {
        const read = readCsv(rows.map(csvLine).join(''));
        expect(Array.isArray(read) && read.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', "'=1", "'quoted"])('has no cell that a spreadsheet would run: %j', (cell) => {
    expect(csvCell(cell).replace(/^"/, '')).toMatch(/^'/);
  });

  test('names the line on which each record starts, also behind lines within quotes and empty ones', () => {
    expect(readCsv('\u{feff}a,b\n\n"x\r\ny",1\r\n2,3')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['x\r\ny', '1'] },
      { line: 5, cells: ['2', '3'] },
    ]);
    expect(readCsv('')).toEqual([]);
    expect(readCsv('a,')).toEqual([{ line: 1, cells: ['a', ''] }]);
  });

  test.each([
    ['a quote that is not closed', 'a,b\r\n"x,1\r\n', 2],
    ['something behind a quote', 'a,b\r\n1,2\r\n"x"y,1\r\n', 3],
    ['a quote within a cell', 'a,b\r\nx"y,1\r\n', 2],
  ])('with %s is refused at its line', (_what, text, line) => {
    expect(readCsv(text)).toMatchObject({ line, detail: expect.stringContaining('quote') as string });
  });
});
