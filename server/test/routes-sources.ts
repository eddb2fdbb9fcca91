import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** The routes of what sources delivered. */
export function deliveryRoutes({ mine, theirs }: World): RouteFixture[] {
  const path = (id: string, rest = '') => api(`/tracking/deliveries/${id}${rest}`);
  const on = (operation: string, rest = '', body?: object) => ({
    operation: `${operation} /api/v1/tracking/deliveries/{id}${rest}`,
    valid: { path: path(mine.delivery, rest), body },
    absent: { path: path(NOBODY, rest), body },
    foreign: { path: path(theirs.delivery, rest), body },
    malformed: path('not-a-uuid', rest),
  });
  const read = { permission: 'deliveries.read', status: 200 } as const;
  return [
    { operation: 'GET /api/v1/tracking/deliveries', ...read, valid: { path: api('/tracking/deliveries?limit=1') } },
    { ...on('GET'), ...read },
    { ...on('GET', '/content'), permission: 'deliveries.open', status: 200, audited: 'delivery.open' },
    { ...on('POST', '/replay', {}), permission: 'deliveries.replay', status: 200, audited: 'delivery.replay' },
  ];
}

/** The routes of view counts. */
export function viewCountRoutes(): RouteFixture[] {
  const count = { platform: 'youtube', show: 'a-show', day: '2026-11-10', views: 5 };
  const valid = { path: api('/tracking/view-counts'), body: { counts: [count] } };
  return [
    {
      operation: 'GET /api/v1/tracking/view-counts',
      permission: 'view_counts.read',
      status: 200,
      valid: { path: api('/tracking/view-counts?limit=1') },
    },
    { operation: 'PUT /api/v1/tracking/view-counts', permission: 'view_counts.write', status: 200, valid, audited: 'view_counts.put' },
  ];
}

/** The routes of sources. */
export function sourceRoutes({ mine, theirs }: World): RouteFixture[] {
  const path = (key: string, rest = '') => api(`/tracking/sources/${key}${rest}`);
  const on = (operation: string, rest = '', body?: object) => ({
    operation: `${operation} /api/v1/tracking/sources/{key}${rest}`,
    valid: { path: path(mine.source, rest), body },
    absent: { path: path('never', rest), body },
    foreign: { path: path(theirs.source, rest), body },
    malformed: path('Not%20a%20key', rest),
  });
  const read = { permission: 'sources.read', status: 200 } as const;
  const write = { permission: 'sources.write' } as const;
  return [
    { operation: 'GET /api/v1/tracking/sources', ...read, valid: { path: api('/tracking/sources?limit=1') } },
    {
      operation: 'POST /api/v1/tracking/sources',
      ...write,
      status: 201,
      valid: { path: api('/tracking/sources'), body: { key: 'new-shop', kind: 'woocommerce' } },
      audited: 'source.create',
    },
    { ...on('GET'), ...read },
    { ...on('PUT', '', { name: 'Changed' }), ...write, status: 200, audited: 'source.put' },
    { ...on('POST', '/rotate', { secret: 'another-secret' }), ...write, status: 201, audited: 'source.rotate' },
    { ...on('DELETE'), ...write, status: 204, valid: { path: path(mine.spareSource) }, audited: 'source.delete' },
  ];
}
