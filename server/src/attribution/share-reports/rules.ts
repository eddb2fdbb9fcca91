import { invalid } from '../../platform/errors.ts';
import { conversionsOf } from '../reports/aggregate.ts';
import type { ShareReport, ShareReportQuery } from './schema.ts';
import type { ShareFigure, ShareHead } from './store.ts';

/** @throws AppError `invalid_request` for what the share's scope does not allow. */
export function checkScope({ groupBy, from, to, currency }: ShareReportQuery, { breakdowns, currencies }: ShareHead): void {
  if (groupBy !== 'campaign' && !breakdowns.includes(groupBy)) {
    const allowed = ['campaign', ...breakdowns].join(', ');
    throw invalid('/groupBy', `This share does not break its figures down by ${groupBy}; ask for one of ${allowed}.`);
  }
  if (currency !== undefined && !currencies.includes(currency)) {
    const others = currencies.length === 0 ? 'Leave it out' : `Ask for one of ${currencies.join(', ')}, or leave it out`;
    throw invalid('/currency', `Too few people of this share paid in ${currency}. ${others}.`);
  }
  if (from !== undefined && to !== undefined && from > to)
    throw invalid('/from', '"from" lies after "to"; exchange them. "to" is not included.');
  if (breakdowns.includes('day')) return;
  for (const [name, day] of Object.entries({ from, to })) {
    if (day === undefined || day.endsWith('-01')) continue;
    throw invalid(`/${name}`, `This share has no breakdown by day, so that "${name}" must be the first day of a month.`);
  }
}

/** Booked for the whole campaign, spend fits only figures of the whole time. */
export function spendFor(head: ShareHead, currency: string | null, { from, to }: Pick<ShareReportQuery, 'from' | 'to'>): number | null {
  const isWhole = from === undefined && to === undefined && head.startsOn === null && head.endsBefore === null;
  return isWhole && head.spendCurrency === currency ? head.spendMinor : null;
}

/** Credit beside spend, as a report's row has it; what depends on a value that is not shown is null. */
export function figuresOf({ nano, minor }: Pick<ShareFigure, 'nano' | 'minor'>, spendMinor: number | null) {
  const conversions = conversionsOf(nano);
  return {
    conversions,
    valueMinor: minor,
    spendMinor,
    roas: spendMinor === null || spendMinor === 0 || minor === null ? null : minor / spendMinor,
    cpaMinor: spendMinor === null || nano === 0 ? null : spendMinor / conversions,
  };
}

/** Days in their order; other rows by value, then conversions, then key, those put together last. */
export function sortFigures(figures: ShareFigure[], groupBy: ShareReport['groupBy']): ShareFigure[] {
  const byKey = (a: ShareFigure, b: ShareFigure) => ((a.key ?? '\uffff') < (b.key ?? '\uffff') ? -1 : 1);
  return figures.sort((a, b) => {
    if (a.isFew !== b.isFew) return a.isFew ? 1 : -1;
    if (groupBy === 'day') return byKey(a, b);
    return (b.minor ?? 0) - (a.minor ?? 0) || b.nano - a.nano || byKey(a, b);
  });
}

/** What a row is called. */
export function labelOf({ key, label, isFew }: ShareFigure): string {
  if (isFew) return '(few)';
  return label ?? key ?? '(none)';
}

/** All rows together; without value as soon as one row's is not shown. */
export function sumOf(figures: readonly ShareFigure[], showsValue: boolean): { nano: number; minor: number | null } {
  const nano = figures.reduce((sum, figure) => sum + figure.nano, 0);
  const isShown = showsValue && figures.every(({ minor }) => minor !== null);
  return { nano, minor: isShown ? figures.reduce((sum, { minor }) => sum + (minor ?? 0), 0) : null };
}
