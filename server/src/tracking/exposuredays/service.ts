import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { findHorizonIn } from '../retention/service.ts';
import { type DaySpan, daysOf, type ExposureDay, inOrder, type MonthPart, monthPartsOf, openFrom, wholeMonth } from './rules.ts';
import {
  countExposureDays,
  countReceivedDays,
  deleteMarks,
  findCountedAt,
  listExposureDays,
  listMarkedDays,
  listMonths,
  lockCounting,
  replaceExposureDays,
  upsertCountedAt,
} from './store.ts';

export type { ExposureDay };

/** Of so many touchpoints it is looked which days of their month they are of; when there are more, the month is counted whole. */
const MOST_LOOKED_AT = 100_000;

/** The days of a part of a month whose kept sums may not be what is stored: all of one that was never counted. */
async function changedDaysIn(tx: TenantTx, part: MonthPart, marked: readonly string[]): Promise<string[]> {
  const countedAt = await findCountedAt(tx, part.month);
  if (countedAt === undefined) return daysOf(part);
  const open = openFrom((await findHorizonIn(tx))?.keptFrom);
  const received = await countReceivedDays(tx, part, { countedAt, most: MOST_LOOKED_AT });
  const isWhole = received.reduce((sum, { touchpoints }) => sum + touchpoints, 0) === MOST_LOOKED_AT;
  const changed = new Set([...marked, ...received.map(({ day }) => day)]);
  return daysOf(part).filter((day) => day >= open && (isWhole || changed.has(day)));
}

/** Counts the days of a month that changed; false when none did. */
async function countMonthIn(tx: TenantTx, month: string): Promise<boolean> {
  const part = wholeMonth(month);
  const at = await lockCounting(tx);
  const days = await changedDaysIn(tx, part, await deleteMarks(tx, part));
  if (days.length === 0) return false;
  await replaceExposureDays(tx, days);
  await upsertCountedAt(tx, month, at);
  return true;
}

/**
 * Brings the kept sums of exposures up to date: counts the days that changed since they were counted, a month a transaction, from the
 * month of `from` on. What is cut off by the signal is done again from there by the next call. Resolves with how many months changed.
 */
export async function keepExposureDays(
  context: Context,
  _actor: 'system',
  tenantId: string,
  { from = '', signal }: { from?: string; signal?: AbortSignal | undefined } = {},
): Promise<number> {
  const months = await inTenant(context.db, tenantId, listMonths, { readOnly: true });
  let changed = 0;
  for (const month of months.filter((one) => wholeMonth(one).before > from)) {
    signal?.throwIfAborted();
    if (await inTenant(context.db, tenantId, (tx) => countMonthIn(tx, month), { patient: true })) changed += 1;
  }
  return changed;
}

/**
 * Hands the exposures of people who heard the ad to `onRows`, by UTC day, campaign, show and placement, a month at a time in the order of
 * days: from the kept sums, and of days that changed since from the stored touchpoints, so that the figures are those of the touchpoints.
 * Of days whose events are kept no longer the sums are what is left. Between months it stops when the signal aborts.
 */
export async function readExposureDaysIn(
  tx: TenantTx,
  span: DaySpan,
  onRows: (rows: ExposureDay[]) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (const part of monthPartsOf(span)) {
    signal?.throwIfAborted();
    const changed = await changedDaysIn(tx, part, await listMarkedDays(tx, part));
    const kept = await listExposureDays(tx, part, changed);
    onRows(inOrder(changed.length === 0 ? kept : [...kept, ...(await countExposureDays(tx, changed))]));
  }
}

/** The days of which exposures may be stored, or sums are kept. */
export async function findExposureSpanIn(tx: TenantTx): Promise<DaySpan> {
  const months = await listMonths(tx);
  return { from: months[0] ?? '', before: months.length === 0 ? '' : wholeMonth(months[months.length - 1]).before };
}
