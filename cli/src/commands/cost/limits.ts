import { Command, Option } from 'commander';
import { type Limit, LimitInput, LimitKey, PERIODS } from '../../../../server/src/metering/limits/schema.ts';
import { listLimits, putLimit, removeLimit } from '../../../../server/src/metering/limits/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { tableText } from '../../table-text.ts';

interface Named {
  tenant: string;
  json?: boolean;
}

const HEAD = ['limit', 'meter', 'of', 'used', 'reserved', 'soft', 'hard', 'stands', 'until'];
const STANDINGS = { below: 'below', soft: 'soft reached', grace: 'in grace', hard: 'used up' } as const;

function graceText({ gracePercent, graceUntil }: Limit): string {
  return `${gracePercent === 0 ? '' : ` +${gracePercent} %`}${graceUntil === null ? '' : ` until ${graceUntil}`}`;
}

function rowOf(limit: Limit): string[] {
  const { key, meter, unit, entity, period, used, reserved, soft, hard, percent, standing, resetsAt } = limit;
  const of = `${entity.type === 'tenant' ? 'all' : `${entity.type} ${entity.key}`}, a ${period}`;
  const most = hard === null ? '' : `${hard}${graceText(limit)}`;
  return [key, `${meter} (${unit})`, of, used, reserved, soft ?? '', most, `${STANDINGS[standing]}, ${percent} %`, resetsAt];
}

const print = (text: string) => void process.stdout.write(`${text}\n`);

async function list({ tenant, json }: Named): Promise<void> {
  const { items } = await onInstallation(async ({ context }) => listLimits(context, await operatorOf(context, tenant)));
  if (json === true) return print(JSON.stringify({ items }));
  print(items.length === 0 ? 'No limits. Set one with "earshot cost limits set".' : tableText([HEAD, ...items.map(rowOf)]));
}

interface SetOptions extends Named {
  meter: string;
  period: string;
  soft?: string;
  hard?: string;
  campaign?: string;
  feature?: string;
  gracePercent: string;
  graceUntil?: string;
}

function entityOf({ campaign, feature }: SetOptions) {
  if (campaign !== undefined && feature !== undefined) throw new CommandError('Say --campaign or --feature, not both.');
  if (campaign !== undefined) return { type: 'campaign', key: campaign };
  return feature === undefined ? { type: 'tenant' } : { type: 'feature', key: feature };
}

const OPTION_OF: Readonly<Record<string, string>> = { gracePercent: 'grace-percent', graceUntil: 'grace-until', entity: 'campaign' };

function askedOf(options: SetOptions): LimitInput {
  const { meter, period, soft = null, hard = null, gracePercent, graceUntil = null } = options;
  const parsed = LimitInput.safeParse({
    meter,
    period,
    soft,
    hard,
    entity: entityOf(options),
    gracePercent: Number(gracePercent),
    graceUntil,
  });
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const name = String(path[0]);
  throw new CommandError(`--${OPTION_OF[name] ?? name} ${message}.`);
}

function checkedKey(key: string): string {
  const parsed = LimitKey.safeParse(key);
  if (!parsed.success) throw new CommandError(`The key of a limit ${parsed.error.issues[0].message}; "${key}" does not.`);
  return key;
}

async function set(key: string, options: SetOptions): Promise<void> {
  const [checked, asked] = [checkedKey(key), askedOf(options)];
  const limit = await onInstallation(async ({ context }) => putLimit(context, await operatorOf(context, options.tenant), checked, asked));
  print(options.json === true ? JSON.stringify(limit) : tableText([HEAD, rowOf(limit)]));
}

async function remove(key: string, { tenant, json }: Named): Promise<void> {
  await onInstallation(async ({ context }) => removeLimit(context, await operatorOf(context, tenant), checkedKey(key)));
  print(json === true ? JSON.stringify({ key }) : `The limit "${key}" is removed.`);
}

/** `earshot cost limits list`: a tenant's limits, and how each stands. */
export function listLimitsCommand(): Command {
  return new Command('list')
    .description('list the limits that a tenant sets itself, and how each stands')
    .requiredOption('--tenant <slug>', 'whose limits')
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot cost limits set`: sets or changes a limit. */
export function setLimitCommand(): Command {
  return new Command('set')
    .description('set a limit, or change one')
    .argument('<key>', 'its key, such as studio-month')
    .requiredOption('--tenant <slug>', 'whose limit')
    .requiredOption('--meter <key>', 'of which meter')
    .addOption(new Option('--period <what>', 'by what it counts').choices(PERIODS).default('month'))
    .option('--soft <quantity>', 'from where people are told; work goes on')
    .option('--hard <quantity>', 'what no work may pass')
    .option('--campaign <key>', 'only of this campaign')
    .option('--feature <name>', 'only of this feature')
    .option('--grace-percent <percent>', 'how far beyond the hard limit work may go, 0 to 100', '0')
    .option('--grace-until <instant>', 'until when the hard limit only warns')
    .option('--json', 'print it as the API has it')
    .action(set);
}

/** `earshot cost limits remove`: removes a limit. */
export function removeLimitCommand(): Command {
  return new Command('remove')
    .description('remove a limit; what was counted stays')
    .argument('<key>', 'which one')
    .requiredOption('--tenant <slug>', 'whose limit')
    .option('--json', 'print {"key"}')
    .action(remove);
}
