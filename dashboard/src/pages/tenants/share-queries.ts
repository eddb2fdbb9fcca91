import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getShareReport, listReceivedShares, listShares, type ShareReportQuery } from '../../shares-api.ts';

export const givenSharesQuery = queryOptions({ queryKey: ['shares', 'given'], queryFn: ({ signal }) => listShares(signal) });

export const receivedSharesQuery = queryOptions({
  queryKey: ['shares', 'received'],
  queryFn: ({ signal }) => listReceivedShares(signal),
  select: ({ items }) => items,
  // The other side may have ended one since.
  staleTime: 0,
});

export const shareReportQuery = (id: string, query: ShareReportQuery) =>
  queryOptions({
    queryKey: ['shares', 'report', id, query],
    queryFn: ({ signal }) => getShareReport(id, query, signal),
    placeholderData: keepPreviousData,
    // Nothing of a share that has ended meanwhile is shown again.
    staleTime: 0,
    gcTime: 0,
    // Each read is recorded on both sides, so none happens that nobody asked for.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
