import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NOBODY = 65_534;
const MAPPING = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'];

/** How to run PostgreSQL's programs, which refuse to run as root. */
export interface Runner {
  /** Words to put before the program. */
  prefix: string[];
  /** The user and group to become; undefined to stay who we are. */
  id: number | undefined;
}

/**
 * As an ordinary user: as it is. As root: in a user namespace in which root is nobody, which needs no change of ownership; where the system
 * forbids that, as the user nobody.
 */
export async function unprivilegedRunner(): Promise<Runner> {
  if (process.getuid?.() !== 0) return { prefix: [], id: undefined };
  return run('unshare', [...MAPPING, 'true']).then(
    () => ({ prefix: ['unshare', ...MAPPING], id: undefined }),
    () => ({ prefix: [], id: NOBODY }),
  );
}

/** Lets a runner that becomes another user pass through a folder to what lies in it. */
export async function letThrough(runner: Runner, folder: string): Promise<void> {
  if (runner.id !== undefined) await chmod(folder, 0o711);
}

/** As root, makes a data folder belong to whom the runner runs as, also when an earlier start ran otherwise; else leaves it alone. */
export async function handOver(runner: Runner, folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const wanted = runner.id ?? 0;
  if ((await stat(folder)).uid !== wanted) await run('chown', ['-R', `${wanted}:${wanted}`, folder]);
}
