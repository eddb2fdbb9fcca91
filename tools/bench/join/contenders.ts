import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadContender } from '../contenders.ts';
import type { BenchEvents } from './data.ts';

/** Runs one statement; resolves with its rows. */
export type Ask = (sql: string) => Promise<unknown[][]>;

/** A database in this process, its tables filled, and the formulations it may answer in. */
export interface Contender {
  name: string;
  ask: Ask;
  queries: Readonly<Record<string, string>>;
  close(): void;
}

const ROWS_PER_FILE = 1 << 17;
const LOOKBACK_MS = 2_592_000_000;
const HALF_LIFE_MS = 604_800_000;

function writeRows(folder: string, name: string, count: number, line: (row: number) => string): void {
  for (let from = 0; from < count; from += ROWS_PER_FILE) {
    let text = '';
    for (let row = from; row < Math.min(count, from + ROWS_PER_FILE); row += 1) text += line(row);
    writeFileSync(join(folder, `${name}-${String(from).padStart(9, '0')}.csv`), text);
  }
}

/** The events as CSV: exposures of identity, instant and unit; conversions of id, identity, instant and value. */
export function writeEvents({ exposures: e, conversions: c }: BenchEvents, folder: string): void {
  writeRows(folder, 'exposure', e.identity.length, (row) => `${e.identity[row]},${e.atMs[row]},${e.unit[row]}\n`);
  writeRows(folder, 'conversion', c.identity.length, (row) => `${row},${c.identity[row]},${c.atMs[row]},${c.value[row]}\n`);
}

const MATCHED = `from conversion c join exposure e on e.identity = c.identity and e.ms >= c.ms - ${LOOKBACK_MS} and e.ms <= c.ms`;
const SUMS = `select unit, sum(first), sum(first * value), sum(last), sum(last * value), sum(linear), sum(linear * value),
  sum(fade), sum(fade * value), sum(position), sum(position * value)`;

/** Where a path's touches lie in lists: what one touch is given, told by its place, the path's length and what it fades to. */
const DUCK_WEIGHTS = `(place = 1)::integer as first, (place = n)::integer as last, 1.0::double / n as linear, fade / total as fade,
  (case when n = 1 then 1 when n = 2 then 0.5 when place = 1 or place = n then 0.4 else 0.2 / (n - 2) end)::double as position`;

const DUCK_QUERIES: Readonly<Record<string, string>> = {
  window: `with touch as (
      select e.unit, c.value, row_number() over (partition by c.id order by e.ms) as place, count(*) over (partition by c.id) as n,
        pow(2::double, (e.ms - c.ms)::double / ${HALF_LIFE_MS}) as fade, c.id ${MATCHED}
    ), whole as (select *, sum(fade) over (partition by id) as total from touch),
    weighed as (select unit, value, ${DUCK_WEIGHTS} from whole)
    ${SUMS} from weighed group by unit order by unit`,
  lists: `with path as (
      select any_value(c.value) as value, count(*) as n, list(e.unit order by e.ms) as units,
        list(pow(2::double, (e.ms - c.ms)::double / ${HALF_LIFE_MS}) order by e.ms) as fades ${MATCHED} group by c.id
    ), touch as (
      select value, n, list_sum(fades) as total, unnest(units) as unit, unnest(fades) as fade, unnest(range(1, n + 1)) as place from path
    ), weighed as (select unit, value, ${DUCK_WEIGHTS} from touch)
    ${SUMS} from weighed group by unit order by unit`,
  'group and join': `with touch as materialized (
      select c.id, c.value, e.unit, e.ms, pow(2::double, (e.ms - c.ms)::double / ${HALF_LIFE_MS}) as fade ${MATCHED}
    ), path as (select id, count(*) as n, min(ms) as oldest, max(ms) as newest, sum(fade) as total from touch group by id),
    placed as (
      select unit, value, n, total, fade, case when ms = newest then n when ms = oldest then 1 else 2 end as place
      from touch join path using (id)
    ), weighed as (
      select unit, value, (place = 1 or n = 1)::integer as first, (place = n)::integer as last, 1.0::double / n as linear,
        fade / total as fade, (case when n = 1 then 1 when n = 2 then 0.5 when place = 1 or place = n then 0.4
        else 0.2 / (n - 2) end)::double as position from placed
    )
    ${SUMS} from weighed group by unit order by unit`,
};

interface DuckConnection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
  closeSync(): void;
}

interface Duck {
  DuckDBInstance: {
    create(path: string, options: Record<string, string>): Promise<{ connect(): Promise<DuckConnection>; closeSync(): void }>;
  };
  version(): string;
}

/** DuckDB in memory with two threads. */
export async function openDuckDb(folder: string): Promise<Contender> {
  const duckDb = loadContender('@duckdb/node-api') as Duck;
  const instance = await duckDb.DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const files = (name: string, columns: string) => `read_csv('${folder}/${name}-*.csv', header = false, columns = {${columns}})`;
  await connection.run(`create table exposure as
    select * from ${files('exposure', `identity: 'INTEGER', ms: 'BIGINT', unit: 'USMALLINT'`)}`);
  await connection.run(`create table conversion as
    select * from ${files('conversion', `id: 'INTEGER', identity: 'INTEGER', ms: 'BIGINT', value: 'DOUBLE'`)}`);
  return {
    name: `DuckDB ${duckDb.version()}`,
    ask: async (sql) => (await connection.runAndReadAll(sql)).getRows(),
    queries: DUCK_QUERIES,
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

const HOUSE_POSITION = `multiIf(n = 1, 1., n = 2, 0.5, place = 1 or place = n, 0.4, 0.2 / (n - 2)) as position`;
const HOUSE_MATCHED = `from exposure e inner join conversion c on e.identity = c.identity
  where e.ms >= c.ms - ${LOOKBACK_MS} and e.ms <= c.ms`;
const HOUSE_FADE = `exp2((e.ms - c.ms) / ${HALF_LIFE_MS}.)`;
const HOUSE_ALL = `toUInt8(place = 1) as first, toUInt8(place = n) as last, 1. / n as linear`;

const HOUSE_QUERIES: Readonly<Record<string, string>> = {
  arrays: `with path as (
      select any(c.value) as value, arraySort(groupArray((e.ms, e.unit, ${HOUSE_FADE}))) as touches, count() as n,
        sum(${HOUSE_FADE}) as total ${HOUSE_MATCHED} group by c.id
    ), weighed as (
      select touch.2 as unit, value, touch.3 / total as fade, ${HOUSE_ALL}, ${HOUSE_POSITION}
      from path array join touches as touch, arrayEnumerate(touches) as place
    )
    ${SUMS} from weighed group by unit order by unit`,
  window: `with touch as (
      select e.unit as unit, c.value as value, c.id as id, row_number() over (partition by c.id order by e.ms) as place,
        count() over (partition by c.id) as n, ${HOUSE_FADE} as faded, sum(${HOUSE_FADE}) over (partition by c.id) as total ${HOUSE_MATCHED}
    ), weighed as (select unit, value, faded / total as fade, ${HOUSE_ALL}, ${HOUSE_POSITION} from touch)
    ${SUMS} from weighed group by unit order by unit`,
};

interface House {
  Session: new (path?: string) => { query(sql: string, format: string): string; cleanup(): void };
}

/** ClickHouse by chdb, in this process, its tables in memory, with two threads. */
export async function openClickHouse(folder: string): Promise<Contender> {
  const session = new (loadContender('chdb') as House).Session();
  const ask: Ask = async (sql) => {
    const text = session.query(sql, 'TSV').trim();
    return text === '' ? [] : text.split('\n').map((line) => line.split('\t'));
  };
  const [[version]] = await ask('select version()');
  for (const sql of [
    'create table exposure (identity Int32, ms Int64, unit UInt16) engine = Memory',
    'create table conversion (id Int32, identity Int32, ms Int64, value Float64) engine = Memory',
    `insert into exposure select * from file('${folder}/exposure-*.csv', CSV, 'identity Int32, ms Int64, unit UInt16')`,
    `insert into conversion select * from file('${folder}/conversion-*.csv', CSV, 'id Int32, identity Int32, ms Int64, value Float64')`,
    'set max_threads = 2',
  ])
    await ask(sql);
  return { name: `ClickHouse ${String(version)} (chdb)`, ask, queries: HOUSE_QUERIES, close: () => session.cleanup() };
}

/** Each row's sums after its unit, as numbers. */
export function sumsOf(rows: unknown[][]): Float64Array {
  return Float64Array.from(rows.flatMap((row) => row.slice(1).map(Number)));
}
