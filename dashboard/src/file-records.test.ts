import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellsOfRecord, firstRecords, isUtf8, recordsOfFile, rejectedFile } from './file-records.ts';

const anyCell = fc.array(fc.constantFrom('a', 'é', '🎧', ' ', ',', '"', '\n'), { maxLength: 6 }).map((parts) => parts.join(''));
const anyRows = fc.array(fc.array(anyCell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 8 });
const recordOf = (cells: string[]) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;

async function allOf(text: string, hasQuotes = true): Promise<{ line: number; text: string }[]> {
  const records = [];
  for await (const record of recordsOfFile(new Blob([text]), hasQuotes)) records.push(record);
  return records;
}

test('records of a file come one by one, with the line that each begins on, and their cells as they were written', async () => {
  await fc.assert(
    fc.asyncProperty(anyRows, async (rows) => {
      const records = await allOf(rows.map(recordOf).join(''));
      expect(records.map(({ text }) => cellsOfRecord(text))).toEqual(rows);
      let line = 1;
      for (const record of records) {
        expect(record.line).toBe(line);
        line += record.text.split('\n').length - 1;
      }
    }),
  );
});

test('a record that a slice of the file cuts is whole, and so are its characters', async () => {
  const long = `"${'é'.repeat(700_000)}\n",b\n`;
  const records = await allOf(`a,b\n${long}c,d`);
  expect(records.map(({ line, text }) => [line, text.length])).toEqual([
    [1, 4],
    [2, long.length],
    [4, 3],
  ]);
});

test('quotes in NDJSON keep no lines together', async () => {
  expect((await allOf('{"a\n{"b"}\n', false)).map(({ text }) => text)).toEqual(['{"a\n', '{"b"}\n']);
});

test('rejected lines stand under the header, each on a line of its own', async () => {
  const file = new Blob(['\u{feff}id,note\n1,a\n2,"b\nc"\n\n3,d']);
  expect(await (await rejectedFile(file, 'csv', new Set([3, 6]))).text()).toBe('id,note\n2,"b\nc"\n3,d\n');
});

test.each([
  ['a,b,', ['a', 'b', '']],
  ['', ['']],
  [',', ['', '']],
  ['"a, ""b""",c\r\n', ['a, "b"', 'c']],
])('the cells of %j', (record, cells) => expect(cellsOfRecord(record)).toEqual(cells));

test('the first records are those that are not empty', async () => {
  expect(await firstRecords(new Blob(['\na\n\nb\nc\n']), true, 2)).toEqual(['a\n', 'b\n']);
});

test('a file that is not UTF-8 is told, and a character that the end of what is looked at cuts is no fault', async () => {
  expect(await isUtf8(new Blob(['name\nJosé\n']))).toBe(true);
  expect(await isUtf8(new Blob([Buffer.from('name\nJosé\n', 'latin1')]))).toBe(false);
  expect(await isUtf8(new Blob([Buffer.from('\u{feff}name\n', 'utf16le')]))).toBe(false);
  expect(await isUtf8(new Blob(['a', 'é'.repeat(600_000)]))).toBe(true);
  expect(await isUtf8(new Blob([Buffer.from('é').subarray(0, 1)]))).toBe(false);
});
