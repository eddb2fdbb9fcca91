import { Outlet } from '@tanstack/react-router';
import { Tabs } from '../../components/tabs.tsx';
import { paths } from '../../paths.ts';
import { insightTexts } from '../../texts-insights.ts';

const TABS = [{ to: paths.findings, name: insightTexts.room }];

/** What surrounds every page of findings, forecasts and advice: which one it is. */
export function InsightsFrame() {
  return (
    <>
      <Tabs label={insightTexts.label} tabs={TABS} />
      <Outlet />
    </>
  );
}
