import pg from 'pg';
import type { Logger } from './log.ts';
import { AppError } from './errors.ts';
import { readJson } from './json-reading.ts';
import { openPool } from './postgres/connection.ts';
import { inexactSum } from './money.ts';
import { activeSpan, inSpan } from './tracing.ts';
import { tallyUsage } from './usage-tally.ts';

/** One pool per login: each does what its role may do, and nothing else. */
export interface Database {
  app: pg.Pool;
  intake: pg.Pool;
  jobs: pg.Pool;
  auth: pg.Pool;
  jobsUrl: string;
  close(): Promise<void>;
}

export interface DatabaseUrls {
  app: string;
  intake: string;
  jobs: string;
  auth: string;
}

declare const brand: unique symbol;

/** Runs one statement of an open transaction. A `name` makes the plan kept on the connection. */
export interface Transaction {
  query<Row>(statement: { name?: string; text: string; values?: unknown[] }): Promise<Row[]>;
  /** The connection itself, for streams; it belongs to the transaction and must not outlive it. */
  client: pg.PoolClient;
}

/** An open transaction that sees the rows of one tenant. Only `inTenant` makes one. */
export interface TenantTx extends Transaction {
  readonly [brand]: 'tenant';
  readonly tenantId: string;
}

/** An open transaction that may add events for the tenants of one batch. Only `inIntake` makes one. */
export interface IntakeTx extends Transaction {
  readonly [brand]: 'intake';
}

/** An open transaction that may ask which tenants exist or have work waiting. Only `inDirectory` makes one. */
export interface DirectoryTx extends Transaction {
  readonly [brand]: 'directory';
}

/** An open transaction of the login that knows people and which tenants they belong to. Only `inAuth` makes one. */
export interface AuthTx extends Transaction {
  readonly [brand]: 'auth';
}

export interface TenantOptions {
  /** One snapshot for all statements, and no writing. */
  readOnly?: boolean;
  /** Waits for rows that another transaction holds as long as it takes: for work that nobody waits for. */
  patient?: boolean;
  /** Is not counted as the tenant's use of the database: for what is done to count it. */
  unmetered?: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** How long somebody who waits for an answer waits for rows that another transaction holds; a connection is kept from others meanwhile. */
const LOCK_TIMEOUT = '5s';
const OID_INT8 = 20;
const OID_DATE = 1082;
const OIDS_JSON = new Set([114, 3802]);

function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw inexactSum();
  return value;
}

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
    if (oid === OID_INT8) return readInteger;
    if (oid === OID_DATE) return (value) => value;
    if (OIDS_JSON.has(oid)) return readJson;
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
  },
};

/** What the login of a pool is called, for traces. */
const loginByPool = new WeakMap<pg.Pool, string>();

/** Opens the pools of the logins; nothing is connected before the first use. `close` ends them all. */
export function openDatabase(urls: DatabaseUrls, log: Logger): Database {
  let isClosing = false;
  const onLost = (error: Error) => {
    if (!isClosing) log.warn({ reason: error.message }, 'an idle database connection ended');
  };
  const open = (connectionString: string, max: number) => openPool({ connectionString, max, types }, onLost);
  const [app, intake, jobs, auth] = [open(urls.app, 12), open(urls.intake, 4), open(urls.jobs, 4), open(urls.auth, 6)];
  for (const [login, pool] of Object.entries({ app, intake, jobs, auth })) loginByPool.set(pool, login);
  return {
    app,
    intake,
    jobs,
    auth,
    jobsUrl: urls.jobs,
    close: async () => {
      isClosing = true;
      await Promise.all([app.end(), intake.end(), jobs.end(), auth.end()]);
    },
  };
}

function checkedUuid(id: string): string {
  if (!UUID.test(id)) throw new TypeError('a tenant id must be a lower-case UUID');
  return id;
}

function unavailable(cause: unknown): AppError {
  return new AppError('unavailable', 'The database cannot be reached at the moment; try again shortly.', { cause, retryAfterSeconds: 5 });
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (cause) {
    throw unavailable(cause);
  }
}

/** PostgreSQL answers a commit after a failed statement by rolling back, without an error of its own. */
async function commit(client: pg.PoolClient): Promise<void> {
  const { command } = await client.query('commit');
  if (command !== 'COMMIT') throw new Error('A statement of this transaction failed and was passed over, so nothing of it was kept.');
}

const MOST_TEXT = 2_000;
const FIRST_WORD = /[a-z]+/i;

/** The statement as a span where something is being traced: its text holds no values, those are apart. */
async function runStatement<Result>(statement: { name?: string; text: string }, run: () => Promise<Result>): Promise<Result> {
  if (activeSpan() === undefined) return run();
  const name = statement.name ?? FIRST_WORD.exec(statement.text)?.[0] ?? 'statement';
  return inSpan(name, { 'db.system.name': 'postgresql', 'db.query.text': statement.text.slice(0, MOST_TEXT) }, run);
}

/** A transaction is a span from the wait for a connection to the end of the commit. */
async function inTransaction<Result>(pool: pg.Pool, opening: string, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  if (activeSpan() === undefined) return transact(pool, opening, work);
  return inSpan(`transaction ${loginByPool.get(pool) ?? ''}`.trimEnd(), { 'db.system.name': 'postgresql' }, () =>
    transact(pool, opening, work),
  );
}

async function transact<Result>(pool: pg.Pool, opening: string, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await connect(pool);
  let broken: Error | undefined;
  try {
    await client.query(opening);
    const result = await work(client);
    await commit(client);
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
    } catch (rollbackError) {
      broken = rollbackError instanceof Error ? rollbackError : new Error(String(rollbackError));
    }
    throw broken === undefined ? error : unavailable(error);
  } finally {
    client.release(broken);
  }
}

function transactionOn(client: pg.PoolClient): Transaction {
  return {
    client,
    async query<Row>(statement: { name?: string; text: string; values?: unknown[] }): Promise<Row[]> {
      const result = await runStatement(statement, () => client.query(statement));
      return result.rows as Row[];
    },
  };
}

/**
 * Opens a transaction that sees and writes only rows of `tenantId`, commits when `work` resolves and rolls back when it throws.
 * `readOnly` gives one snapshot (repeatable read) and refuses writes; a statement that waits longer than 5 seconds for a lock fails, unless
 * `patient`. Never nest it.
 * @throws AppError `unavailable` when no connection can be had, or it is lost; PostgreSQL's error 55P03, which is answered as unavailable,
 * when a lock is not had in time.
 */
export async function inTenant<Result>(
  db: Database,
  tenantId: string,
  work: (tx: TenantTx) => Promise<Result>,
  options: TenantOptions = {},
): Promise<Result> {
  const mode = options.readOnly ? 'begin isolation level repeatable read read only' : 'begin';
  const limit = options.patient ? '' : `, set_config('lock_timeout', '${LOCK_TIMEOUT}', true)`;
  const opening = `${mode}; select set_config('app.tenant_id', '${checkedUuid(tenantId)}', true)${limit}`;
  let beganAt: number | undefined;
  try {
    return await inTransaction(db.app, opening, (client) => {
      beganAt = performance.now();
      return work({ ...transactionOn(client), tenantId } as TenantTx);
    });
  } finally {
    const quantity = beganAt === undefined ? 0 : (performance.now() - beganAt) / 1_000;
    if (!options.unmetered) tallyUsage(db, tenantId, { meter: 'database_seconds', quantity });
  }
}

/**
 * Opens a transaction of the insert-only intake login for events of the given, already authenticated tenants. Before anything else it takes
 * a shared lock on each tenant's intake, so that whoever erases a person can keep that tenant's events waiting meanwhile.
 * @throws AppError `unavailable` when no connection can be had, or it is lost.
 */
export async function inIntake<Result>(
  db: Database,
  tenantIds: Iterable<string>,
  work: (tx: IntakeTx) => Promise<Result>,
): Promise<Result> {
  const ids = [...new Set(tenantIds)].map(checkedUuid).sort();
  const locks = ids.map((id) => `pg_advisory_xact_lock_shared(hashtextextended('intake:${id}', 0))`);
  const opening = `begin; select ${[`set_config('app.tenant_ids', '${ids.join(',')}', true)`, ...locks].join(', ')}`;
  return inTransaction(db.intake, opening, (client) => work(transactionOn(client) as IntakeTx));
}

/**
 * Opens a transaction of the job runner's login, which sees tenant ids and slugs, and which tenants have work waiting; no other column.
 * @throws AppError `unavailable` when no connection can be had, or it is lost.
 */
export async function inDirectory<Result>(db: Database, work: (tx: DirectoryTx) => Promise<Result>): Promise<Result> {
  return inTransaction(db.jobs, 'begin', (client) => work(transactionOn(client) as DirectoryTx));
}

/**
 * Opens a transaction of the login that knows people: who they are, their sessions, and which tenants they belong to. It sees no events and
 * no figures. What it does to a tenant's row names the tenant itself. Statements wait for a lock no longer than 5 seconds.
 * @throws AppError `unavailable` when no connection can be had, or it is lost.
 */
export async function inAuth<Result>(db: Database, work: (tx: AuthTx) => Promise<Result>): Promise<Result> {
  const opening = `begin; select set_config('lock_timeout', '${LOCK_TIMEOUT}', true)`;
  return inTransaction(db.auth, opening, (client) => work(transactionOn(client) as AuthTx));
}

/**
 * Does work that is done by one process at a time under a name, and answers what it did; undefined, with nothing done, while another call
 * of this or another process is at it. The claim is a lock that a transaction holds meanwhile: whoever dies loses it at once, and whoever
 * loses the connection is told by the signal, since others may begin from then on.
 * @throws AppError `unavailable` when no connection can be had.
 */
export async function inClaim<Result>(
  db: Database,
  name: string,
  work: (lost: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> {
  const client = await connect(db.app);
  const losing = new AbortController();
  const lose = (error: Error) => losing.abort(unavailable(error));
  client.on('error', lose);
  try {
    await client.query('begin');
    const { rows } = await client.query('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as "isMine"', [`claim:${name}`]);
    return (rows as { isMine: boolean }[])[0].isMine ? await work(losing.signal) : undefined;
  } finally {
    await client.query('rollback').catch(lose);
    client.off('error', lose);
    client.release(losing.signal.aborted);
  }
}

/** Resolves when the database answers. @throws AppError `unavailable` when it does not. */
export async function ping(db: Database): Promise<void> {
  await inTransaction(db.app, 'begin', async () => undefined);
}
