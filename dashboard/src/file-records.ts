const SLICE_BYTES = 1_048_576;

/** Says of a text, character by character, where its records end; a line end in quotes ends none. */
function* recordsIn(hasQuotes: boolean): Generator<string[], string[], string> {
  let rest = '';
  let isQuoted = false;
  let whole: string[] = [];
  for (;;) {
    const text: string = yield whole;
    whole = [];
    let start = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === 34 && hasQuotes) isQuoted = !isQuoted;
      else if (code === 10 && !isQuoted) {
        whole.push(rest + text.slice(start, at + 1));
        rest = '';
        start = at + 1;
      }
    }
    rest += text.slice(start);
    if (text === '') return [rest];
  }
}

const lineEnds = (text: string) => text.split('\n').length - 1;

/** The records of a file one after the other with the line each begins on, a slice of it in memory at a time. */
export async function* recordsOfFile(file: Blob, hasQuotes: boolean): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder();
  const records = recordsIn(hasQuotes);
  records.next();
  let line = 1;
  for (let at = 0; at < file.size; at += SLICE_BYTES) {
    const bytes = await file.slice(at, at + SLICE_BYTES).arrayBuffer();
    const text = decoder.decode(bytes, { stream: true });
    if (text === '') continue;
    for (const record of records.next(text).value) {
      yield { line, text: record };
      line += lineEnds(record);
    }
  }
  const [last] = records.next('').value;
  if (last !== '') yield { line, text: last };
}

/** The lines of a file that were not taken, under its header, as a file to mend and import again. */
export async function rejectedFile(file: Blob, format: 'csv' | 'ndjson', lines: ReadonlySet<number>): Promise<Blob> {
  const parts: string[] = [];
  for await (const { line, text } of recordsOfFile(file, format === 'csv')) {
    const isHeader = format === 'csv' && parts.length === 0 && text.trim() !== '';
    if (isHeader || lines.has(line)) parts.push(text.endsWith('\n') ? text : `${text}\n`);
  }
  return new Blob(parts, { type: file.type });
}

/** The cells of a record of CSV. */
export function cellsOfRecord(record: string): string[] {
  const cells: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^,]*))(,|$)/gy;
  const text = record.replace(/\r?\n$/, '');
  for (let found = cell.exec(text); found; found = cell.exec(text)) {
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '' || cell.lastIndex > text.length) break;
  }
  return cells;
}

/** Whether the beginning of a file is UTF-8, as far as it is looked at. */
export async function isUtf8(file: Blob): Promise<boolean> {
  const bytes = await file.slice(0, SLICE_BYTES).arrayBuffer();
  try {
    // A character that the end of the slice cuts is no fault.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: file.size > SLICE_BYTES });
    return true;
  } catch {
    return false;
  }
}

/** The first records of a file, empty ones left out. */
export async function firstRecords(file: Blob, hasQuotes: boolean, most: number): Promise<string[]> {
  const records: string[] = [];
  for await (const { text } of recordsOfFile(file.slice(0, SLICE_BYTES), hasQuotes)) {
    if (text.trim() !== '') records.push(text);
    if (records.length === most) break;
  }
  return records;
}
