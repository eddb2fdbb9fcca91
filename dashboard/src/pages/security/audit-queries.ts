import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { listAuditLog, listSecurityEvents, listWebhooks, type Severity } from '../../audit-api.ts';

const PAGE_SIZE = 50;

export interface AuditFilter {
  actor?: string;
  action?: string;
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit-log', filter],
    queryFn: ({ pageParam, signal }) => listAuditLog({ ...filter, limit: PAGE_SIZE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    // Each read is recorded, so none happens that nobody asked for.
    refetchOnWindowFocus: false,
  });

export const eventsQuery = (severities: readonly Severity[]) =>
  infiniteQueryOptions({
    queryKey: ['security-events', severities],
    queryFn: ({ pageParam, signal }) =>
      listSecurityEvents({ severity: severities.join(',') || undefined, limit: PAGE_SIZE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: ({ signal }) => listWebhooks(signal),
  select: ({ items }) => items,
});
