import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type AnswerState, getSurveySummary, listAnswers } from '../../surveys-api.ts';
import {
  type DeliveryFilter,
  getLists,
  getSource,
  getWaterfall,
  listDeliveries,
  listSources,
  listTags,
  type WaterfallQuery,
} from '../../tracking-api.ts';

/** What every list of the room is filed under. */
export const TRACKING = ['tracking'] as const;
export const DELIVERIES = [...TRACKING, 'deliveries'] as const;
const LIVE_MS = 20_000;

export const sourcesQuery = queryOptions({
  queryKey: [...TRACKING, 'sources'],
  queryFn: ({ signal }) => listSources(signal),
  refetchInterval: LIVE_MS,
});

export const sourceQuery = (key: string) =>
  queryOptions({ queryKey: [...TRACKING, 'source', key], queryFn: ({ signal }) => getSource(key, signal), refetchInterval: LIVE_MS });

export const tagsQuery = queryOptions({ queryKey: [...TRACKING, 'tags'], queryFn: ({ signal }) => listTags(signal) });

export const deliveriesQuery = (filter: DeliveryFilter) =>
  infiniteQueryOptions({
    queryKey: [...DELIVERIES, filter],
    queryFn: ({ pageParam, signal }) => listDeliveries(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });

/** While requests wait to be counted no figure is complete, so it is asked for often. */
const WAITING_MS = 3_000;

export const waterfallQuery = (query: WaterfallQuery) =>
  queryOptions({
    queryKey: ['figures', 'waterfall', query],
    queryFn: ({ signal }) => getWaterfall(query, signal),
    refetchInterval: ({ state }) => (state.data && state.data.waitingRequests > 0 ? WAITING_MS : false),
    placeholderData: keepPreviousData,
  });

export const listsQuery = queryOptions({ queryKey: [...TRACKING, 'lists'], queryFn: ({ signal }) => getLists(signal) });

export const answersQuery = (state: AnswerState | undefined) =>
  infiniteQueryOptions({
    queryKey: [...TRACKING, 'answers', state],
    queryFn: ({ pageParam, signal }) => listAnswers(state, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const surveySummaryQuery = (query: { from: string; to: string }) =>
  queryOptions({
    queryKey: [...TRACKING, 'survey-summary', query],
    queryFn: ({ signal }) => getSurveySummary(query, signal),
    placeholderData: keepPreviousData,
  });
