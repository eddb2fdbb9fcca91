import { z } from 'zod';
import type { Context } from '../../platform/context.ts';
import type { App } from '../../platform/http.ts';
import { actorOf } from '../../tenants/authorize.ts';
import { Budget, BudgetPath, Budgets, BudgetTerms } from './schema.ts';
import { getBudget, listBudgets, putBudget, removeBudget } from './service.ts';

const tags = ['Cost'];
const PATH = '/cost/budgets';

/** GET /cost/budgets; GET, PUT and DELETE /cost/budgets/{key}. */
export function budgetRoutes(app: App, context: Context): void {
  app.get(PATH, {
    schema: { tags, summary: 'List the budgets, and where each stands', response: { 200: Budgets } },
    handler: async (request) => ({ items: await listBudgets(context, actorOf(request)), nextCursor: null }),
  });
  app.get(`${PATH}/:key`, {
    schema: { tags, summary: 'Get a budget, and where it stands', params: BudgetPath, response: { 200: Budget } },
    handler: (request) => getBudget(context, actorOf(request), request.params.key),
  });
  app.put(`${PATH}/:key`, {
    schema: {
      tags,
      summary: 'Make a budget, or change one',
      description:
        'A budget refuses nothing: it tells. What is reached already is told at once. A change of what it counts, of its limit or of its ' +
        'thresholds arms its alerts again.',
      params: BudgetPath,
      body: BudgetTerms,
      response: { 200: Budget },
    },
    handler: (request) => putBudget(context, actorOf(request), request.params.key, request.body),
  });
  app.delete(`${PATH}/:key`, {
    schema: { tags, summary: 'Remove a budget; its alerts stay', params: BudgetPath, response: { 204: z.null() } },
    handler: async (request, reply) => {
      await removeBudget(context, actorOf(request), request.params.key);
      return reply.code(204).send(null);
    },
  });
}
