import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CommandError } from '../../command-error.ts';
import { type FileLine, readEvents } from './event-file.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-events-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function readAll(name: string, text: string): Promise<FileLine[]> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const lines: FileLine[] = [];
  for await (const line of readEvents(file, 'conversions')) lines.push(line);
  return lines;
}

const HEADER = 'id,occurredAt,kind,valueMinor,isNewCustomer,identity.ip,metadata.note';

describe('a row of a CSV file', () => {
  test('is an event with its columns nested by their dots, and without its empty cells', async () => {
    const [line] = await readAll('nested.csv', `${HEADER}\na,2026-01-01T00:00:00Z,lead,,,203.0.113.9,hello\n`);
    expect(line).toMatchObject({
      number: 2,
      item: { id: 'a', occurredAt: '2026-01-01T00:00:00Z', kind: 'lead', identity: { ip: '203.0.113.9' }, metadata: { note: 'hello' } },
    });
    expect(Object.keys(line.item as object)).not.toContain('valueMinor');
  });

  test('has numbers where numbers belong and text everywhere else, as it was written', async () => {
    const [line] = await readAll('cells.csv', `${HEADER}\n 007 ,t,k,4999,False,,12\n`);
    expect(line.item).toEqual({
      id: ' 007 ',
      occurredAt: 't',
      kind: 'k',
      valueMinor: 4_999,
      isNewCustomer: false,
      metadata: { note: '12' },
    });
  });

  test('keeps what is no number and neither true nor false, for intake to refuse', async () => {
    const [line] = await readAll('odd.csv', `${HEADER}\na,t,k,49 USD,perhaps,,\n`);
    expect(line.item).toMatchObject({ valueMinor: '49 USD', isNewCustomer: 'perhaps' });
  });

  test('with too few or too many cells names both counts', async () => {
    const lines = await readAll('short.csv', 'id,occurredAt,kind\na,t\nb,t,k,more\n');
    expect(lines.map(({ number, fault }) => [number, fault])).toEqual([
      [2, 'the line has 2 cells, and the header has 3'],
      [3, 'the line has 4 cells, and the header has 3'],
    ]);
  });
});

describe('a CSV file cannot be read', () => {
  test.each([
    ['semicolons', 'id;occurredAt;kind\na;2026-01-01T00:00:00Z;lead\n'],
    ['semicolons', '"id";"occurredAt";"kind"\r\n"a";"2026-01-01T00:00:00Z";"lead"'],
    ['tabs', 'id\toccurredAt\tkind\n'],
  ])('whose columns are separated by %s, and the fault says so', async (name, text) => {
    await expect(readAll('separated.csv', text)).rejects.toThrow(`its columns are separated by ${name}; separate them by commas`);
  });

  test.each([
    [
      'an unknown column',
      'id,occurredAt,kind,colour\n',
      'The column "colour" is unknown. A file of conversions may have id, occurredAt, kind',
    ],
    ['a column twice', 'id,occurredAt,kind,id\n', 'The column "id" stands twice in the header.'],
    ['no id', 'occurredAt,kind\n', 'The header has no column "id", which every event needs.'],
    ['a column of the other kind of event', 'id,occurredAt,kind,campaign\n', 'The column "campaign" is unknown.'],
    ['metadata two levels deep', 'id,occurredAt,kind,metadata.a.b\n', 'The column "metadata.a.b" is unknown.'],
    ['nothing in it', '', 'The file is empty; its first line must name the columns.'],
    [
      'a quote that never closes',
      'id,occurredAt,kind\n"c-1,t,lead\n',
      'line 2: a quote is opened and never closed. What stands before it may be imported already; mend the file and import it again.',
    ],
  ])('with %s', async (_name, text, sentence) => {
    const reading = readAll('header.csv', text);
    await expect(reading).rejects.toThrow(CommandError);
    await expect(reading).rejects.toThrow(sentence);
  });
});

describe('a line of an NDJSON file', () => {
  test('that is no JSON, or says something twice, is a fault of that line alone', async () => {
    const lines = await readAll('lines.ndjson', '{"id":"a"}\n{"id":\n\n{"id":"b","id":"c"}\n{"id":"d"}');
    expect(lines.map(({ number, fault }) => [number, fault === undefined])).toEqual([
      [1, true],
      [2, false],
      [4, false],
      [5, true],
    ]);
    expect(lines[3].item).toEqual({ id: 'd' });
  });

  test('is read the same after a byte order mark and with CRLF', async () => {
    const lines = await readAll('marked.jsonl', '\uFEFF{"id":"a"}\r\n{"id":"b"}\r\n');
    expect(lines.map(({ item }) => item)).toEqual([{ id: 'a' }, { id: 'b' }]);
  });
});

test('a file of another kind is refused by its name', () => {
  expect(() => readEvents('events.xlsx', 'touchpoints')).toThrow('events.xlsx is neither a .csv nor a .ndjson file.');
});
