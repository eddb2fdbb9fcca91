import { queryOptions } from '@tanstack/react-query';
import { getVendorComparison, listVendorReports } from '../../vendor-api.ts';

/** What every page of other vendors is filed under. */
export const VENDORS = ['figures', 'vendors'] as const;
const WAITING_MS = 3_000;

export const vendorReportsQuery = queryOptions({ queryKey: [...VENDORS, 'list'], queryFn: ({ signal }) => listVendorReports(signal) });

/** While conversions wait to be matched no figure of ours is complete, so it is asked for often. */
export const vendorComparisonQuery = (key: string) =>
  queryOptions({
    queryKey: [...VENDORS, 'one', key],
    queryFn: ({ signal }) => getVendorComparison(key, signal),
    refetchInterval: ({ state }) => (state.data && state.data.waitingConversions > 0 ? WAITING_MS : false),
  });
