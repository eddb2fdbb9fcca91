import type { ClientBase } from 'pg';
import { PEOPLE_TABLES, SHARED_TABLES } from '../postgres/catalogue-rights.ts';
import type { BackupTable, Segment } from './contents.ts';

/**
 * The tables whose rows no backup holds: which migrations were applied stands in its head, and nobody stays signed in who may have signed
 * out since.
 */
const LEFT_OUT = ['schema_migrations', 'sessions', 'operator_sessions'];

interface TableRow {
  name: string;
  columns: string[];
  /** The tables that foreign keys of it lead to, itself aside. */
  behind: string[];
}

/** Tables in an order in which each stands behind those it refers to. @throws Error when they refer to each other in a circle. */
function inOrder(rows: readonly TableRow[]): TableRow[] {
  const names = new Set(rows.map(({ name }) => name));
  const placed = new Set<string>();
  const ordered: TableRow[] = [];
  let waiting = [...rows];
  while (waiting.length > 0) {
    const next = waiting.filter(({ behind }) => behind.every((name) => placed.has(name) || !names.has(name)));
    if (next.length === 0) throw new Error(`These tables refer to each other: ${waiting.map(({ name }) => name).join(', ')}.`);
    for (const row of next) placed.add(row.name);
    ordered.push(...next);
    waiting = waiting.filter(({ name }) => !placed.has(name));
  }
  return ordered;
}

/** Every table whose rows a backup holds, each behind those it refers to. */
export async function listTables(client: ClientBase): Promise<BackupTable[]> {
  const { rows } = await client.query<TableRow>(
    `select c.relname as name,
       (select array_agg(a.attname::text order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
       (select coalesce(array_agg(distinct o.relname::text), '{}') from pg_constraint k join pg_class o on o.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as behind
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and not c.relname = any ($1)
       and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by c.relname`,
    [LEFT_OUT],
  );
  const isTenants = (name: string) => !SHARED_TABLES.includes(name) && !PEOPLE_TABLES.includes(name);
  return inOrder(rows).map(({ name, columns }) => ({ name, columns, isTenants: isTenants(name) }));
}

/** The tables that have no page on disk: no snapshot sees a row in them. */
export async function listEmptyTables(client: ClientBase): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and not exists (select 1 from pg_partition_tree(c.oid) t where pg_relation_size(t.relid) > 0)
       and pg_relation_size(c.oid) = 0`,
  );
  return new Set(rows.map(({ name }) => name));
}

/** Months, as 2026-11, that events have partitions of. */
export async function listMonths(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ month: string }>(
    `select distinct regexp_replace(c.relname, '^.*_(\\d{4})(\\d{2})$', '\\1-\\2') as month
     from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname ~ '_\\d{6}$' order by 1`,
  );
  return rows.map(({ month }) => month);
}

/** Names as they stand in a statement. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
}

/** The query whose copy the rows of a segment are. */
export function rowsOf({ name, columns }: BackupTable, { tenantId }: Segment): string {
  const whose = tenantId === null ? '' : ` where tenant_id = '${tenantId}'`;
  return `select ${quoted(columns)} from ${quoted([name])}${whose}`;
}

/** Has a connection write every value in the one way that can be read back exactly, in whatever language or zone the server lives. */
export async function speakPlainly(client: ClientBase): Promise<void> {
  const settings = [
    `datestyle = 'ISO, YMD'`,
    `intervalstyle = 'postgres'`,
    `timezone = 'UTC'`,
    `bytea_output = 'hex'`,
    'extra_float_digits = 3',
    'statement_timeout = 0',
    'idle_in_transaction_session_timeout = 0',
  ];
  await client.query(settings.map((setting) => `set local ${setting}`).join('; '));
}

/** Has the open transaction see the rows of one tenant, or of none. */
export async function actFor(client: ClientBase, tenantId: string | null): Promise<void> {
  await client.query(`select set_config('app.tenant_id', $1, true)`, [tenantId ?? '']);
}
