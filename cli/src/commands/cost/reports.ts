import { Command, Option } from 'commander';
import type { CostForecast } from '../../../../server/src/cost/forecasts/schema.ts';
import { CostForecastQuery } from '../../../../server/src/cost/forecasts/schema.ts';
import { getCostForecast } from '../../../../server/src/cost/forecasts/service.ts';
import {
  COST_GROUPINGS,
  type CostReport,
  CostReportQuery,
  PlatformCostQuery,
  type PlatformCosts,
} from '../../../../server/src/cost/reports/schema.ts';
import { getCostReport, listPlatformCosts } from '../../../../server/src/cost/reports/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { tableText } from '../../table-text.ts';

interface Named {
  tenant: string;
  json?: boolean;
}

function fault({ path, message }: { path: PropertyKey[]; message: string }): CommandError {
  return new CommandError(`${path.join('.') || 'the window'} ${message}.`);
}

function changeText(percent: number | null): string {
  if (percent === null) return '';
  return `${percent > 0 ? '+' : ''}${percent} %`;
}

function reportText({ from, to, timeZone, compareFrom, compareTo, groupBy, currencies, unpriced }: CostReport): string {
  const isCompared = compareFrom !== null && compareTo !== null;
  const against = isCompared ? `, beside ${compareFrom} to ${compareTo}` : '';
  const tables = currencies.map(({ currency, rows, ...total }) => {
    const line = (label: string, one: { amount: string; compared: string | null; changePercent: number | null }) =>
      isCompared ? [label, one.amount, one.compared ?? '', changeText(one.changePercent)] : [label, one.amount];
    const header = isCompared ? [groupBy, currency, 'before', 'change'] : [groupBy, currency];
    return tableText([header, ...rows.map((row) => line(row.label, row)), line('total', total)]);
  });
  const unknown = unpriced.length === 0 ? [] : [`Used, and without a price, so in no sum: ${unpriced.join(', ')}.`];
  const nothing = currencies.length === 0 ? ['Nothing is charged in these days.'] : [];
  return [`Charges of ${from} to ${to} (excluded), days of ${timeZone}${against}.`, ...nothing, ...tables, ...unknown].join('\n\n');
}

async function report({ tenant, json, ...asked }: Named & Record<string, unknown>): Promise<void> {
  const query = CostReportQuery.safeParse(asked);
  if (!query.success) throw fault(query.error.issues[0]);
  const found = await onInstallation(async ({ context }) => getCostReport(context, await operatorOf(context, tenant), query.data));
  process.stdout.write(`${json === true ? JSON.stringify(found) : reportText(found)}\n`);
}

const rounded = (text: string) => Number(text).toLocaleString('en', { maximumFractionDigits: 2, useGrouping: false });

function forecastText({ month, currencies, meters, missing }: CostForecast): string {
  const total = currencies.map(({ currency, soFar, forecast, baseline }) => [
    currency,
    rounded(soFar),
    forecast === null ? 'not enough data' : rounded(forecast.estimate),
    forecast === null ? '' : `${rounded(forecast.low)} to ${rounded(forecast.high)}`,
    baseline === null ? '' : rounded(baseline),
  ]);
  const ofMeters = meters.map(({ meter, unit, soFar, quantity, cost, currency }) => [
    meter,
    `${rounded(soFar)} ${unit}`,
    quantity === null ? 'not enough data' : `${rounded(quantity.low)} to ${rounded(quantity.high)}`,
    cost === null || currency === null ? '' : `${rounded(cost.low)} to ${rounded(cost.high)} ${currency}`,
  ]);
  const few =
    missing.length === 0 ? [] : [`Fewer than three days of data: ${missing.join(', ')}. The forecast holds what they cost until now.`];
  return [
    `What ${month} comes to by its end, with 80 % intervals.`,
    total.length === 0
      ? 'Nothing has a price, and nothing is booked.'
      : tableText([['', 'so far', 'forecast', 'interval', 'at the present pace'], ...total]),
    ...(meters.length === 0 ? [] : [tableText([['meter', 'so far', 'by the end', 'cost'], ...ofMeters])]),
    ...few,
  ].join('\n\n');
}

async function foresee({ tenant, json, month }: Named & { month?: string }): Promise<void> {
  const query = CostForecastQuery.safeParse({ month });
  if (!query.success) throw fault(query.error.issues[0]);
  const found = await onInstallation(async ({ context }) => getCostForecast(context, await operatorOf(context, tenant), query.data.month));
  process.stdout.write(`${json === true ? JSON.stringify(found) : forecastText(found)}\n`);
}

function tenantsText({ month, compareMonth, tenants: bills, unpriced }: PlatformCosts): string {
  const beside = compareMonth === null ? [] : [compareMonth, 'change'];
  const rows = bills.map(({ name, currency, usage, purchases, credits, taxes, total, compared, changePercent }) => {
    const before = compared === null ? [] : [compared, changeText(changePercent)];
    return [name, currency, usage, purchases, credits, taxes, total, ...before];
  });
  const table =
    rows.length === 0
      ? `No tenant has a bill of ${month}.`
      : tableText([['tenant', '', 'usage', 'purchases', 'credits', 'taxes', 'total', ...beside], ...rows]);
  const unknown = unpriced.map(({ name, meters }) => `${name} used without a price, so in no sum: ${meters.join(', ')}.`);
  return [table, ...(unknown.length === 0 ? [] : [unknown.join('\n')])].join('\n\n');
}

async function tenants({ json, month, compare }: { json?: boolean; month?: string; compare?: string }): Promise<void> {
  const query = PlatformCostQuery.safeParse({ month, compareMonth: compare });
  if (!query.success) throw fault(query.error.issues[0]);
  const found = await onInstallation(({ context }) => listPlatformCosts(context, 'system', query.data));
  process.stdout.write(`${json === true ? JSON.stringify(found) : tenantsText(found)}\n`);
}

/** `earshot cost report`: what charges came to, beside another period. */
export function costReportCommand(): Command {
  return new Command('report')
    .description('report what charges came to, beside another period')
    .requiredOption('--tenant <slug>', 'whose charges')
    .option('--from <day>', "first day, in the tenant's time zone; this month's first when left out")
    .option('--to <day>', 'the day after the last; tomorrow when left out')
    .option('--compare-from <day>', 'first day of a period to compare with')
    .option('--compare-to <day>', 'the day after its last')
    .addOption(new Option('--group-by <what>', 'what the rows are').choices([...COST_GROUPINGS]))
    .option('--meter <meter>', 'only charges of a meter')
    .option('--campaign <key>', 'only charges of a campaign')
    .option('--feature <feature>', 'only charges of a feature')
    .option('--json', 'print it as the API has it')
    .action(report);
}

/** `earshot cost forecast`: what a month will cost by its end. */
export function costForecastCommand(): Command {
  return new Command('forecast')
    .description('forecast what a month will cost by its end, with its interval')
    .requiredOption('--tenant <slug>', 'whose month')
    .option('--month <month>', 'the present month or the next one, such as 2026-11')
    .option('--json', 'print it as the API has it')
    .action(foresee);
}

/** `earshot cost tenants`: each tenant's bill of a month, for whoever runs the installation. */
export function costTenantsCommand(): Command {
  return new Command('tenants')
    .description("sum each tenant's bill of a month, and name what was used without a price")
    .option('--month <month>', 'such as 2026-11; the present one when left out')
    .option('--compare <month>', 'another month, whose totals stand beside')
    .option('--json', 'print it as the API has it')
    .action(tenants);
}
