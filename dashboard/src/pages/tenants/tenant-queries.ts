import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { useMay } from '../../components/may.ts';
import { sessionQuery } from '../../queries.ts';
import { getBrand, getFlags, getQuotas, getTenant, getTenantSettings } from '../../tenant-api.ts';

export const tenantQuery = (id: string) => queryOptions({ queryKey: ['tenant', id], queryFn: ({ signal }) => getTenant(id, signal) });

export const tenantSettingsQuery = (id: string) =>
  queryOptions({ queryKey: ['tenant-settings', id], queryFn: ({ signal }) => getTenantSettings(id, signal) });

export const quotasQuery = (id: string) => queryOptions({ queryKey: ['quotas', id], queryFn: ({ signal }) => getQuotas(id, signal) });

export const flagsQuery = (id: string) => queryOptions({ queryKey: ['flags', id], queryFn: ({ signal }) => getFlags(id, signal) });

export const brandQuery = (id: string) => queryOptions({ queryKey: ['brand', id], queryFn: ({ signal }) => getBrand(id, signal) });

/** The tenant that is shown, and whether whoever looks may change what it has settled: an administrator, or a key of that scope. */
export function useOwnTenant(): { id: string; canChange: boolean } {
  const { data: session } = useSuspenseQuery(sessionQuery);
  return { id: session.tenant?.id ?? '', canChange: useMay('administer') };
}
