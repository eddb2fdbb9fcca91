import { api, type RouteFixture } from './route-fixture.ts';
import { aircheckRoutes } from './routes-airchecks.ts';
import { aiRoutes } from './routes-ai.ts';
import { bookingRoutes } from './routes-bookings.ts';
import { allocationRoutes } from './routes-allocations.ts';
import { budgetRoutes } from './routes-budgets.ts';
import { costRoutes } from './routes-cost.ts';
import { surveyRoutes, tagRoutes } from './routes-tags.ts';
import { keyRoutes } from './routes-keys.ts';
import { membershipRoutes } from './routes-members.ts';
import { peopleRoutes } from './routes-people.ts';
import { platformRoutes } from './routes-platform.ts';
import { tenantsRoutes } from './routes-tenants.ts';
import { shareRoutes } from './routes-shares.ts';
import { auditRoutes } from './routes-audit.ts';
import { accountDataRoutes, privacyRoutes } from './routes-privacy.ts';
import { oauthClientRoutes, oauthConsentRoutes } from './routes-oauth.ts';
import { ssoRoutes } from './routes-sso.ts';
import { listRoutes } from './routes-lists.ts';
import { deliveryRoutes, sourceRoutes, viewCountRoutes } from './routes-sources.ts';
import { showRoutes } from './routes-shows.ts';
import { trackingRoutes } from './routes-tracking.ts';
import { runRoutes } from './routes-runs.ts';
import { modelRoutes } from './routes-models.ts';
import { experimentRoutes } from './routes-experiments.ts';
import { explanationLinkRoutes } from './routes-explanations.ts';
import { importFileRoutes } from './routes-imports.ts';
import { sharingRoutes } from './routes-sharing.ts';
import { anomalyRoutes } from './routes-anomalies.ts';
import { limitRoutes } from './routes-limits.ts';
import { usageRoutes } from './routes-usage.ts';
import { insightRoutes } from './routes-insights.ts';
import { predictionRoutes } from './routes-predictions.ts';
import { recommendationRoutes } from './routes-recommendations.ts';
import { transcriptionRoutes } from './routes-transcriptions.ts';
import { transcriptRoutes } from './routes-transcripts.ts';
import { validationRoutes } from './routes-validations.ts';
import { vendorReportRoutes } from './routes-vendor-reports.ts';
import { webhookRoutes } from './routes-webhooks.ts';
import type { World } from './world.ts';

const LONG = 'x'.repeat(201);
const event = { occurredAt: '2026-11-11T10:00:00Z', identity: { userId: 'u-2' } };
const refund = { refunds: [{ id: 'refund', occurredAt: '2026-11-12T10:00:00Z', valueMinor: 100 }] };
const page = '?limit=1';

function ingestRoutes({ mine, theirs }: World): RouteFixture[] {
  const refunds = (id: string) => api(`/conversions/${encodeURIComponent(id)}/refunds`);
  return [
    {
      operation: 'POST /api/v1/touchpoints',
      permission: 'touchpoints.create',
      status: 202,
      valid: { path: api('/touchpoints'), body: { touchpoints: [{ id: 'new', kind: 'click', ...event }] } },
    },
    {
      operation: 'POST /api/v1/conversions',
      permission: 'conversions.create',
      status: 202,
      valid: { path: api('/conversions'), body: { conversions: [{ id: 'new', kind: 'lead', ...event }] } },
    },
    { operation: 'GET /api/v1/conversions', permission: 'conversions.list', status: 200, valid: { path: api(`/conversions${page}`) } },
    {
      operation: 'POST /api/v1/conversions/{id}/refunds',
      permission: 'refunds.create',
      status: 202,
      valid: { path: refunds(mine.conversion), body: refund },
      absent: { path: refunds('never'), body: refund },
      foreign: { path: refunds(theirs.conversion), body: refund },
      malformed: refunds(LONG),
      audited: 'conversion.refund',
    },
  ];
}

function campaignRoutes({ mine, theirs }: World): RouteFixture[] {
  const of = (key: string, rest = '') => api(`/campaigns/${encodeURIComponent(key)}${rest}`);
  return [
    { operation: 'GET /api/v1/campaigns', permission: 'catalog.read', status: 200, valid: { path: api(`/campaigns${page}`) } },
    {
      operation: 'GET /api/v1/campaigns/{key}',
      permission: 'catalog.read',
      status: 200,
      valid: { path: of(mine.campaign) },
      absent: { path: of('never') },
      foreign: { path: of(theirs.campaign) },
      malformed: of(LONG),
    },
    {
      operation: 'PUT /api/v1/campaigns/{key}',
      permission: 'catalog.write',
      status: 200,
      valid: { path: of('put'), body: { name: 'A name', spendMinor: 5, currency: 'EUR' } },
      malformed: of(LONG),
      audited: 'campaign.put',
    },
    {
      operation: 'GET /api/v1/campaigns/{key}/codes',
      permission: 'catalog.read',
      status: 200,
      valid: { path: of(mine.campaign, '/codes') },
      absent: { path: of('never', '/codes') },
      foreign: { path: of(theirs.campaign, '/codes') },
      malformed: of(LONG, '/codes'),
    },
    {
      operation: 'PUT /api/v1/campaigns/{key}/codes/{code}',
      permission: 'catalog.write',
      status: 200,
      valid: { path: of(mine.campaign, '/codes/spare'), body: { show: 'a-show' } },
      malformed: of(mine.campaign, `/codes/${LONG}`),
      audited: 'promo_code.put',
    },
    {
      operation: 'DELETE /api/v1/campaigns/{key}/codes/{code}',
      permission: 'catalog.write',
      status: 204,
      valid: { path: of(mine.campaign, `/codes/${mine.code}`) },
      absent: { path: of('never', '/codes/NEVER') },
      foreign: { path: of(theirs.campaign, `/codes/${theirs.code}`) },
      malformed: of(mine.campaign, `/codes/${LONG}`),
      audited: 'promo_code.delete',
    },
  ];
}

/** What one campaign, and one show, is credited with. */
function creditsOfOne({ mine, theirs }: Pick<World, 'mine' | 'theirs'>, read: Pick<RouteFixture, 'permission' | 'status'>): RouteFixture[] {
  return [
    {
      operation: 'GET /api/v1/attribution/campaigns/{key}/credit',
      ...read,
      valid: { path: api(`/attribution/campaigns/${mine.campaign}/credit?groupBy=day`) },
      absent: { path: api('/attribution/campaigns/never/credit') },
      foreign: { path: api(`/attribution/campaigns/${theirs.campaign}/credit`) },
      malformed: api(`/attribution/campaigns/${LONG}/credit`),
    },
    {
      operation: 'GET /api/v1/attribution/shows/{key}/credit',
      ...read,
      valid: { path: api(`/attribution/shows/${mine.show}/credit?groupBy=episode`) },
      absent: { path: api('/attribution/shows/never/credit') },
      foreign: { path: api(`/attribution/shows/${theirs.show}/credit`) },
      malformed: api(`/attribution/shows/${LONG}/credit`),
    },
  ];
}

function attributionRoutes({ mine, theirs }: World): RouteFixture[] {
  const explanation = (id: string) => api(`/attribution/conversions/${encodeURIComponent(id)}/explanation`);
  const history = (id: string) => api(`/attribution/conversions/${encodeURIComponent(id)}/history`);
  const path = { touchpoints: [{ key: 'a', occurredAt: '2026-11-01T00:00:00Z' }], convertedAt: '2026-11-02T00:00:00Z', valueMinor: 100 };
  const read = { permission: 'attribution.read', status: 200 } as const;
  return [
    { operation: 'GET /api/v1/attribution/models', ...read, valid: { path: api('/attribution/models') } },
    { operation: 'POST /api/v1/attribution/credit', ...read, valid: { path: api('/attribution/credit'), body: { paths: [path] } } },
    { operation: 'GET /api/v1/attribution/report', ...read, valid: { path: api('/attribution/report?groupBy=show') } },
    ...creditsOfOne({ mine, theirs }, read),
    { operation: 'GET /api/v1/attribution/compare', ...read, valid: { path: api('/attribution/compare?lookbackDays=60') } },
    { operation: 'GET /api/v1/attribution/placebo', ...read, valid: { path: api('/attribution/placebo') } },
    {
      operation: 'GET /api/v1/attribution/promo-swap',
      ...read,
      valid: { path: api('/attribution/promo-swap?showA=a&showB=b&promoOfA=c&promoOfB=d') },
    },
    { operation: 'GET /api/v1/attribution/analytics/reach', ...read, valid: { path: api('/attribution/analytics/reach?groupBy=country') } },
    { operation: 'GET /api/v1/attribution/analytics/lag', ...read, valid: { path: api('/attribution/analytics/lag?groupBy=show') } },
    { operation: 'GET /api/v1/attribution/analytics/overlap', ...read, valid: { path: api('/attribution/analytics/overlap') } },
    { operation: 'GET /api/v1/attribution/analytics/cohorts', ...read, valid: { path: api('/attribution/analytics/cohorts') } },
    { operation: 'GET /api/v1/attribution/analytics/leakage', ...read, valid: { path: api('/attribution/analytics/leakage') } },
    {
      operation: 'GET /api/v1/attribution/analytics/surveys',
      ...read,
      valid: { path: api('/attribution/analytics/surveys?from=2026-11-01&to=2026-11-20') },
    },
    { operation: 'GET /api/v1/attribution/analytics/paths', ...read, valid: { path: api('/attribution/analytics/paths?limit=5') } },
    { operation: 'GET /api/v1/attribution/status', ...read, valid: { path: api('/attribution/status') } },
    {
      operation: 'GET /api/v1/attribution/conversions/{id}/explanation',
      ...read,
      valid: { path: explanation(mine.conversion) },
      absent: { path: explanation('never') },
      foreign: { path: explanation(theirs.conversion) },
      malformed: explanation(LONG),
    },
    { operation: 'GET /api/v1/attribution/check', ...read, valid: { path: api('/attribution/check') } },
    { operation: 'GET /api/v1/attribution/restatements', ...read, valid: { path: api('/attribution/restatements?limit=5') } },
    {
      operation: 'GET /api/v1/attribution/conversions/{id}/history',
      ...read,
      valid: { path: history(mine.conversion) },
      absent: { path: history('never') },
      foreign: { path: history(theirs.conversion) },
      malformed: history(LONG),
    },
  ];
}

/** Every route there is; a test that walks the OpenAPI document fails for one that is missing here. */
export function routeFixtures(world: World): RouteFixture[] {
  return [
    { operation: 'GET /health', status: 200, valid: { path: '/health' } },
    { operation: 'GET /ready', status: 200, valid: { path: '/ready' } },
    ...ingestRoutes(world),
    ...listRoutes(),
    ...deliveryRoutes(world),
    ...sourceRoutes(world),
    ...viewCountRoutes(),
    ...campaignRoutes(world),
    ...bookingRoutes(world),
    ...showRoutes(world),
    ...peopleRoutes(world),
    ...keyRoutes(world),
    ...tenantsRoutes(world),
    ...platformRoutes(world),
    ...auditRoutes(),
    ...webhookRoutes(world),
    ...runRoutes(world),
    ...modelRoutes(world),
    ...experimentRoutes(world),
    ...validationRoutes(world),
    ...anomalyRoutes(world),
    ...insightRoutes(world),
    ...usageRoutes(world),
    ...limitRoutes(world),
    ...predictionRoutes(world),
    ...recommendationRoutes(world),
    ...costRoutes(world),
    ...allocationRoutes(world),
    ...budgetRoutes(world),
    ...transcriptRoutes(world),
    ...transcriptionRoutes(world),
    ...aircheckRoutes(world),
    ...explanationLinkRoutes(world),
    ...sharingRoutes(world),
    ...importFileRoutes(world),
    ...vendorReportRoutes(world),
    ...membershipRoutes(world),
    ...oauthClientRoutes(world),
    ...oauthConsentRoutes(world),
    ...ssoRoutes(world),
    ...trackingRoutes(),
    ...attributionRoutes(world),
    ...tagRoutes(world),
    ...surveyRoutes(world),
    ...shareRoutes(world),
    ...privacyRoutes(world),
    ...accountDataRoutes(world),
    ...aiRoutes(),
  ];
}

/** The method of an operation, such as GET. */
export function methodOf({ operation }: RouteFixture): string {
  return operation.slice(0, operation.indexOf(' '));
}
