import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { type Insight, listInsights } from '../../insights-api.ts';

const PAGE_SIZE = 50;

export const INSIGHTS = ['insights'] as const;

export const insightsQuery = (status: Insight['status']) =>
  infiniteQueryOptions({
    queryKey: [...INSIGHTS, status],
    queryFn: ({ pageParam, signal }) => listInsights({ status, limit: PAGE_SIZE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
