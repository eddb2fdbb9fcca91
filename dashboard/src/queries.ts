import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type Comparison,
  type Conversion,
  type Explanation,
  type Model,
  type Page,
  type Query,
  type Report,
  type Session,
  type Status,
  read,
} from './api.ts';

const WAITING_POLL_MS = 2_000;
const IDLE_POLL_MS = 20_000;
const PAGE_SIZE = 50;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => read<Session>('/security/sessions/current', {}, signal),
  staleTime: 60_000,
});

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => read<Page<Model>>('/attribution/models', {}, signal),
  select: (page) => page.items,
  staleTime: Infinity,
});

/** How much work waits; asked often while something waits, rarely otherwise. */
export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => read<Status>('/attribution/status', {}, signal),
  refetchInterval: (query) => {
    const status = query.state.data;
    return status && status.waitingConversions + status.waitingTouchpoints > 0 ? WAITING_POLL_MS : IDLE_POLL_MS;
  },
});

export const reportQueryOptions = (query: Query) =>
  queryOptions({
    queryKey: ['figures', 'report', query],
    queryFn: ({ signal }) => read<Report>('/attribution/report', query, signal),
    placeholderData: keepPreviousData,
  });

export const compareQueryOptions = (query: Query) =>
  queryOptions({
    queryKey: ['figures', 'compare', query],
    queryFn: ({ signal }) => read<Comparison>('/attribution/compare', query, signal),
    placeholderData: keepPreviousData,
    enabled: query.models !== undefined,
  });

export const explanationQueryOptions = (id: string, query: Query) =>
  queryOptions({
    queryKey: ['figures', 'explanation', id, query],
    queryFn: ({ signal }) => read<Explanation>(`/attribution/conversions/${encodeURIComponent(id)}/explanation`, query, signal),
  });

export const conversionsQuery = infiniteQueryOptions({
  queryKey: ['figures', 'conversions'],
  queryFn: ({ pageParam, signal }) => read<Page<Conversion>>('/conversions', { limit: PAGE_SIZE, cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});
