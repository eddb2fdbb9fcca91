import { type FocusCell, HEADER_RULES, ROW_RULES } from './conformance.ts';

/** Where a rule is broken. */
export interface Breach {
  line: number;
  column: string;
  /** What stands there, at most 80 characters of it; null for an empty cell. */
  value: string | null;
}

/** A rule that a file breaks, how often, and where first. */
export interface BrokenRule {
  rule: string;
  says: string;
  count: number;
  first: Breach[];
}

/** What a check of a file came to: how many rules of ours it was held against, and which it breaks. */
export interface ConformanceReport {
  version: '1.2';
  rules: number;
  rows: number;
  broken: BrokenRule[];
}

const CELLS = { id: 'row.cells', says: 'Every row has as many cells as the header has names.' };
const ONE_SKU = { id: 'SkuPriceId.one-sku', says: 'One SkuPriceId belongs to one SkuId in the whole file.' };

/** How many rules of ours a file is held against. */
export const RULE_COUNT = HEADER_RULES.length + ROW_RULES.length + 2;

const MOST_TOLD = 5;
const MOST_VALUE = 80;

/** A check of one file, row by row, whose memory does not grow with its rows. */
export interface ConformanceCheck {
  row(cells: readonly string[], line: number): void;
  report(): ConformanceReport;
}

/** Begins the check of a file with these names of columns, which stand on the line `line`. */
export function startCheck(header: readonly string[], line: number): ConformanceCheck {
  const broken = new Map<string, BrokenRule>();
  const places = new Map(header.map((name, place) => [name, place]));
  const skuOf = new Map<string, string>();
  let rows = 0;
  let cells: readonly string[] = [];

  function tell({ id, says }: { id: string; says: string }, breach: Breach): void {
    const one = broken.get(id) ?? { rule: id, says, count: 0, first: [] };
    one.count += 1;
    if (one.first.length < MOST_TOLD) one.first.push({ ...breach, value: breach.value?.slice(0, MOST_VALUE).toWellFormed() ?? null });
    broken.set(id, one);
  }

  const cell: FocusCell = (column) => {
    const place = places.get(column);
    if (place === undefined) return undefined;
    return (cells[place] ?? '') === '' ? null : cells[place];
  };

  function tellSku(at: number): void {
    const [price, sku] = [cell('SkuPriceId'), cell('SkuId')];
    if (typeof price !== 'string' || typeof sku !== 'string') return;
    const known = skuOf.get(price);
    if (known === undefined) skuOf.set(price, sku);
    else if (known !== sku) tell(ONE_SKU, { line: at, column: 'SkuPriceId', value: price });
  }

  for (const rule of HEADER_RULES) for (const column of rule.breaches(header)) tell(rule, { line, column, value: null });
  return {
    row(own, at) {
      rows += 1;
      cells = own;
      if (own.length !== header.length) {
        tell(CELLS, { line: at, column: '', value: `${own.length} cells` });
        return;
      }
      for (const rule of ROW_RULES) {
        if (rule.breaks(cell)) tell(rule, { line: at, column: rule.column, value: cell(rule.column) ?? null });
      }
      tellSku(at);
    },
    report: () => ({ version: '1.2', rules: RULE_COUNT, rows, broken: [...broken.values()] }),
  };
}
