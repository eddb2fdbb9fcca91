import { Command } from 'commander';
import { NewReportLink, type ReportLink } from '../../../../server/src/attribution/report-links/schema.ts';
import { createReportLink, listReportLinks, revokeReportLink } from '../../../../server/src/attribution/report-links/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';
import { coveredText, type ReportOptions, reportOf, withReportOptions } from './report-options.ts';

const LINK_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

interface CreateOptions extends Named, ReportOptions {
  title?: string;
  note?: string;
  expiresIn?: string;
  showsSpend?: boolean;
}

/** @throws CommandError that says which option is wrong. */
function linkOf({ title, note, expiresIn, showsSpend, ...options }: CreateOptions): NewReportLink {
  const report = reportOf(options);
  const parsed = NewReportLink.omit({ report: true }).safeParse({
    title,
    note,
    showsSpend,
    expiresInDays: expiresIn === undefined ? undefined : Number(expiresIn),
  });
  if (parsed.success) return { ...parsed.data, report };
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

async function create(options: CreateOptions): Promise<void> {
  const input = linkOf(options);
  const link = await onInstallation(async ({ context }) => createReportLink(context, await operatorOf(context, options.tenant), input));
  print(options.json, link, `The page ${link.id} answers until ${link.expiresAt}. Its address is shown this once:\n\n  ${link.address}`);
}

/** `earshot report-links create`: a page that shows a report. */
export function createReportLinkCommand(): Command {
  const command = new Command('create')
    .description('make a page that shows a report to whoever has its address, which is shown once')
    .requiredOption('--tenant <slug>', 'whose report')
    .option('--title <text>', 'stands over the report')
    .option('--note <text>', 'stands on the page')
    .option('--expires-in <days>', 'how long the page answers, 1 to 365; 30 when left out')
    .option('--shows-spend', 'show spend, ROAS and CPA as well');
  return withReportOptions(command).option('--json', 'print the link with its address').action(create);
}

function lineOf({ id, state, title, report, expiresAt, views }: ReportLink): string {
  return `${id}  ${state}  ${title ?? `by ${report.groupBy}`}${coveredText(report)}  until ${expiresAt}  opened ${views} times`;
}

async function list({ tenant, json }: Named): Promise<void> {
  const links = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return everyPage((page) => listReportLinks(context, actor, page));
  });
  print(json, links, links.length === 0 ? 'There are no such pages.' : links.map(lineOf).join('\n'));
}

/** `earshot report-links list`: the pages that show reports. */
export function listReportLinksCommand(): Command {
  return new Command('list')
    .description('list the pages that show reports, those that are over too, the newest first')
    .requiredOption('--tenant <slug>', 'whose pages')
    .option('--json', 'print them as the API has them')
    .action(list);
}

async function revoke(id: string, { tenant, json }: Named): Promise<void> {
  if (!LINK_ID.test(id)) throw new CommandError(`"${id}" is no id of a page; "earshot report-links list" shows them.`);
  await onInstallation(async ({ context }) => revokeReportLink(context, await operatorOf(context, tenant), id));
  print(json, { id, state: 'revoked' }, `The page ${id} is gone.`);
}

/** `earshot report-links revoke`: ends a page at once. */
export function revokeReportLinkCommand(): Command {
  return new Command('revoke')
    .description('end a page; its address shows nothing from the next request on')
    .argument('<id>', 'the page, as "earshot report-links list" shows it')
    .requiredOption('--tenant <slug>', 'whose page')
    .option('--json', 'print {"id","state"}')
    .action(revoke);
}
