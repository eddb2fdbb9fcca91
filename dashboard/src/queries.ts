import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type ComparisonQuery,
  type ExplanationQuery,
  getComparison,
  getExplanation,
  getPlacebo,
  getReport,
  getSession,
  getStatus,
  listConversions,
  listModels,
  type PlaceboQuery,
  type ReportQuery,
} from './api.ts';

const WAITING_POLL_MS = 2_000;
const IDLE_POLL_MS = 20_000;
const PAGE_SIZE = 50;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => getSession(signal),
  staleTime: 60_000,
});

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => listModels(signal),
  select: (page) => page.items,
  staleTime: Infinity,
});

/** How much work waits; asked often while something waits, rarely otherwise. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => getStatus(signal),
  refetchInterval: (query) => {
    const status = query.state.data;
    return status && status.waitingConversions + status.waitingTouchpoints > 0 ? WAITING_POLL_MS : IDLE_POLL_MS;
  },
});

/** Figures that were read while events waited are read again, so that they never pass for complete ones. */
function pollWhileWaiting(figures: { waitingConversions: number } | undefined): number | false {
  return figures && figures.waitingConversions > 0 ? WAITING_POLL_MS : false;
}

export const reportQueryOptions = (query: ReportQuery) =>
  queryOptions({
    queryKey: ['figures', 'report', query],
    queryFn: ({ signal }) => getReport(query, signal),
    refetchInterval: ({ state }) => pollWhileWaiting(state.data),
    placeholderData: keepPreviousData,
  });

export const compareQueryOptions = (query: ComparisonQuery) =>
  queryOptions({
    queryKey: ['figures', 'compare', query],
    queryFn: ({ signal }) => getComparison(query, signal),
    refetchInterval: ({ state }) => pollWhileWaiting(state.data),
    placeholderData: keepPreviousData,
  });

export const placeboQueryOptions = (query: PlaceboQuery) =>
  queryOptions({
    queryKey: ['figures', 'placebo', query],
    queryFn: ({ signal }) => getPlacebo(query, signal),
    placeholderData: keepPreviousData,
  });

export const explanationQueryOptions = (id: string, query: ExplanationQuery) =>
  queryOptions({
    queryKey: ['figures', 'explanation', id, query],
    queryFn: ({ signal }) => getExplanation(id, query, signal),
    refetchInterval: ({ state }) => (state.data?.waiting ? WAITING_POLL_MS : false),
    placeholderData: (before) => (before?.id === id ? before : undefined),
  });

export const conversionsQuery = infiniteQueryOptions({
  queryKey: ['figures', 'conversions'],
  queryFn: ({ pageParam, signal }) => listConversions({ limit: PAGE_SIZE, cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});
