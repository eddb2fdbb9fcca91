import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { findTenants, getTenant, getTenantFlags, getTenantQuotas, getTierFlags, listPlatformLog, PLATFORM } from '../../platform-api.ts';
import type { TenantFilter } from '../../platform-api.ts';

const PAGE_SIZE = 50;
const FRESH_MS = 60_000;

export const foundTenantsQuery = (filter: TenantFilter) =>
  infiniteQueryOptions({
    queryKey: [...PLATFORM, 'found-tenants', filter],
    queryFn: ({ pageParam, signal }) => findTenants({ ...filter, limit: PAGE_SIZE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const administeredTenantQuery = (id: string) =>
  queryOptions({ queryKey: [...PLATFORM, 'tenant', id], queryFn: ({ signal }) => getTenant(id, signal) });

/** What a tenant has used; a list asks for that of each row in sight, and not again within a minute. */
export const administeredQuotasQuery = (id: string) =>
  queryOptions({
    queryKey: [...PLATFORM, 'quotas', id],
    queryFn: ({ signal }) => getTenantQuotas(id, signal),
    staleTime: FRESH_MS,
  });

export const administeredFlagsQuery = (id: string) =>
  queryOptions({ queryKey: [...PLATFORM, 'flags', id], queryFn: ({ signal }) => getTenantFlags(id, signal) });

export const tierFlagsQuery = queryOptions({ queryKey: [...PLATFORM, 'tier-flags'], queryFn: ({ signal }) => getTierFlags(signal) });

export const platformLogQuery = infiniteQueryOptions({
  queryKey: [...PLATFORM, 'audit-log'],
  queryFn: ({ pageParam, signal }) => listPlatformLog({ limit: PAGE_SIZE, cursor: pageParam }, signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
});
