import { moneyText } from '../explanations/sentences.ts';
import { zoneInstantText } from '../public-pages/page.ts';
import {
  allOf,
  coveredRatios,
  coversText,
  kindsText,
  modelTexts,
  periodText,
  rowLabel,
  type ToldReport,
  waitingText,
} from '../shared-reports/rules.ts';
import type { KeptReportChoice } from '../shared-reports/schema.ts';

/** So many rows stand in a mail. */
const MOST_ROWS = 40;
const MOST_LABEL = 40;

const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

type Comparison = ToldReport['comparison'];
type Sums = Comparison['rows'][number]['credits'][string] | { conversions: number; valueMinor: number };

function cell({ currency }: Comparison, { conversions, valueMinor }: Sums): string {
  return currency === null ? COUNT.format(conversions) : `${moneyText(valueMinor, currency)} (${COUNT.format(conversions)})`;
}

function shorten(label: string): string {
  const line = label.replaceAll(/\s+/g, ' ');
  return line.length > MOST_LABEL ? `${line.slice(0, MOST_LABEL - 1)}…` : line;
}

/** Lines whose columns stand under one another: the first to the left, figures to the right. */
function aligned(lines: readonly string[][]): string {
  const widths = lines[0].map((_, place) => Math.max(...lines.map((line) => line[place].length)));
  return lines
    .map((line) =>
      line
        .map((text, place) => (place === 0 ? text.padEnd(widths[place]) : text.padStart(widths[place])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The sums below the rows of a report of the whole tenant. */
function wholeLines({ models, totals }: Comparison, line: (label: string, of: (model: string) => Sums) => string[]): string[][] {
  return [
    line('Credited together', (model) => ({
      conversions: totals[model].attributedConversions,
      valueMinor: totals[model].attributedValueMinor,
    })),
    ...(models.some((model) => totals[model].organicConversions > 0)
      ? [
          line('Organic, an estimate', (model) => ({
            conversions: totals[model].organicConversions,
            valueMinor: totals[model].organicValueMinor,
          })),
        ]
      : []),
    line('Unattributed', (model) => ({
      conversions: totals[model].unattributedConversions,
      valueMinor: totals[model].unattributedValueMinor,
    })),
    line('All conversions', (model) => totals[model]),
  ];
}

function tableOf({ comparison, covers }: ToldReport): string {
  const { models, rows, totals } = comparison;
  const line = (label: string, of: (model: string) => Sums) => [shorten(label), ...models.map((model) => cell(comparison, of(model)))];
  const head = ['', ...models.map((model) => shorten(modelTexts(comparison, model).title))];
  const left = rows.length - MOST_ROWS;
  const table = aligned([
    head,
    ...rows.slice(0, MOST_ROWS).map((row) => line(rowLabel(comparison, row), (model) => row.credits[model])),
    ...(covers ? [line(allOf(covers), (model) => totals[model])] : wholeLines(comparison, line)),
  ]);
  return left > 0 ? `${table}\n${left} more rows are in the sums.` : table;
}

/** What something cost, and what came of it under each model. */
interface Spent {
  label: string;
  spendMinor: number | null;
  of: (model: string) => { roas: number | null; cpaMinor: number | null };
}

/** What was spent for each row, and what came of it under each model. */
function spendTable(told: ToldReport): string {
  const { comparison, covers } = told;
  const { models, rows, currency } = comparison;
  const ofRows = currency === null ? [] : rows.filter(({ spendMinor }) => spendMinor !== null).slice(0, MOST_ROWS);
  const known: Spent[] = [
    ...ofRows.map((row) => ({ label: rowLabel(comparison, row), spendMinor: row.spendMinor, of: (model: string) => row.credits[model] })),
    ...(covers !== null && covers.spendMinor !== null
      ? [{ label: allOf(covers), spendMinor: covers.spendMinor, of: (model: string) => coveredRatios(told, model) }]
      : []),
  ];
  if (known.length === 0 || currency === null) return 'No spend is known for these conversions.';
  const title = (model: string) => shorten(modelTexts(comparison, model).title);
  const money = (minor: number | null) => (minor === null ? '-' : moneyText(Math.round(minor), currency));
  return aligned([
    ['', 'Spend', ...models.flatMap((model) => [`ROAS, ${title(model)}`, `CPA, ${title(model)}`])],
    ...known.map((row) => [
      shorten(row.label),
      money(row.spendMinor),
      ...models.flatMap((model) => {
        const { roas, cpaMinor } = row.of(model);
        return [roas === null ? '-' : `${COUNT.format(roas)}×`, money(cpaMinor)];
      }),
    ]),
  ]);
}

/** Where the same report stands in the dashboard. */
export function dashboardAddress(
  publicUrl: string,
  { models, groupBy, days, conversionKind, currency, campaign }: KeptReportChoice,
): string {
  const isCompared = campaign === undefined && models !== undefined && models.length > 1;
  const room = campaign === undefined ? '/' : `/catalog/campaigns/${encodeURIComponent(campaign)}/credit`;
  const address = new URL(isCompared ? '/compare' : room, publicUrl);
  const search = {
    [isCompared ? 'models' : 'model']: isCompared ? models?.join(',') : models?.[0],
    [campaign === undefined ? 'groupBy' : 'by']: groupBy === 'day' ? undefined : groupBy,
    days,
    kinds: conversionKind?.join(','),
    currency,
  };
  for (const [name, value] of Object.entries(search)) if (value !== undefined) address.searchParams.set(name, String(value));
  return address.href;
}

/**
 * A report as the text of a mail: figures as a table, spend where it is to be shown, what they are of, what is missing in them, and where
 * they stand in the dashboard.
 */
export function reportText(told: ToldReport, { address, showsSpend }: { address: string; showsSpend: boolean }): string {
  const { tenant, comparison, computedAtMs, covers } = told;
  const { otherCurrencies, currency } = comparison;
  const waiting = waitingText(told);
  const notes = [
    ...(covers ? [coversText(covers)] : []),
    ...(tenant.simulated ? ['Simulated data: these events did not happen.'] : []),
    ...(waiting === undefined ? [] : [waiting]),
    ...otherCurrencies.map((other) => `Not in these amounts: ${moneyText(other.valueMinor, other.currency)} in ${other.currency}.`),
  ];
  return [
    `${tenant.name}, ${periodText(told)}, ${kindsText(told)}.`,
    `As of ${zoneInstantText(computedAtMs, tenant.timeZone)}; ${comparison.lookbackDays} days of lookback.`,
    ...(notes.length === 0 ? [] : ['', ...notes]),
    '',
    tableOf(told),
    '',
    ...(showsSpend ? [spendTable(told), ''] : []),
    currency === null ? 'Figures are conversions.' : 'Figures are credit, and credited conversions in brackets.',
    `Credit is a share by rule, not proof that the ad caused a sale.${covers ? '' : ' Unattributed is what no touchpoint was found for.'}`,
    '',
    `In the dashboard: ${address}`,
  ].join('\n');
}
