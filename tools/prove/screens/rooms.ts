import type { APIRequestContext } from 'playwright-core';

/** A picture: the name of its file, the address, and where that holds a `$`, which list of the API names the thing. */
export interface Screen {
  name: string;
  path: string;
  /** The list, and what of its first item stands in the address. */
  first?: readonly [list: string, field: 'id' | 'key'];
}

/** Every room that somebody who is signed in to a tenant has. */
export const SCREENS: readonly Screen[] = [
  { name: 'overview', path: '/' },
  { name: 'first-steps', path: '/first-steps' },
  { name: 'compare', path: '/compare' },
  { name: 'experiments', path: '/experiments' },
  { name: 'conversions', path: '/conversions' },
  { name: 'conversion', path: '/conversions/$', first: ['conversions?kind=purchase', 'id'] },
  { name: 'models', path: '/models' },
  { name: 'models-own', path: '/models/own/$', first: ['attribution/models', 'key'] },
  { name: 'models-runs', path: '/models/runs' },
  { name: 'models-run', path: '/models/runs/$', first: ['attribution/runs', 'id'] },
  { name: 'models-fits', path: '/models/fits' },
  { name: 'models-fit', path: '/models/fits/$', first: ['attribution/fits', 'id'] },
  { name: 'models-validations', path: '/models/validations' },
  { name: 'models-validation', path: '/models/validations/$', first: ['attribution/validations', 'id'] },
  { name: 'analyses-reach', path: '/analytics/reach' },
  { name: 'analyses-lag', path: '/analytics/lag' },
  { name: 'analyses-paths', path: '/analytics/paths' },
  { name: 'analyses-overlap', path: '/analytics/overlap' },
  { name: 'analyses-cohorts', path: '/analytics/cohorts' },
  { name: 'analyses-codes', path: '/analytics/codes' },
  { name: 'insights', path: '/insights/findings' },
  { name: 'insights-recommendations', path: '/insights/recommendations' },
  { name: 'insights-anomalies', path: '/insights/anomalies' },
  { name: 'insights-predictions', path: '/insights/predictions' },
  { name: 'insights-prediction', path: '/insights/predictions/$', first: ['ai/predictions', 'id'] },
  { name: 'catalogue-campaigns', path: '/catalog/campaigns' },
  { name: 'catalogue-campaign', path: '/catalog/campaigns/$', first: ['campaigns', 'key'] },
  { name: 'catalogue-campaign-delivery', path: '/catalog/campaigns/$/delivery', first: ['campaigns', 'key'] },
  { name: 'catalogue-campaign-credit', path: '/catalog/campaigns/$/credit', first: ['campaigns', 'key'] },
  { name: 'catalogue-campaign-codes', path: '/catalog/campaigns/$/codes', first: ['campaigns', 'key'] },
  { name: 'catalogue-placement', path: '/catalog/placements/$', first: ['placements', 'key'] },
  { name: 'catalogue-shows', path: '/catalog/shows' },
  { name: 'catalogue-show', path: '/catalog/shows/$', first: ['shows', 'key'] },
  { name: 'catalogue-advertisers', path: '/catalog/advertisers' },
  { name: 'catalogue-transcripts', path: '/catalog/transcripts' },
  { name: 'catalogue-airchecks', path: '/catalog/airchecks' },
  { name: 'catalogue-files', path: '/catalog/files' },
  { name: 'tracking-set-up', path: '/tracking/set-up' },
  { name: 'tracking-waterfall', path: '/tracking/waterfall' },
  { name: 'tracking-requests', path: '/tracking/requests' },
  { name: 'tracking-tags', path: '/tracking/tags' },
  { name: 'tracking-surveys', path: '/tracking/surveys' },
  { name: 'tracking-promo-swap', path: '/tracking/promo-swap' },
  { name: 'tracking-vendors', path: '/tracking/vendors' },
  { name: 'tracking-lists', path: '/tracking/lists' },
  { name: 'tracking-sources', path: '/tracking/sources' },
  { name: 'tracking-deliveries', path: '/tracking/deliveries' },
  { name: 'data-import', path: '/data/import' },
  { name: 'data-exports', path: '/data/exports' },
  { name: 'cost', path: '/cost' },
  { name: 'cost-bill', path: '/cost/bill' },
  { name: 'cost-prices', path: '/cost/prices' },
  { name: 'cost-savings', path: '/cost/savings' },
  { name: 'cost-budgets', path: '/cost/budgets' },
  { name: 'cost-limits', path: '/cost/limits' },
  { name: 'cost-allocation', path: '/cost/allocation' },
  { name: 'cost-margins', path: '/cost/margins' },
  { name: 'settings-general', path: '/settings/general' },
  { name: 'settings-usage', path: '/settings/usage' },
  { name: 'settings-members', path: '/settings/members' },
  { name: 'settings-keys', path: '/settings/keys' },
  { name: 'settings-service-accounts', path: '/settings/service-accounts' },
  { name: 'settings-applications', path: '/settings/applications' },
  { name: 'settings-sign-on', path: '/settings/sign-on' },
  { name: 'settings-sharing', path: '/settings/sharing' },
  { name: 'settings-privacy', path: '/settings/privacy' },
  { name: 'settings-audit-log', path: '/settings/audit-log' },
  { name: 'settings-events', path: '/settings/events' },
  { name: 'settings-webhooks', path: '/settings/webhooks' },
  { name: 'settings-ai', path: '/settings/ai' },
  { name: 'account', path: '/account' },
];

/** Every room that operators have, by the link that leads to it; the page forgets them when it is loaded anew. */
export const OPERATOR_SCREENS = [
  { name: 'platform-costs', link: 'Costs' },
  { name: 'platform-invoices', link: 'Invoices' },
  { name: 'platform-first-steps', link: 'First steps' },
  { name: 'platform-audit-log', link: 'Audit log' },
  { name: 'platform-flags', link: 'Feature flags' },
  { name: 'platform-tenants', link: 'Tenants' },
  { name: 'platform-tenant', link: 'Demo (simulated data)' },
  { name: 'platform-prices', link: 'What it is asked for each meter' },
] as const;

interface Listed {
  items?: Record<string, unknown>[];
  own?: Record<string, unknown>[];
}

/** The address of a screen; undefined where there is nothing yet that it could show. */
export async function addressOf({ path, first }: Screen, api: APIRequestContext): Promise<string | undefined> {
  if (first === undefined) return path;
  const [list, field] = first;
  const answer = await api.get(`/api/v1/${list}${list.includes('?') ? '&' : '?'}limit=1`);
  const { items = [], own = [] } = (await answer.json()) as Listed;
  const found = (list === 'attribution/models' ? own : items)[0];
  const value = found?.[field] ?? found?.name;
  return typeof value === 'string' ? path.replace('$', encodeURIComponent(value)) : undefined;
}
