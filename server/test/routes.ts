import type { Operation } from '../src/tenants/authorize.ts';
import type { World } from './world.ts';

/** One request: its path under the server's address, and its body. */
export interface Request {
  path: string;
  body?: unknown;
}

/** How one operation of the OpenAPI document is used, well and badly. */
export interface RouteFixture {
  /** Method and path as the document names them. */
  operation: string;
  /** What the caller must be allowed; undefined where anybody is. */
  permission?: Operation;
  /** The status of a request that succeeds. */
  status: number;
  valid: Request;
  /** The same for an id the tenant never had, and for one of another tenant. Absent where the id is the caller's to choose. */
  absent?: Request;
  foreign?: Request;
  /** A path whose id cannot be one. */
  malformed?: string;
  /** The action of the audit row that the valid request writes. */
  audited?: string;
}

const api = (path: string) => `/api/v1${path}`;
const LONG = 'x'.repeat(201);
const NOBODY = '01a213e7-890d-7f87-9b32-3881f0d89edc';
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

function titleRoutes(): RouteFixture[] {
  return ['shows', 'episodes'].flatMap((noun): RouteFixture[] => [
    { operation: `GET /api/v1/${noun}`, permission: 'catalog.read', status: 200, valid: { path: api(`/${noun}${page}`) } },
    {
      operation: `PUT /api/v1/${noun}/{key}`,
      permission: 'catalog.write',
      status: 200,
      valid: { path: api(`/${noun}/put`), body: { name: 'A name' } },
      malformed: api(`/${noun}/${LONG}`),
      audited: noun === 'shows' ? 'show.put' : 'episode.put',
    },
  ]);
}

function securityRoutes({ mine, theirs }: World): RouteFixture[] {
  const key = (id: string) => api(`/security/api-keys/${id}`);
  return [
    { operation: 'GET /api/v1/security/api-keys', permission: 'api_keys.read', status: 200, valid: { path: api('/security/api-keys') } },
    {
      operation: 'POST /api/v1/security/api-keys',
      permission: 'api_keys.write',
      status: 201,
      valid: { path: api('/security/api-keys'), body: { name: 'A key', scopes: ['read'] } },
      audited: 'api_key.create',
    },
    {
      operation: 'DELETE /api/v1/security/api-keys/{id}',
      permission: 'api_keys.write',
      status: 204,
      valid: { path: key(mine.unusedKeyId) },
      absent: { path: key(NOBODY) },
      foreign: { path: key(theirs.unusedKeyId) },
      malformed: key('not-a-uuid'),
      audited: 'api_key.revoke',
    },
    {
      operation: 'POST /api/v1/security/sessions',
      status: 201,
      valid: { path: api('/security/sessions'), body: { apiKey: mine.apiKey } },
    },
    { operation: 'GET /api/v1/security/sessions/current', status: 200, valid: { path: api('/security/sessions/current') } },
    { operation: 'DELETE /api/v1/security/sessions/current', status: 204, valid: { path: api('/security/sessions/current') } },
  ];
}

function attributionRoutes({ mine, theirs }: World): RouteFixture[] {
  const explanation = (id: string) => api(`/attribution/conversions/${encodeURIComponent(id)}/explanation`);
  const path = { touchpoints: [{ key: 'a', occurredAt: '2026-11-01T00:00:00Z' }], convertedAt: '2026-11-02T00:00:00Z', valueMinor: 100 };
  const read = { permission: 'attribution.read', status: 200 } as const;
  return [
    { operation: 'GET /api/v1/attribution/models', ...read, valid: { path: api('/attribution/models') } },
    { operation: 'POST /api/v1/attribution/credit', ...read, valid: { path: api('/attribution/credit'), body: { paths: [path] } } },
    { operation: 'GET /api/v1/attribution/report', ...read, valid: { path: api('/attribution/report?groupBy=show') } },
    { operation: 'GET /api/v1/attribution/compare', ...read, valid: { path: api('/attribution/compare?lookbackDays=60') } },
    { operation: 'GET /api/v1/attribution/status', ...read, valid: { path: api('/attribution/status') } },
    {
      operation: 'GET /api/v1/attribution/conversions/{id}/explanation',
      ...read,
      valid: { path: explanation(mine.conversion) },
      absent: { path: explanation('never') },
      foreign: { path: explanation(theirs.conversion) },
      malformed: explanation(LONG),
    },
  ];
}

/** Every route there is; a test that walks the OpenAPI document fails for one that is missing here. */
export function routeFixtures(world: World): RouteFixture[] {
  return [
    { operation: 'GET /health', status: 200, valid: { path: '/health' } },
    { operation: 'GET /ready', status: 200, valid: { path: '/ready' } },
    ...ingestRoutes(world),
    ...campaignRoutes(world),
    ...titleRoutes(),
    ...securityRoutes(world),
    ...attributionRoutes(world),
  ];
}

/** The method of an operation, such as GET. */
export function methodOf({ operation }: RouteFixture): string {
  return operation.slice(0, operation.indexOf(' '));
}
