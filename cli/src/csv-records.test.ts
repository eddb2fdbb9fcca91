import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CsvRecord, endOfLastRecord, recordsOf } from '../../server/src/tracking/imports/rules.ts';
import { readRecords } from './csv-records.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-csv-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const anyCell = fc
  .array(fc.constantFrom('a', 'é', '🎧', ' ', ',', '"', '\n', '\r\n', '>'), { maxLength: 6 })
  .map((parts) => parts.join(''));
const anyRecords = fc.array(fc.array(anyCell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 });
const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
const csvOf = (records: string[][], lineEnd: string) => records.map((cells) => cells.map(quoted).join(',') + lineEnd).join('');

async function readAll(text: string): Promise<Omit<CsvRecord, 'end'>[]> {
  const file = join(folder, 'records.csv');
  writeFileSync(file, text);
  const all: Omit<CsvRecord, 'end'>[] = [];
  for await (const records of readRecords(file)) for (const { line, cells } of records) all.push({ line, cells });
  return all;
}

describe('records', () => {
  test('come back as they were written, with any cells and either line end', () => {
    fc.assert(
      fc.property(anyRecords, fc.constantFrom('\n', '\r\n'), (records, lineEnd) => {
        const text = csvOf(records, lineEnd);
        expect([...recordsOf(text, 1)].map(({ cells }) => cells)).toEqual(records);
      }),
    );
  });

  test('name the line on which they start', () => {
    fc.assert(
      fc.property(anyRecords, fc.integer({ min: 1, max: 100 }), (records, firstLine) => {
        let line = firstLine;
        const lines = records.map((cells) => {
          const start = line;
          line += csvOf([cells], '\n').split('\n').length - 1;
          return start;
        });
        expect([...recordsOf(csvOf(records, '\n'), firstLine)].map((record) => record.line)).toEqual(lines);
      }),
    );
  });

  test('are never cut where a text is cut after the last whole one', () => {
    fc.assert(
      fc.property(anyRecords, fc.nat(), (records, cut) => {
        const text = csvOf(records, '\n');
        const seen = text.slice(0, cut % (text.length + 1));
        const end = endOfLastRecord(seen);
        const whole = end === 0 ? [] : [...recordsOf(text.slice(0, end), 1)];
        expect([...whole, ...recordsOf(text.slice(end), 1)].map(({ cells }) => cells)).toEqual(records);
      }),
    );
  });

  test('of a file larger than what is read at a time keep their order and lines', async () => {
    const cells = Array.from({ length: 60_000 }, (_, place) => [`channel ${place} 🎧`, place % 7 === 0 ? 'two\nlines' : 'one']);
    let line = 1;
    const expected = cells.map((record, place) => {
      const start = line;
      line += place % 7 === 0 ? 2 : 1;
      return { line: start, cells: record };
    });
    expect(await readAll(csvOf(cells, '\n'))).toEqual(expected);
  });

  test('are read without a byte order mark, without a last line end, and past empty lines', async () => {
    expect(await readAll('\uFEFFa,b\r\n\r\n1,2\r\n\n3,4')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['1', '2'] },
      { line: 5, cells: ['3', '4'] },
    ]);
    expect(await readAll('a,b\n\n"1",2\n\n3,4')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 3, cells: ['1', '2'] },
      { line: 5, cells: ['3', '4'] },
    ]);
  });

  test.each([
    ['a,b\n1,2\n3,"4', 'line 3: a quote is opened and never closed'],
    ['a,b\n1,x"2"\n3,4\n', 'line 2: a quote stands inside a cell'],
    ['a,b\n1,"2"x\n3,4\n', 'line 2: a quote stands inside a cell'],
  ])('of %o are refused with the line', async (text, message) => {
    await expect(readAll(text)).rejects.toThrow(message);
  });
});
