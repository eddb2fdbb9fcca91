import { Command, Option } from 'commander';
import {
  INSIGHT_DECISIONS,
  INSIGHT_SOURCES,
  INSIGHT_STATUSES,
  type Insight,
  InsightChange,
} from '../../../../server/src/ai/insights/schema.ts';
import { changeInsight, listInsights } from '../../../../server/src/ai/insights/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { everyPage } from '../../pages.ts';

const INSIGHT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

function textOf({ id, day, source, subject, status, finding, evidence, note, endedAt }: Insight): string {
  const about = subject.key === null ? subject.type : `${subject.type} ${subject.key}`;
  const figures = evidence.map(({ label, value }) => `    ${label}: ${value}`);
  return [
    `${day}  ${source}  ${about}  ${status}  ${id}`,
    `  ${finding}`,
    ...figures,
    ...(endedAt === null ? [] : [`    no longer so since ${endedAt.slice(0, 10)}`]),
    ...(note === null ? [] : [`    note: ${note}`]),
  ].join('\n');
}

interface ListOptions extends Named {
  source?: Insight['source'];
  status: Insight['status'] | 'all';
}

async function list({ tenant, source, status, json }: ListOptions): Promise<void> {
  const filter = { source, status: status === 'all' ? undefined : status };
  const found = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return everyPage((page) => listInsights(context, actor, filter, page));
  });
  const none = status === 'all' ? 'There are no findings.' : `There are no findings that are ${status}.`;
  print(json, found, found.length === 0 ? none : found.map(textOf).join('\n\n'));
}

async function mark(id: string, asked: string, { tenant, note, json }: Named & { note?: string }): Promise<void> {
  if (!INSIGHT_ID.test(id)) throw new CommandError(`"${id}" is no id of a finding; "earshot ai insights list" shows them.`);
  const parsed = InsightChange.safeParse({ status: asked, note });
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new CommandError(
      path[0] === 'status' ? `"${asked}" is no status; say ${INSIGHT_DECISIONS.join(', ')}.` : `${path.join('.')}: ${message}.`,
    );
  }
  const changed = await onInstallation(async ({ context }) => changeInsight(context, await operatorOf(context, tenant), id, parsed.data));
  print(json, changed, textOf(changed));
}

const ofTenant = (command: Command) => command.requiredOption('--tenant <slug>', 'whose findings');

/** `earshot ai insights list`: what analyses, anomalies and forecasts have found. */
export function listInsightsCommand(): Command {
  return ofTenant(new Command('list'))
    .description('list what analyses, anomalies and forecasts have found, of the latest day first')
    .addOption(new Option('--source <source>', 'only what this has found').choices(INSIGHT_SOURCES))
    .addOption(new Option('--status <status>', 'only those of this status').choices([...INSIGHT_STATUSES, 'all']).default('open'))
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot ai insights mark`: says what became of a finding. */
export function markInsightCommand(): Command {
  return ofTenant(new Command('mark'))
    .description('say what became of a finding')
    .argument('<id>', 'which one')
    .argument('<status>', 'done, dismissed or open')
    .option('--note <words>', 'why, up to 500 characters')
    .option('--json', 'print it as the API has it')
    .action(mark);
}
