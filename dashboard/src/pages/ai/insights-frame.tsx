import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { insightTexts } from '../../texts-insights.ts';
import { INSIGHTS_TABS } from './insights-tabs.ts';

/** What surrounds every page of findings, forecasts and advice: which one it is. */
export function InsightsFrame() {
  return (
    <>
      <Tabs label={insightTexts.label} tabs={INSIGHTS_TABS} />
      <Outlet />
    </>
  );
}
