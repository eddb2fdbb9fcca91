import { createHmac } from 'node:crypto';
import pg from 'pg';

/** The logins of an installation; `key_reader` besides them cannot log in and owns one function. */
export const LOGINS = ['owner', 'app', 'intake', 'jobs'] as const;
export type Login = (typeof LOGINS)[number];

/** A role's password: derived from the installation's secret, so that it need not be stored. */
export function rolePassword(secretKey: string, role: string): string {
  return createHmac('sha256', secretKey).update(`earshot:role:${role}`).digest('base64url');
}

/** The address of one database under one login. */
export function loginUrl(base: string, role: string, password: string, database?: string): string {
  const url = new URL(base);
  url.username = role;
  url.password = password;
  if (database !== undefined) url.pathname = `/${database}`;
  return url.toString();
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Creates the roles, or brings them back to what they must be: plain logins that own no more than they need and are members of nothing,
 * except that `owner` may hand a function to `key_reader` without inheriting its rights. Needs a role that may create roles.
 */
export async function ensureRoles(adminUrl: string, secretKey: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock(7203111)');
    const plain = 'nosuperuser nocreatedb nocreaterole noreplication nobypassrls noinherit';
    for (const login of LOGINS) {
      await ensureRole(client, login, `login ${plain} password '${rolePassword(secretKey, login)}'`);
    }
    await ensureRole(client, 'key_reader', `nologin ${plain}`);
    await client.query('grant key_reader to owner');
  });
}

async function ensureRole(client: pg.Client, name: string, attributes: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [name]);
  await client.query(`${rowCount === 0 ? 'create' : 'alter'} role ${name} ${attributes}`);
}

/** Creates the database, owned by `owner`, with a schema only `owner` may create in and a schema of the job runner's; does nothing when it is there. */
export async function ensureDatabase(adminUrl: string, name: string): Promise<void> {
  const created = await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount !== 0) return false;
    await client.query(`create database "${name}" owner owner`);
    await client.query(`revoke all on database "${name}" from public`);
    await client.query(`grant connect on database "${name}" to app, intake, jobs`);
    return true;
  });
  if (created) await prepareSchemas(loginUrlKeeping(adminUrl, name));
}

/** In a database made by somebody else: the schemas and their owners. */
export async function prepareSchemas(adminUrl: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
    await client.query(`alter database ${rows[0].name} owner to owner`);
    await client.query('alter schema public owner to owner');
    await client.query('revoke all on schema public from public');
    await client.query('grant usage on schema public to app, intake, jobs, key_reader');
    await client.query('create schema if not exists graphile_worker authorization jobs');
  });
}

function loginUrlKeeping(adminUrl: string, database: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.toString();
}
