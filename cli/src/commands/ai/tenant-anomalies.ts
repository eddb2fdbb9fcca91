import { Command } from 'commander';
import { type Anomaly, AnomalyFeedback, AnomalyQuery, type AnomalyWatch } from '../../../../server/src/ai/anomalies/schema.ts';
import { getAnomaly, getAnomalySeries, getAnomalyWatch, judgeAnomaly, listAnomalies } from '../../../../server/src/ai/anomalies/service.ts';
import { watchTenant } from '../../../../server/src/ai/anomaly-work/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';

const ANOMALY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Unwatched = AnomalyWatch['unwatched'][number];
type Context = Parameters<typeof operatorOf>[0];
type Actor = Awaited<ReturnType<typeof operatorOf>>;

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

function onTenant<Result>(slug: string, work: (context: Context, actor: Actor, stop: AbortSignal) => Promise<Result>): Promise<Result> {
  return onInstallation(async ({ context, stop }) => work(context, await operatorOf(context, slug), stop));
}

function checkedId(id: string): string {
  if (!ANOMALY_ID.test(id)) throw new CommandError(`"${id}" is no id of an anomaly; "earshot anomalies list" shows them.`);
  return id;
}

/** @throws CommandError that says which option is wrong. */
function checked<Value>(
  parsed: { success: true; data: Value } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } },
) {
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

const momentOf = ({ grain }: Pick<Anomaly, 'grain'>, at: string) => (grain === 'day' ? at.slice(0, 10) : `${at.slice(0, 13)}h`);
const subjectOf = ({ type, key, name }: Anomaly['subject']) => (key === null ? 'everything' : `${type} ${name ?? key}`);

function summaryOf(anomaly: Anomaly): string {
  return `${anomaly.id}  ${momentOf(anomaly, anomaly.startsAt)}  ${anomaly.status}  ${anomaly.finding}`;
}

const METRIC_WORDS: Readonly<Record<Unwatched['metric'], string>> = {
  downloads: 'downloads',
  impressions: 'impressions',
  conversions: 'conversions',
  spend: 'spend',
  match_rate: 'a match rate above 0',
};
const UNWATCHED_WORDS: Readonly<Record<Unwatched['reason'], (metric: string) => string>> = {
  too_short: () => 'not watched yet: less than six weeks of days',
  often_zero: (metric) => `not watched: too few days with ${metric}`,
  too_small: (metric) => `not watched: too little on a usual day of ${metric}`,
};
const SPEND_MISSING_WORDS: Readonly<Record<NonNullable<AnomalyWatch['spendMissing']>, string>> = {
  no_currency: 'Spend has no series: the tenant has no currency.',
  no_priced_delivery: "Spend has no series: nothing was delivered at a price per thousand in the tenant's currency.",
};

/** What an empty list means, and which series are not watched. */
function watchText({ daysThrough, watchedSeries, learningSeries, sparseSeries, unwatched, spendMissing }: AnomalyWatch): string {
  if (daysThrough === null)
    return 'Nothing was looked through yet; the server does it after each day and hour, "earshot anomalies look" does it now.';
  return [
    `Looked through until ${daysThrough}: ${watchedSeries} daily series watched, ${learningSeries} with less than six weeks of days, ` +
      `${sparseSeries} too small or too often 0.`,
    ...unwatched.map((one) => `  ${one.metric}, ${subjectOf(one.subject)}: ${UNWATCHED_WORDS[one.reason](METRIC_WORDS[one.metric])}`),
    ...(spendMissing === null ? [] : [SPEND_MISSING_WORDS[spendMissing]]),
  ].join('\n');
}

interface ListOptions extends Named {
  metric?: string;
  subjectType?: string;
  subject?: string;
  status?: string;
  grain?: string;
  from?: string;
  to?: string;
}

async function list({ tenant, json, ...filter }: ListOptions): Promise<void> {
  const { limit: _limit, cursor: _cursor, ...asked } = checked(AnomalyQuery.safeParse(filter));
  const { found, watch } = await onTenant(tenant, async (context, actor) => ({
    found: await everyPage((page) => listAnomalies(context, actor, asked, page)),
    watch: await getAnomalyWatch(context, actor),
  }));
  const lines = found.length === 0 ? ['There are no anomalies.'] : found.map(summaryOf);
  print(json, found, [...lines, watchText(watch)].join('\n'));
}

function memberLine({ metric, subject, kind, value, low, high, limitFactor }: Anomaly['members'][number]): string {
  const number = (figure: number) => figure.toLocaleString('en-US', { maximumFractionDigits: 1 });
  const limits = limitFactor === 1 ? '' : `  limits ${limitFactor.toFixed(2)} times the usual`;
  const found = value === null ? 'nothing measured' : number(value);
  return `  ${metric}, ${subjectOf(subject)}: ${kind}, ${found}, expected ${number(low)} to ${number(high)}${limits}`;
}

async function show(id: string, { tenant, json }: Named): Promise<void> {
  const found = await onTenant(tenant, async (context, actor) => ({
    anomaly: await getAnomaly(context, actor, checkedId(id)),
    series: await getAnomalySeries(context, actor, checkedId(id)),
  }));
  print(json, found, [summaryOf(found.anomaly), ...found.anomaly.members.map(memberLine)].join('\n'));
}

async function judge(id: string, verdict: string, { tenant, note, json }: Named & { note?: string }): Promise<void> {
  const feedback = checked(AnomalyFeedback.safeParse({ verdict: verdict === 'none' ? null : verdict, note }));
  const judged = await onTenant(tenant, (context, actor) => judgeAnomaly(context, actor, checkedId(id), feedback));
  print(json, judged, [summaryOf(judged), ...judged.members.map(memberLine)].join('\n'));
}

async function look({ tenant, json }: Named): Promise<void> {
  const watch = await onTenant(tenant, async (context, actor, signal) => {
    await watchTenant(context, 'system', actor.tenantId, { grain: 'hour', signal });
    await watchTenant(context, 'system', actor.tenantId, { grain: 'day', signal });
    return getAnomalyWatch(context, actor);
  });
  print(json, watch, watchText(watch));
}

const ofTenant = (command: Command) => command.requiredOption('--tenant <slug>', 'whose');

/** `earshot anomalies list`: what was unusual in a tenant's figures. */
export function listAnomaliesCommand(): Command {
  return ofTenant(new Command('list'))
    .description("list what was unusual in a tenant's figures, what began last first")
    .option('--metric <metric>', 'only with a series of downloads, impressions, conversions, spend or match_rate')
    .option('--subject-type <type>', 'only with a series of the tenant, a show or a campaign')
    .option('--subject <key>', 'only with a series of the show or campaign of this key')
    .option('--status <status>', 'only those that are open, gone, useful, expected or wrong')
    .option('--grain <grain>', 'only those of days (day) or of hours (hour)')
    .option('--from <day>', 'only those that go on to this UTC day or longer')
    .option('--to <day>', 'only those that began before this UTC day')
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot anomalies show`: one anomaly with the figures of its series. */
export function showAnomalyCommand(): Command {
  return ofTenant(new Command('show'))
    .description('show an anomaly with the figures of its series')
    .argument('<id>', 'of the anomaly')
    .option('--json', 'print {"anomaly","series"} as the API has them')
    .action(show);
}

/** `earshot anomalies judge`: says whether an anomaly was worth telling. */
export function judgeAnomalyCommand(): Command {
  return ofTenant(new Command('judge'))
    .description('say whether an anomaly was useful, expected or wrong, which moves the limits of its series')
    .argument('<id>', 'of the anomaly')
    .argument('<verdict>', 'useful, expected or wrong; none takes it back')
    .option('--note <words>', 'why')
    .option('--json', 'print the anomaly as the API has it')
    .action(judge);
}

/** `earshot anomalies look`: looks through what has ended since the last look. */
export function lookForAnomaliesCommand(): Command {
  return ofTenant(new Command('look'))
    .description('look through the days and hours that have ended since the last look, which the server does by itself')
    .option('--json', 'print what is watched as the API has it')
    .action(look);
}
