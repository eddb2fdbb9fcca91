import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getUsage, listMeters } from '../../cost-api.ts';

export const COST = ['cost'] as const;
const USAGE = [...COST, 'usage'] as const;
const METERS = [...COST, 'meters'] as const;

/** Which days are shown. */
export type Period = 'month' | 'last30' | 'last90';

const DAY_MS = 86_400_000;

/** The first day of a period that is not the month so far, which the API takes by default. */
function fromOf(period: Period): string | undefined {
  if (period === 'month') return undefined;
  return new Date(Date.now() - (period === 'last30' ? 29 : 89) * DAY_MS).toISOString().slice(0, 10);
}

export const usageQuery = (period: Period) =>
  queryOptions({
    queryKey: [...USAGE, period],
    queryFn: ({ signal }) => getUsage({ from: fromOf(period), groupBy: 'none' }, signal),
    placeholderData: keepPreviousData,
  });

export const meterDaysQuery = (period: Period, meter: string) =>
  queryOptions({
    queryKey: [...USAGE, period, meter],
    queryFn: ({ signal }) => getUsage({ from: fromOf(period), meter, groupBy: 'day' }, signal),
  });

export const metersQuery = queryOptions({ queryKey: METERS, queryFn: ({ signal }) => listMeters(signal) });
