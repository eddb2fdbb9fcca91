import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { texts } from '../../texts.ts';
import { ANALYTICS_TABS } from './analytics-tabs.ts';

/** What surrounds every analysis: which one it is. */
export function AnalyticsFrame() {
  return (
    <>
      <Tabs label={texts.rooms.analytics} tabs={ANALYTICS_TABS} />
      <Outlet />
    </>
  );
}
