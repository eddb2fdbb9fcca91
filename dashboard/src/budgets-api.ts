import type { Schemas } from '../../client/src/index.ts';
import { bodyOf, client, settle } from './api.ts';

export type Budget = Schemas['Budget'];
export type BudgetTerms = Schemas['BudgetTerms'];
export type CostAlert = Schemas['CostAlert'];

const at = (key: string) => ({ path: { key } });

export const listBudgets = async (signal: AbortSignal): Promise<Budget[]> =>
  (await bodyOf(client.GET('/api/v1/cost/budgets', { signal }))).items;

export const putBudget = (key: string, body: BudgetTerms) => bodyOf(client.PUT('/api/v1/cost/budgets/{key}', { params: at(key), body }));

export const removeBudget = (key: string) => settle(client.DELETE('/api/v1/cost/budgets/{key}', { params: at(key) }));

export const listCostAlerts = (cursor: string | undefined, signal: AbortSignal) =>
  bodyOf(client.GET('/api/v1/cost/alerts', { params: { query: { limit: 20, cursor } }, signal }));
