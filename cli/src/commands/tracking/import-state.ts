import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How far an import is: everything up to and including `line` is stored or rejected for good. */
export interface ImportState {
  line: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  /** What else there is to tell of the stored lines: how many of each. */
  notes: Record<string, number>;
  /** Size of the rejects file that belongs to this state. */
  rejectedBytes: number;
}

/** Where one import keeps its state between interruptions. */
export interface ImportRecord {
  state: ImportState;
  save(state: ImportState): void;
  finish(): void;
}

const NOTHING: ImportState = { line: 0, accepted: 0, duplicates: 0, rejected: 0, notes: {}, rejectedBytes: 0 };

/**
 * The record of importing this very file (path, size and time of change) into this tenant. A file that was changed starts anew; so does
 * one whose import finished, and one that is read in another way.
 */
export function openRecord(
  dataDir: string,
  subject: { tenantId: string; kind: string; file: string; reading?: object | undefined },
): ImportRecord {
  const { size, mtimeMs } = statSync(subject.file);
  const name = createHash('sha256')
    .update(JSON.stringify([subject.tenantId, subject.kind, subject.file, size, mtimeMs, subject.reading]))
    .digest('hex')
    .slice(0, 32);
  const folder = join(dataDir, 'imports');
  const path = join(folder, `${name}.json`);
  return {
    state: existsSync(path) ? { ...NOTHING, ...(JSON.parse(readFileSync(path, 'utf8')) as Partial<ImportState>) } : { ...NOTHING },
    save(state) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(`${path}.new`, JSON.stringify(state));
      renameSync(`${path}.new`, path);
    },
    finish: () => rmSync(path, { force: true }),
  };
}

/** Cuts a rejects file back to what a state says, so that lines which are read again are not listed twice. */
export function cutBack(file: string, bytes: number): void {
  if (bytes === 0) rmSync(file, { force: true });
  else if (existsSync(file) && statSync(file).size > bytes) truncateSync(file, bytes);
}
