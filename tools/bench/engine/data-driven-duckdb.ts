import type { Contest } from './contest.ts';
import type { BenchPaths } from './data.ts';
import { type Connection, inDuckDb } from './duckdb.ts';
import type { BenchObservations } from './observations.ts';

/**
 * How often each unit followed each, 50 of them for "none before"; a path is taken once with a conversion, and `path % 3` times without.
 */
const MARKOV = `select a * 100 + b, sum(taken) from (
    select unnest(list_prepend(50, units)) as a, unnest(list_append(units, null)) as b, 1 + path % 3 as taken from lists)
  where b is not null group by a, b order by a, b`;

const SHAPLEY = `select unit, sum(1.0::double / n), sum(value / n) from (
    select unnest(units) as unit, len(units) as n, value from (select list_distinct(units) as units, value from lists))
  group by unit order by unit`;

/** One step as two sums over touches and exposures, each joined with the rates of its unit; the rest is a division per unit. */
const HAZARD = `with rated as (select path, unit, age, effect * decay * exp(-decay * age) as rate from raw join rates using (unit)),
    whole as (select path, sum(rate) + any_value(baseline) as hazard from rated, baseline group by path),
    made as (select unit, sum(rate / hazard) as made, sum(rate / hazard * age) as made_age
      from rated join whole using (path) group by unit),
    risk as (select unit, count(*) as n, sum(1 - exp(-decay * left_ms)) as observed, sum(left_ms * exp(-decay * left_ms)) as edge
      from ends join rates using (unit) group by unit)
  select unit, made / observed, (made + made / observed * (n - observed))
      / (made_age + made / observed * (n - observed) / decay + made / observed * edge)
  from made join risk using (unit) join rates using (unit) order by unit`;

/** Runs the query once unmeasured, then so often; times are those of both threads together. */
async function contestOf(connection: Connection, sql: string, repeats: number): Promise<Contest> {
  const times: number[] = [];
  let rows = (await connection.runAndReadAll(sql)).getRows();
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const before = process.cpuUsage();
    rows = (await connection.runAndReadAll(sql)).getRows();
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1_000);
  }
  return { times, sums: Float64Array.from(rows.flatMap((row) => row.slice(1).map(Number))) };
}

/** The three models as SQL over tables in memory, with two threads. Loading is not timed. */
export async function runDataDrivenDuckDb(
  paths: BenchPaths,
  observations: BenchObservations,
  repeats: number,
): Promise<{ version: string; markov: Contest; shapley: Contest; hazard: Contest }> {
  return inDuckDb(paths, async (connection, version) => {
    const { effect, decay, baseline } = observations.rates;
    const rows = Array.from(effect, (one, unit) => `(${unit}, ${one}::double, ${decay[unit]}::double)`);
    await connection.run(`create table rates as select * from (values ${rows.join(', ')}) as t(unit, effect, decay)`);
    await connection.run(`create table baseline as select ${baseline[0]}::double as baseline`);
    await connection.run(`create table ends as select unit, age + ${observations.afterMs}::double as left_ms from raw`);
    await connection.run(
      `insert into ends select unit, age + ${observations.afterMs}::double from raw where path < ${observations.without}`,
    );
    return {
      version,
      markov: await contestOf(connection, MARKOV, repeats),
      shapley: await contestOf(connection, SHAPLEY, repeats),
      hazard: await contestOf(connection, HAZARD, repeats),
    };
  });
}
