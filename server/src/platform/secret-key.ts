import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { newId, randomSecret } from './chance.ts';
import { refusal } from './errors.ts';

/** The fewest characters a secret key may have. */
export const SECRET_KEY_LENGTH = 32;

const FILE_NAME = 'secret.key';
const PREVIOUS_NAME = 'secret.previous.key';

/**
 * The secret that the data folder keeps in `secret.key`, readable by its owner alone; made when there is none. Processes that do so at the
 * same time get the same one.
 * @throws Error when the folder holds a database but its secret is gone, or the file holds no usable secret.
 */
export function obtainSecretKey(dataDir: string): string {
  const file = join(dataDir, FILE_NAME);
  if (!existsSync(file)) {
    if (holdsDatabase(dataDir))
      throw refusal(
        `The data folder ${dataDir} holds a database, but its ${FILE_NAME} is gone. ` +
          'Put it back, set EARSHOT_SECRET_KEY to the secret it was made with, or set EARSHOT_DATA_DIR to another folder.',
      );
    writeOnce(dataDir, file, randomSecret(32).toString('base64url'));
  }
  const key = readFileSync(file, 'utf8').trim();
  if (key.length >= SECRET_KEY_LENGTH) return key;
  throw refusal(
    `The file ${file} holds no secret of at least ${SECRET_KEY_LENGTH} characters. Put the right one back, or set EARSHOT_SECRET_KEY.`,
  );
}

/** True once the data folder holds an embedded database. */
export function holdsDatabase(dataDir: string): boolean {
  return existsSync(join(dataDir, 'postgres', 'PG_VERSION'));
}

/** The secret that the data folder's was before, while it is being changed; undefined at other times. */
export function readPreviousSecretKey(dataDir: string): string | undefined {
  return readKept(dataDir, PREVIOUS_NAME)?.trim();
}

/**
 * Gives the data folder a new secret and keeps the one before beside it, until `dropPreviousSecretKey`. When an earlier change was cut off,
 * it goes on with the secret of that one.
 */
export function replaceSecretKey(dataDir: string): void {
  const before = obtainSecretKey(dataDir);
  const previous = readPreviousSecretKey(dataDir);
  if (previous !== undefined && previous !== before) return;
  keep(dataDir, PREVIOUS_NAME, `${before}\n`);
  keep(dataDir, FILE_NAME, `${randomSecret(32).toString('base64url')}\n`);
}

/** Forgets the secret before the present one: nothing may be sealed under it any longer. */
export function dropPreviousSecretKey(dataDir: string): void {
  rmSync(join(dataDir, PREVIOUS_NAME), { force: true });
}

/** What the data folder keeps in a small file that only its owner may read; undefined when there is none. */
export function readKept(dataDir: string, name: string): string | undefined {
  const file = join(dataDir, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Keeps a text in the data folder, readable by its owner alone, in place of what stood there; never half of it. */
export function keep(dataDir: string, name: string, text: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = join(dataDir, `${name}.${newId()}`);
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, join(dataDir, name));
}

/** A link either makes the complete file or fails because another process was first: there is no moment with half a secret. */
function writeOnce(dataDir: string, file: string, text: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${newId()}`;
  const descriptor = openSync(draft, 'wx', 0o600);
  try {
    writeSync(descriptor, `${text}\n`);
    fsyncSync(descriptor);
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    closeSync(descriptor);
    rmSync(draft, { force: true });
  }
}
