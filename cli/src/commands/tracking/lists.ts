import { Argument, Command, Option } from 'commander';
import { Instant } from '../../../../server/src/tracking/intake/schema.ts';
import { CONNECTION_TYPES, type ConnectionType } from '../../../../server/src/tracking/intake/rules.ts';
import { LIST_KINDS, type ListKind } from '../../../../server/src/tracking/lists/schema.ts';
import {
  checkList,
  listHistory,
  showLists,
  updateLists,
  withdrawList,
  type BackTo,
  type GivenList,
  type UpdatedList,
  type WithdrawnList,
} from '../../../../server/src/tracking/lists/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation } from '../../installation.ts';
import { startProgress } from '../../progress.ts';
import { readListFiles } from './list-files.ts';
import { countText } from '../../count-text.ts';

interface UpdateOptions {
  from: string;
  kind?: ListKind;
  effectiveFrom?: string;
  licence?: string;
  connectionType: ConnectionType;
  json?: boolean;
}

const MAX_TOLD = 20;

/** The instant that a date or an instant on the command line means; a date begins at midnight UTC. */
function instantOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  if (Instant.safeParse(instant).success) return new Date(instant);
  throw new CommandError(`--effective-from must be a date such as 2026-11-01, or an instant with a zone, not "${text}".`);
}

function tellRefused({ kind, refused }: UpdatedList): void {
  for (const { entry, reason } of refused.slice(0, MAX_TOLD))
    process.stderr.write(`earshot: ${kind}, entry ${entry}, was left out: ${reason}\n`);
  if (refused.length > MAX_TOLD) process.stderr.write(`earshot: ${kind}: ${refused.length - MAX_TOLD} more entries were left out\n`);
}

function sentenceOf({ kind, entries, refused, isNew }: UpdatedList): string {
  const left = refused.length === 0 ? '' : `, ${refused.length} left out`;
  return isNew
    ? `${kind}: ${countText(entries, 'entry', 'entries')}${left}.\n`
    : `${kind}: the same ${countText(entries, 'entry', 'entries')} as before; noted as looked through.\n`;
}

async function update(options: UpdateOptions): Promise<void> {
  const { from, kind, licence, connectionType } = options;
  const effectiveFrom = instantOf(options.effectiveFrom);
  const progress = startProgress({ label: 'reading lists', unit: 'files' });
  const updated = await onInstallation(async ({ context }) => {
    const files = await readListFiles(context, from, kind);
    const given: GivenList[] = files.map((file) => ({ ...file, licence: licence ?? null, effectiveFrom, connectionType }));
    progress.advance(files.length);
    return updateLists(context, 'system', given);
  }).finally(() => progress.done());
  updated.forEach(tellRefused);
  const told = updated.map(({ refused, ...rest }) => ({ ...rest, refused: refused.length }));
  process.stdout.write(options.json === true ? `${JSON.stringify(told)}\n` : updated.map(sentenceOf).join(''));
}

/** `earshot lists update`: loads new versions of lists from files, a folder or an address. */
export function updateListsCommand(): Command {
  return new Command('update')
    .description('load lists of user agents, networks, countries or autonomous systems as new versions')
    .requiredOption('--from <place>', 'a file, a folder, or an http(s) address')
    .addOption(new Option('--kind <kind>', 'what the file holds; without it, what its name says, such as bots.json').choices(LIST_KINDS))
    .option('--effective-from <date>', 'a date or an instant from which the version holds; without it, now')
    .option('--licence <note>', 'what the publisher asks of those who use the list')
    .addOption(
      new Option('--connection-type <type>', 'what addresses of a plain list of networks are')
        .choices(CONNECTION_TYPES)
        .default('datacenter'),
    )
    .option('--json', 'print [{"kind","id","entries","refused","isNew"}]')
    .action(update);
}

function backTo(text: string): BackTo {
  if (text === 'before' || text === 'built-in') return text;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new CommandError(`--to must be before, built-in, or the number of a version from "earshot lists history", not "${text}".`);
}

function withdrawalOf({ kind, id, entries, effectiveFrom, withdrew, backTo: back, isNew }: WithdrawnList): string {
  const now =
    back === null
      ? 'what comes with Earshot answers'
      : `the ${countText(entries, 'entry', 'entries')} of version ${back} ${entries === 1 ? 'holds' : 'hold'}`;
  if (!isNew) return `${kind}: nothing changed; ${now} since version ${withdrew} already.\n`;
  return `${kind}: version ${withdrew} is withdrawn from ${effectiveFrom} on; ${now}, as version ${id}.\n`;
}

async function withdraw(kind: ListKind, options: { effectiveFrom?: string; to: string; json?: boolean }): Promise<void> {
  const wanted = { kind, effectiveFrom: instantOf(options.effectiveFrom), to: backTo(options.to) };
  const withdrawn = await onInstallation(({ context }) => withdrawList(context, 'system', wanted));
  process.stdout.write(options.json === true ? `${JSON.stringify(withdrawn)}\n` : withdrawalOf(withdrawn));
}

/** `earshot lists withdraw`: takes a list back that was loaded by mistake. */
export function withdrawListCommand(): Command {
  return new Command('withdraw')
    .description('take back the version of a list that holds, for the one before it or for what comes with Earshot, as a new version')
    .addArgument(new Argument('<kind>', 'the list').choices(LIST_KINDS))
    .option(
      '--to <version>',
      'before: the version that held before; built-in: what comes with Earshot; or the number of a version',
      'before',
    )
    .option(
      '--effective-from <date>',
      'a date or an instant from which it is withdrawn; without it, from when the version that holds began',
    )
    .option('--json', 'print {"kind","id","entries","effectiveFrom","withdrew","backTo","isNew"}')
    .action(withdraw);
}

async function show({ json }: { json?: boolean }): Promise<void> {
  const overview = await onInstallation(({ context }) => showLists(context, 'system'));
  if (json === true) return void process.stdout.write(`${JSON.stringify(overview)}\n`);
  process.stdout.write(`built in, version ${overview.builtIn.version}: ${overview.builtIn.note}\n`);
  for (const { kind, entries, source, effectiveFrom, licence, warning } of overview.items) {
    const notes = [licence, warning && `this list ${warning}`].filter((note) => note !== null && note !== '');
    process.stdout.write(
      `${kind}: ${countText(entries, 'entry', 'entries')} from ${source}, in force since ${effectiveFrom}\n` +
        notes.map((note) => `  ${note}\n`).join(''),
    );
  }
}

/** `earshot lists show`: the lists that hold now, with their age. */
export function showListsCommand(): Command {
  return new Command('show')
    .description('show the version of each list that holds now, with its source, licence and age')
    .option('--json', 'print {"builtIn","items"}')
    .action(show);
}

async function history(kind: ListKind | undefined, { json }: { json?: boolean }): Promise<void> {
  const items = await onInstallation(({ context }) => listHistory(context, 'system', kind));
  if (json === true) return void process.stdout.write(`${JSON.stringify(items)}\n`);
  for (const one of items) {
    const checks = one.checks.map(({ checkedAt, checkedBy }) => `  looked through ${checkedAt} by ${checkedBy}\n`).join('');
    const holds = one.holds ? ', holds now' : '';
    process.stdout.write(
      `${one.id} ${one.kind}: ${countText(one.entries, 'entry', 'entries')} from ${one.source}, ` +
        `from ${one.effectiveFrom}${holds}\n${checks}`,
    );
  }
}

/** `earshot lists history`: every version of the lists, and the record of their checks. */
export function listHistoryCommand(): Command {
  return new Command('history')
    .description('list every version of the lists, newest first, with the record of who looked through them when')
    .addArgument(new Argument('[kind]', 'one list alone').choices(LIST_KINDS))
    .option('--json', 'print the versions as JSON')
    .action(history);
}

async function check(kind: ListKind, { by, json }: { by: string; json?: boolean }): Promise<void> {
  const version = await onInstallation(({ context }) => checkList(context, 'system', kind, by));
  process.stdout.write(json === true ? `${JSON.stringify(version)}\n` : `${kind} is noted as looked through at ${version.checkedAt}.\n`);
}

/** `earshot lists check`: notes that somebody looked through a list and found it right. */
export function checkListCommand(): Command {
  return new Command('check')
    .description('note that you looked through a list and found it right; a safe list of shared addresses holds 90 days from then')
    .addArgument(new Argument('<kind>', 'the list').choices(LIST_KINDS))
    .option('--by <name>', 'who looked', 'operator')
    .option('--json', 'print the version as JSON')
    .action(check);
}
