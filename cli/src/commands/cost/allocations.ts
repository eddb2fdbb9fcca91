import { Command, Option } from 'commander';
import {
  type Allocation,
  type AllocationDetail,
  type AllocationDriver,
  AllocationFilter,
  type AllocationRules,
  DIMENSIONS,
  Dimension,
  NewAllocation,
  NewAllocationRules,
} from '../../../../server/src/cost/allocations/schema.ts';
import {
  createAllocation,
  getAllocation,
  listAllocationRules,
  listAllocations,
  putAllocationRules,
} from '../../../../server/src/cost/allocations/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { readJsonFile } from '../../json-file.ts';
import { moneyText } from '../../money-text.ts';
import { everyPage } from '../../pages.ts';
import { tableText } from '../../table-text.ts';

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

function fault({ path, message }: { path: PropertyKey[]; message: string }): CommandError {
  return new CommandError(`${path.join('.') || 'What was asked'} ${message}.`);
}

const invoiceText = ({ invoices }: Allocation) =>
  invoices.map(({ currency, amountMinor }) => moneyText(amountMinor, currency)).join(' and ');

function detailText(found: AllocationDetail): string {
  const { id, month, dimension, version, isLatest, isMonthOpen, inputHash, lines, pools } = found;
  const head =
    `Split ${id} of the bill of ${month}, ${invoiceText(found)}, over ${dimension}s: version ${version}` +
    `${isLatest ? '' : ', not the latest'}${isMonthOpen ? ', of a month that was open' : ''}.`;
  const rows = lines.map(({ owner, part, pool, driver, basis, unit, currency, amountMinor }) => [
    owner ?? `(${part})`,
    part,
    pool ?? '',
    driver,
    basis === null ? '' : `${basis} ${unit ?? ''}`,
    moneyText(amountMinor, currency),
  ]);
  const notes = pools.flatMap(({ pool, currency, note }) => (note === null ? [] : [`${pool} (${currency}): ${note}`]));
  return [head, tableText([[dimension, 'part', 'pool', 'driver', 'basis', 'amount'], ...rows]), ...notes, `Inputs: ${inputHash}`].join(
    '\n',
  );
}

async function run({ tenant, json, ...asked }: Named & Record<string, unknown>): Promise<void> {
  const parsed = NewAllocation.safeParse(asked);
  if (!parsed.success) throw fault(parsed.error.issues[0]);
  const found = await onInstallation(async ({ context }) => createAllocation(context, await operatorOf(context, tenant), parsed.data));
  print(json, found, detailText(found));
}

async function list({ tenant, json, ...asked }: Named & Record<string, unknown>): Promise<void> {
  const filter = AllocationFilter.safeParse(asked);
  if (!filter.success) throw fault(filter.error.issues[0]);
  const found = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return everyPage((page) => listAllocations(context, actor, filter.data, page));
  });
  const rows = found.map((one) => [one.id, one.month, one.dimension, String(one.version), one.isLatest ? 'yes' : '', invoiceText(one)]);
  const text = rows.length === 0 ? 'No bill is split yet.' : tableText([['id', 'month', 'over', 'version', 'latest', 'invoice'], ...rows]);
  print(json, found, text);
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function show(id: string, { tenant, json }: Named): Promise<void> {
  if (!ID.test(id)) throw new CommandError(`"${id}" is no id of an allocation; "earshot cost allocations list" shows those there are.`);
  const found = await onInstallation(async ({ context }) => getAllocation(context, await operatorOf(context, tenant), id));
  print(json, found, detailText(found));
}

function driverText(driver: AllocationDriver): string {
  if (driver.kind === 'usage' || driver.kind === 'deliveries') {
    const capacity = driver.capacity === null ? '' : `, capacity ${driver.capacity}${driver.spreadIdle ? ' (idle is spread)' : ''}`;
    return `${driver.kind === 'usage' ? `usage of ${driver.meter}` : 'deliveries'}${capacity}`;
  }
  if (driver.kind === 'even') return 'evenly';
  if (driver.kind === 'weighted') return `weights ${driver.weights.map(({ owner, weight }) => `${owner} ${weight}`).join(', ')}`;
  const shares = driver.shares.map(
    ({ owner, percent, amount }) => `${owner} ${percent === undefined ? `${amount} ${driver.currency}` : `${percent} %`}`,
  );
  return `fixed ${shares.join(', ')}`;
}

function rulesText({ dimension, version, pools, rest }: AllocationRules): string {
  const head = `Over ${dimension}s, ${version === 0 ? 'as long as nothing is set' : `version ${version}`}:`;
  const rows = pools.map(({ key, meters, kinds, features, driver }) => {
    const takes = [
      meters && `meters ${meters.join(', ')}`,
      kinds && `kinds ${kinds.join(', ')}`,
      features && `features ${features.join(', ')}`,
    ];
    return [key, takes.filter((one) => one !== undefined).join('; '), driverText(driver)];
  });
  return `${head}\n${tableText([['pool', 'takes', 'by'], ...rows, ['other', 'all else', driverText(rest)]])}`;
}

async function rules({ tenant, json, file, dimension }: Named & { file?: string; dimension?: string }): Promise<void> {
  if ((file === undefined) !== (dimension === undefined))
    throw new CommandError('Say --dimension and --file together to set rules, or neither to see them.');
  if (file === undefined) {
    const found = await onInstallation(async ({ context }) => listAllocationRules(context, await operatorOf(context, tenant)));
    return print(json, found.items, found.items.map(rulesText).join('\n\n'));
  }
  const parsed = NewAllocationRules.safeParse(readJsonFile(file));
  if (!parsed.success) throw fault(parsed.error.issues[0]);
  const over = Dimension.parse(dimension);
  const kept = await onInstallation(async ({ context }) =>
    putAllocationRules(context, await operatorOf(context, tenant), over, parsed.data),
  );
  print(json, kept, rulesText(kept));
}

const overOption = () => new Option('--dimension <what>', 'over what the bill is split').choices([...DIMENSIONS]);

/** `earshot cost allocations run`: splits a month's bill. */
export function runAllocationCommand(): Command {
  return new Command('run')
    .description("split a month's bill over campaigns, advertisers or features")
    .requiredOption('--tenant <slug>', 'whose bill')
    .requiredOption('--month <month>', 'of which month, such as 2026-11')
    .addOption(overOption().makeOptionMandatory())
    .option('--json', 'print it as the API has it')
    .action(run);
}

/** `earshot cost allocations list`: the splits that were computed. */
export function listAllocationsCommand(): Command {
  return new Command('list')
    .description('list the splits of bills, the newest first')
    .requiredOption('--tenant <slug>', 'whose splits')
    .option('--month <month>', 'only those of a month, such as 2026-11')
    .addOption(overOption())
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot cost allocations show`: one split with its lines. */
export function showAllocationCommand(): Command {
  return new Command('show')
    .description('show a split of a bill with its lines')
    .argument('<id>', 'which split')
    .requiredOption('--tenant <slug>', 'whose split')
    .option('--json', 'print it as the API has it')
    .action(show);
}

/** `earshot cost allocations rules`: shows or sets how the bill is split. */
export function allocationRulesCommand(): Command {
  return new Command('rules')
    .description('show how the bill is split, or set it')
    .requiredOption('--tenant <slug>', 'whose rules')
    .addOption(overOption())
    .option('--file <file>', 'a JSON file with the pools and the rest, as the API has them, to be set for the dimension')
    .option('--json', 'print them as the API has them')
    .action(rules);
}
