import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { texts } from '../../texts.ts';
import { INSIGHTS_TABS } from './insights-tabs.ts';

/** What surrounds every page of findings, forecasts and advice: which one it is. */
export function InsightsFrame() {
  return (
    <>
      <Tabs label={texts.rooms.insights} tabs={INSIGHTS_TABS} />
      <Outlet />
    </>
  );
}
