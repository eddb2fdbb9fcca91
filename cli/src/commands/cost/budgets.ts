import { Command } from 'commander';
import type { Alert } from '../../../../server/src/cost/alerts/schema.ts';
import { listAlerts } from '../../../../server/src/cost/alerts/service.ts';
import { type Budget, BudgetKey, BudgetTerms } from '../../../../server/src/cost/budgets/schema.ts';
import { listBudgets, putBudget, removeBudget } from '../../../../server/src/cost/budgets/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { tableText } from '../../table-text.ts';

interface Named {
  tenant: string;
  json?: boolean;
}

const HEAD = ['budget', 'whose', 'period', 'used', 'limit', 'percent', 'expected at its end'];

function expectedText({ currency, state: { forecast, withoutForecast } }: Budget): string {
  if (forecast === null) return withoutForecast ?? '';
  const { estimate, low, high, chanceOfExceeding } = forecast;
  return `${estimate} (${low} to ${high}) ${currency}, above the limit with ${Math.round(chanceOfExceeding * 100)} %`;
}

function rowOf(budget: Budget): string[] {
  const { key, scope, currency, amount, state } = budget;
  const whose = scope.key === null ? scope.type : `${scope.type} ${scope.key}`;
  const period = `${state.startsOn} to ${state.endsOn}`;
  return [key, whose, period, `${state.used} ${currency}`, `${amount} ${currency}`, `${state.percent} %`, expectedText(budget)];
}

function write(budgets: Budget | Budget[], json: boolean | undefined): void {
  if (json === true) process.stdout.write(`${JSON.stringify(budgets)}\n`);
  else process.stdout.write(`${tableText([HEAD, ...[budgets].flat().map(rowOf)])}\n`);
}

async function list({ tenant, json }: Named): Promise<void> {
  write(await onInstallation(async ({ context }) => listBudgets(context, await operatorOf(context, tenant))), json);
}

interface SetOptions extends Named {
  name?: string;
  amount: string;
  currency: string;
  period: string;
  from?: string;
  to?: string;
  feature?: string;
  campaign?: string;
  advertiser?: string;
  spend?: boolean;
  actual?: string;
  amounts?: string;
  forecast?: string;
  anomalies: boolean;
}

function scopeOf({ feature, campaign, advertiser }: SetOptions) {
  const named = Object.entries({ feature, campaign, advertiser }).filter(([, key]) => key !== undefined);
  if (named.length > 1) throw new CommandError('Say one of --feature, --campaign and --advertiser; none is the whole tenant.');
  const [[type, key] = ['tenant', null]] = named;
  return { type, key };
}

/** What stands between commas; nothing where the text is empty. */
const listed = (text: string | undefined) => text?.split(',').filter((one) => one.trim() !== '');

function termsOf(key: string, options: SetOptions): BudgetTerms {
  const { name = key, amount, currency, period, from, to, spend, actual, amounts, forecast, anomalies } = options;
  const parsed = BudgetTerms.safeParse({
    name,
    scope: scopeOf(options),
    counts: spend === true ? 'spend' : 'cost',
    period,
    startsOn: from,
    endsOn: to,
    currency,
    amount,
    thresholds: {
      actual: listed(actual)?.map(Number),
      amounts: listed(amounts)?.map((one) => one.trim()),
      forecast: listed(forecast)?.map(Number),
      anomaly: anomalies ? undefined : false,
    },
  });
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new CommandError(`${path.join('.') || 'the budget'} ${message}.`);
}

async function set(key: string, options: SetOptions): Promise<void> {
  const checked = BudgetKey.safeParse(key);
  if (!checked.success) throw new CommandError(`The key ${checked.error.issues[0].message}.`);
  const terms = termsOf(key, options);
  const kept = await onInstallation(async ({ context }) => putBudget(context, await operatorOf(context, options.tenant), key, terms));
  write(kept, options.json);
}

async function remove(key: string, { tenant, json }: Named): Promise<void> {
  await onInstallation(async ({ context }) => removeBudget(context, await operatorOf(context, tenant), key));
  process.stdout.write(json === true ? `${JSON.stringify({ removed: key })}\n` : `Removed the budget ${key}; its alerts stay.\n`);
}

interface AlertOptions extends Named {
  budget?: string;
}

async function alerts({ tenant, budget, json }: AlertOptions): Promise<void> {
  const items: Alert[] = await onInstallation(async ({ context }) => {
    const page = await listAlerts(context, await operatorOf(context, tenant), { budget }, { limit: 200 });
    return page.items;
  });
  const rows = items.map(({ raisedAt, budget: of, kind, threshold, finding }) => [raisedAt, of, `${kind} ${threshold}`, finding]);
  if (json === true) process.stdout.write(`${JSON.stringify(items)}\n`);
  else process.stdout.write(`${tableText([['when', 'budget', 'threshold', 'what it tells'], ...rows])}\n`);
}

/** `earshot cost budgets list`: the budgets of a tenant, and where each stands. */
export function listBudgetsCommand(): Command {
  return new Command('list')
    .description('list the budgets of a tenant, and where each stands')
    .requiredOption('--tenant <slug>', 'whose budgets')
    .option('--json', 'print them as the API has them')
    .action(list);
}

/** `earshot cost budgets set`: makes a budget, or changes one. */
export function setBudgetCommand(): Command {
  return new Command('set')
    .description('make a budget, or change one')
    .argument('<key>', 'its key')
    .requiredOption('--tenant <slug>', 'whose budget')
    .requiredOption('--amount <amount>', 'the limit, such as 250.00')
    .requiredOption('--currency <code>', 'its currency (ISO 4217)')
    .option('--period <period>', 'monthly, quarterly or flight', 'monthly')
    .option('--from <day>', 'the first day of a flight')
    .option('--to <day>', 'the last day of a flight, included')
    .option('--name <words>', 'what mails call it; the key when left out')
    .option('--feature <feature>', 'of this feature alone')
    .option('--campaign <campaign>', 'of this campaign alone')
    .option('--advertiser <advertiser>', 'of the campaigns of this advertiser alone')
    .option('--spend', 'counts the booked spend of campaigns, not what is booked in entries')
    .option('--actual <percents>', 'percentages of the limit that are told when they are used, with commas; 50,80,100,120 when left out')
    .option('--amounts <amounts>', 'sums that are told when they are used, with commas')
    .option('--forecast <percents>', 'percentages that are told when they are expected to be exceeded; 100 when left out, "" for none')
    .option('--no-anomalies', 'does not tell of unusual days')
    .option('--json', 'print it as the API has it')
    .action(set);
}

/** `earshot cost budgets remove`: removes a budget. */
export function removeBudgetCommand(): Command {
  return new Command('remove')
    .description('remove a budget; its alerts stay')
    .argument('<key>', 'its key')
    .requiredOption('--tenant <slug>', 'whose budget')
    .option('--json', 'print what was removed')
    .action(remove);
}

/** `earshot cost alerts`: what was told of budgets. */
export function listAlertsCommand(): Command {
  return new Command('alerts')
    .description('list what was told of budgets, the newest first')
    .requiredOption('--tenant <slug>', 'whose budgets')
    .option('--budget <key>', 'of this budget alone')
    .option('--json', 'print them as the API has them')
    .action(alerts);
}
