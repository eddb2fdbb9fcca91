import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { paths } from '../../paths.ts';
import { budgetTexts } from '../../texts-budgets.ts';
import { costTexts } from '../../texts-cost.ts';
import { BudgetNotice } from './budget-notice.tsx';

const { tabs } = costTexts;
const TABS = [
  { to: paths.cost, name: tabs.usage, exact: true },
  { to: paths.bill, name: tabs.bill, also: paths.statement.replace('/$month', '') },
  { to: paths.prices, name: tabs.prices },
  { to: paths.savings, name: tabs.savings },
  { to: paths.costBudgets, name: budgetTexts.tab },
  { to: paths.costLimits, name: tabs.limits },
  { to: paths.costAllocation, name: tabs.allocation },
  { to: paths.costMargins, name: tabs.margins },
];

/** What surrounds every page of usage and cost: which one it is. */
export function CostFrame() {
  return (
    <>
      <Tabs label={costTexts.label} tabs={TABS} />
      <BudgetNotice />
      <Outlet />
    </>
  );
}
