import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Dimension, getAllocation, getMargins, listAllocationRules, listAllocations } from '../../allocation-api.ts';
import { COST } from './usage-queries.ts';

export const ALLOCATIONS = [...COST, 'allocations'] as const;

export const versionsQuery = (month: string, dimension: Dimension) =>
  queryOptions({
    queryKey: [...ALLOCATIONS, month, dimension],
    queryFn: ({ signal }) => listAllocations({ month, dimension }, signal),
    placeholderData: keepPreviousData,
  });

export const allocationQuery = (id: string) =>
  queryOptions({ queryKey: [...ALLOCATIONS, 'one', id], queryFn: ({ signal }) => getAllocation(id, signal) });

export const rulesQuery = queryOptions({
  queryKey: [...ALLOCATIONS, 'rules'],
  queryFn: ({ signal }) => listAllocationRules(signal),
});

export const marginsQuery = (month: string) =>
  queryOptions({
    queryKey: [...ALLOCATIONS, 'margins', month],
    queryFn: ({ signal }) => getMargins(month, signal),
    placeholderData: keepPreviousData,
  });

const MONTHS = 13;

/** The present month and those before it, the latest first. */
export function recentMonths(nowMs: number): string[] {
  const now = new Date(nowMs);
  return Array.from({ length: MONTHS }, (_none, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

const monthFormat = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A month such as 2026-11 in words. */
export function formatMonth(month: string): string {
  return monthFormat.format(new Date(`${month}-01T00:00:00Z`));
}
