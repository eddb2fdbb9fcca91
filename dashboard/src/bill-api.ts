import type { Schemas } from '../../client/src/index.ts';
import type { paths as Addresses } from '../../client/src/schema.ts';
import { bodyOf, client, settle } from './api.ts';

export type CostReport = Schemas['CostReport'];
export type CostReportRow = Schemas['CostReportRow'];
export type CostForecast = Schemas['CostForecast'];
export type Statement = Schemas['Statement'];
export type StatementLine = Schemas['StatementLine'];
export type CostEntry = Schemas['CostEntry'];
export type MeterPrices = Schemas['MeterPrices'];
export type NewPrice = Schemas['NewPrice'];

type QueryOf<Address extends keyof Addresses> = Addresses[Address] extends { get: { parameters: { query?: infer Query } } } ? Query : never;
export type CostReportQuery = NonNullable<QueryOf<'/api/v1/cost/reports'>>;
export type CostEntryQuery = NonNullable<QueryOf<'/api/v1/cost/entries'>>;

export const getCostReport = (query: CostReportQuery, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/cost/reports', { params: { query }, signal }));

export const getCostForecast = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/cost/forecast', { signal }));

export async function getStatement(month: string, signal: AbortSignal): Promise<Statement> {
  const statement = await bodyOf(client.GET('/api/v1/cost/statements', { params: { query: { month } }, signal }));
  if (typeof statement === 'string') throw new Error('The statement came in another form than was asked for.');
  return statement;
}

/** A statement as CSV. */
export async function fetchStatementCsv(month: string): Promise<Blob> {
  const params = { query: { month, format: 'csv' as const } };
  const { data } = await settle(client.GET('/api/v1/cost/statements', { params, parseAs: 'blob' }));
  if (data === undefined) throw new Error('The statement came without content.');
  return data;
}

export async function listEntries(query: CostEntryQuery, signal: AbortSignal) {
  const page = await bodyOf(client.GET('/api/v1/cost/entries', { params: { query }, signal }));
  if (typeof page === 'string') throw new Error('The entries came in another form than was asked for.');
  return page;
}

/** All entries of a filter as CSV. */
export async function fetchEntriesCsv(filter: Pick<CostEntryQuery, 'meter' | 'campaign'>): Promise<Blob> {
  const params = { query: { ...filter, format: 'csv' as const } };
  const { data } = await settle(client.GET('/api/v1/cost/entries', { params, parseAs: 'blob' }));
  if (data === undefined) throw new Error('The entries came without content.');
  return data;
}

export const createEntry = (body: Schemas['NewCostEntry']) => bodyOf(client.POST('/api/v1/cost/entries', { body }));

export type Saving = Schemas['Saving'];

export const listSavings = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/cost/savings', { signal }));

export const listPrices = (signal: AbortSignal) => bodyOf(client.GET('/api/v1/cost/prices', { signal }));

export const putPrice = (meter: string, body: NewPrice) =>
  bodyOf(client.PUT('/api/v1/cost/prices/{meter}', { params: { path: { meter } }, body }));
