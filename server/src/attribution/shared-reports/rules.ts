import { CUSTOM_MODEL, DATA_DRIVEN_MODELS, MODELS } from '../../../../engine/src/index.ts';
import { csvCell } from '../../platform/csv.ts';
import { dayAfter, dayIn, startOfDayIn } from '../../platform/zone-days.ts';
import type { Comparison, ComparisonQuery } from '../reports/schema.ts';
import type { KeptReportChoice, ReportChoice } from './schema.ts';

/** A report as others are shown it. */
export interface ToldReport {
  tenant: { name: string; simulated: boolean; timeZone: string };
  computedAtMs: number;
  /** How many days the period had that moves with the day; undefined for a fixed one. */
  days: number | undefined;
  comparison: Comparison;
}

/** A choice as it is kept. */
export function keptChoice({ from, to, asOf, ...rest }: ReportChoice): KeptReportChoice {
  const text = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  const kept = { ...rest, from: text(from), to: text(to), asOf: text(asOf) };
  return Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)) as KeptReportChoice;
}

/** What is asked of a report at an instant: a period that moves is laid down in days of the tenant's zone. */
export function comparisonQuery(
  { days, models, ...choice }: ReportChoice,
  { timeZone, defaultModel }: { timeZone: string; defaultModel: string | null },
  nowMs: number,
): ComparisonQuery {
  const today = dayIn(timeZone, nowMs);
  const moving =
    days === undefined ? {} : { from: startOfDayIn(timeZone, dayAfter(today, 1 - days)), to: startOfDayIn(timeZone, dayAfter(today, 1)) };
  return { ...choice, models: models ?? [defaultModel ?? 'linear'], ...moving };
}

/** What a model is called and what it does, for people who do not know it. */
export function modelTexts({ ownModels }: Comparison, name: string): { title: string; description: string } {
  const own = ownModels.find((model) => `${model.name}@${model.version}` === name || model.name === name);
  const base = own === undefined ? name : own.base;
  const known = [...MODELS, ...DATA_DRIVEN_MODELS, CUSTOM_MODEL].find((model) => model.name === base) ?? CUSTOM_MODEL;
  return { title: own === undefined ? known.title : `${own.name}, version ${own.version}`, description: known.description };
}

const EVIDENCES: Record<string, string> = {
  ad_pixel: 'Ad pixel',
  host_log_bytes: "Host's log, by bytes",
  prefix_request: 'Prefix request',
  reported: 'Reported',
  none: 'No exposure, or not kept',
};

/** What a row is called. */
export function rowLabel({ groupBy }: Comparison, { key, label }: Comparison['rows'][number]): string {
  if (groupBy === 'delivery_evidence') return EVIDENCES[key ?? 'none'] ?? label;
  return key === null ? 'None named' : label.replaceAll('_', groupBy === 'placement' ? ' ' : '_');
}

const CSV_COLUMNS = ['model', 'row', 'key', 'label', 'conversions', 'valueMinor', 'spendMinor', 'roas', 'cpaMinor', 'currency'];

type Cell = string | number | null;

function csvLine(cells: readonly Cell[]): string {
  return cells.map((cell) => (cell === null ? '' : typeof cell === 'number' ? String(cell) : csvCell(cell))).join(',');
}

function linesOf(comparison: Comparison, model: string): Cell[][] {
  const { currency, rows, totals: byModel } = comparison;
  const totals = byModel[model];
  const rest = (row: string, conversions: number, valueMinor: number) => [
    model,
    row,
    null,
    row,
    conversions,
    valueMinor,
    null,
    null,
    null,
    currency,
  ];
  return [
    ...rows.map((row) => {
      const { conversions, valueMinor, roas, cpaMinor } = row.credits[model];
      return [model, 'credited', row.key, rowLabel(comparison, row), conversions, valueMinor, row.spendMinor, roas, cpaMinor, currency];
    }),
    rest('organic', totals.organicConversions, totals.organicValueMinor),
    rest('unattributed', totals.unattributedConversions, totals.unattributedValueMinor),
    rest('all', totals.conversions, totals.valueMinor),
  ];
}

/** The figures as CSV: for every model a line for each row, and what is organic, unattributed and all together. */
export function reportCsv({ comparison }: ToldReport): string {
  const lines = comparison.models.flatMap((model) => linesOf(comparison, model));
  return [CSV_COLUMNS, ...lines].map((line) => `${csvLine(line)}\r\n`).join('');
}

function dayText(timeZone: string, atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(atMs);
}

/** Of which days conversions are, in words: in the tenant's zone where the period moves, else in UTC, as it was asked for. */
export function periodText({ comparison: { from, to }, days, tenant }: ToldReport): string {
  const zone = days === undefined ? 'UTC' : tenant.timeZone;
  const first = from === null ? undefined : dayText(zone, Date.parse(from));
  const last = to === null ? undefined : dayText(zone, Date.parse(to) - 1);
  const named = days === undefined ? zone : `the last ${days === 1 ? 'day' : `${days} days`}, ${zone}`;
  if (first !== undefined && last !== undefined) return first === last ? `${first} (${named})` : `${first} to ${last} (${named})`;
  if (first !== undefined) return `since ${first} (${named})`;
  return last === undefined ? 'all time' : `until ${last} (${named})`;
}
