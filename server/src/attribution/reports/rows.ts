import { type Aggregation, conversionsOf, type Counted, type Credit, type CreditPart } from './aggregate.ts';
import { CREDIT_EVIDENCES, type GroupBy } from './options.ts';
import type { EvidencedCredit } from './schema.ts';

/** One row of a report: a key (null for touches without one), its credit under each model in order, and what that is made of. */
export interface CreditRow {
  key: string | null;
  credits: Credit[];
  parts: CreditPart[];
}

const nothing = (modelCount: number): Credit[] => Array.from({ length: modelCount }, () => ({ nano: 0, minor: 0 }));

/** A row of no credit at all. */
export function emptyRow(key: string | null, modelCount: number): CreditRow {
  return { key, credits: nothing(modelCount), parts: [] };
}

function sumsOf(parts: readonly CreditPart[], modelCount: number): Credit[] {
  return parts.reduce(
    (sums, { credits }) =>
      sums.map(({ nano, minor }, place) => ({ nano: nano + credits[place].nano, minor: minor + credits[place].minor })),
    nothing(modelCount),
  );
}

/** The parts of each key together as its row. */
export function rowsOf(parts: readonly CreditPart[], modelCount: number): CreditRow[] {
  return [...Map.groupBy(parts, ({ key }) => key)].map(([key, own]) => ({ key, credits: sumsOf(own, modelCount), parts: own }));
}

/** How much of the credit under the model at a place rests on which delivery evidence, strongest first; it sums to the whole credit. */
export function evidenceOf(parts: readonly CreditPart[], model: number): EvidencedCredit[] {
  return CREDIT_EVIDENCES.flatMap((evidence) => {
    const own = parts.filter((part) => part.evidence === evidence);
    if (own.length === 0) return [];
    const sum = (of: keyof Credit) => own.reduce((all, { credits }) => all + credits[model][of], 0);
    return [{ evidence, conversions: conversionsOf(sum('nano')), valueMinor: sum('minor') }];
  });
}

/** The rows' order: most money first, then most conversions, then by key, rows without key last. */
function compareRows(a: CreditRow, b: CreditRow): number {
  const byMoney = b.credits[0].minor - a.credits[0].minor;
  if (byMoney !== 0) return byMoney;
  const byCount = b.credits[0].nano - a.credits[0].nano;
  if (byCount !== 0) return byCount;
  if (a.key === null || b.key === null) return a.key === null ? 1 : -1;
  return a.key < b.key ? -1 : 1;
}

/** Days go in their order; everything else by credit under the first model. */
export function sortRows(rows: readonly CreditRow[], groupBy: GroupBy): CreditRow[] {
  return rows.toSorted(groupBy === 'day' ? (a, b) => ((a.key ?? '') < (b.key ?? '') ? -1 : 1) : compareRows);
}

/** Days on which nothing earned credit are days all the same: they get a row of nothing under each model. */
export function withUnattributedDays(rows: CreditRow[], days: ReadonlyMap<string, Counted>, modelCount: number): CreditRow[] {
  const present = new Set(rows.map(({ key }) => key));
  return [...rows, ...[...days.keys()].filter((day) => !present.has(day)).map((day) => emptyRow(day, modelCount))];
}

/** What a day's row says beside its credit; nothing for rows of another kind. */
export function unattributedOf(key: string | null, groupBy: GroupBy, { unattributedDays: days }: Aggregation) {
  if (groupBy !== 'day' || key === null) return {};
  const { conversions, valueMinor } = days.get(key) ?? { conversions: 0, valueMinor: 0 };
  return { unattributedConversions: conversions, unattributedValueMinor: valueMinor };
}

/** A row's credit under the model at a place beside what was spent for it, and what its exposures rest on. */
export function creditOf({ credits, parts }: CreditRow, model: number, spendMinor: number | null) {
  const { nano, minor } = credits[model];
  const conversions = conversionsOf(nano);
  return {
    conversions,
    valueMinor: minor,
    roas: spendMinor === null || spendMinor === 0 ? null : minor / spendMinor,
    cpaMinor: spendMinor === null || nano === 0 ? null : spendMinor / conversions,
    deliveryEvidence: evidenceOf(parts, model),
  };
}
