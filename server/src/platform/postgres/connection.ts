import pg from 'pg';

const CONNECT_MS = 10_000;
/** After so long without a word the system asks whether the other side is still there: a cable that was cut ends a connection by itself. */
const STILL_THERE_MS = 10_000;

/** The advisory lock under which one process at a time changes a database's schema. */
export const SCHEMA_LOCK = 7_203_112;

const HEARD = { connectionTimeoutMillis: CONNECT_MS, keepAlive: true, keepAliveInitialDelayMillis: STILL_THERE_MS };

/**
 * Opens a pool of at most `max` connections; nothing is connected before the first use. A connection that ends on its own ends nothing
 * else: whoever holds it is told by the next query, and `onLost` hears of the idle ones.
 */
export function openPool(config: pg.PoolConfig & { max: number }, onLost: (error: Error) => void = () => undefined): pg.Pool {
  const pool = new pg.Pool({
    ...HEARD,
    application_name: 'earshot',
    ...config,
  });
  pool.on('error', onLost);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** What to tell of a failure; one that tried several addresses has a code but no message of its own. */
export function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.message || ('code' in cause && typeof cause.code === 'string' ? cause.code : cause.name);
}

/** A connection that is yet to be opened. One that ends on its own ends nothing else: the next query tells of it. */
export function prepareClient(url: string, name = 'earshot'): pg.Client {
  const client = new pg.Client({ ...HEARD, connectionString: url, application_name: name });
  client.on('error', () => undefined);
  return client;
}

/** Runs `work` on one connection of its own and closes it. */
export async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = prepareClient(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Like `withClient`, in one transaction that is kept only when `work` resolves. */
export async function inAdminTransaction<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  return withClient(url, async (client) => {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  });
}

/** The server's version as PostgreSQL counts it: 150018 is 15.18. */
export async function versionNumber(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  return Number(rows[0].server_version_num);
}

/** The same address with another login, and another database when one is named. */
export function loginUrl(base: string, login: { role: string; password: string }, database?: string): string {
  const url = new URL(base);
  url.username = login.role;
  url.password = login.password;
  if (database !== undefined) url.pathname = `/${database}`;
  return url.toString();
}

/** The same address and login with another database. */
export function databaseUrl(base: string, database: string): string {
  const url = new URL(base);
  url.pathname = `/${database}`;
  return url.toString();
}
