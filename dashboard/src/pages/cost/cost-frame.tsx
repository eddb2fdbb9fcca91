import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { costTexts } from '../../texts-cost.ts';
import { BudgetNotice } from './budget-notice.tsx';
import { COST_TABS } from './cost-tabs.ts';

/** What surrounds every page of usage and cost: which one it is. */
export function CostFrame() {
  return (
    <>
      <Tabs label={costTexts.label} tabs={COST_TABS} />
      <BudgetNotice />
      <Outlet />
    </>
  );
}
