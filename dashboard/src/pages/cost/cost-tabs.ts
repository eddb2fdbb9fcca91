import { paths } from '../../paths.ts';
import { budgetTexts } from '../../texts-budgets.ts';
import { costTexts } from '../../texts-cost.ts';

const { tabs } = costTexts;

/** The pages of this room. */
export const COST_TABS = [
  { to: paths.cost, name: tabs.usage, exact: true },
  { to: paths.bill, name: tabs.bill, also: paths.statement.replace('/$month', '') },
  { to: paths.prices, name: tabs.prices },
  { to: paths.savings, name: tabs.savings },
  { to: paths.costBudgets, name: budgetTexts.tab },
  { to: paths.costLimits, name: tabs.limits },
  { to: paths.costAllocation, name: tabs.allocation },
  { to: paths.costMargins, name: tabs.margins },
] as const;
