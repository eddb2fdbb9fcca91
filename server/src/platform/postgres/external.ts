import { loginUrl, reasonOf, versionNumber, withClient } from './connection.ts';
import { prepareDatabase } from './database.ts';
import { ensureRoles, rolePassword } from './roles.ts';
import { refusal } from '../errors.ts';

/** A PostgreSQL that the operator runs: the addresses of its logins; `owner` only when the operator gave one that may migrate. */
export interface ExternalCluster {
  urls: { owner: string | undefined; app: string; intake: string; jobs: string; auth: string };
  close(): Promise<void>;
}

export interface ExternalOptions {
  databaseUrl: string;
  databaseOwnerUrl: string | undefined;
  secretKey: string;
}

/** The first releases of their branches whose statistics let no rows past row-level security (CVE-2025-8713); 18 had it from the start. */
const FLOORS = [150_014, 160_010, 170_006, 180_000];

function versionName(version: number): string {
  return `${Math.floor(version / 10_000)}.${version % 10_000}`;
}

/** Why a PostgreSQL of this version, as it counts itself (150018 is 15.18), cannot be used; undefined when it can. */
export function versionFault(version: number): string | undefined {
  const [oldest] = FLOORS;
  const floor = FLOORS.findLast((candidate) => Math.floor(candidate / 10_000) <= Math.floor(version / 10_000));
  if (floor === undefined) return `it is PostgreSQL ${versionName(version)}, and Earshot needs ${versionName(oldest)} or later`;
  if (version >= floor) return undefined;
  const safe = FLOORS.map(versionName).join(', ');
  const reason = 'whose statistics can show rows that row-level security hides (CVE-2025-8713)';
  return `it is PostgreSQL ${versionName(version)}, ${reason}; update it to ${safe} or later`;
}

async function checkServer(url: string, setting: string): Promise<void> {
  try {
    await withClient(url, async (client) => {
      const fault = versionFault(await versionNumber(client));
      if (fault !== undefined) throw new Error(fault);
      const { rows } = await client.query<{ server_encoding: string }>('show server_encoding');
      const encoding = rows[0].server_encoding;
      if (encoding !== 'UTF8')
        throw new Error(`its encoding is ${encoding}, and Earshot needs UTF8; create the database with "encoding 'UTF8'"`);
    });
  } catch (cause) {
    throw refusal(`The database of ${setting} cannot be used: ${reasonOf(cause)}.`, { cause });
  }
}

/**
 * Makes sure that the logins whose passwords are derived can sign in to a migrated database.
 * @throws Error that names the setting to mend.
 */
export async function checkLogins(urls: { intake: string; jobs: string; auth: string }): Promise<void> {
  for (const role of ['intake', 'jobs', 'auth'] as const) {
    try {
      await withClient(urls[role], async () => undefined);
    } catch (cause) {
      throw refusal(
        `The login "${role}" cannot use the database of DATABASE_URL: ${reasonOf(cause)}. ` +
          'Its password is derived from EARSHOT_SECRET_KEY: set the key that the database was migrated with, ' +
          'or run "earshot migrate" with DATABASE_OWNER_URL set.',
        { cause },
      );
    }
  }
}

/**
 * Uses the database of DATABASE_URL, whose login is `app`; the other logins have the same address and derived passwords.
 * With an owner address (a superuser, or the database's owner with CREATEROLE), roles and schemas are made ready first.
 * @throws Error with a sentence that names the setting to mend.
 */
export async function externalCluster(options: ExternalOptions): Promise<ExternalCluster> {
  const { databaseUrl, databaseOwnerUrl, secretKey } = options;
  if (databaseOwnerUrl !== undefined) {
    await checkServer(databaseOwnerUrl, 'DATABASE_OWNER_URL');
    const appPassword = decodeURIComponent(new URL(databaseUrl).password);
    await ensureRoles(databaseOwnerUrl, secretKey, appPassword === '' ? undefined : appPassword);
    await prepareDatabase(databaseOwnerUrl);
  }
  await checkServer(databaseUrl, 'DATABASE_URL');
  const as = (role: string) => loginUrl(databaseUrl, { role, password: rolePassword(secretKey, role) });
  const owner = databaseOwnerUrl === undefined ? undefined : as('owner');
  return { urls: { owner, app: databaseUrl, intake: as('intake'), jobs: as('jobs'), auth: as('auth') }, close: async () => undefined };
}
