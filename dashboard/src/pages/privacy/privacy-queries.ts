import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { getPrivacyRequest, listPrivacyRequests } from '../../privacy-api.ts';

const FOLLOW_MS = 2_000;

export const privacyRequestsQuery = infiniteQueryOptions({
  queryKey: ['privacy-requests'],
  queryFn: ({ pageParam, signal }) => listPrivacyRequests(pageParam, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
});

/** One request; while its work goes on, it is read again and again. */
export const privacyRequestQuery = (id: string) =>
  queryOptions({
    queryKey: ['privacy-request', id],
    queryFn: ({ signal }) => getPrivacyRequest(id, signal),
    refetchInterval: ({ state }) => (state.data?.status === 'in_progress' ? FOLLOW_MS : false),
  });
