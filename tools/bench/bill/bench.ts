import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { withClient } from '../../../server/src/platform/postgres/connection.ts';
import { aimTable, format, table } from '../figures.ts';
import { type BenchInstallation, createBenchTenant, startProgram, withBenchInstallation } from '../installation.ts';
import { watchMemory } from '../resident.ts';

const ROWS = 1_000_000;
const DAYS = 30;
const CAMPAIGNS = 2_000;
const MOST_SECONDS = 60;
const MOST_MEGABYTES = 300;

/** What a program took, and what it printed. */
interface Cost {
  seconds: number;
  megabytes: number;
  output: string;
}

async function costOf(installation: BenchInstallation, words: string[]): Promise<Cost> {
  const startedAt = performance.now();
  const program = startProgram(installation, words);
  const watch = watchMemory(program.child.pid ?? 0);
  await program.ended;
  return { seconds: (performance.now() - startedAt) / 1_000, megabytes: await watch.stop(), output: program.output() };
}

/** A month's usage of one tenant: each campaign on each day, of as many meters as it takes. */
async function fill(superuserUrl: string, tenantId: string): Promise<void> {
  await withClient(superuserUrl, async (superuser) => {
    await superuser.query(
      `insert into cost_prices (tenant_id, meter, version, set_by, valid_from, currency, unit_quantity, mode, included, tiers, created_at,
         created_by)
       select $1, 'meter-' || n, 1, 'operator', '2026-11-01', 'USD', 1000, 'graduated', 0, '[{"upTo":null,"price":"0.4"}]', now(), 'bench'
       from generate_series(0, ceil($2::numeric / $3 / $4)::integer) as n`,
      [tenantId, ROWS, DAYS, CAMPAIGNS],
    );
    await superuser.query(
      `insert into cost_entries (tenant_id, entry_id, kind, booked_month, day, meter, campaign, price_version, tier, quantity, unit,
         currency, amount, is_summed, booked_at, booked_by)
       select $1, gen_random_uuid(), 'usage', '2026-11-01', '2026-11-01'::date + n % $3::integer, 'meter-' || n / ($3 * $4)::integer,
         'campaign-' || (n / $3::integer) % $4::integer, 1, 1, n, 'events', 'USD', n * 0.0004, true, now(), 'system'
       from generate_series(1, $2::integer) as n`,
      [tenantId, ROWS, DAYS, CAMPAIGNS],
    );
    await superuser.query('analyze cost_entries');
  });
}

interface Figures {
  exported: Cost;
  checked: Cost;
  fileBytes: number;
  rules: number;
}

async function measure(installation: BenchInstallation): Promise<Figures> {
  const { tenantId, slug } = await createBenchTenant(installation.context, 'bench');
  await fill(installation.superuserUrl, tenantId);
  const file = join(installation.folder, 'bill.csv');
  const exported = await costOf(installation, ['cost', 'export', file, '--tenant', slug, '--month', '2026-11', '--json']);
  const { rows } = JSON.parse(exported.output) as { rows: number };
  if (rows !== ROWS) throw new Error(`${rows} of ${ROWS} rows were written`);
  const checked = await costOf(installation, ['cost', 'validate', file, '--json']);
  const report = JSON.parse(checked.output) as { rows: number; rules: number; broken: unknown[] };
  if (report.rows !== ROWS || report.broken.length > 0) throw new Error('the bill breaks a rule');
  return { exported, checked, fileBytes: (await stat(file)).size, rules: report.rules };
}

/** A month's bill of a million rows: written by `earshot cost export`, and checked by `earshot cost validate`. */
export async function benchBill(): Promise<string> {
  const { exported, checked, fileBytes, rules } = await withBenchInstallation(measure);
  const rowOf = (what: string, { seconds, megabytes }: Cost) => [what, format(seconds, 1), format(ROWS / seconds), format(megabytes)];
  const { seconds, megabytes } = exported;
  return [
    `${format(ROWS)} rows, a file of ${format(fileBytes / 1e6)} MB, checked against ${rules} rules of ours, each in a process of its own,`,
    "with the program's start and end.",
    '',
    ...table(['', 'seconds', 'rows/s', 'most memory, MB'], [rowOf('write', exported), rowOf('check', checked)]),
    '',
    ...aimTable([
      { what: 'time to write', aim: `< ${MOST_SECONDS} s`, reached: `${format(seconds, 1)} s`, isMet: seconds < MOST_SECONDS },
      { what: 'memory to write', aim: `< ${MOST_MEGABYTES} MB`, reached: `${format(megabytes)} MB`, isMet: megabytes < MOST_MEGABYTES },
    ]),
  ].join('\n');
}
