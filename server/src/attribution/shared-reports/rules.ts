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

const SPEND_COLUMNS = ['spendMinor', 'roas', 'cpaMinor'];

type Cell = string | number | null;

/** A line of the file: what stands in its columns by name. */
type Line = Record<string, Cell>;

function* linesOf(comparison: Comparison, model: string): Generator<Line> {
  const { currency, rows, totals: byModel } = comparison;
  const totals = byModel[model];
  const rest = (row: string, conversions: number, valueMinor: number) => ({
    model,
    row,
    key: null,
    label: row,
    conversions,
    valueMinor,
    spendMinor: null,
    roas: null,
    cpaMinor: null,
    currency,
  });
  for (const row of rows) {
    const { conversions, valueMinor, roas, cpaMinor } = row.credits[model];
    const { key, spendMinor } = row;
    yield { model, row: 'credited', key, label: rowLabel(comparison, row), conversions, valueMinor, spendMinor, roas, cpaMinor, currency };
  }
  yield rest('organic', totals.organicConversions, totals.organicValueMinor);
  yield rest('unattributed', totals.unattributedConversions, totals.unattributedValueMinor);
  yield rest('all', totals.conversions, totals.valueMinor);
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'number' ? String(cell) : csvCell(cell);
}

const csvLine = (cells: readonly Cell[]) => `${cells.map(cellText).join(',')}\r\n`;

/** So many lines are written before others get a turn. */
const LINES_OF_A_PART = 1_000;

/**
 * The figures as CSV, in parts that take a moment each: for every model a line for each row, and what is organic, unattributed and all
 * together. Of what was spent, and what that makes, there is nothing unless `showsSpend`.
 */
export function* reportCsv({ comparison }: ToldReport, { showsSpend }: { showsSpend: boolean }): Generator<string> {
  const columns = ['model', 'row', 'key', 'label', 'conversions', 'valueMinor', ...(showsSpend ? SPEND_COLUMNS : []), 'currency'];
  let part = [csvLine(columns)];
  for (const model of comparison.models) {
    for (const line of linesOf(comparison, model)) {
      part.push(csvLine(columns.map((column) => line[column])));
      if (part.length < LINES_OF_A_PART) continue;
      yield part.join('');
      part = [];
    }
  }
  yield part.join('');
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
