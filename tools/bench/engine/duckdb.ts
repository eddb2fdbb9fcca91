import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchPaths } from './data.ts';
import { loadContender } from '../contenders.ts';
import { median } from '../figures.ts';
import type { Contest } from './contest.ts';

const PATHS_PER_FILE = 1 << 16;
const HALF_LIFE_MS = 604_800_000;

export interface Connection {
  run(sql: string): Promise<unknown>;
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>;
  closeSync(): void;
}

interface Instance {
  connect(): Promise<Connection>;
  closeSync(): void;
}

interface DuckDb {
  DuckDBInstance: { create(path: string, options: Record<string, string>): Promise<Instance> };
  version(): string;
}

function writeTouches(paths: BenchPaths, folder: string): void {
  const { offsets, unit, ageMs, value, pathCount } = paths;
  for (let from = 0; from < pathCount; from += PATHS_PER_FILE) {
    let text = '';
    for (let path = from; path < Math.min(pathCount, from + PATHS_PER_FILE); path += 1) {
      for (let touch = offsets[path]; touch < offsets[path + 1]; touch += 1) {
        text += `${path},${touch - offsets[path]},${unit[touch]},${ageMs[touch]},${value[path]}\n`;
      }
    }
    writeFileSync(join(folder, `${String(from).padStart(9, '0')}.csv`), text);
  }
}

/** Tables that spare the queries what they can: place, length and newest age in every row; or paths as lists, as the engine has them. */
function tablesFrom(folder: string): string[] {
  return [
    `create table raw as select * from read_csv('${folder}/*.csv', header = false,
       columns = {path: 'INTEGER', place: 'INTEGER', unit: 'USMALLINT', age: 'DOUBLE', value: 'DOUBLE'})`,
    `create table touch as select path, place, count(*) over w::integer as n, unit, age, min(age) over w as newest, value
       from raw window w as (partition by path) order by path, place`,
    `create table lists as select path, list(unit order by place) as units, list(age order by place) as ages, any_value(value) as value,
       count(*)::integer as n from raw group by path order by path`,
  ];
}

const SUMS = `select unit,
  count(*) filter (place = 0), coalesce(sum(value) filter (place = 0), 0),
  count(*) filter (place = n - 1), coalesce(sum(value) filter (place = n - 1), 0),
  sum(1.0::double / n), sum(value / n),
  sum(fade / total), sum(fade / total * value),
  sum(position), sum(position * value)`;
const POSITION = `(case when n = 1 then 1 when n = 2 then 0.5 when place = 0 or place = n - 1 then 0.4
  else 0.2 / (n - 2) end)::double as position`;
const FADE = `pow(2::double, (newest - age) / ${HALF_LIFE_MS}) as fade`;

/** The same five models in three formulations; the fastest one stands for DuckDB. */
const QUERIES: Readonly<Record<string, string>> = {
  'group and join': `with faded as (select *, ${FADE}, ${POSITION} from touch),
    whole as (select path, sum(fade) as total from faded group by path)
    ${SUMS} from faded join whole using (path) group by unit order by unit`,
  window: `with faded as (select *, ${FADE}, ${POSITION} from touch),
    whole as (select *, sum(fade) over (partition by path) as total from faded)
    ${SUMS} from whole group by unit order by unit`,
  lists: `with faded as (select units, value, n,
      list_transform(ages, lambda age: pow(2::double, (ages[n] - age) / ${HALF_LIFE_MS})) as fades from lists),
    flat as (select value, n, list_sum(fades) as total,
      unnest(units) as unit, unnest(fades) as fade, unnest(range(n)) as place from faded),
    placed as (select *, ${POSITION} from flat)
    ${SUMS} from placed group by unit order by unit`,
};

function middle(contests: Record<string, Contest>, name: string): number {
  return median(contests[`${name}, 2 threads`].times);
}

async function timeQuery(connection: Connection, sql: string, repeats: number): Promise<Contest> {
  const times: number[] = [];
  let rows: unknown[][] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const startedAt = performance.now();
    rows = (await connection.runAndReadAll(sql)).getRows();
    times.push(performance.now() - startedAt);
  }
  return { times, sums: Float64Array.from(rows.flatMap((row) => row.slice(1).map(Number))) };
}

/** Has the work done in a DuckDB in memory with two threads, over the tables of the paths. */
export async function inDuckDb<T>(paths: BenchPaths, work: (connection: Connection, version: string) => Promise<T>): Promise<T> {
  const duckDb = loadContender('@duckdb/node-api') as DuckDb;
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const instance = await duckDb.DuckDBInstance.create(':memory:', { threads: '2' });
  try {
    const connection = await instance.connect();
    writeTouches(paths, folder);
    for (const sql of tablesFrom(folder)) await connection.run(sql);
    const done = await work(connection, duckDb.version());
    connection.closeSync();
    return done;
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}

/**
 * The five models as SQL over tables in memory: each formulation with two threads, then the fastest with one. Loading is not timed, and
 * each query runs once unmeasured.
 */
export async function runDuckDb(paths: BenchPaths, repeats: number): Promise<{ version: string; contests: Record<string, Contest> }> {
  return inDuckDb(paths, async (connection, version) => {
    const contests: Record<string, Contest> = {};
    for (const [name, sql] of Object.entries(QUERIES)) {
      await connection.run(sql);
      contests[`${name}, 2 threads`] = await timeQuery(connection, sql, repeats);
    }
    const [fastest, sql] = Object.entries(QUERIES).toSorted(([a], [b]) => middle(contests, a) - middle(contests, b))[0];
    await connection.run('set threads = 1');
    await connection.run(sql);
    contests[`${fastest}, 1 thread`] = await timeQuery(connection, sql, repeats);
    return { version, contests };
  });
}
