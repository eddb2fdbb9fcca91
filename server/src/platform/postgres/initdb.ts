import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { programEnvironment } from './environment.ts';
import type { Place } from './postmaster.ts';
import { refusal } from '../errors.ts';

const run = promisify(execFile);

async function refuseOtherVersion(place: Place, versionFile: string): Promise<void> {
  const found = (await readFile(versionFile, 'utf8')).trim();
  const { major } = place.binaries;
  if (found === String(major)) return;
  throw refusal(
    `The data folder ${place.postgresFolder} was made by PostgreSQL ${found}, and this is PostgreSQL ${major}. ` +
      'Go back to the version of Earshot that made it, or set EARSHOT_DATA_DIR to another folder.',
  );
}

function localeOptions(major: number): string[] {
  if (major < 17) return ['--locale=C.UTF-8'];
  return ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
}

/**
 * Makes the data folder of a place when there is none. An interrupted attempt leaves nothing that looks complete. Text is UTF-8 and sorts
 * by code point; every connection needs a password (SCRAM).
 * @throws Error when the folder belongs to another major version, or with what initdb says.
 */
export async function initialise(place: Place, superuserPassword: string): Promise<void> {
  const versionFile = join(place.postgresFolder, 'PG_VERSION');
  if (existsSync(versionFile)) return refuseOtherVersion(place, versionFile);
  const draft = `${place.postgresFolder}.new`;
  const passwordFile = `${draft}.password`;
  const { prefix, id } = place.runner;
  const options = [
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    ...localeOptions(place.binaries.major),
  ];
  const [program, ...args] = [...prefix, join(place.binaries.folder, 'initdb'), '-D', draft, ...options];
  await rm(draft, { recursive: true, force: true });
  try {
    await mkdir(draft, { mode: 0o700 });
    await writeFile(passwordFile, superuserPassword, { mode: 0o600 });
    if (id !== undefined) await Promise.all([chown(draft, id, id), chown(passwordFile, id, id)]);
    await run(program, args, { uid: id, gid: id, env: programEnvironment() });
    await rename(draft, place.postgresFolder);
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    const said = cause instanceof Error && 'stderr' in cause && typeof cause.stderr === 'string' ? cause.stderr.trim() : '';
    throw refusal(`The embedded database could not be made in ${place.postgresFolder}:\n${said || String(cause)}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
}
