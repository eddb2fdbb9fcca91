import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { paths } from '../../paths.ts';
import { analyticsTexts } from '../../texts-analytics.ts';

const { tabs } = analyticsTexts;
const TABS = [
  { to: paths.reach, name: tabs.reach },
  { to: paths.lag, name: tabs.lag },
  { to: paths.journeys, name: tabs.paths },
  { to: paths.overlap, name: tabs.overlap },
  { to: paths.cohorts, name: tabs.cohorts },
  { to: paths.codeLeaks, name: tabs.codes },
];

/** What surrounds every analysis: which one it is. */
export function AnalyticsFrame() {
  return (
    <>
      <Tabs label={analyticsTexts.label} tabs={TABS} />
      <Outlet />
    </>
  );
}
