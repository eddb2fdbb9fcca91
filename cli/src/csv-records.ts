import { createReadStream } from 'node:fs';
import type { CsvRecord } from '../../server/src/tracking/imports/rules.ts';
import { CommandError } from './command-error.ts';

const READ_CHARACTERS = 1 << 18;
/** What a single record may be long; beyond it a quote was most likely never closed. */
const LONGEST_RECORD = 1 << 24;

/** What stands in a file, its refusals said as those of a command. */
function* told(records: Iterable<CsvRecord>): Generator<CsvRecord> {
  try {
    yield* records;
  } catch (error) {
    throw error instanceof Error && error.name === 'AppError' ? new CommandError(error.message) : error;
  }
}

/** Told as the file is read. */
export interface ReadingProgress {
  onRead?: (bytes: number) => void;
}

/** Commands that need no server load nothing of it before a file is there to be read. */
const loadRules = () => import('../../server/src/tracking/imports/rules.ts');

async function checkSeparator(text: string): Promise<void> {
  const { separatorFault } = await import('../../server/src/catalog/bulk/rules.ts');
  const fault = separatorFault(text);
  if (fault !== undefined) throw new CommandError(`The file cannot be read: ${fault}.`);
}

/**
 * The records of a UTF-8 file in batches, in memory that does not grow with the file; empty lines are left out.
 * @throws CommandError naming the line for quotes that do not fit, or the separator where the header has no commas but another one.
 */
export async function* readRecords(file: string, { onRead }: ReadingProgress = {}): AsyncGenerator<Iterable<CsvRecord>> {
  const input = createReadStream(file, { encoding: 'utf8', highWaterMark: READ_CHARACTERS });
  let rest = '';
  let line = 1;
  let bytesRead = 0;
  let isFirst = true;
  for await (const part of input as AsyncIterable<string>) {
    rest += isFirst ? part.replace(/^\uFEFF/, '') : part;
    isFirst = false;
    const { endOfLastRecord, lineEndsIn, recordsOf } = await loadRules();
    const end = endOfLastRecord(rest);
    if (end === 0 && rest.length > LONGEST_RECORD) throw new CommandError(`line ${line}: the line is too long, or a quote is never closed`);
    if (line === 1) await checkSeparator(rest);
    if (end > 0) {
      const whole = rest.slice(0, end);
      yield told(recordsOf(whole, line));
      line += lineEndsIn(whole);
      rest = rest.slice(end);
    }
    onRead?.(input.bytesRead - bytesRead);
    bytesRead = input.bytesRead;
  }
  if (rest !== '') yield told((await loadRules()).recordsOf(rest, line));
}
