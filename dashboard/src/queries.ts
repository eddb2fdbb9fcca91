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

import { showInstantsIn } from './format.ts';
import { listModelVersions } from './models-api.ts';

const WAITING_POLL_MS = 2_000;
const IDLE_POLL_MS = 20_000;
const PAGE_SIZE = 50;

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async ({ signal }) => {
    const session = await getSession(signal);
    showInstantsIn(session.tenant?.timeZone ?? 'UTC');
    return session;
  },
  staleTime: 60_000,
});

/** The models, built in and the tenant's own, of which others may save some, and the default. */
export const modelListQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => listModels(signal),
  staleTime: 60_000,
});

export const modelsQuery = queryOptions({ ...modelListQuery, select: (page) => page.items, staleTime: Infinity });

/** The tenant's own models, in the same answer as the built-in ones. */
export const ownModelsQuery = queryOptions({ ...modelListQuery, select: (page) => page.own });

/** What the pages of own models are filed under, beside the list of models itself. */
export const OWN_MODELS = ['own-models'] as const;

export const modelVersionsQuery = (name: string) =>
  queryOptions({
    queryKey: [...OWN_MODELS, 'versions', name],
    queryFn: ({ signal }) => listModelVersions(name, signal),
    staleTime: 60_000,
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

/** Conversions of some kinds, newest first; of all kinds when they are left out. */
export const conversionsQuery = (kinds: readonly string[] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['figures', 'conversions', kinds ?? 'all'],
    queryFn: ({ pageParam, signal }) => listConversions({ limit: PAGE_SIZE, cursor: pageParam, kind: kinds?.join(',') }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });
