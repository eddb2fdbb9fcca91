import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listBudgets, listCostAlerts } from '../../budgets-api.ts';
import { COST } from './usage-queries.ts';

export const BUDGETS = [...COST, 'budgets'] as const;

export const budgetsQuery = queryOptions({ queryKey: [...BUDGETS, 'list'], queryFn: ({ signal }) => listBudgets(signal) });

const RECENT_MS = 7 * 86_400_000;

/** The alerts of the last seven days, the newest first; of very many, the newest twenty. */
export const recentAlertsQuery = queryOptions({
  queryKey: [...BUDGETS, 'recent alerts'],
  queryFn: async ({ signal }) => {
    const { items } = await listCostAlerts(undefined, signal);
    return items.filter(({ raisedAt }) => Date.parse(raisedAt) > Date.now() - RECENT_MS);
  },
});

export const alertsQuery = infiniteQueryOptions({
  queryKey: [...BUDGETS, 'alerts'],
  queryFn: ({ pageParam, signal }) => listCostAlerts(pageParam, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});
