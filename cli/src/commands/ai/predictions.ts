import { Command } from 'commander';
import { NewPrediction, type Prediction, PREDICTION_KINDS, type PredictionSummary } from '../../../../server/src/ai/predictions/schema.ts';
import { createPrediction, getPrediction, listPredictions } from '../../../../server/src/ai/predictions/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { tableText } from '../../table-text.ts';

const PREDICTION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Context = Parameters<typeof operatorOf>[0];
type Actor = Awaited<ReturnType<typeof operatorOf>>;

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

function onTenant<Result>(slug: string, work: (context: Context, actor: Actor) => Promise<Result>): Promise<Result> {
  return onInstallation(async ({ context }) => work(context, await operatorOf(context, slug)));
}

const words = (name: string) => name.replaceAll('_', ' ');
const MONEY = new Set(['revenue', 'spend', 'cpa']);

/** A number of a measure; money in the units of its currency. */
function amount(value: number | null, measure: string, currency: string | null): string {
  if (value === null) return 'any';
  if (!MONEY.has(measure) || currency === null) return value.toLocaleString('en-US');
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  return format.format(value / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const subjectText = ({ subject }: Pick<PredictionSummary, 'subject'>) => subject.name ?? subject.key ?? 'a plan';

function summaryText(one: PredictionSummary): string {
  const { headline, currency, label } = one;
  const interval = headline.intervals?.find(({ level }) => level === 80);
  const shown = (value: number | null) => amount(value, headline.measure, currency);
  const range = interval ? `80 %: ${shown(interval.low)} to ${shown(interval.high)}` : 'nothing to predict from';
  const came = headline.outcome === null ? '' : `  came ${shown(headline.outcome)}`;
  const prior = label === 'no_history' ? '  no history' : '';
  return `${one.id}  ${words(one.kind)}  ${subjectText(one)}  as of ${one.asOf}  ${headline.measure} ${range}${prior}${came}`;
}

/** The intervals of a prediction, and beneath them how such ones did before. */
function fullText(prediction: Prediction): string {
  const { measures, currency, label, history, notes, asOf } = prediction;
  const rows = measures.map(({ measure, intervals, median, outcome }) => {
    const shown = (value: number | null) => amount(value, measure, currency);
    const ranges = [50, 80, 95].map((level) => {
      const found = intervals?.find((one) => one.level === level);
      return found ? `${shown(found.low)} to ${shown(found.high)}` : '–';
    });
    return [measure, median === null ? '–' : shown(median), ...ranges, outcome === null ? '–' : shown(outcome)];
  });
  const tried = measures.flatMap(({ measure, backtest }) => {
    if (backtest === null) return [];
    const others = backtest.baselines.map(({ name, crps }) => `${words(name)} ${crps.toPrecision(3)}`).join(', ');
    const covered = [backtest.covered50, backtest.covered80, backtest.covered95].map((share) => `${Math.round(100 * share)} %`).join(', ');
    return [`  ${measure}: ${backtest.count} tried, CRPS ${backtest.crps.toPrecision(3)} (${others}); inside 50, 80 and 95 %: ${covered}`];
  });
  return [
    `${words(prediction.kind)} of ${subjectText(prediction)}, as of ${asOf}`,
    label === 'no_history' ? 'no history' : `from a history of ${history}`,
    '',
    tableText([['measure', 'median', '50 %', '80 %', '95 %', 'came'], ...rows]),
    ...measures.flatMap(({ missing }) => (missing === null ? [] : [missing])),
    '',
    tried.length === 0 ? 'Backtest: there is too little to try it on yet.' : 'Backtest:',
    ...tried,
    ...notes,
  ].join('\n');
}

interface CreateOptions extends Named {
  kind: string;
  campaign?: string;
  episode?: string;
  placement?: string[];
  conversionValue?: string;
  afterDays?: string;
  asOf?: string;
}

/** A planned placement as SHOW=IMPRESSIONS or SHOW=IMPRESSIONS,SPEND. */
function placementOf(text: string) {
  const match = /^(.+)=(\d+)(?:,(\d+))?$/.exec(text);
  if (!match) throw new CommandError(`"${text}" is no placement; write SHOW=IMPRESSIONS, or SHOW=IMPRESSIONS,SPEND in minor units.`);
  const [, show, impressions, spend] = match;
  return { show, impressions: Number(impressions), spendMinor: spend === undefined ? null : Number(spend) };
}

/** @throws CommandError that says which option is wrong. */
function newPredictionOf({ kind, campaign, episode, placement, conversionValue, afterDays, asOf }: CreateOptions): NewPrediction {
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const given = { kind, campaign, episode, placements: placement?.map(placementOf) };
  const parsed = NewPrediction.safeParse({ ...given, conversionValueMinor: number(conversionValue), afterDays: number(afterDays), asOf });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

async function create(options: CreateOptions): Promise<void> {
  const asked = newPredictionOf(options);
  const prediction = await onTenant(options.tenant, (context, actor) => createPrediction(context, actor, asked));
  print(options.json, prediction, `${prediction.id}\n${fullText(prediction)}`);
}

type Kind = (typeof PREDICTION_KINDS)[number];

async function listAll({ tenant, kind, json }: Named & { kind?: string }): Promise<void> {
  const known = PREDICTION_KINDS.find((one) => one === kind);
  if (kind !== undefined && known === undefined)
    throw new CommandError(`"${kind}" is no kind; write one of ${PREDICTION_KINDS.join(', ')}.`);
  const filter: { kind: Kind | undefined } = { kind: known };
  const found = await onTenant(tenant, (context, actor) => everyPage((page) => listPredictions(context, actor, filter, page)));
  print(json, found, found.length === 0 ? 'There are no predictions.' : found.map(summaryText).join('\n'));
}

async function showOne(id: string, { tenant, json }: Named): Promise<void> {
  if (!PREDICTION_ID.test(id)) throw new CommandError(`"${id}" is no id of a prediction; "earshot ai predictions list" shows them.`);
  const prediction = await onTenant(tenant, (context, actor) => getPrediction(context, actor, id));
  print(json, prediction, fullText(prediction));
}

const ofTenant = (command: Command) => command.requiredOption('--tenant <slug>', 'whose');
const kinds = PREDICTION_KINDS.join(', ');
const collect = (value: string, all: string[] = []) => [...all, value];

/** `earshot ai predictions create`: predicts, and keeps the prediction. */
export function createPredictionCommand(): Command {
  return ofTenant(new Command('create'))
    .description("predict a campaign's outcome, an episode's downloads, or where a running campaign will end")
    .requiredOption('--kind <kind>', `one of ${kinds}`)
    .option('--campaign <key>', 'of an outcome or of pacing: a campaign of the catalogue')
    .option('--episode <key>', 'of downloads: an episode of the catalogue')
    .option('--placement <plan>', 'of an outcome: SHOW=IMPRESSIONS or SHOW=IMPRESSIONS,SPEND, as often as there are placements', collect)
    .option('--conversion-value <minor>', 'of an outcome: what a conversion is worth, in minor units')
    .option('--after-days <days>', 'of downloads: from the first 1, 3 or 7 days')
    .option('--as-of <day>', 'look at nothing that happened on this UTC day or later; today when left out')
    .option('--json', 'print the prediction as the API has it')
    .action(create);
}

/** `earshot ai predictions list`: a tenant's predictions. */
export function listPredictionsCommand(): Command {
  return ofTenant(new Command('list'))
    .description('list the predictions of a tenant, the newest first')
    .option('--kind <kind>', `only those of one kind: ${kinds}`)
    .option('--json', 'print them as the API has them')
    .action(listAll);
}

/** `earshot ai predictions show`: a prediction with its backtest and its outcome. */
export function showPredictionCommand(): Command {
  return ofTenant(new Command('show'))
    .description('show a prediction, how such ones did before, and what came')
    .argument('<id>', 'of the prediction')
    .option('--json', 'print it as the API has it')
    .action(showOne);
}
