import { BudgetTerms } from '../src/cost/budgets/schema.ts';
import { putBudget } from '../src/cost/budgets/service.ts';
import { NewEntry } from '../src/cost/entries/schema.ts';
import { createEntry } from '../src/cost/entries/service.ts';
import type { Context } from '../src/platform/context.ts';
import type { Actor } from '../src/tenants/authorize.ts';
import { api, type RouteFixture } from './route-fixture.ts';
import { wordOf } from './routes-usage.ts';
import type { World } from './world.ts';

const BUDGET = { name: 'Hosting', period: 'monthly', currency: 'USD', amount: '10.00' };
const PURCHASE = { kind: 'purchase', day: '2026-11-02', currency: 'USD', amount: '8.50', note: 'Hosting' };

/** A budget of which two thresholds are reached, and one that may go. */
export async function fillBudgets(context: Context, actor: Actor, of: string): Promise<void> {
  await createEntry(context, actor, NewEntry.parse(PURCHASE));
  for (const name of ['budget', 'spare']) await putBudget(context, actor, `${name}_of_${wordOf(of)}`, BudgetTerms.parse(BUDGET));
}

export function budgetRoutes({ mine, theirs }: World): RouteFixture[] {
  const budget = (key: string) => api(`/cost/budgets/${key}`);
  const [ours, others] = [wordOf(mine.campaign), wordOf(theirs.campaign)];
  return [
    { operation: 'GET /api/v1/cost/budgets', permission: 'budgets.read', status: 200, valid: { path: api('/cost/budgets') } },
    {
      operation: 'GET /api/v1/cost/budgets/{key}',
      permission: 'budgets.read',
      status: 200,
      valid: { path: budget(`budget_of_${ours}`) },
      absent: { path: budget('never') },
      foreign: { path: budget(`budget_of_${others}`) },
      malformed: budget('No-Budget'),
    },
    {
      operation: 'PUT /api/v1/cost/budgets/{key}',
      permission: 'budgets.write',
      status: 200,
      valid: { path: budget('put'), body: BUDGET },
      malformed: budget('No-Budget'),
      audited: 'budget.put',
      auditedBeside: /^cost_alert\.raise$/,
    },
    {
      operation: 'DELETE /api/v1/cost/budgets/{key}',
      permission: 'budgets.write',
      status: 204,
      valid: { path: budget(`spare_of_${ours}`) },
      absent: { path: budget('never') },
      foreign: { path: budget(`spare_of_${others}`) },
      malformed: budget('No-Budget'),
      audited: 'budget.delete',
    },
    { operation: 'GET /api/v1/cost/alerts', permission: 'alerts.read', status: 200, valid: { path: api('/cost/alerts?limit=1') } },
  ];
}
