import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Brief, BriefDetails } from '../../../../server/src/ai/briefs/schema.ts';
import { getBrief, listBriefs, putBrief, removeBrief } from '../../../../server/src/ai/briefs/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { resolvePath } from '../../working-folder.ts';

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

/** @throws CommandError that says what is wrong with the file. */
function detailsIn(fileName: string): BriefDetails {
  const file = resolvePath(fileName);
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new CommandError(`${file} cannot be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = BriefDetails.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${file}: ${issue.path.join('.')}: ${issue.message}.`);
}

function textOf({ placement, version, sponsor, talkingPoints, promoCode, address, position, leastSeconds, ...rest }: Brief): string {
  const { forbiddenWords, competitors, separationMinutes } = rest;
  return [
    `${placement}  version ${version}  ${sponsor}`,
    ...talkingPoints.map((point) => `  talking point: ${point}`),
    ...(promoCode === null ? [] : [`  promo code: ${promoCode}`]),
    ...(address === null ? [] : [`  address: ${address}`]),
    ...(position === null ? [] : [`  position: ${position.replace('_', '-')}`]),
    ...(leastSeconds === null ? [] : [`  least length: ${leastSeconds} s`]),
    ...forbiddenWords.map((phrase) => `  must not be said: ${phrase}`),
    ...competitors.map((name) => `  ${name} keeps ${separationMinutes} min away`),
  ].join('\n');
}

async function list({ tenant, json }: Named): Promise<void> {
  const found = await onTenant(tenant, (context, actor) => everyPage((page) => listBriefs(context, actor, page)));
  print(json, found, found.length === 0 ? 'No placement has a brief.' : found.map(textOf).join('\n'));
}

async function set(placement: string, file: string, { tenant, json }: Named): Promise<void> {
  const details = detailsIn(file);
  const brief = await onTenant(tenant, (context, actor) => putBrief(context, actor, placement, details));
  print(json, brief, textOf(brief));
}

async function show(placement: string, { tenant, json }: Named): Promise<void> {
  const brief = await onTenant(tenant, (context, actor) => getBrief(context, actor, placement));
  print(json, brief, textOf(brief));
}

async function remove(placement: string, { tenant, json }: Named): Promise<void> {
  await onTenant(tenant, (context, actor) => removeBrief(context, actor, placement));
  print(json, { removed: placement }, `The placement ${placement} has no brief any more.`);
}

const ofTenant = (command: Command) => command.requiredOption('--tenant <slug>', 'whose');
const ofPlacement = (command: Command) => ofTenant(command).argument('<placement>', 'key of the placement');

/** `earshot ai briefs list`: what is asked of a tenant's placements. */
export function listBriefsCommand(): Command {
  return ofTenant(new Command('list'))
    .description("list what is asked of placements' reads")
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot ai briefs set`: says what is asked of a placement's read. */
export function setBriefCommand(): Command {
  return ofPlacement(new Command('set'))
    .description("say what is asked of a placement's read")
    .argument('<file>', 'the brief as JSON, as the API takes it')
    .option('--json', 'print it as the API has it')
    .action(set);
}

/** `earshot ai briefs show`: what is asked of a placement's read. */
export function showBriefCommand(): Command {
  return ofPlacement(new Command('show'))
    .description("show what is asked of a placement's read")
    .option('--json', 'print it as the API has it')
    .action(show);
}

/** `earshot ai briefs remove`: asks nothing more of a placement's read. */
export function removeBriefCommand(): Command {
  return ofPlacement(new Command('remove'))
    .description("ask nothing more of a placement's read")
    .option('--json', 'print {"removed"}')
    .action(remove);
}
