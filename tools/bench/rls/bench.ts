import pg from 'pg';
import { databaseUrl, loginUrl, withClient } from '../../../server/src/platform/postgres/connection.ts';
import { aimTable, format, median, quantile, table } from '../figures.ts';
import { type BenchInstallation, withBenchInstallation } from '../installation.ts';
import { BATCH, functionName, functionSql, RLS_CASES, type RlsCase, type Side, statementOf, type Values } from './cases.ts';
import { keepOnCore, processorMs } from './processor.ts';
import { makeRlsWorld, type RlsWorld, SIZE } from './world.ts';

const ROUNDS = 41;
const WARM_UPS = 2;
/** The core that the compared sessions of the database run on. */
const CORE = 0;
const SIDES: readonly Side[] = ['protected', 'plain'];
/** How a statement reaches the executor: as a message of its own, or from a function. */
const WAYS = ['sent', 'inside'] as const;
/** A login that the policies do not hold for; everything else is as for the server's own. */
const BASELINE = { role: 'bench_baseline', password: 'of-a-throw-away-database' };

type Way = (typeof WAYS)[number];

interface Login {
  client: pg.Client;
  pid: number;
  /** Whether its database process stays on the core of the others. */
  isKept: boolean;
}

interface Logins {
  app: Login;
  intake: Login;
  baseline: Login;
  superuser: pg.Client;
}

interface Bench {
  logins: Logins;
  world: RlsWorld;
  round: number;
}

/** Microseconds of one execution, per round, way and side. */
interface Measured {
  of: RlsCase;
  us: Record<Way, Record<Side, number[]>>;
}

async function connect(url: string): Promise<Login> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('set max_parallel_workers_per_gather = 0');
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const [{ pid }] = rows;
  return { client, pid, isKept: keepOnCore(pid, CORE) };
}

async function prepare(superuser: pg.Client): Promise<void> {
  await superuser.query(`create role ${BASELINE.role} login bypassrls password '${BASELINE.password}'`);
  await superuser.query(`grant connect on database ${superuser.database} to ${BASELINE.role}`);
  await superuser.query(`grant usage on schema public to ${BASELINE.role}`);
  await superuser.query(`grant select, insert on conversions, conversion_keys to ${BASELINE.role}`);
  for (const one of RLS_CASES) {
    for (const side of SIDES) {
      await superuser.query(functionSql(one, side));
      await superuser.query(`grant execute on function ${functionName(one, side)} to app, intake, ${BASELINE.role}`);
    }
  }
}

/** Executes one side of a case for each of its values. */
async function execute(one: RlsCase, side: Side, { client, way, values }: { client: pg.Client; way: Way; values: Values[] }) {
  const name = functionName(one, side);
  if (way === 'inside') {
    const [{ tenant, at, ids }] = values;
    await client.query({ name, text: `select ${name}($1, $2, $3, $4)`, values: [tenant, values.map((value) => value.one), at, ids] });
    return;
  }
  const { text, parameters } = statementOf(one, side);
  for (const value of values) await client.query({ name: `${name}_sent`, text, values: parameters.map((parameter) => value[parameter]) });
}

/** Runs one side of a case once and tells the microseconds per execution. Nothing that it writes stays. */
async function run(one: RlsCase, side: Side, way: Way, { logins, world, round }: Bench): Promise<number> {
  const { client, pid } = side === 'plain' ? logins.baseline : logins[one.login];
  const tenant = world.tenantIds[(round * 37) % world.tenantIds.length];
  const ids = Array.from({ length: BATCH }, (_, place) => `batch-${place}`);
  const values = Array.from({ length: one.executions }, (_, place): Values => {
    return { tenant, one: one.valueAt(world, place + round), at: world.insertedAt, ids };
  });
  const context = `select set_config('app.tenant_id', '${tenant}', true), set_config('app.tenant_ids', '${tenant}', true)`;
  await client.query(`begin; ${context}; ${one.settings === undefined ? '' : `set local ${one.settings}`}`);
  const before = processorMs(pid) ?? performance.now();
  await execute(one, side, { client, way, values });
  const after = processorMs(pid) ?? performance.now();
  await client.query('rollback');
  if (one.writes) await logins.superuser.query(`truncate ${world.insertPartition}`);
  return ((after - before) * 1_000) / one.executions;
}

async function measureCases(logins: Logins, world: RlsWorld): Promise<Measured[]> {
  const measured = RLS_CASES.map((of): Measured => {
    return { of, us: { sent: { protected: [], plain: [] }, inside: { protected: [], plain: [] } } };
  });
  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    for (const { of, us } of measured) {
      for (const way of WAYS) {
        for (const side of round % 2 === 0 ? SIDES : SIDES.toReversed()) {
          const time = await run(of, side, way, { logins, world, round: round + WARM_UPS });
          if (round >= 0) us[way][side].push(time);
        }
      }
    }
  }
  return measured;
}

async function measure({ context, superuserUrl }: BenchInstallation): Promise<{ measured: Measured[]; isKept: boolean }> {
  return withClient(superuserUrl, async (superuser) => {
    const world = await makeRlsWorld(context, superuser);
    await prepare(superuser);
    const baselineUrl = loginUrl(databaseUrl(superuserUrl, superuser.database ?? ''), BASELINE);
    const urls = [context.db.app.options.connectionString, context.db.intake.options.connectionString, baselineUrl];
    const [app, intake, baseline] = await Promise.all(urls.map((url) => connect(url ?? '')));
    try {
      const measured = await measureCases({ app, intake, baseline, superuser }, world);
      return { measured, isKept: [app, intake, baseline].every((one) => one.isKept) };
    } finally {
      await Promise.all([app, intake, baseline].map(({ client }) => client.end()));
    }
  });
}

function ratioOf(us: Record<Side, number[]>): number {
  return median(us.protected) / median(us.plain);
}

function quartiles(values: readonly number[], decimals: number): string {
  return `${format(quantile(values, 0.25), decimals)}–${format(quantile(values, 0.75), decimals)}`;
}

function withSpread(values: readonly number[]): string {
  const decimals = median(values) < 100 ? 1 : 0;
  return `${format(median(values), decimals)} (${quartiles(values, decimals)})`;
}

function ratioWithSpread(us: Record<Side, number[]>): string {
  const ratios = us.protected.map((time, round) => time / us.plain[round]);
  return `${format(ratioOf(us), 2)} (${quartiles(ratios, 2)})`;
}

function caseTable(measured: readonly Measured[]): string[] {
  const rows = measured.map(({ of, us: { sent, inside } }) => {
    const insideUs = `${format(median(inside.protected), 1)} / ${format(median(inside.plain), 1)}`;
    return [of.what, withSpread(sent.protected), withSpread(sent.plain), ratioWithSpread(sent), insideUs, ratioWithSpread(inside)];
  });
  return table(['', 'with, µs', 'without, µs', 'ratio', 'in a function: with / without, µs', 'in a function: ratio'], rows);
}

function aimsOf(measured: readonly Measured[]): string[] {
  return aimTable(
    measured.flatMap(({ of: { aim, what }, us }) => {
      const ratio = ratioOf(us.sent);
      return aim === undefined ? [] : [{ what, aim: `≤ ${format(aim, 1)}`, reached: format(ratio, 2), isMet: ratio <= aim }];
    }),
  );
}

/** What row-level security costs: the same statements by the server's logins and by one that bypasses it, side by side. */
export async function benchRls(): Promise<string> {
  const { measured, isKept } = await withBenchInstallation(measure);
  const clock = processorMs(process.pid) === undefined ? 'time by the clock' : "processor time of the session's own database process";
  return [
    `${format(SIZE.rows)} conversions of ${format(SIZE.tenants)} tenants over ${SIZE.days} days, in the server's own tables, ` +
      `partitions and indexes. Each case runs as the server's login, and as a login that bypasses row-level security and names the ` +
      `tenant in the query. ` +
      `Measured is ${clock}, per execution of a prepared statement, over many executions in one transaction` +
      `${isKept ? ', with the compared processes on one core' : ''}. The median of ${ROUNDS} ` +
      `rounds, both sides in each round and in changing order; in brackets the middle half, for ratios that of the rounds. The last two ` +
      `columns are the same statement executed over and over inside a function: what is left when receiving, answering and looking up ` +
      `the plan are taken away, which both sides do alike.`,
    '',
    ...caseTable(measured),
    '',
    ...aimsOf(measured),
  ].join('\n');
}
