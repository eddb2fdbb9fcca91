import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { analyticsTexts } from '../../texts-analytics.ts';
import { ANALYTICS_TABS } from './analytics-tabs.ts';

/** What surrounds every analysis: which one it is. */
export function AnalyticsFrame() {
  return (
    <>
      <Tabs label={analyticsTexts.label} tabs={ANALYTICS_TABS} />
      <Outlet />
    </>
  );
}
