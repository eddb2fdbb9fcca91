import pg from 'pg';
import { ensureRoles, loginUrl, prepareSchemas, rolePassword } from './roles.ts';

/** A PostgreSQL that the operator runs: the addresses of its logins; `owner` only when the operator gave one that may migrate. */
export interface ExternalCluster {
  urls: { owner: string | undefined; app: string; intake: string; jobs: string };
  close(): Promise<void>;
}

export interface ExternalOptions {
  databaseUrl: string;
  databaseOwnerUrl: string | undefined;
  secretKey: string;
}

const OLDEST = 150_000;

async function checkVersion(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ number: number; text: string }>(
      `select current_setting('server_version_num')::integer as number, current_setting('server_version') as text`,
    );
    if (rows[0].number < OLDEST) throw new Error(`The database is PostgreSQL ${rows[0].text}; Earshot needs 15 or later.`);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The database of DATABASE_URL cannot be used: ${reason}`, { cause });
  } finally {
    await client.end();
  }
}

/**
 * Uses the database of DATABASE_URL, whose login is `app`; the other logins have the same address and derived passwords.
 * With an owner address (a role that may create roles), roles and schemas are made ready first.
 */
export async function externalCluster(options: ExternalOptions): Promise<ExternalCluster> {
  const { databaseUrl, databaseOwnerUrl, secretKey } = options;
  if (databaseOwnerUrl !== undefined) {
    await checkVersion(databaseOwnerUrl);
    await ensureRoles(databaseOwnerUrl, secretKey);
    await prepareSchemas(databaseOwnerUrl);
  }
  await checkVersion(databaseUrl);
  const as = (role: string) => loginUrl(databaseUrl, role, rolePassword(secretKey, role));
  const owner = databaseOwnerUrl === undefined ? undefined : as('owner');
  return { urls: { owner, app: databaseUrl, intake: as('intake'), jobs: as('jobs') }, close: async () => undefined };
}
