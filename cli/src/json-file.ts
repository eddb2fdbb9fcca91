import { readFileSync } from 'node:fs';
import { CommandError } from './command-error.ts';
import { resolvePath } from './working-folder.ts';

/** What a file holds as JSON. @throws CommandError for one that cannot be read so. */
export function readJsonFile(fileName: string): unknown {
  const file = resolvePath(fileName);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CommandError(`${file} cannot be read as JSON.`, { cause });
  }
}
