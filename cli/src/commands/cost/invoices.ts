import { Command } from 'commander';
import {
  NewTenantAllocation,
  type TenantAllocation,
  TenantAllocationQuery,
} from '../../../../server/src/cost/tenant-allocations/schema.ts';
import {
  bookTenantAllocation,
  createTenantAllocation,
  getTenantAllocation,
  listTenantAllocations,
} from '../../../../server/src/cost/tenant-allocations/service.ts';
import { listTenantSlugs } from '../../../../server/src/tenants/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation } from '../../installation.ts';
import { readJsonFile } from '../../json-file.ts';
import { moneyText } from '../../money-text.ts';
import { tableText } from '../../table-text.ts';
import { countText } from '../../count-text.ts';

interface Told {
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

function fault({ path, message }: { path: PropertyKey[]; message: string }): CommandError {
  return new CommandError(`${path.join('.') || 'The invoice'} ${message}.`);
}

/** A split with the short names of the tenants that it is over. */
function textOf(found: TenantAllocation, slugs: ReadonlyMap<string, string>): string {
  const { id, month, currency, version, isLatest, amountMinor, lines, pools } = found;
  const rows = lines.map(({ owner, part, pool, driver, basis, unit, amountMinor: amount }) => [
    owner === null ? `(${part})` : (slugs.get(owner) ?? owner),
    pool ?? '',
    driver,
    basis === null ? '' : `${basis} ${unit ?? ''}`,
    moneyText(amount, currency),
  ]);
  const notes = pools.flatMap(({ pool, note }) => (note === null ? [] : [`${pool}: ${note}`]));
  const head = `The invoice of ${month}, ${moneyText(amountMinor, currency)}: version ${version}${isLatest ? '' : ', not the latest'}.`;
  const next = `Nothing is booked by a split; "earshot cost invoices book ${id}" books the latest one.`;
  return [head, tableText([['tenant', 'pool', 'by', 'basis', 'amount'], ...rows]), ...notes, next].join('\n');
}

async function split(file: string, { json }: Told): Promise<void> {
  const asked = NewTenantAllocation.safeParse(readJsonFile(file));
  if (!asked.success) throw fault(asked.error.issues[0]);
  const { found, slugs } = await onInstallation(async ({ context }) => ({
    found: await createTenantAllocation(context, 'system', asked.data),
    slugs: await listTenantSlugs(context, 'system'),
  }));
  print(json, found, textOf(found, slugs));
}

async function list({ json, month }: Told & { month?: string }): Promise<void> {
  const query = TenantAllocationQuery.safeParse({ month });
  if (!query.success) throw fault(query.error.issues[0]);
  const { items } = await onInstallation(({ context }) => listTenantAllocations(context, 'system', query.data.month));
  const rows = items.map((one) => [
    one.id,
    one.month,
    String(one.version),
    one.isLatest ? 'yes' : '',
    moneyText(one.amountMinor, one.currency),
  ]);
  const text = rows.length === 0 ? 'No invoice is split yet.' : tableText([['id', 'month', 'version', 'latest', 'invoice'], ...rows]);
  print(json, items, text);
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function requireId(id: string): void {
  if (!ID.test(id)) throw new CommandError(`"${id}" is no id of a split; "earshot cost invoices list" shows those there are.`);
}

async function show(id: string, { json }: Told): Promise<void> {
  requireId(id);
  const { found, slugs } = await onInstallation(async ({ context }) => ({
    found: await getTenantAllocation(context, 'system', id),
    slugs: await listTenantSlugs(context, 'system'),
  }));
  print(json, found, textOf(found, slugs));
}

async function book(id: string, { json }: Told): Promise<void> {
  requireId(id);
  const found = await onInstallation(({ context }) => bookTenantAllocation(context, 'system', id));
  const text =
    found.entries === 0
      ? 'All of it was booked before.'
      : `${countText(found.entries, 'entry was', 'entries were')} booked in the bills of ${countText(found.tenants, 'tenant')}.`;
  print(json, found, text);
}

/** `earshot cost invoices split`: splits the operator's invoice over tenants. */
export function splitInvoiceCommand(): Command {
  return new Command('split')
    .description("split the operator's invoice of a month over tenants; nothing is booked by it")
    .argument('<file>', 'a JSON file with the invoice as the API has it')
    .option('--json', 'print the split as the API has it')
    .action(split);
}

/** `earshot cost invoices list`: the splits there are. */
export function listInvoicesCommand(): Command {
  return new Command('list')
    .description("list splits of the operator's invoices, the newest first")
    .option('--month <month>', 'only those of a month, such as 2026-11')
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot cost invoices show`: one split with every line. */
export function showInvoiceCommand(): Command {
  return new Command('show')
    .description("show a split of the operator's invoice")
    .argument('<id>', 'which split')
    .option('--json', 'print it as the API has it')
    .action(show);
}

/** `earshot cost invoices book`: books a split in the tenants' bills. */
export function bookInvoiceCommand(): Command {
  return new Command('book')
    .description("book a split in the tenants' bills, once; what differs from before is booked as a correction")
    .argument('<id>', 'which split')
    .option('--json', 'print what was booked')
    .action(book);
}
