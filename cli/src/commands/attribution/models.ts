import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { deleteModel, getModel, getModelDifference, listModels, putModel } from '../../../../server/src/attribution/models/service.ts';
import {
  DifferenceQuery,
  type ModelDifference,
  type OwnModel,
  OwnModelDetails,
  OwnModelName,
} from '../../../../server/src/tenants/models/schema.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { resolvePath } from '../../working-folder.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

function print({ json }: Options, value: object, words: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(value)}\n` : `${words}\n`);
}

/** What reads a text or a value, and says what is wrong with it. */
interface Reader<Value> {
  safeParse(
    value: unknown,
  ): { success: true; data: Value } | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
}

/** A value as a schema reads it. @throws CommandError that says what is wrong with it. */
function read<Value>(schema: Reader<Value>, value: unknown, what: string): Value {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CommandError(`${[what, ...issue.path].join('.')}: ${issue.message}.`);
}

const nameOf = (name: string) => read(OwnModelName, name, 'name');

function detailsOf(file: string): OwnModelDetails {
  let text: unknown;
  try {
    text = JSON.parse(readFileSync(resolvePath(file), 'utf8'));
  } catch (error) {
    throw new CommandError(`${file} could not be read as JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  return read(OwnModelDetails, text, 'model');
}

const valueText = (value: unknown) =>
  value === undefined || value === null ? 'left open' : typeof value === 'string' ? value : JSON.stringify(value);

function modelText({ name, version, base, parameters, createdAt, createdBy, archivedAt }: OwnModel): string {
  return [
    `${name}@${version}  ${base}  saved ${createdAt} by ${createdBy}${archivedAt === null ? '' : `, archived ${archivedAt}`}`,
    ...Object.entries(parameters).map(([parameter, value]) => `  ${parameter}: ${valueText(value)}`),
  ].join('\n');
}

async function list(options: Options): Promise<void> {
  const found = await onInstallation(async ({ context }) => listModels(context, await operatorOf(context, options.tenant)));
  const builtIn = found.items.map(({ name, title }) => `${name}  ${title}`);
  const own = found.own.map(({ name, version, base }) => `${name}@${version}  ${base}, of your own`);
  print(options, found, [...builtIn, ...own, `Default: ${found.defaultModel}`].join('\n'));
}

async function keep(name: string, file: string, options: Options): Promise<void> {
  const [named, details] = [nameOf(name), detailsOf(file)];
  const kept = await onInstallation(async ({ context }) => putModel(context, await operatorOf(context, options.tenant), named, details));
  print(options, kept, modelText(kept));
}

/** NAME or NAME@VERSION in its parts. */
function referenceOf(text: string): { name: string; version: number | undefined } {
  const [name, version] = text.split('@');
  return { name: nameOf(name), version: version === undefined ? undefined : read(DifferenceQuery.shape.to, version, 'version') };
}

async function show(reference: string, options: Options): Promise<void> {
  const { name, version } = referenceOf(reference);
  const found = await onInstallation(async ({ context }) => getModel(context, await operatorOf(context, options.tenant), name, version));
  print(options, found, modelText(found));
}

function differenceText({ name, from, to, differences }: ModelDifference): string {
  if (differences.length === 0) return `${name}@${from} and ${name}@${to} say the same.`;
  return [
    `${name}@${from} to ${name}@${to}:`,
    ...differences.map(({ parameter, from: was, to: is }) => `  ${parameter}: ${valueText(was)} → ${valueText(is)}`),
  ].join('\n');
}

async function diff(name: string, options: Options & { from?: string; to?: string }): Promise<void> {
  const asked = read(DifferenceQuery, { from: options.from, to: options.to }, 'versions');
  const named = nameOf(name);
  const found = await onInstallation(async ({ context }) =>
    getModelDifference(context, await operatorOf(context, options.tenant), named, asked),
  );
  print(options, found, differenceText(found));
}

async function archive(name: string, options: Options): Promise<void> {
  const named = nameOf(name);
  await onInstallation(async ({ context }) => deleteModel(context, await operatorOf(context, options.tenant), named));
  print(options, { archived: named }, `${named} is archived. Its versions can still be read, and named as ${named}@VERSION.`);
}

function ofTenant(command: Command): Command {
  return command.requiredOption('--tenant <slug>', 'whose').option('--json', 'print what the API answers');
}

/** `earshot models list`: the models a tenant can report under. */
export function listModelsCommand(): Command {
  return ofTenant(new Command('list').description('list the models of a tenant, built in and of its own')).action(list);
}

/** `earshot models set`: a model from a file. */
export function setModelCommand(): Command {
  const command = new Command('set').description("keep a model of the tenant's own; what differs becomes its next version");
  return ofTenant(command)
    .argument('<name>', 'of the model')
    .argument('<file>', 'JSON with the fields of PUT /api/v1/attribution/models/{name}')
    .action(keep);
}

/** `earshot models show`: one version of a model. */
export function showModelCommand(): Command {
  return ofTenant(new Command('show').description("show a model of the tenant's own"))
    .argument('<name>', 'of the model, or NAME@VERSION')
    .action(show);
}

/** `earshot models diff`: what differs between two versions. */
export function diffModelCommand(): Command {
  return ofTenant(new Command('diff').description('tell what differs between two versions of a model'))
    .argument('<name>', 'of the model')
    .option('--from <version>', 'the earlier one; the one before --to when left out')
    .option('--to <version>', 'the later one; the newest when left out')
    .action(diff);
}

/** `earshot models archive`: puts a model out of use. */
export function archiveModelCommand(): Command {
  return ofTenant(new Command('archive').description("put a model of the tenant's own out of use"))
    .argument('<name>', 'of the model')
    .action(archive);
}
