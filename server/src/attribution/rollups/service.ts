import type { TenantTx } from '../../platform/tenant-door.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';
import { type Changes, isNothing } from '../reports/contributions.ts';
import {
  type ConversionDay,
  type ConversionRow,
  type CreditRow,
  type DayRun,
  listConversionDays,
  listCreditDays,
  moveConversions,
  moveCredits,
} from './store.ts';

function addInto<Row extends { sums: Float64Array }>(rows: Map<string, Row>, name: string, row: Row): void {
  const known = rows.get(name);
  if (!known) rows.set(name, { ...row, sums: Float64Array.from(row.sums) });
  else row.sums.forEach((sum, place) => (known.sums[place] += sum));
}

function inOrder<Row extends { sums: Float64Array }>(rows: Map<string, Row>): Row[] {
  return [...rows.entries()]
    .filter(([, row]) => !isNothing(row.sums))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
}

/** Moves the rollups, by day and by month, by what changed; rows are touched in one order everywhere. */
export async function applyChangesIn(tx: TenantTx, changes: Changes): Promise<void> {
  const credits = new Map<string, CreditRow>();
  for (const { dimension, day, key, kind, currency, evidence, sums } of changes.credits.values()) {
    const row = { dimension, key, kind: CONVERSION_KINDS[kind], currency, evidence, sums };
    const month = `${day.slice(0, 7)}-01`;
    addInto(credits, `day ${dimension} ${day} ${row.kind} ${currency} ${evidence} ${key}`, { ...row, grain: 'day', startsOn: day });
    addInto(credits, `month ${dimension} ${month} ${row.kind} ${currency} ${evidence} ${key}`, { ...row, grain: 'month', startsOn: month });
  }
  const conversions = new Map<string, ConversionRow>();
  for (const { day, kind, currency, sums } of changes.conversions.values()) {
    const row = { kind: CONVERSION_KINDS[kind], currency, sums };
    const month = `${day.slice(0, 7)}-01`;
    addInto(conversions, `day ${day} ${row.kind} ${currency}`, { ...row, grain: 'day', startsOn: day });
    addInto(conversions, `month ${month} ${row.kind} ${currency}`, { ...row, grain: 'month', startsOn: month });
  }
  const creditRows = inOrder(credits);
  const conversionRows = inOrder(conversions);
  if (creditRows.length > 0) await moveCredits(tx, creditRows);
  if (conversionRows.length > 0) await moveConversions(tx, conversionRows);
}

/** Conversions by UTC day from the rollups: how many, and how many of them have an exposure in their path. Days without any are absent. */
export async function listConversionDaysIn(tx: TenantTx, days: DayRun): Promise<ConversionDay[]> {
  return listConversionDays(tx, days);
}

/** Conversions by UTC day and by the campaign or show that has linear credit for them, from the rollups; visits aside. */
export async function listCreditDaysIn(tx: TenantTx, dimension: 'campaign' | 'show', days: DayRun) {
  return listCreditDays(tx, dimension, days);
}
