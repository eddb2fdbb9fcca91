import { CATALOG_TABS } from '../pages/catalog/catalog-tabs.ts';
import { COST_TABS } from '../pages/cost/cost-tabs.ts';
import { INSIGHTS_TABS } from '../pages/ai/insights-tabs.ts';
import { ANALYTICS_TABS } from '../pages/attribution/analytics-tabs.ts';
import { MODELS_TABS } from '../pages/attribution/models-tabs.ts';
import { SETTINGS_TABS } from '../pages/tenants/settings-tabs.ts';
import { DATA_TABS } from '../pages/tracking/data-tabs.ts';
import { TRACKING_ADMINISTRATION_TABS, TRACKING_TABS } from '../pages/tracking/tracking-tabs.ts';
import { paths, type PlainPath } from '../paths.ts';

interface PageLink {
  to: PlainPath;
  name: string;
}

/** The pages inside a room; none where the room is one page. */
export function pagesOf(room: PlainPath, mayAdminister: boolean): readonly PageLink[] {
  const pages: Partial<Record<PlainPath, readonly PageLink[]>> = {
    [paths.analytics]: ANALYTICS_TABS,
    [paths.insights]: INSIGHTS_TABS,
    [paths.models]: MODELS_TABS,
    [paths.catalog]: CATALOG_TABS,
    [paths.tracking]: [...TRACKING_TABS, ...(mayAdminister ? TRACKING_ADMINISTRATION_TABS : [])],
    [paths.data]: DATA_TABS,
    [paths.cost]: COST_TABS,
    [paths.settings]: SETTINGS_TABS,
  };
  return pages[room] ?? [];
}
