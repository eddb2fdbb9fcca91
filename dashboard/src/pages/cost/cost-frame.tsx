import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { paths } from '../../paths.ts';
import { costTexts } from '../../texts-cost.ts';

const TABS = [
  { to: paths.cost, name: costTexts.tabs.usage, exact: true },
  { to: paths.costLimits, name: costTexts.tabs.limits },
];

/** What surrounds every page of usage and cost: which one it is. */
export function CostFrame() {
  return (
    <>
      <Tabs label={costTexts.label} tabs={TABS} />
      <Outlet />
    </>
  );
}
