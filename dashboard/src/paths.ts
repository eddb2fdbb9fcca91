/** Every address of the dashboard; `$id` and `$key` are the tenant's own words, percent-encoded. */
export const paths = {
  overview: '/',
  guide: '/first-steps',
  signIn: '/sign-in',
  forgottenPassword: '/forgotten-password',
  choosePassword: '/choose-password',
  verifyEmail: '/verify-email',
  account: '/account',
  compare: '/compare',
  experiments: '/experiments',
  experiment: '/experiments/$key',
  conversions: '/conversions',
  conversion: '/conversions/$id',
  models: '/models',
  ownModel: '/models/own/$key',
  runs: '/models/runs',
  run: '/models/runs/$id',
  fits: '/models/fits',
  fit: '/models/fits/$id',
  validations: '/models/validations',
  validation: '/models/validations/$id',
  analytics: '/analytics',
  reach: '/analytics/reach',
  lag: '/analytics/lag',
  journeys: '/analytics/paths',
  overlap: '/analytics/overlap',
  cohorts: '/analytics/cohorts',
  codeLeaks: '/analytics/codes',
  insights: '/insights',
  findings: '/insights/findings',
  recommendations: '/insights/recommendations',
  anomalies: '/insights/anomalies',
  anomaly: '/insights/anomalies/$id',
  predictions: '/insights/predictions',
  prediction: '/insights/predictions/$id',
  costBudgets: '/cost/budgets',
  cost: '/cost',
  costLimits: '/cost/limits',
  bill: '/cost/bill',
  statement: '/cost/statements/$month',
  prices: '/cost/prices',
  savings: '/cost/savings',
  costAllocation: '/cost/allocation',
  costMargins: '/cost/margins',
  catalog: '/catalog',
  campaigns: '/catalog/campaigns',
  campaign: '/catalog/campaigns/$key',
  campaignDelivery: '/catalog/campaigns/$key/delivery',
  campaignCredit: '/catalog/campaigns/$key/credit',
  campaignCodes: '/catalog/campaigns/$key/codes',
  placement: '/catalog/placements/$key',
  shows: '/catalog/shows',
  show: '/catalog/shows/$key',
  advertisers: '/catalog/advertisers',
  transcripts: '/catalog/transcripts',
  transcript: '/catalog/transcripts/$id',
  transcription: '/catalog/transcriptions/$id',
  airchecks: '/catalog/airchecks',
  aircheck: '/catalog/airchecks/$id',
  files: '/catalog/files',
  tracking: '/tracking',
  setUp: '/tracking/set-up',
  waterfall: '/tracking/waterfall',
  requests: '/tracking/requests',
  tags: '/tracking/tags',
  lists: '/tracking/lists',
  sources: '/tracking/sources',
  source: '/tracking/sources/$key',
  surveys: '/tracking/surveys',
  promoSwap: '/tracking/promo-swap',
  vendorReports: '/tracking/vendors',
  vendorReport: '/tracking/vendors/$key',
  deliveries: '/tracking/deliveries',
  settings: '/settings',
  general: '/settings/general',
  usage: '/settings/usage',
  members: '/settings/members',
  apiKeys: '/settings/keys',
  serviceAccounts: '/settings/service-accounts',
  auditLog: '/settings/audit-log',
  securityEvents: '/settings/events',
  webhooks: '/settings/webhooks',
  aiProviders: '/settings/ai',
  sharing: '/settings/sharing',
  shareReport: '/settings/sharing/$id',
  applications: '/settings/applications',
  singleSignOn: '/settings/sign-on',
  privacyRequests: '/settings/privacy',
  privacyRequest: '/settings/privacy/$id',
  invitation: '/invitation',
  platform: '/platform',
  platformCosts: '/platform/costs',
  platformOnboarding: '/platform/first-steps',
  platformInvoices: '/platform/invoices',
  platformInvoice: '/platform/invoices/$id',
  platformTenants: '/platform/tenants',
  platformTenant: '/platform/tenants/$id',
  platformPrices: '/platform/tenants/$id/prices',
  platformFlags: '/platform/flags',
  platformLog: '/platform/audit-log',
} as const;

/** An address that names no single thing. */
export type PlainPath = Exclude<(typeof paths)[keyof typeof paths], `${string}$${string}`>;

/** An address of something that is known by its key. */
export type KeyPath = Extract<(typeof paths)[keyof typeof paths], `${string}$key${string}`>;

const INSIDE = 'http://inside.invalid';

/** Where to go after signing in: an address inside the dashboard, as the browser itself would read it, else the overview. */
export function returnPath(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, INSIDE)) return paths.overview;
  const { origin, pathname, search, hash } = new URL(next, INSIDE);
  const leadsAway = origin !== INSIDE || pathname.startsWith('//') || pathname === paths.signIn;
  return leadsAway ? paths.overview : `${pathname}${search}${hash}`;
}

/** Whether an address is a page that the server makes, such as the consent page: the browser loads it, the dashboard has no room for it. */
export function isServerPage(path: string): boolean {
  return path.startsWith('/oauth/');
}
