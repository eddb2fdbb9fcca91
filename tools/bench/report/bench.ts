import { aimTable, format, quantile, table } from '../figures.ts';
import { type BenchInstallation, type BenchTenant, createBenchTenant, withBenchInstallation, withServer } from '../installation.ts';
import { reportBySql, type SqlReport } from './baseline.ts';
import { makeWorld, type WorldCost } from './world.ts';

const WORLD = { conversions: 1_000_000, touchpoints: 4_000_000, households: 400_000, days: 150 };
const REQUESTS = 100;
const WARM_UPS = 3;
const AIM_ROLLUPS_MS = 50;
const AIM_PATHS_MS = 2_000;
/** What rounding to whole cents and billionths may move in a row, as a share of it. */
const AGREEMENT = 1e-4;

interface Question {
  what: string;
  path: string;
  aimMs: number;
}

const ROLLED_UP: readonly Question[] = [
  { what: 'report by campaign', path: 'report?groupBy=campaign', aimMs: AIM_ROLLUPS_MS },
  { what: 'report by day', path: 'report?groupBy=day', aimMs: AIM_ROLLUPS_MS },
  { what: 'compare by campaign', path: 'compare?groupBy=campaign', aimMs: AIM_ROLLUPS_MS },
  { what: 'compare by day', path: 'compare?groupBy=day', aimMs: AIM_ROLLUPS_MS },
];
const LOOKBACK = { what: 'report, lookback 14 days', path: 'report?groupBy=campaign&lookbackDays=14', aimMs: AIM_PATHS_MS };
const HALF_LIFE = {
  what: 'report, time decay with a half-life of 3 days',
  path: 'report?groupBy=campaign&model=time_decay&halfLifeDays=3',
  aimMs: AIM_PATHS_MS,
};
const COMPARE = { what: 'compare five models, lookback 60 days', path: 'compare?groupBy=campaign&lookbackDays=60', aimMs: AIM_PATHS_MS };
const QUESTIONS: readonly Question[] = [...ROLLED_UP, LOOKBACK, HALF_LIFE, COMPARE];

interface Answered extends Question {
  times: number[];
  text: string;
}

interface Report {
  waitingConversions: number;
  rows: { key: string; conversions: number; valueMinor: number }[];
}

interface Figures {
  cost: WorldCost;
  answers: Answered[];
  /** Times of GET /health asked over and over while reports are computed from paths. */
  healthMs: number[];
  baselines: { what: string; ms: number }[];
}

async function get(url: string, { apiKey }: BenchTenant): Promise<string> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${apiKey}` } });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} was answered with ${response.status}: ${text}`);
  return text;
}

async function ask(url: string, tenant: BenchTenant, question: Question): Promise<Answered> {
  const address = `${url}/api/v1/attribution/${question.path}`;
  const times: number[] = [];
  let text = '';
  for (let place = 0; place < WARM_UPS + REQUESTS; place += 1) {
    const startedAt = performance.now();
    text = await get(address, tenant);
    if (place >= WARM_UPS) times.push(performance.now() - startedAt);
  }
  return { ...question, times, text };
}

/** Whether the server goes on answering others while it computes: asks for /health ten times a second while reports run. */
async function watchHealth(url: string, tenant: BenchTenant, running: Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  let isOver = false;
  void running.finally(() => (isOver = true));
  while (!isOver) {
    const startedAt = performance.now();
    await get(`${url}/health`, tenant);
    times.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return times;
}

/** @throws Error when the report's figures are not those of the statement, or not complete. */
function mustAgree(answer: Answered, sql: SqlReport): void {
  const report = JSON.parse(answer.text) as Report;
  if (report.waitingConversions > 0) throw new Error('work was still waiting');
  const byKey = new Map(sql.rows.map((row) => [row.key, row]));
  for (const { key, conversions, valueMinor } of report.rows) {
    const other = byKey.get(key);
    const differs = (mine: number, theirs: number) => !(Math.abs(mine - theirs) <= AGREEMENT * theirs);
    if (other === undefined || differs(conversions, other.conversions) || differs(valueMinor, other.valueMinor))
      throw new Error(`${answer.what}: the server and SQL disagree on ${key}`);
  }
  if (report.rows.length !== byKey.size) throw new Error(`${answer.what}: ${report.rows.length} rows, and ${byKey.size} by SQL`);
}

async function measure(installation: BenchInstallation): Promise<Figures> {
  const { context, superuserUrl } = installation;
  const tenant = await createBenchTenant(context, 'bench');
  const { tenantId } = tenant;
  const cost = await makeWorld(context, tenantId, WORLD);
  const { answers, healthMs } = await withServer(installation, async ({ url }) => {
    const asked: Answered[] = [];
    for (const question of QUESTIONS) asked.push(await ask(url, tenant, question));
    return { answers: asked, healthMs: await watchHealth(url, tenant, ask(url, tenant, COMPARE)) };
  });
  const answerOf = ({ what }: Question) => answers.find((answer) => answer.what === what) as Answered;
  const byDefault = await reportBySql(superuserUrl, { tenantId, lookbackDays: 30 });
  const shorter = await reportBySql(superuserUrl, { tenantId, lookbackDays: 14 });
  const fading = await reportBySql(superuserUrl, { tenantId, lookbackDays: 30, halfLifeDays: 3 });
  mustAgree(answerOf(ROLLED_UP[0]), byDefault);
  mustAgree(answerOf(LOOKBACK), shorter);
  mustAgree(answerOf(HALF_LIFE), fading);
  const baselines = [
    { what: ROLLED_UP[0].what, ms: byDefault.ms },
    { what: LOOKBACK.what, ms: shorter.ms },
    { what: HALF_LIFE.what, ms: fading.ms },
  ];
  return { cost, answers, healthMs, baselines };
}

function answerTable({ answers, baselines }: Figures): string[] {
  const rows = answers.map(({ what, times }) => {
    const baseline = baselines.find((one) => one.what === what);
    const p50 = quantile(times, 0.5);
    const bySql = baseline === undefined ? ['', ''] : [format(baseline.ms), format(baseline.ms / p50)];
    return [what, format(p50, 1), format(quantile(times, 0.99), 1), ...bySql];
  });
  return table(['', 'p50 ms', 'p99 ms', 'the same by one SQL statement, ms', 'SQL as a multiple of the p50'], rows);
}

function aimsOf({ answers }: Figures): string[] {
  return aimTable(
    answers.map(({ what, times, aimMs }) => {
      const p99 = quantile(times, 0.99);
      return { what: `${what}, p99 ms`, aim: `≤ ${format(aimMs)}`, reached: format(p99, 1), isMet: p99 <= aimMs };
    }),
  );
}

/** Reports over HTTP on one large tenant, from rollups and from paths. @throws Error when they differ from SQL over the raw events. */
export async function benchReport(): Promise<string> {
  const figures = await withBenchInstallation(measure);
  const { cost, healthMs } = figures;
  const { conversions, touchpoints, households, days } = WORLD;
  const events = conversions + touchpoints;
  return [
    `One tenant with ${format(conversions)} conversions and ${format(touchpoints)} touchpoints of ${format(households)} households over ` +
      `${days} days, ${REQUESTS} requests each over HTTP, one at a time. The events went through the intake of an import in one process ` +
      `(${format(events / cost.intakeSeconds)} events/s, ${format(cost.intakeSeconds)} s), then through matching in the same process ` +
      `(${format(conversions / cost.drainSeconds)} paths/s, ${format(cost.drainSeconds)} s). The SQL baseline joins the raw events ` +
      `without row-level security; its figures agree with the reports to ${AGREEMENT * 100} %.`,
    '',
    ...answerTable(figures),
    '',
    `While reports were computed from paths, ${format(healthMs.length)} requests to /health took ` +
      `${format(quantile(healthMs, 0.5), 1)} ms in the median and ${format(Math.max(...healthMs), 1)} ms at most.`,
    '',
    ...aimsOf(figures),
  ].join('\n');
}
