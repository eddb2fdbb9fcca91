import { CUSTOM_MODEL, DATA_DRIVEN_MODELS, MODELS } from '../../../../engine/src/index.ts';
import { csvCell } from '../../platform/csv.ts';
import type { Comparison, ComparisonQuery } from '../reports/schema.ts';
import type { KeptReportChoice, ReportChoice } from './schema.ts';

/** A report as others are shown it. */
export interface ToldReport {
  tenant: {
    name: string;
    /** Whether nothing of it ever happened. */
    simulated: boolean;
    /** Whether sample data is beside its own events, or in their place. */
    hasSamples: boolean;
    timeZone: string;
  };
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

const DAY_MS = 86_400_000;

/** The last so many days up to that of an instant: of UTC, as the rooms of the dashboard have them and sums are kept. */
function lastDays(days: number, nowMs: number): { from: number; to: number } {
  const to = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
  return { from: to - days * DAY_MS, to };
}

/** What is asked of a report at an instant. */
export function comparisonQuery({ days, models, ...choice }: ReportChoice, defaultModel: string | null, nowMs: number): ComparisonQuery {
  const moving = days === undefined ? {} : lastDays(days, nowMs);
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

/** What is said of data that is not of real people, in a word for a file and a sentence for a page; undefined where all is real. */
export function unrealOf({ tenant: { simulated, hasSamples } }: ToldReport): { word: string; sentence: string } | undefined {
  if (simulated) return { word: 'simulated', sentence: 'Simulated data: these events did not happen.' };
  if (hasSamples) return { word: 'with sample data', sentence: 'Sample data: these figures hold simulated events, beside any real ones.' };
  return undefined;
}

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
 * together. Of what was spent, and what that makes, there is nothing unless `showsSpend`; data that is not real is named in a column more.
 */
export function* reportCsv(told: ToldReport, { showsSpend }: { showsSpend: boolean }): Generator<string> {
  const { comparison } = told;
  const unreal = unrealOf(told);
  const spend = showsSpend ? SPEND_COLUMNS : [];
  const columns = ['model', 'row', 'key', 'label', 'conversions', 'valueMinor', ...spend, 'currency', ...(unreal ? ['data'] : [])];
  let part = [csvLine(columns)];
  for (const model of comparison.models) {
    for (const line of linesOf(comparison, model)) {
      const cells: Line = { ...line, data: unreal?.word ?? null };
      part.push(csvLine(columns.map((column) => cells[column])));
      if (part.length < LINES_OF_A_PART) continue;
      yield part.join('');
      part = [];
    }
  }
  yield part.join('');
}

function dayText(atMs: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(atMs);
}

/** Of which days of UTC conversions are, in words. */
export function periodText({ comparison: { from, to }, days }: ToldReport): string {
  const first = from === null ? undefined : dayText(Date.parse(from));
  const last = to === null ? undefined : dayText(Date.parse(to) - 1);
  const named = days === undefined ? 'UTC' : `the last ${days === 1 ? 'day' : `${days} days`}, UTC`;
  if (first !== undefined && last !== undefined) return first === last ? `${first} (${named})` : `${first} to ${last} (${named})`;
  if (first !== undefined) return `since ${first} (${named})`;
  return last === undefined ? 'all time' : `until ${last} (${named})`;
}
