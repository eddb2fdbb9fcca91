import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getFunnel, getInvoice, getPlatformCosts, listInvoices, listTenantPrices, listTenants, PLATFORM } from '../../platform-api.ts';

export const tenantsQuery = queryOptions({ queryKey: [...PLATFORM, 'tenants'], queryFn: ({ signal }) => listTenants(signal) });

export const costsQuery = (month: string) =>
  queryOptions({
    queryKey: [...PLATFORM, 'costs', month],
    queryFn: ({ signal }) => getPlatformCosts({ month, compareMonth: monthBefore(month) }, signal),
    placeholderData: keepPreviousData,
  });

export const funnelQuery = queryOptions({ queryKey: [...PLATFORM, 'onboarding'], queryFn: ({ signal }) => getFunnel(signal) });

export const INVOICES = [...PLATFORM, 'invoices'] as const;

export const invoicesQuery = queryOptions({ queryKey: INVOICES, queryFn: ({ signal }) => listInvoices(signal) });

export const invoiceQuery = (id: string) => queryOptions({ queryKey: [...INVOICES, id], queryFn: ({ signal }) => getInvoice(id, signal) });

export const tenantPricesQuery = (id: string) =>
  queryOptions({ queryKey: [...PLATFORM, 'prices', id], queryFn: ({ signal }) => listTenantPrices(id, signal) });

/** The month before one such as 2026-11. */
export function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 2, 1)).toISOString().slice(0, 7);
}
