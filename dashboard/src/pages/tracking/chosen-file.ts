import { fingerprintOf } from '../../file-bytes.ts';
import { cellsOfRecord, firstRecords, isUtf8 } from '../../file-records.ts';
import { guessKind } from '../../import-columns.ts';
import type { EventKind, NewImport } from '../../imports-api.ts';
import { dataTexts } from '../../texts-data.ts';

const SHOWN = 4;

/** A file that was chosen, and the beginning of it. */
export interface ChosenFile {
  file: File;
  fingerprint: string;
  format: NewImport['format'];
  /** The names of its columns, and its first rows; none of NDJSON. */
  header: string[];
  rows: string[][];
  kind: EventKind;
  /** Whether its beginning can be read as what it should be. */
  isUtf8: boolean;
}

/** Reads the beginning of a file. @throws Error that says why it cannot be imported. */
export async function readChosen(file: File): Promise<ChosenFile> {
  const { choose } = dataTexts;
  const isCsv = /\.csv$/i.test(file.name);
  if (!isCsv && !/\.(ndjson|jsonl)$/i.test(file.name)) throw new Error(choose.odd);
  if (file.size === 0) throw new Error(choose.empty);
  const fingerprint = await fingerprintOf(file);
  const about = { file, fingerprint, isUtf8: await isUtf8(file) };
  const first = await firstRecords(file, isCsv, SHOWN);
  if (!isCsv) {
    const kind = /"(valueMinor|orderId|currency)"/.test(first.join('')) ? 'conversions' : 'touchpoints';
    return { ...about, format: 'ndjson', header: [], rows: [], kind };
  }
  const [header = [], ...rows] = first.map(cellsOfRecord);
  if (header.length === 1 && /[;\t]/.test(header[0])) throw new Error(choose.separator);
  return { ...about, format: 'csv', header, rows, kind: guessKind(header) };
}
