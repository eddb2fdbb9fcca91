import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Adds a line to a file of the data folder, readable by its owner alone; it is on the disk when this returns. */
export function keepLine(dataDir: string, name: string, line: string): void {
  const file = join(dataDir, name);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const descriptor = openSync(file, 'a', 0o600);
  try {
    writeSync(descriptor, `${line}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The lines of such a file, without one that was not finished; none when there is no file. */
export function readLines(dataDir: string, name: string): string[] {
  const file = join(dataDir, name);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8').split('\n').slice(0, -1);
}
