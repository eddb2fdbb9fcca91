import { type RlsWorld, rowId, SIZE } from './world.ts';

const DAY_MS = 86_400_000;
const PER_TENANT = SIZE.rows / SIZE.tenants;
/** Rows of the batch insert. */
export const BATCH = 1_000;

/** One thing to measure: a statement as the server's login runs it, and the same as a login that bypasses row-level security. */
export interface RlsCase {
  name: string;
  what: string;
  login: 'app' | 'intake';
  /** Words in braces are filled from `Values`. */
  protectedSql: string;
  plainSql: string;
  /** What `one` is, for the execution at that place. */
  valueAt(world: RlsWorld, place: number): string;
  executions: number;
  /** The most that the ratio may be. */
  aim?: number;
  /** Says `set local` before the statement, on both sides. */
  settings?: string;
  writes?: true;
}

const byId = (_world: RlsWorld, place: number) => rowId((place * 7_919) % PER_TENANT);
const startOfRange = ({ firstAtMs }: RlsWorld, place: number) =>
  new Date(firstAtMs + ((place * 17) % (SIZE.days - 2)) * DAY_MS).toISOString();
const newId = (_world: RlsWorld, place: number) => `new-${place}`;

const MINE = 'tenant_id = {tenant} and';
const point = (condition: string) => `select fingerprint from conversion_keys where ${condition} id = {one}`;
const range = (condition: string) =>
  `select count(*), sum(value_minor) from conversions
   where ${condition} occurred_at >= {one}::timestamptz and occurred_at < {one}::timestamptz + interval '2 days'`;
const scan = (condition: string) => `select count(*), sum(value_minor) from conversions where ${condition} value_minor > {one}::bigint`;
const COLUMNS = 'tenant_id, id, occurred_at, source, kind, value_minor, currency, address_key, connection_type';
const insertOne = `insert into conversions (${COLUMNS})
  values ({tenant}, {one}, {at}, 'server', 'purchase', 4999, 'USD', {tenant}, 'household')`;
const insertBatch = `insert into conversions (${COLUMNS})
  select {tenant}::uuid, id, {at}::timestamptz, 'server', 'purchase', 4999, 'USD', {tenant}::uuid, 'household'
  from unnest({ids}::text[]) as id`;

/** The cases, in the order of the table. */
export const RLS_CASES: readonly RlsCase[] = [
  {
    name: 'point_by_id',
    what: 'point read by id; the policy alone names the tenant',
    login: 'app',
    protectedSql: point(''),
    plainSql: point(MINE),
    valueAt: byId,
    executions: 5_000,
    aim: 1.2,
  },
  {
    name: 'point_by_both',
    what: 'point read by tenant and id',
    login: 'app',
    protectedSql: point(MINE),
    plainSql: point(MINE),
    valueAt: byId,
    executions: 5_000,
    aim: 1.2,
  },
  {
    name: 'range',
    what: 'sum over 2 days; the policy alone names the tenant',
    login: 'app',
    protectedSql: range(''),
    plainSql: range(MINE),
    valueAt: startOfRange,
    executions: 300,
    aim: 1.1,
  },
  {
    name: 'range_by_both',
    what: 'sum over 2 days of the tenant',
    login: 'app',
    protectedSql: range(MINE),
    plainSql: range(MINE),
    valueAt: startOfRange,
    executions: 300,
    aim: 1.1,
  },
  {
    name: 'scan',
    what: `scan of all ${SIZE.rows.toLocaleString('en-US')} rows, indexes off`,
    login: 'app',
    protectedSql: scan(''),
    plainSql: scan(MINE),
    valueAt: () => '5000',
    executions: 1,
    settings: 'enable_indexscan = off; set local enable_bitmapscan = off; set local enable_indexonlyscan = off',
  },
  {
    name: 'insert_one',
    what: 'insert of one row by intake',
    login: 'intake',
    protectedSql: insertOne,
    plainSql: insertOne,
    valueAt: newId,
    executions: 2_000,
    writes: true,
  },
  {
    name: 'insert_batch',
    what: `insert of ${BATCH.toLocaleString('en-US')} rows by intake in one statement`,
    login: 'intake',
    protectedSql: insertBatch,
    plainSql: insertBatch,
    valueAt: newId,
    executions: 10,
    aim: 1.2,
    writes: true,
  },
];

/** The two sides of a case: by a login of the server's, and by one that bypasses row-level security. */
export type Side = 'protected' | 'plain';

/** What a statement may ask for: the tenant, what changes, the instant of inserts, and a batch of ids. */
export interface Values {
  tenant: string;
  one: string;
  at: string;
  ids: string[];
}

/** The statement of one side as a client sends it, and what its parameters are, in their order. */
export function statementOf({ protectedSql, plainSql }: RlsCase, side: Side): { text: string; parameters: (keyof Values)[] } {
  const parameters: (keyof Values)[] = [];
  const text = (side === 'protected' ? protectedSql : plainSql).replaceAll(/\{(\w+)\}/g, (_, word: string) => {
    const name = word as keyof Values;
    if (!parameters.includes(name)) parameters.push(name);
    return `$${parameters.indexOf(name) + 1}`;
  });
  return { text, parameters };
}

/** The name of the function that runs one side of a case. */
export function functionName({ name }: RlsCase, side: Side): string {
  return `bench_${name}_${side}`;
}

/**
 * A function that executes one side of a case once for each of its values, so that neither the protocol nor the client is measured with it.
 * Its plan is kept between executions, as the server keeps those of its own statements.
 */
export function functionSql(one: RlsCase, side: Side): string {
  const statement = side === 'protected' ? one.protectedSql : one.plainSql;
  return `create function ${functionName(one, side)}(tenant uuid, places text[], at timestamptz, ids text[]) returns void
    language plpgsql as $$
    declare
      one text;
    begin
      foreach one in array places loop
        ${statement.replace(/^select/, 'perform').replaceAll(/[{}]/g, '')};
      end loop;
    end $$`;
}
