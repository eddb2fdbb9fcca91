import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { getCalibration } from '../../../../server/src/attribution/calibrations/service.ts';
import { type Experiment, ExperimentDetails } from '../../../../server/src/attribution/experiments/schema.ts';
import { listExperiments, putExperiment, putExperimentState } from '../../../../server/src/attribution/experiments/service.ts';
import type { Readout } from '../../../../server/src/attribution/readouts/schema.ts';
import { getReadout } from '../../../../server/src/attribution/readouts/service.ts';
import { CreditQuery } from '../../../../server/src/attribution/reports/schema.ts';
import { ModelReference } from '../../../../server/src/tenants/schema.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { resolvePath } from '../../working-folder.ts';

const PAGE = 200;

interface Options {
  tenant: string;
  json?: boolean;
}

function print({ json }: Options, value: object, words: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${words}\n`);
}

async function listAll({ tenant }: Options): Promise<Experiment[]> {
  return onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    let page = await listExperiments(context, actor, { limit: PAGE });
    const items = [...page.items];
    while (page.nextCursor !== null) {
      page = await listExperiments(context, actor, { limit: PAGE, after: Buffer.from(page.nextCursor, 'base64url').toString() });
      items.push(...page.items);
    }
    return items;
  });
}

async function list(options: Options): Promise<void> {
  const found = await listAll(options);
  const lines = found.map(({ key, state, design, campaign, from, to }) => `${key}  ${state}  ${design}  ${campaign}  ${from} to ${to}`);
  print(options, found, lines.length === 0 ? 'There are no experiments.' : lines.join('\n'));
}

/** What a file says an experiment is to be. @throws AppError, CommandError that says what is wrong with it. */
function detailsOf(file: string): ExperimentDetails {
  let text: unknown;
  try {
    text = JSON.parse(readFileSync(resolvePath(file), 'utf8'));
  } catch (error) {
    throw new CommandError(`${file} could not be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = ExperimentDetails.safeParse(text);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.') || 'the plan'}: ${issue.message}.`);
}

const number = (value: number) => value.toLocaleString('en-US', { maximumSignificantDigits: 4 });

/** A plan in lines that can be read aloud. */
function planText({ key, plan, measure, conversionKind }: Experiment): string {
  const { minimumDetectableEffect: least, participants, sequentialParticipants, blocks, power, notes } = plan;
  const unit =
    participants === null ? 'by history' : measure === 'rate' ? `of the rate of ${conversionKind}s` : 'in minor units per participant';
  return [
    `The draft ${key} is kept.`,
    ...(least === null ? [] : [`Smallest effect found with ${number(100 * power)} % power: ${number(least)} ${unit}.`]),
    ...(participants === null ? [] : [`Participants, read once at the end: ${number(participants)}.`]),
    ...(sequentialParticipants === null ? [] : [`Participants, read at any time: ${number(sequentialParticipants)}.`]),
    ...(blocks ?? []).map(({ arm, from, to }) => `  ${from} to ${to}  ${arm}`),
    ...notes,
  ].join('\n');
}

async function keepDraft(key: string, file: string, options: Options): Promise<void> {
  const details = detailsOf(file);
  const kept = await onInstallation(async ({ context }) => putExperiment(context, await operatorOf(context, options.tenant), key, details));
  print(options, kept, planText(kept));
}

async function become(key: string, state: 'running' | 'stopped' | 'archived', options: Options): Promise<void> {
  const found = await onInstallation(async ({ context }) =>
    putExperimentState(context, await operatorOf(context, options.tenant), key, state),
  );
  print(options, found, `The experiment ${key} is ${found.state}.`);
}

/** A readout in lines: what it says, then its figures. */
function readoutText({ sentences, arms, checks, comparisons }: Readout): string {
  const share = (rate: number | null) => (rate === null ? '-' : `${(100 * rate).toFixed(2)} %`);
  const figures = arms.map(({ name, participants, observed, converted, outcome }) => {
    if (participants === null) return `  ${name}: ${outcome === null ? '-' : number(outcome)}`;
    const rate = `${converted?.count ?? 0} converted (${share(converted?.rate ?? null)})`;
    return `  ${name}: ${participants} participants, ${observed ?? 0} observed, ${rate}`;
  });
  const compared = comparisons.map(({ arm, difference: { value, low, high }, alwaysValid }) => {
    const range = low === null || high === null ? '' : ` (${number(low)} to ${number(high)})`;
    return `  ${arm}: ${number(value)}${range}, p ${alwaysValid.pValue.toFixed(4)}`;
  });
  const p = checks.sampleRatio.pValue;
  return [
    ...sentences,
    ...figures,
    ...compared,
    ...(p === null ? [] : [`Sample ratio: p = ${p.toFixed(4)}.`]),
    `Contamination: ${share(checks.contamination.share)}.`,
  ].join('\n');
}

async function readout(key: string, options: Options): Promise<void> {
  const found = await onInstallation(async ({ context }) => getReadout(context, await operatorOf(context, options.tenant), key));
  print(options, found, readoutText(found));
}

async function calibration(key: string, options: Options & { model?: string }): Promise<void> {
  const model = ModelReference.optional().safeParse(options.model);
  if (!model.success) throw new CommandError(`model ${model.error.issues[0].message}.`);
  const query = { ...CreditQuery.parse({}), model: model.data };
  const found = await onInstallation(async ({ context }) => getCalibration(context, await operatorOf(context, options.tenant), key, query));
  print(options, found, found.sentences.join('\n'));
}

function ofTenant(command: Command): Command {
  return command.requiredOption('--tenant <slug>', 'whose').option('--json', 'print what the API answers');
}

/** `earshot experiments list`: a tenant's experiments. */
export function listExperimentsCommand(): Command {
  return ofTenant(new Command('list').description('list the experiments of a tenant')).action(list);
}

/** `earshot experiments plan`: a draft from a file. */
export function planExperimentCommand(): Command {
  const command = new Command('plan').description('keep the draft of an experiment and print its size; a draft may be planned anew');
  return ofTenant(command)
    .argument('<key>', 'as touchpoints carry it in test')
    .argument('<file>', 'JSON with the fields of PUT /api/v1/attribution/experiments/{key}')
    .action(keepDraft);
}

/** `earshot experiments start`, `stop` and `archive`: the steps of an experiment. */
export function experimentStepCommand(name: 'start' | 'stop' | 'archive'): Command {
  const [state, says] = (
    {
      start: ['running', 'start a draft, which fixes its plan'],
      stop: ['stopped', 'stop a running experiment: later exposures take no part'],
      archive: ['archived', 'put an experiment aside that does not run'],
    } as const
  )[name];
  return ofTenant(new Command(name).description(says))
    .argument('<key>', 'of the experiment')
    .action((key: string, options: Options) => become(key, state, options));
}

/** `earshot experiments readout`: what an experiment shows so far. */
export function readoutCommand(): Command {
  return ofTenant(new Command('readout').description('tell what an experiment shows so far'))
    .argument('<key>', 'of the experiment')
    .action(readout);
}

/** `earshot experiments calibration`: a model's credit against what an experiment measured. */
export function calibrationCommand(): Command {
  return ofTenant(new Command('calibration').description("hold a model's credit against what an experiment measured"))
    .argument('<key>', 'of the experiment')
    .option('--model <name>', "whose credit; the campaign's default model, else the tenant's, when left out")
    .action(calibration);
}
