import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from '../src/platform/postgres/binaries.ts';
import { loginUrl } from '../src/platform/postgres/connection.ts';
import { initialise } from '../src/platform/postgres/initdb.ts';
import { type Place, startPostmaster, stopPostmaster } from '../src/platform/postgres/postmaster.ts';
import { unprivilegedRunner } from '../src/platform/postgres/unprivileged.ts';
import { newDataFolder, removeDataFolder } from './data-folder.ts';

const PASSWORD = 'the-password-of-the-administrator';

/** A PostgreSQL of an operator's, which has never heard of Earshot. */
export interface PlainPostgres {
  /** The address of a login; without one, the superuser's. */
  urlOf(database: string, login?: { role: string; password: string }): string;
  close(): Promise<void>;
}

export async function startPlainPostgres(binaries: Binaries, settings: Record<string, string> = {}): Promise<PlainPostgres> {
  const folder = realpathSync(newDataFolder());
  const place: Place = {
    binaries,
    runner: await unprivilegedRunner(),
    postgresFolder: join(folder, 'postgres'),
    logFile: join(folder, 'postgres.log'),
  };
  await initialise(place, PASSWORD);
  const { port } = await startPostmaster(place, { fsync: 'off', cluster_name: '', ...settings });
  return {
    urlOf: (database, login = { role: 'postgres', password: PASSWORD }) => loginUrl(`postgres://127.0.0.1:${port}`, login, database),
    close: async () => {
      await stopPostmaster(place);
      removeDataFolder(folder);
    },
  };
}
