import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

function givenRoutes({ mine, shares }: World): RouteFixture[] {
  const of = (id: string, rest = '') => api(`/shares/${id}${rest}`);
  const offer = { campaign: mine.campaign, partner: 'A partner', expiresAt: '2027-01-01T00:00:00Z' };
  return [
    { operation: 'GET /api/v1/shares', permission: 'shares.read', status: 200, valid: { path: api('/shares?limit=1') } },
    {
      operation: 'POST /api/v1/shares',
      permission: 'shares.write',
      status: 201,
      valid: { path: api('/shares'), body: offer },
      absent: { path: api('/shares'), body: { ...offer, campaign: 'never' } },
      foreign: { path: api('/shares'), body: { ...offer, campaign: 'of-theirs' } },
      audited: 'share.create',
    },
    {
      operation: 'GET /api/v1/shares/{id}',
      permission: 'shares.read',
      status: 200,
      valid: { path: of(shares.given) },
      absent: { path: of(NOBODY) },
      foreign: { path: of(shares.received) },
      malformed: of('not-a-uuid'),
    },
    {
      operation: 'DELETE /api/v1/shares/{id}',
      permission: 'shares.write',
      status: 204,
      valid: { path: of(shares.toRevoke) },
      absent: { path: of(NOBODY) },
      foreign: { path: of(shares.received) },
      malformed: of('not-a-uuid'),
      audited: 'share.revoke',
    },
  ];
}

function figureRoutes({ shares }: World): RouteFixture[] {
  const of = (id: string, rest = '') => api(`/shares/${id}${rest}`);
  return [
    {
      operation: 'GET /api/v1/shares/{id}/report',
      permission: 'shares.read',
      status: 200,
      valid: { path: of(shares.received, '/report?groupBy=show') },
      absent: { path: of(NOBODY, '/report') },
      foreign: { path: of(shares.foreign, '/report') },
      isShared: true,
      malformed: of('not-a-uuid', '/report'),
      audited: 'share.read',
    },
    {
      operation: 'GET /api/v1/shares/{id}/manifest',
      permission: 'shares.read',
      status: 200,
      valid: { path: of(shares.matching, '/manifest') },
      absent: { path: of(NOBODY, '/manifest') },
      foreign: { path: of(shares.foreign, '/manifest') },
      malformed: of('not-a-uuid', '/manifest'),
      isShared: true,
    },
    {
      operation: 'GET /api/v1/shares/report',
      permission: 'shares.read',
      status: 200,
      valid: { path: api('/shares/report') },
      audited: 'share.read',
    },
  ];
}

function receivedRoutes({ shares }: World): RouteFixture[] {
  const of = (id: string, rest = '') => api(`/shares/received/${id}${rest}`);
  return [
    { operation: 'GET /api/v1/shares/received', permission: 'shares.read', status: 200, valid: { path: api('/shares/received') } },
    {
      operation: 'POST /api/v1/shares/received',
      permission: 'shares.write',
      status: 201,
      valid: { path: api('/shares/received'), body: { code: shares.code } },
      audited: 'share.claim',
    },
    {
      operation: 'GET /api/v1/shares/received/{id}',
      permission: 'shares.read',
      status: 200,
      valid: { path: of(shares.received) },
      absent: { path: of(NOBODY) },
      foreign: { path: of(shares.foreign) },
      malformed: of('not-a-uuid'),
    },
    {
      operation: 'PUT /api/v1/shares/received/{id}/acceptance',
      permission: 'shares.write',
      status: 200,
      valid: { path: of(shares.offered, '/acceptance'), body: {} },
      absent: { path: of(NOBODY, '/acceptance'), body: {} },
      foreign: { path: of(shares.foreign, '/acceptance'), body: {} },
      malformed: of('not-a-uuid', '/acceptance'),
      audited: 'share.accept',
    },
    {
      operation: 'DELETE /api/v1/shares/received/{id}',
      permission: 'shares.write',
      status: 204,
      valid: { path: of(shares.toDecline) },
      absent: { path: of(NOBODY) },
      foreign: { path: of(shares.foreign) },
      malformed: of('not-a-uuid'),
      audited: 'share.decline',
    },
  ];
}

/** Every route under /shares. */
export function shareRoutes(world: World): RouteFixture[] {
  return [...givenRoutes(world), ...figureRoutes(world), ...receivedRoutes(world)];
}
