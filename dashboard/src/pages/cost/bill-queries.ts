import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  type CostReportQuery,
  getCostForecast,
  getCostReport,
  getStatement,
  listEntries,
  listPrices,
  listSavings,
} from '../../bill-api.ts';
import { COST } from './usage-queries.ts';

const DAY_MS = 86_400_000;
const PAGE_SIZE = 50;

/** Which charges are shown. */
export type BillPeriod = 'month' | 'last' | 'quarter';
export type BillGrouping = 'meter' | 'campaign' | 'advertiser' | 'feature' | 'kind';

/** Of which meter, campaign and feature alone. */
export type BillFilter = Pick<CostReportQuery, 'meter' | 'campaign' | 'feature'>;

const dayText = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);
const monthStart = (day: string, months: number) => {
  const [year, month] = day.split('-').map(Number);
  return dayText(Date.UTC(year, month - 1 + months, 1));
};

type Window = Required<Pick<CostReportQuery, 'from' | 'to' | 'compareFrom' | 'compareTo'>>;

/** The days of a period and those that it stands beside; `today` is a day of the tenant's zone. */
export function windowOf(period: BillPeriod, today: string): Window {
  const tomorrow = dayText(Date.parse(today) + DAY_MS);
  if (period === 'quarter') {
    const [from, compareFrom] = [89, 179].map((days) => dayText(Date.parse(today) - days * DAY_MS));
    return { from, to: tomorrow, compareFrom, compareTo: from };
  }
  const from = monthStart(today, period === 'month' ? 0 : -1);
  const compareFrom = monthStart(from, -1);
  if (period === 'last') return { from, to: monthStart(today, 0), compareFrom, compareTo: from };
  const elapsed = Date.parse(tomorrow) - Date.parse(from);
  const alike = dayText(Date.parse(compareFrom) + elapsed);
  return { from, to: tomorrow, compareFrom, compareTo: alike < from ? alike : from };
}

export const costReportQuery = (query: CostReportQuery) =>
  queryOptions({
    queryKey: [...COST, 'report', query],
    queryFn: ({ signal }) => getCostReport(query, signal),
    placeholderData: keepPreviousData,
  });

export const costForecastQuery = queryOptions({ queryKey: [...COST, 'forecast'], queryFn: ({ signal }) => getCostForecast(signal) });

export const statementQuery = (month: string) =>
  queryOptions({ queryKey: [...COST, 'statement', month], queryFn: ({ signal }) => getStatement(month, signal) });

export const savingsQuery = queryOptions({ queryKey: [...COST, 'savings'], queryFn: ({ signal }) => listSavings(signal) });

export const pricesQuery = queryOptions({ queryKey: [...COST, 'prices'], queryFn: ({ signal }) => listPrices(signal) });

/** What is booked, the newest first; of one meter and campaign alone where they are named. */
export const entriesQuery = ({ meter, campaign }: BillFilter) =>
  infiniteQueryOptions({
    queryKey: [...COST, 'entries', meter ?? null, campaign ?? null],
    queryFn: ({ pageParam, signal }) => listEntries({ limit: PAGE_SIZE, cursor: pageParam, meter, campaign }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
