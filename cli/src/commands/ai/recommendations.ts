import { Command } from 'commander';
import { refreshRecommendations } from '../../../../server/src/ai/recommendation-work/service.ts';
import {
  type Recommendation,
  RecommendationDecision,
  type RecommendationLook,
  STATUSES,
} from '../../../../server/src/ai/recommendations/schema.ts';
import {
  decideRecommendation,
  getRecommendation,
  getRecommendationLook,
  listRecommendations,
} from '../../../../server/src/ai/recommendations/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { moneyText } from '../../money-text.ts';
import { everyPage } from '../../pages.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Context = Parameters<typeof operatorOf>[0];
type Actor = Awaited<ReturnType<typeof operatorOf>>;

interface Named {
  tenant: string;
  json?: boolean;
}

function print(json: boolean | undefined, answer: unknown, text: string): void {
  process.stdout.write(json === true ? `${JSON.stringify(answer)}\n` : `${text}\n`);
}

function onTenant<Result>(slug: string, work: (context: Context, actor: Actor) => Promise<Result>): Promise<Result> {
  return onInstallation(async ({ context }) => work(context, await operatorOf(context, slug)));
}

function checkedId(id: string): string {
  if (!ID.test(id)) throw new CommandError(`"${id}" is no id of a recommendation; "earshot ai recommendations list" shows them.`);
  return id;
}

const UNITS = { conversions: ' conversions', money: '', known_conversions: ' conversions become known' } as const;

/** A count as people read it: whole from 10 on. */
function countText(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) >= 10 ? 0 : 1 });
}

function amountText(value: number, { gain, currency }: Recommendation): string {
  return gain.unit === 'money' ? moneyText(Math.round(value), currency) : countText(value);
}

function gainText(one: Recommendation): string {
  const { value, low, high, unit } = one.gain;
  return `${amountText(value, one)}${UNITS[unit]} (80 %: ${amountText(low, one)} to ${amountText(high, one)})`;
}

const summaryOf = (one: Recommendation) => `${one.id}  ${one.status}  ${one.kind}  ${one.title}  ${gainText(one)}`;

function outcomeLines(one: Recommendation): string[] {
  const { outcome, outcomeFrom } = one;
  if (outcome !== null) {
    const interval = `${amountText(outcome.low, one)} to ${amountText(outcome.high, one)}`;
    return [`Outcome: ${amountText(outcome.value, one)} (80 %: ${interval}), ${outcome.verdict.replaceAll('_', ' ')}`];
  }
  return outcomeFrom === null ? [] : [`The outcome can be told from ${outcomeFrom.slice(0, 10)} on.`];
}

function fullText(one: Recommendation): string {
  const { says, wording, evidence, against, period, gain, decidedAt, decidedBy, note, isSimulated } = one;
  return [
    summaryOf(one),
    ...(isSimulated ? ['It rests on simulated data.'] : []),
    says,
    ...(wording === null ? [] : [`In the words of ${wording.model}: ${wording.text}`]),
    `Expected in ${period.days} days: ${gainText(one)}, with a chance of ${Math.round(100 * gain.chance)} % that there is any`,
    'Evidence:',
    ...evidence.map(({ label, value, definition }) => `  ${label}: ${value}\n    ${definition}`),
    'What would change our mind:',
    ...against.map((sentence) => `  ${sentence}`),
    ...(decidedAt === null ? [] : [`${one.status} by ${decidedBy ?? ''} on ${decidedAt.slice(0, 10)}${note === null ? '' : `: ${note}`}`]),
    ...outcomeLines(one),
  ].join('\n');
}

function silenceText({ lookedAt, silences }: RecommendationLook): string {
  if (lookedAt === null) return 'No figures were looked at yet; "earshot ai recommendations refresh" does now.';
  const lines = silences.map(({ kind, because }) => `  ${kind.replaceAll('_', ' ')}: ${because}`);
  return ['There is no recommendation. Why, by kind:', ...lines].join('\n');
}

function lookText(look: RecommendationLook): string {
  if (look.open === 0) return silenceText(look);
  return look.open === 1 ? '1 recommendation is open.' : `${look.open} recommendations are open.`;
}

async function list({ tenant, status, json }: Named & { status?: string }): Promise<void> {
  const wanted = STATUSES.find((one) => one === status);
  if (status !== undefined && wanted === undefined) throw new CommandError(`--status must be one of ${STATUSES.join(', ')}.`);
  const { items, look } = await onTenant(tenant, async (context, actor) => ({
    items: await everyPage((page) => listRecommendations(context, actor, { status: wanted }, page)),
    look: await getRecommendationLook(context, actor),
  }));
  print(json, items, items.length === 0 ? silenceText(look) : items.map(summaryOf).join('\n'));
}

async function show(id: string, { tenant, json }: Named): Promise<void> {
  const found = await onTenant(tenant, (context, actor) => getRecommendation(context, actor, checkedId(id)));
  print(json, found, fullText(found));
}

async function refresh({ tenant, json }: Named): Promise<void> {
  const look = await onTenant(tenant, refreshRecommendations);
  print(json, look, lookText(look));
}

async function decide(status: 'dismissed' | 'done', id: string, { tenant, note, json }: Named & { note?: string }): Promise<void> {
  const decision = RecommendationDecision.safeParse({ status, note: note ?? null });
  if (!decision.success) throw new CommandError(`--note ${decision.error.issues[0].message}.`);
  const decided = await onTenant(tenant, (context, actor) => decideRecommendation(context, actor, checkedId(id), decision.data));
  print(json, decided, [summaryOf(decided), ...outcomeLines(decided)].join('\n'));
}

const ofTenant = (command: Command) => command.requiredOption('--tenant <slug>', 'whose');

/** `earshot ai recommendations list`: what a tenant is advised to do. */
export function listRecommendationsCommand(): Command {
  return ofTenant(new Command('list'))
    .description('list what a tenant is advised to do, the largest expected gain first; where there is nothing, why')
    .option('--status <status>', `only those that are ${STATUSES.join(', ')}`)
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot ai recommendations show`: one with all that it rests on. */
export function showRecommendationCommand(): Command {
  return ofTenant(new Command('show'))
    .description('show a recommendation with its evidence, what would change our mind, and its outcome')
    .argument('<id>', 'of the recommendation')
    .option('--json', 'print it as the API has it')
    .action(show);
}

/** `earshot ai recommendations refresh`: looks at the figures now. */
export function refreshRecommendationsCommand(): Command {
  return ofTenant(new Command('refresh'))
    .description("look at a tenant's figures now rather than at the daily time")
    .option('--json', 'print when, and why nothing is recommended of some kinds')
    .action(refresh);
}

const deciding = (name: string) =>
  ofTenant(new Command(name))
    .argument('<id>', 'of the recommendation')
    .option('--note <text>', 'why')
    .option('--json', 'print it as the API has it');

/** `earshot ai recommendations dismiss`: it is not followed. */
export function dismissRecommendationCommand(): Command {
  return deciding('dismiss')
    .description('say that a recommendation is not followed; it is not told again for 90 days')
    .action((id: string, options: Named & { note?: string }) => decide('dismissed', id, options));
}

/** `earshot ai recommendations done`: it was followed. */
export function doneRecommendationCommand(): Command {
  return deciding('done')
    .description('say that a recommendation was followed, so that its outcome is told once later figures are in')
    .action((id: string, options: Named & { note?: string }) => decide('done', id, options));
}
