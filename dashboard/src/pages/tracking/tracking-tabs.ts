import { paths } from '../../paths.ts';
import { requestTexts } from '../../texts-requests.ts';
import { setUpTexts } from '../../texts-set-up.ts';
import { trackingTexts } from '../../texts-tracking.ts';

const { tabs } = trackingTexts;

/** The pages of this room, for everybody. */
export const TRACKING_TABS = [
  { to: paths.waterfall, name: tabs.waterfall },
  { to: paths.requests, name: requestTexts.tab },
  { to: paths.tags, name: tabs.tags },
  { to: paths.surveys, name: tabs.surveys },
  { to: paths.promoSwap, name: tabs.promoSwap },
  { to: paths.vendorReports, name: tabs.vendors, also: paths.vendorReports },
  { to: paths.lists, name: tabs.lists },
  { to: paths.setUp, name: setUpTexts.tab },
] as const;

/** Those that administrators have besides. */
export const TRACKING_ADMINISTRATION_TABS = [
  { to: paths.sources, name: tabs.sources },
  { to: paths.deliveries, name: tabs.deliveries },
] as const;
