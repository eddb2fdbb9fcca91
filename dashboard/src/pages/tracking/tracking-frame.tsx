import { Outlet } from '@tanstack/react-router';
import { useMay } from '../../components/may.ts';
import { Tabs } from '../../components/tabs.tsx';
import { trackingTexts } from '../../texts-tracking.ts';
import { TRACKING_ADMINISTRATION_TABS, TRACKING_TABS } from './tracking-tabs.ts';

/** What surrounds every page of tracking: which one it is, among those that the role opens. */
export function TrackingFrame() {
  const mayAdminister = useMay('administer');
  return (
    <>
      <Tabs label={trackingTexts.label} tabs={[...TRACKING_TABS, ...(mayAdminister ? TRACKING_ADMINISTRATION_TABS : [])]} />
      <Outlet />
    </>
  );
}
