import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { texts } from '../../texts.ts';
import { BudgetNotice } from './budget-notice.tsx';
import { COST_TABS } from './cost-tabs.ts';

/** What surrounds every page of usage and cost: which one it is. */
export function CostFrame() {
  return (
    <>
      <Tabs label={texts.rooms.cost} tabs={COST_TABS} />
      <BudgetNotice />
      <Outlet />
    </>
  );
}
