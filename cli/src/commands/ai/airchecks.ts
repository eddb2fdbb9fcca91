import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Aircheck, type AircheckSummary, VERDICTS } from '../../../../server/src/ai/airchecks/schema.ts';
import { createAircheck, getAircheck, getEvidence, listAirchecks, removeAircheck } from '../../../../server/src/ai/airchecks/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { resolvePath } from '../../working-folder.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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

function checkedId(id: string, what: string): string {
  if (!ID.test(id)) throw new CommandError(`"${id}" is no id of ${what}; "earshot ai ${what.split(' ')[1]}s list" shows them.`);
  return id;
}

function lineOf({ id, placement, outcome, counts, transcript, createdAt }: AircheckSummary): string {
  const { pass, fail, uncertain } = counts;
  const counted = `${pass} pass, ${fail} fail, ${uncertain} uncertain`;
  return `${id}  ${placement}  ${transcript.episode}  ${transcript.copy}  ${outcome}  (${counted})  ${createdAt.slice(0, 10)}`;
}

const words = (name: string) => name.replaceAll('_', ' ');

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function textOf(aircheck: Aircheck): string {
  const lines = aircheck.requirements.flatMap(({ kind, wanted, verdict, why, quote, startMs }) => [
    `${verdict.padEnd(9)}  ${words(kind)}: ${wanted}. ${why}`,
    ...(quote === null || startMs === null ? [] : [`           ${clock(startMs)}  "${quote}"`]),
  ]);
  return [lineOf(aircheck), ...lines].join('\n');
}

async function run(placement: string, transcript: string, { tenant, json }: Named): Promise<void> {
  const asked = { placement, transcript: checkedId(transcript, 'a transcript') };
  const aircheck = await onTenant(tenant, (context, actor) => createAircheck(context, actor, asked));
  print(json, aircheck, textOf(aircheck));
}

interface ListOptions extends Named {
  placement?: string;
  transcript?: string;
  outcome?: string;
}

async function list({ tenant, json, placement, transcript, outcome: named }: ListOptions): Promise<void> {
  const outcome = VERDICTS.find((one) => one === named);
  if (named !== undefined && outcome === undefined) throw new CommandError(`--outcome is one of ${VERDICTS.join(', ')}.`);
  const filter = { placement, transcript: transcript === undefined ? undefined : checkedId(transcript, 'a transcript'), outcome };
  const found = await onTenant(tenant, (context, actor) => everyPage((page) => listAirchecks(context, actor, filter, page)));
  print(json, found, found.length === 0 ? 'There are no airchecks.' : found.map(lineOf).join('\n'));
}

async function show(id: string, { tenant, json }: Named): Promise<void> {
  const aircheck = await onTenant(tenant, (context, actor) => getAircheck(context, actor, checkedId(id, 'an aircheck')));
  print(json, aircheck, textOf(aircheck));
}

async function evidence(id: string, { tenant, json, out }: Named & { out?: string }): Promise<void> {
  const { page, fileName } = await onTenant(tenant, (context, actor) => getEvidence(context, actor, checkedId(id, 'an aircheck')));
  const file = resolvePath(out ?? fileName);
  try {
    writeFileSync(file, page, { flag: 'wx' });
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  print(json, { file }, `The evidence is in ${file}.`);
}

async function remove(id: string, { tenant, json }: Named): Promise<void> {
  await onTenant(tenant, (context, actor) => removeAircheck(context, actor, checkedId(id, 'an aircheck')));
  print(json, { removed: id }, `The aircheck ${id} is removed.`);
}

const ofTenant = (command: Command) => command.requiredOption('--tenant <slug>', 'whose');

/** `earshot ai airchecks run`: holds a transcript against a placement's brief. */
export function runAircheckCommand(): Command {
  return ofTenant(new Command('run'))
    .description("hold a transcript against a placement's brief")
    .argument('<placement>', 'key of a placement that has a brief')
    .argument('<transcript>', 'id of the transcript')
    .option('--json', 'print the aircheck as the API has it')
    .action(run);
}

/** `earshot ai airchecks list`: a tenant's airchecks. */
export function listAirchecksCommand(): Command {
  return ofTenant(new Command('list'))
    .description('list the airchecks of a tenant, the newest first')
    .option('--placement <key>', 'only those of this placement')
    .option('--transcript <id>', 'only those of this transcript')
    .option('--outcome <outcome>', 'only those that pass, fail, or are uncertain')
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot ai airchecks show`: one aircheck, requirement by requirement. */
export function showAircheckCommand(): Command {
  return ofTenant(new Command('show'))
    .description('show an aircheck, requirement by requirement')
    .argument('<id>', 'of the aircheck')
    .option('--json', 'print it as the API has it')
    .action(show);
}

/** `earshot ai airchecks evidence`: writes the page to send to the sponsor. */
export function aircheckEvidenceCommand(): Command {
  return ofTenant(new Command('evidence'))
    .description('write an aircheck as a page to send to the sponsor')
    .argument('<id>', 'of the aircheck')
    .option('--out <file>', 'where to; a file that is there is left alone')
    .option('--json', 'print {"file"}')
    .action(evidence);
}

/** `earshot ai airchecks remove`: forgets an aircheck. */
export function removeAircheckCommand(): Command {
  return ofTenant(new Command('remove'))
    .description('forget an aircheck')
    .argument('<id>', 'of the aircheck')
    .option('--json', 'print {"removed"}')
    .action(remove);
}
