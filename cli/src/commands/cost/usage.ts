import { Command, Option } from 'commander';
import {
  AGGREGATIONS,
  GROUPINGS,
  type Meter,
  MeterInput,
  MeterKey,
  type Usage,
  UsageQuery,
} from '../../../../server/src/metering/usage/schema.ts';
import { acceptUsage, getUsage, listMeters, putMeter, removeMeter } from '../../../../server/src/metering/usage/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { tableText } from '../../table-text.ts';
import { resolvePath } from '../../working-folder.ts';
import { readNdjson } from '../tracking/event-file.ts';
import { importFile } from '../tracking/import.ts';

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

/** A number as text with its thousands apart. */
function grouped(decimal: string): string {
  const [whole, rest] = decimal.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${rest === undefined ? '' : `.${rest}`}`;
}

function usageText({ from, to, timeZone, groupBy, rows }: Usage): string {
  const head = `Used from ${from} up to ${to} (excluded), days of ${timeZone}:`;
  if (rows.length === 0) return `${head}\nnothing.`;
  const isGrouped = groupBy !== 'none';
  const lines = rows.map(({ meter, key, quantity, unit }) => [meter, ...(isGrouped ? [key ?? '(none)'] : []), grouped(quantity), unit]);
  return `${head}\n${tableText([['meter', ...(isGrouped ? [groupBy] : []), 'quantity', 'unit'], ...lines])}`;
}

interface ShowOptions extends Named {
  from?: string;
  to?: string;
  meter?: string;
  groupBy: (typeof GROUPINGS)[number];
}

async function show({ tenant, json, ...options }: ShowOptions): Promise<void> {
  const query = UsageQuery.safeParse(options);
  if (!query.success) {
    const [{ path, message }] = query.error.issues;
    throw new CommandError(`--${path.join('.')} ${message}.`);
  }
  const usage = await onInstallation(async ({ context }) => getUsage(context, await operatorOf(context, tenant), query.data));
  print(json, usage, usageText(usage));
}

const meterText = ({ key, unit, aggregation, isBuiltIn, description }: Meter) =>
  `${key}  ${aggregation} of ${unit}${isBuiltIn ? ', counted by Earshot' : ''}${description === '' ? '' : `\n  ${description}`}`;

async function list({ tenant, json }: Named): Promise<void> {
  const meters = await onInstallation(async ({ context }) => listMeters(context, await operatorOf(context, tenant)));
  print(json, meters, meters.items.map(meterText).join('\n'));
}

function checkedKey(key: string): string {
  const parsed = MeterKey.safeParse(key);
  if (!parsed.success) throw new CommandError(`The key of a meter ${parsed.error.issues[0].message}; "${key}" does not.`);
  return key;
}

interface SetOptions extends Named {
  unit: string;
  aggregation: Meter['aggregation'];
  description: string;
}

async function set(key: string, { tenant, json, ...input }: SetOptions): Promise<void> {
  const parsed = MeterInput.safeParse(input);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new CommandError(`--${path.join('.')} ${message}.`);
  }
  const meter = await onInstallation(async ({ context }) =>
    putMeter(context, await operatorOf(context, tenant), checkedKey(key), parsed.data),
  );
  print(json, meter, meterText(meter));
}

async function remove(key: string, { tenant, json }: Named): Promise<void> {
  await onInstallation(async ({ context }) => removeMeter(context, await operatorOf(context, tenant), checkedKey(key)));
  print(json, { key }, `The meter "${key}" is removed.`);
}

async function importUsage(fileName: string, options: Named): Promise<void> {
  if (!/\.(ndjson|jsonl)$/i.test(fileName)) throw new CommandError(`${fileName} is no .ndjson file; each line is one event of usage.`);
  await importFile({
    kind: 'usage',
    fileName,
    options,
    open: async (context, actor) => ({
      lines: readNdjson(resolvePath(fileName)),
      accept: (items) => acceptUsage(context, actor, items),
    }),
  });
}

const ofTenant = (command: Command, whose: string) => command.requiredOption('--tenant <slug>', whose);

/** `earshot cost usage`: what a tenant used. */
export function usageCommand(): Command {
  return ofTenant(new Command('usage'), 'whose usage')
    .description('show what a tenant used, by meter')
    .option('--from <day>', "the first day, in the tenant's time zone; this month's first by default")
    .option('--to <day>', 'the day after the last; tomorrow by default')
    .option('--meter <key>', 'only this meter')
    .addOption(new Option('--group-by <what>', 'by what it is summed').choices(GROUPINGS).default('none'))
    .option('--json', 'print it as the API has it')
    .action(show);
}

/** `earshot cost meters list`: the meters of a tenant. */
export function listMetersCommand(): Command {
  return ofTenant(new Command('list'), 'whose meters')
    .description('list the meters of a tenant')
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot cost meters set`: makes or changes a meter. */
export function setMeterCommand(): Command {
  return ofTenant(new Command('set'), 'whose meter')
    .description('make a meter, or change one that has no usage')
    .argument('<key>', 'its key, such as studio_hours')
    .requiredOption('--unit <word>', 'what it counts in, such as hours')
    .addOption(new Option('--aggregation <how>', "how a window's quantity follows from events").choices(AGGREGATIONS).makeOptionMandatory())
    .option('--description <words>', 'what it counts', '')
    .option('--json', 'print it as the API has it')
    .action(set);
}

/** `earshot cost meters remove`: removes a meter without usage. */
export function removeMeterCommand(): Command {
  return ofTenant(new Command('remove'), 'whose meter')
    .description('remove a meter that has no usage')
    .argument('<key>', 'which one')
    .option('--json', 'print {"key"}')
    .action(remove);
}

/** `earshot import usage`: events of usage from a file; can be interrupted and run again at any time. */
export function importUsageCommand(): Command {
  return ofTenant(new Command('usage'), 'whose usage it is')
    .description('import events of usage from a file; run again after an interruption it goes on')
    .argument('<file>', 'a .ndjson file of which each line is one event, as POST /api/v1/cost/usage takes them')
    .option('--json', 'print {"accepted","duplicates","rejected"}')
    .action(importUsage);
}
