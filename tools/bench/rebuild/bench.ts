import { checkPaths } from '../../../server/src/attribution/path-checks/service.ts';
import { requestRebuild } from '../../../server/src/attribution/rebuilds/service.ts';
import { withClient } from '../../../server/src/platform/postgres/connection.ts';
import { aimTable, format, table } from '../figures.ts';
import { type BenchInstallation, createBenchTenant, withBenchInstallation } from '../installation.ts';
import { makeWorld } from '../report/world.ts';
import { type BySql, rebuildBySql } from './baseline.ts';
import { type CampaignSums, rebuildByColumns, type Rebuilt } from './columns.ts';

const WORLD = { conversions: 200_000, touchpoints: 800_000, households: 80_000, days: 150 };
const REPEATS = 3;
const LEAD = 3;
const AGREEMENT = 1e-9;

interface Figures {
  own: Rebuilt;
  bySql: BySql[];
  /** Building every path one by one; the rebuild that finds those that differ; the check that compares what each says, and the sums. */
  drainSeconds: number;
  rebuildSeconds: number;
  checkSeconds: number;
}

const wholeMs = ({ readMs, matchMs, creditMs }: Rebuilt) => readMs + matchMs + creditMs;

function mustAgree(form: string, own: CampaignSums, sums: CampaignSums): void {
  if (own.size !== sums.size) throw new Error(`${form}: ${sums.size} campaigns, and ${own.size} by columns`);
  for (const [campaign, of] of own)
    of.forEach((sum, place) => {
      if (!(Math.abs((sums.get(campaign)?.[place] ?? 0) - sum) <= AGREEMENT * sum))
        throw new Error(`${form} and columns disagree on ${campaign}`);
    });
}

async function measure({ context, superuserUrl }: BenchInstallation): Promise<Figures> {
  const { tenantId } = await createBenchTenant(context, 'bench');
  const { drainSeconds } = await makeWorld(context, tenantId, WORLD);
  return withClient(superuserUrl, async (superuser) => {
    await superuser.query('vacuum (analyze) conversions, touchpoints');
    const runs: Rebuilt[] = [];
    for (let repeat = 0; repeat < REPEATS; repeat += 1) runs.push(await rebuildByColumns(context, tenantId));
    const [own] = runs.toSorted((a, b) => wholeMs(a) - wholeMs(b));
    const bySql = await rebuildBySql(superuser, tenantId);
    for (const { form, sums } of bySql) mustAgree(form, own.sums, sums);
    const beganAt = performance.now();
    const { marked } = await requestRebuild(context, 'system', tenantId);
    if (marked > 0) throw new Error(`${marked} paths are not what matching all at once gives`);
    const startedAt = performance.now();
    const rebuildSeconds = (startedAt - beganAt) / 1_000;
    const { verdict, conversions } = await checkPaths(context, 'system', tenantId);
    if (verdict !== 'same' || conversions !== WORLD.conversions) throw new Error(`the check said ${verdict} of ${conversions} conversions`);
    return { own, bySql, drainSeconds, rebuildSeconds, checkSeconds: (performance.now() - startedAt) / 1_000 };
  });
}

function rebuildTable({ own, bySql }: Figures): string[] {
  const whole = wholeMs(own);
  return table(
    ['from raw events in PostgreSQL to credit', 'ms', 'as a multiple'],
    [
      ['columns: all of it', format(whole), '1.0'],
      ['of that read from PostgreSQL', format(own.readMs), format(own.readMs / whole, 2)],
      ['of that matched', format(own.matchMs), format(own.matchMs / whole, 2)],
      ['of that credited', format(own.creditMs), format(own.creditMs / whole, 2)],
      ...bySql.map(({ form, ms }) => [`one SQL statement: ${form}`, format(ms), format(ms / whole, 1)]),
    ],
  );
}

/**
 * Paths anew from raw events by columns, by one SQL statement, and one by one.
 * @throws Error when their sums differ by more than a billionth.
 */
export async function benchRebuild(): Promise<string> {
  const figures = await withBenchInstallation(measure);
  const lead = Math.min(...figures.bySql.map(({ ms }) => ms)) / wholeMs(figures.own);
  const { conversions, touchpoints, households, days } = WORLD;
  const perSecond = (seconds: number) => format(conversions / seconds);
  return [
    `${format(conversions)} conversions and ${format(touchpoints)} touchpoints of ${format(households)} households over ${days} days, ` +
      'which came through intake. Matching by every key and evidence class, with the rule on shared addresses; five models by campaign, ' +
      `30 days of lookback. Columns: one thread here and one of PostgreSQL, under row-level security, the least of ${REPEATS}; SQL: as ` +
      `the superuser with two parallel workers, the less of 2. Sums equal to ${AGREEMENT}.`,
    '',
    ...rebuildTable(figures),
    '',
    `Matching one by one made ${perSecond(figures.drainSeconds)} paths/s of them. \`earshot attribution run --rebuild\`, which matches ` +
      `all at once and compares each path with the stored one, took ${perSecond(figures.rebuildSeconds)} a second; \`earshot attribution ` +
      `check\`, which also compares the sums of each day and hashes what every path says, ${perSecond(figures.checkSeconds)}.`,
    '',
    ...aimTable([{ what: 'times as fast as the fastest form of SQL', aim: `≥ ${LEAD}`, reached: format(lead, 1), isMet: lead >= LEAD }]),
  ].join('\n');
}
