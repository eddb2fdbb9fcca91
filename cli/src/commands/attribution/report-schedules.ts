import { Command } from 'commander';
import { NewReportSchedule, type ReportSchedule } from '../../../../server/src/attribution/report-schedules/schema.ts';
import {
  changeReportSchedule,
  createReportSchedule,
  deleteReportSchedule,
  listReportSchedules,
  sendReportSchedule,
} from '../../../../server/src/attribution/report-schedules/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { coveredText, type ReportOptions, reportOf, withReportOptions } from './report-options.ts';
import { countText } from '../../count-text.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

interface CreateOptions extends Named, ReportOptions {
  title: string;
  every: string;
  hour: string;
  weekday?: string;
  monthDay?: string;
  members: boolean;
  showsSpend?: boolean;
  outsiders?: string;
}

const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));

/** @throws CommandError that says which option is wrong. */
function scheduleOf(options: CreateOptions): NewReportSchedule {
  const report = reportOf(options);
  const parsed = NewReportSchedule.safeParse({
    title: options.title,
    report: {},
    every: options.every,
    hour: Number(options.hour),
    weekday: number(options.weekday),
    monthDay: number(options.monthDay),
    toMembers: options.members,
    showsSpend: options.showsSpend,
    outsiders: options.outsiders?.split(',').map((email) => email.trim()),
  });
  if (parsed.success) return { ...parsed.data, report };
  const [issue] = parsed.error.issues;
  throw new CommandError(`${issue.path.join('.')}: ${issue.message}.`);
}

async function create(options: CreateOptions): Promise<void> {
  const input = scheduleOf(options);
  const schedule = await onInstallation(async ({ context }) =>
    createReportSchedule(context, await operatorOf(context, options.tenant), input),
  );
  print(options.json, schedule, `The report is mailed from ${schedule.nextAt ?? '-'} on, as ${schedule.id}.`);
}

/** `earshot report-schedules create`: has a report mailed. */
export function createReportScheduleCommand(): Command {
  const command = new Command('create')
    .description('have a report mailed every day, week or month')
    .requiredOption('--tenant <slug>', 'whose report')
    .requiredOption('--title <text>', 'the subject of the mails')
    .option('--every <period>', 'day, week or month', 'week')
    .option('--hour <hour>', "0 to 23, in the tenant's time zone", '8')
    .option('--weekday <day>', '1 = Monday to 7 = Sunday, of every week; 1 when left out')
    .option('--month-day <day>', '1 to 28, of every month; 1 when left out')
    .option('--no-members', 'not to members')
    .option('--shows-spend', 'spend, ROAS and CPA stand in the mails, too')
    .option('--outsiders <addresses>', 'addresses outside, separated by commas');
  return withReportOptions(command).option('--json', 'print the schedule').action(create);
}

function lineOf({ id, title, report, every, hour, nextAt, lastAt, lastMails, lastProblem }: ReportSchedule): string {
  const last =
    lastAt === null
      ? 'not mailed yet'
      : `last ${lastAt}, ${countText(lastMails ?? 0, 'mail')}${lastProblem === null ? '' : `, ${lastProblem}`}`;
  return `${id}  ${title}${coveredText(report)}  every ${every} at ${hour}  ${nextAt === null ? 'paused' : `next ${nextAt}`}  ${last}`;
}

async function list({ tenant, json }: Named): Promise<void> {
  const schedules = await onInstallation(async ({ context }) => listReportSchedules(context, await operatorOf(context, tenant)));
  print(json, schedules, schedules.length === 0 ? 'No report is mailed.' : schedules.map(lineOf).join('\n'));
}

/** `earshot report-schedules list`: the reports that are mailed. */
export function listReportSchedulesCommand(): Command {
  return new Command('list')
    .description('list the reports that are mailed, with what became of the last mails')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--json', 'print them as the API has them')
    .action(list);
}

const STEPS = {
  pause: 'have no mails sent until it goes on',
  resume: 'have mails sent again',
  send: 'mail it now, whatever it is due',
  delete: 'end the mails, and forget whom they went to',
} as const;
type Step = keyof typeof STEPS;

async function take(step: Step, id: string, { tenant, json }: Named): Promise<void> {
  if (!ID.test(id)) throw new CommandError(`"${id}" is no id of a schedule; "earshot report-schedules list" shows them.`);
  const schedule = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    if (step === 'send') return sendReportSchedule(context, actor, id);
    if (step !== 'delete') return changeReportSchedule(context, actor, id, { isPaused: step === 'pause' });
    await deleteReportSchedule(context, actor, id);
    return undefined;
  });
  print(json, schedule ?? { id, state: 'deleted' }, schedule ? lineOf(schedule) : `The schedule ${id} is gone.`);
}

/** `earshot report-schedules pause`, `resume`, `send` and `delete`. */
export function reportScheduleStepCommand(step: Step): Command {
  return new Command(step)
    .description(STEPS[step])
    .argument('<id>', 'the schedule, as "earshot report-schedules list" shows it')
    .requiredOption('--tenant <slug>', 'whose')
    .option('--json', 'print the schedule')
    .action((id: string, options: Named) => take(step, id, options));
}
