import { Outlet } from '@tanstack/react-router';
import { useMay } from '../../components/may.ts';
import { Tabs } from '../../components/tabs.tsx';
import { paths } from '../../paths.ts';
import { requestTexts } from '../../texts-requests.ts';
import { trackingTexts } from '../../texts-tracking.ts';

const { tabs } = trackingTexts;
const SEEN_BY_ALL = [
  { to: paths.waterfall, name: tabs.waterfall },
  { to: paths.requests, name: requestTexts.tab },
  { to: paths.tags, name: tabs.tags },
  { to: paths.surveys, name: tabs.surveys },
  { to: paths.promoSwap, name: tabs.promoSwap },
  { to: paths.vendorReports, name: tabs.vendors, also: paths.vendorReports },
  { to: paths.lists, name: tabs.lists },
];
const SEEN_BY_ADMINISTRATORS = [
  { to: paths.sources, name: tabs.sources },
  { to: paths.deliveries, name: tabs.deliveries },
];

/** What surrounds every page of tracking: which one it is, among those that the role opens. */
export function TrackingFrame() {
  const mayAdminister = useMay('administer');
  return (
    <>
      <Tabs label={trackingTexts.label} tabs={[...SEEN_BY_ALL, ...(mayAdminister ? SEEN_BY_ADMINISTRATORS : [])]} />
      <Outlet />
    </>
  );
}
