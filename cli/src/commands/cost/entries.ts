import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { type Entry, EntryFilter, NewEntry } from '../../../../server/src/cost/entries/schema.ts';
import { createEntry, exportEntries, listEntries } from '../../../../server/src/cost/entries/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { tableText } from '../../table-text.ts';

interface Named {
  tenant: string;
  json?: boolean;
}

const HEADER = ['day', 'booked', 'kind', 'what', 'campaign', 'quantity', 'amount', 'corrects'];

function rowOf({ day, bookedMonth, kind, meter, note, campaign, quantity, unit, amount, currency, correctsMonth, corrects }: Entry) {
  const counted = quantity === null ? '' : `${quantity} ${unit ?? ''}`;
  return [day, bookedMonth, kind, meter ?? note ?? '', campaign ?? '', counted, `${amount} ${currency}`, corrects ?? correctsMonth ?? ''];
}

function print(json: boolean | undefined, answer: unknown, entries: readonly Entry[]): void {
  if (json === true) process.stdout.write(`${JSON.stringify(answer)}\n`);
  else if (entries.length === 0) process.stdout.write('Nothing is booked.\n');
  else process.stdout.write(`${tableText([HEADER, ...entries.map(rowOf)])}\n`);
}

function fault({ path, message }: { path: PropertyKey[]; message: string }): CommandError {
  return new CommandError(`${path.join('.')} ${message}.`);
}

/** Writes them as they come, so that their number is not bounded by memory. */
async function writeCsv(tenant: string, filter: EntryFilter): Promise<void> {
  await onInstallation(async ({ context }) => {
    const lines = await exportEntries(context, await operatorOf(context, tenant), filter);
    await pipeline(Readable.from(lines, { objectMode: false }), process.stdout, { end: false });
  });
}

async function list({
  tenant,
  json,
  csv,
  ...asked
}: Named & { csv?: boolean; month?: string; kind?: string; meter?: string; campaign?: string }): Promise<void> {
  const filter = EntryFilter.safeParse(asked);
  if (!filter.success) throw fault(filter.error.issues[0]);
  if (csv === true) return writeCsv(tenant, filter.data);
  const found = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return everyPage((page) => listEntries(context, actor, filter.data, page));
  });
  print(json, found, found);
}

async function add(kind: string, { tenant, json, ...asked }: Named & Record<string, unknown>): Promise<void> {
  const entry = NewEntry.safeParse({ kind, ...asked });
  if (!entry.success) throw fault(entry.error.issues[0]);
  const kept = await onInstallation(async ({ context }) => createEntry(context, await operatorOf(context, tenant), entry.data));
  print(json, kept, [kept]);
}

/** `earshot cost entries list`: what is booked for a tenant. */
export function listEntriesCommand(): Command {
  return new Command('list')
    .description('list what is booked for a tenant, the newest first')
    .requiredOption('--tenant <slug>', 'whose entries')
    .option('--month <month>', 'only those in the bill of a month, such as 2026-11')
    .addOption(new Option('--kind <kind>', 'only those of a kind').choices(['usage', 'purchase', 'credit', 'tax']))
    .option('--meter <meter>', 'only those of a meter')
    .option('--campaign <key>', 'only those of a campaign')
    .option('--csv', 'print them as CSV')
    .addOption(new Option('--json', 'print them as the API has them').conflicts('csv'))
    .action(list);
}

/** `earshot cost entries add`: books what is not metered. */
export function addEntryCommand(): Command {
  return new Command('add')
    .description('book a purchase, a credit or a tax')
    .argument('<kind>', 'purchase, credit or tax')
    .requiredOption('--tenant <slug>', 'for whom')
    .requiredOption('--day <day>', "of the charge, in the tenant's time zone")
    .requiredOption('--amount <amount>', 'such as 12.50; of a credit below 0')
    .requiredOption('--currency <code>', 'ISO 4217')
    .requiredOption('--note <words>', 'what it is for; stands in the bill')
    .option('--campaign <key>', 'the campaign that it is for')
    .option('--feature <name>', 'the feature that it is for')
    .option('--corrects <id>', 'the entry to which it is the difference')
    .option('--json', 'print it as the API has it')
    .action(add);
}
