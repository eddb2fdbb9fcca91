import { CUSTOM_MODEL, DATA_DRIVEN_MODELS, MODELS } from '../../../../engine/src/index.ts';
import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { csvCell } from '../../platform/csv.ts';
import type { Comparison, ComparisonQuery } from '../reports/schema.ts';
import type { KeptReportChoice, ReportChoice } from './schema.ts';

/** The one campaign or advertiser that a report is of. */
export interface Covers {
  noun: 'campaign' | 'advertiser';
  key: string;
  label: string;
  /** What all of its campaigns together cost; null unless it is known of each, in the report's currency and for all of the time. */
  spendMinor: number | null;
}

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
  /** What it is restricted to; null when it is of the whole tenant. */
  covers: Covers | null;
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
export function comparisonQuery(
  { days, models, campaign: _campaign, advertiser: _advertiser, ...choice }: ReportChoice,
  defaultModel: string | null,
  nowMs: number,
): ComparisonQuery {
  const moving = days === undefined ? {} : lastDays(days, nowMs);
  return { ...choice, models: models ?? [defaultModel ?? 'linear'], ...moving };
}

/** What campaigns cost together; null unless that is known of each of them for what a report is of. */
export function coveredSpend(campaigns: readonly Campaign[], { currency, from, to }: Comparison): number | null {
  const isKnown = campaigns.length > 0 && from === null && to === null && currency !== null;
  if (!isKnown || !campaigns.every((one) => one.spendMinor !== null && one.currency === currency)) return null;
  return campaigns.reduce((sum, one) => sum + (one.spendMinor ?? 0), 0);
}

/** The same without what fits say of all of a tenant's conversions: how many there are, and how many are missing. */
export function restFits(comparison: Comparison): Comparison {
  const rested = Object.entries(comparison.fits).map(([model, fit]) => {
    const isSilent = comparison.totals[model].conversions === 0 && fit.says !== null;
    return [
      model,
      { ...fit, conversions: null, says: isSilent ? 'There may not be enough for this model to credit anything yet.' : fit.says },
    ];
  });
  return { ...comparison, fits: Object.fromEntries(rested) as Comparison['fits'] };
}

/** What is spent for everything a restricted report covers, and what that makes under a model. */
export function coveredRatios({ comparison, covers }: ToldReport, model: string) {
  const spendMinor = covers?.spendMinor ?? null;
  const { conversions, valueMinor } = comparison.totals[model];
  return {
    spendMinor,
    roas: spendMinor === null || spendMinor === 0 ? null : valueMinor / spendMinor,
    cpaMinor: spendMinor === null || conversions === 0 ? null : spendMinor / conversions,
  };
}

const oneLine = (label: string) => label.replaceAll(/\s+/g, ' ');

/** What a restricted report is of, and what its totals mean, in words. */
export function coversText(covers: Covers): string {
  const { noun } = covers;
  const label = oneLine(covers.label);
  const whose = noun === 'campaign' ? `the campaign “${label}”` : `the campaigns of “${label}”`;
  const them = noun === 'campaign' ? 'it' : 'them';
  return (
    `This report covers ${whose} alone: conversions and credit are the part that the model gives to ${them}. ` +
    'Where others had part in a conversion, only this part of it counts. What others are credited with, and conversions that nobody is ' +
    'credited with, are not in this report.'
  );
}

/** What all that a restricted report covers is called. */
export function allOf({ noun, label }: Covers): string {
  return noun === 'campaign' ? `All of campaign “${oneLine(label)}”` : `All campaigns of “${oneLine(label)}”`;
}

/** How much waits, in words; of a restricted report not how many, as they may be others'. */
export function waitingText({ comparison: { waitingConversions }, covers }: ToldReport): string | undefined {
  if (waitingConversions === 0) return undefined;
  const count = new Intl.NumberFormat('en-US').format(waitingConversions);
  return `${covers ? 'Some' : count} events still wait to be matched, so these figures are not complete yet.`;
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

function* linesOf(told: ToldReport, model: string): Generator<Line> {
  const { comparison, covers } = told;
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
  if (covers) {
    yield { ...rest('all', totals.conversions, totals.valueMinor), ...coveredRatios(told, model) };
    return;
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
 * together; of a restricted one, in a column more, what it is of, and its own sum alone. Of what was spent, and what that makes, there is
 * nothing unless `showsSpend`; data that is not real is named in a column more.
 */
export function* reportCsv(told: ToldReport, { showsSpend }: { showsSpend: boolean }): Generator<string> {
  const { comparison, covers } = told;
  const unreal = unrealOf(told);
  const spend = showsSpend ? SPEND_COLUMNS : [];
  const columns = [
    'model',
    'row',
    'key',
    'label',
    'conversions',
    'valueMinor',
    ...spend,
    'currency',
    ...(covers ? [covers.noun] : []),
    ...(unreal ? ['data'] : []),
  ];
  let part = [csvLine(columns)];
  for (const model of comparison.models) {
    for (const line of linesOf(told, model)) {
      const cells: Line = { ...line, ...(covers ? { [covers.noun]: covers.key } : {}), data: unreal?.word ?? null };
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

/** Which kinds of conversions count, in words. */
export function kindsText({ comparison: { options }, covers }: ToldReport): string {
  return options.conversionKind?.join(', ') ?? (covers ? 'all kinds of conversions' : 'all conversions');
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
