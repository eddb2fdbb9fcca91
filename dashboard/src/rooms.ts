/** Every room that needs a session, by what fetches it. */
export const rooms = {
  overview: () => import('./pages/attribution/overview.tsx'),
  compare: () => import('./pages/attribution/compare.tsx'),
  conversions: () => import('./pages/tracking/conversions.tsx'),
  settingsFrame: () => import('./pages/tenants/settings-frame.tsx'),
  general: () => import('./pages/tenants/general.tsx'),
  usage: () => import('./pages/tenants/usage.tsx'),
  members: () => import('./pages/tenants/members.tsx'),
  apiKeys: () => import('./pages/tenants/api-keys.tsx'),
  serviceAccounts: () => import('./pages/tenants/service-accounts.tsx'),
  auditLog: () => import('./pages/security/audit-log.tsx'),
  securityEvents: () => import('./pages/security/events.tsx'),
  webhooks: () => import('./pages/security/webhooks.tsx'),
  sharing: () => import('./pages/tenants/sharing.tsx'),
  shareReport: () => import('./pages/tenants/share-report.tsx'),
  applications: () => import('./pages/security/applications.tsx'),
  singleSignOn: () => import('./pages/security/sso.tsx'),
  privacyRequests: () => import('./pages/privacy/requests.tsx'),
  privacyRequest: () => import('./pages/privacy/request.tsx'),
  account: () => import('./pages/security/account.tsx'),
  conversion: () => import('./pages/attribution/conversion.tsx'),
  catalogFrame: () => import('./pages/catalog/catalog-frame.tsx'),
  campaigns: () => import('./pages/catalog/campaigns.tsx'),
  campaign: () => import('./pages/catalog/campaign.tsx'),
  placement: () => import('./pages/catalog/placement.tsx'),
  shows: () => import('./pages/catalog/shows.tsx'),
  show: () => import('./pages/catalog/show.tsx'),
  files: () => import('./pages/catalog/files.tsx'),
  advertisers: () => import('./pages/catalog/advertisers.tsx'),
  trackingFrame: () => import('./pages/tracking/tracking-frame.tsx'),
  waterfall: () => import('./pages/tracking/waterfall.tsx'),
  tags: () => import('./pages/tracking/tags.tsx'),
  lists: () => import('./pages/tracking/lists.tsx'),
  sources: () => import('./pages/tracking/sources.tsx'),
  surveys: () => import('./pages/tracking/surveys.tsx'),
  source: () => import('./pages/tracking/source.tsx'),
} as const;

/** Fetches every room ahead, so that each opens at once, and says what is wrong itself when the server is away. */
export function loadRooms(): void {
  void Promise.allSettled(Object.values(rooms).map((load): Promise<unknown> => load()));
}
