import type pg from 'pg';
import { refusal } from '../errors.ts';
import { prepareClient, withClient } from '../postgres/connection.ts';
import type { BackupHead, BackupTable, Part, Segment } from './contents.ts';
import { copyIn, copyOut } from './copying.ts';
import { type ReadingOptions, readBackup, type VerifiedBackup } from './reading.ts';
import { createRowDigest } from './row-digest.ts';
import { actFor, listTables, quoted, rowsOf, speakPlainly } from './tables.ts';

/** What the schema is called while a restore fills it; nothing else may use the database then. */
const MARK = 'earshot: a restore is under way, or was cut off';

/** The schema in which one tenant's rows stand before they are added to those of others; gone when the transaction ends. */
const STAGE = 'earshot_restore';

/** What is known of a database before a restore. */
export interface Ground {
  /** Tables in the schema `public`. */
  tables: number;
  /** True when a restore began to fill it and did not end. */
  isHalf: boolean;
}

/** How a database stands; `url` signs in as anybody. */
export async function surveyGround(url: string): Promise<Ground> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ tables: number; mark: string | null }>(
      `select (select count(*)::int from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p') and not c.relispartition
                 and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
              ) as tables, obj_description(n.oid, 'pg_namespace') as mark
       from pg_namespace n where n.nspname = 'public'`,
    );
    return { tables: rows[0]?.tables ?? 0, isHalf: rows[0]?.mark === MARK };
  });
}

/** @throws AppError that says what to do when a restore into this database was cut off. */
export async function refuseHalfRestored(url: string): Promise<void> {
  if (!(await surveyGround(url)).isHalf) return;
  throw refusal(
    'A restore into this database is under way, or was cut off: it holds no rows yet. Call the same "earshot restore" again, ' +
      'which begins anew, or start with an empty data folder or database.',
  );
}

/** Marks a database as one that is being restored; the mark goes with the rows' commit. */
export async function markGround(ownerUrl: string): Promise<void> {
  await withClient(ownerUrl, (client) => client.query(`comment on schema public is '${MARK}'`));
}

/** The lines of a segment whose head was just read; takes the parts up to its sum. */
async function* linesOf(parts: AsyncIterator<Part>): AsyncGenerator<Buffer> {
  for (let next = await parts.next(); next.done !== true && next.value.kind === 'rows'; next = await parts.next()) yield next.value.lines;
}

async function pass(all: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of all);
}

/** Hands the lines of each segment that is meant to `load`, which reads them to their end. */
async function forEachSegment(
  parts: AsyncIterable<Part>,
  isMeant: (segment: Segment) => boolean,
  load: (segment: Segment, lines: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const each = parts[Symbol.asyncIterator]();
  for (let next = await each.next(); next.done !== true; next = await each.next()) {
    if (next.value.kind !== 'segment') continue;
    const { segment } = next.value;
    const lines = linesOf(each);
    if (isMeant(segment)) await load(segment, lines);
    else await pass(lines);
  }
}

/** A restore: what of a verified file goes where. */
export interface Restoring extends ReadingOptions {
  ownerUrl: string;
  file: string;
  verified: VerifiedBackup;
  onRows?: ((rows: number) => void) | undefined;
}

function tablesOf({ tables }: BackupHead): Map<string, BackupTable> {
  return new Map(tables.map((table) => [table.name, table]));
}

function tableOf(tables: ReadonlyMap<string, BackupTable>, name: string): BackupTable {
  const table = tables.get(name);
  if (!table) throw refusal(`The backup holds rows of a table "${name}" that it does not tell of. Take another backup.`);
  return table;
}

/** Reads back what was stored, in the transaction that stored it. @throws AppError when it is not what the file says. */
async function compareStored(client: pg.ClientBase, { verified }: Restoring, isMeant: (segment: Segment) => boolean): Promise<number> {
  const tables = tablesOf(verified.head);
  let compared = 0;
  for (const { sum, ...segment } of verified.segments.filter(isMeant)) {
    await actFor(client, segment.tenantId);
    const digest = createRowDigest();
    await pass(copyOut(client, rowsOf(tableOf(tables, segment.table), segment), digest.add));
    const stored = digest.finish();
    if (stored.rows !== sum.rows || stored.sha256 !== sum.sha256)
      throw refusal(
        `After the restore the table ${segment.table} held ${stored.rows} rows (${stored.sha256}) where the backup has ${sum.rows} ` +
          `(${sum.sha256}). Nothing was kept.`,
      );
    compared += 1;
  }
  return compared;
}

async function makeMonths(client: pg.ClientBase, months: readonly string[]): Promise<void> {
  for (const month of months) await client.query('select ensure_event_partitions($1::date, $1::date)', [`${month}-01`]);
}

async function inOwnerTransaction<Result>({ ownerUrl, signal }: Restoring, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = prepareClient(ownerUrl, 'earshot restore');
  await client.connect();
  try {
    await client.query('begin');
    await speakPlainly(client);
    const result = await work(client);
    signal?.throwIfAborted();
    await client.query('commit');
    return result;
  } finally {
    // Without a commit the database rolls back.
    await client.end().catch(() => undefined);
  }
}

async function listForced(client: pg.ClientBase, names: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity and relname = any ($1)`,
    [names],
  );
  return rows.map(({ name }) => name);
}

/**
 * Fills an empty database that has the migrations of the backup and no other with all of its rows, in one transaction, which ends only when
 * they were read back and are what the file says. Resolves with how many parts were compared.
 */
export async function loadAll(restoring: Restoring): Promise<number> {
  const { file, verified, onRows } = restoring;
  const tables = tablesOf(verified.head);
  return inOwnerTransaction(restoring, async (client) => {
    await makeMonths(client, verified.head.months);
    const all = (await listTables(client)).map(({ name }) => name);
    await client.query(`truncate ${quoted(all)}, sessions, operator_sessions`);
    // A copy is refused under row-level security; nobody else sees the tables before the commit, and then it is forced again.
    const forced = await listForced(client, all);
    await client.query(forced.map((name) => `alter table ${quoted([name])} no force row level security`).join('; '));
    await readBackup(file, restoring, (parts) =>
      forEachSegment(
        parts,
        () => true,
        async (segment, lines) => {
          const { name, columns } = tableOf(tables, segment.table);
          await copyIn(client, { target: quoted([name]), columns: quoted(columns) }, lines);
          onRows?.(verified.segments.find((one) => one.table === name && one.tenantId === segment.tenantId)?.sum.rows ?? 0);
        },
      ),
    );
    const compared = await compareStored(client, restoring, () => true);
    await client.query(forced.map((name) => `alter table ${quoted([name])} force row level security`).join('; '));
    await client.query('comment on schema public is null');
    return compared;
  });
}

/** What came of a tenant that was restored beside others. */
export interface RestoredTenant {
  /** Parts that were read back. */
  comparedParts: number;
  /** Members who were left away, since there is no such person. */
  membersLeftOut: number;
  /** Whether the tenant was suspended in the backup. */
  wasSuspended: boolean;
}

async function addSegment(client: pg.Client, { name, columns }: BackupTable, lines: AsyncIterable<Buffer>): Promise<void> {
  const [stage, target, named] = [`"${STAGE}".${quoted([name])}`, quoted([name]), quoted(columns)];
  await client.query(`create table ${stage} (like public.${target})`);
  await copyIn(client, { target: stage, columns: named }, lines);
  await client.query(`insert into public.${target} (${named}) select ${named} from ${stage}`);
  await client.query(`drop table ${stage}`);
}

/** What only matters beside other tenants: public ids stay given out, and people who are gone are members no more. */
async function settle(client: pg.Client, tenantId: string): Promise<Omit<RestoredTenant, 'comparedParts'>> {
  await client.query(
    'insert into public_id_claims (public_id) select public_id from public_ids where tenant_id = $1 on conflict do nothing',
    [tenantId],
  );
  const { rowCount } = await client.query(
    'delete from members m where tenant_id = $1 and not exists (select 1 from people p where p.id = m.person_id)',
    [tenantId],
  );
  const { rows } = await client.query<{ suspended: boolean }>(
    'select suspended_at is not null as suspended from tenants where tenant_id = $1',
    [tenantId],
  );
  await client.query(
    'update tenants set suspended_at = coalesce(suspended_at, now()), closed_at = null, erase_after = null where tenant_id = $1',
    [tenantId],
  );
  return { membersLeftOut: rowCount ?? 0, wasSuspended: rows[0]?.suspended ?? false };
}

function clashOf(cause: unknown, slug: string): unknown {
  if (!(cause instanceof Error && 'code' in cause && cause.code === '23505')) return cause;
  const detail = 'detail' in cause && typeof cause.detail === 'string' ? ` ${cause.detail}` : '';
  return refusal(`The tenant "${slug}" cannot stand beside the others: something of it is taken by another one.${detail}`, { cause });
}

/**
 * Adds one tenant of a backup to a database that has the same migrations and lacks the tenant, in one transaction: others are not touched.
 * It is suspended at first, so that nobody sees it before the caller has erased again who was erased since.
 * @throws AppError when its slug, or something else that is one's own, is taken; when what was stored is not what the file says.
 */
export async function loadTenant(restoring: Restoring, { tenantId, slug }: { tenantId: string; slug: string }): Promise<RestoredTenant> {
  const { file, verified, onRows } = restoring;
  const tables = tablesOf(verified.head);
  const isMeant = (segment: Segment) => segment.tenantId === tenantId;
  await withClient(restoring.ownerUrl, (client) => makeMonths(client, verified.head.months));
  try {
    return await inOwnerTransaction(restoring, async (client) => {
      await client.query(`create schema "${STAGE}"`);
      await actFor(client, tenantId);
      await readBackup(file, restoring, (parts) =>
        forEachSegment(parts, isMeant, async (segment, lines) => {
          await addSegment(client, tableOf(tables, segment.table), lines);
          onRows?.(verified.segments.find((one) => one.table === segment.table && isMeant(one))?.sum.rows ?? 0);
        }),
      );
      const comparedParts = await compareStored(client, restoring, isMeant);
      await client.query(`drop schema "${STAGE}"`);
      return { comparedParts, ...(await settle(client, tenantId)) };
    });
  } catch (cause) {
    throw clashOf(cause, slug);
  }
}
