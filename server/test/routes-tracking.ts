import { api, type RouteFixture } from './route-fixture.ts';

/** Routes about requests for episodes and what is counted of them. */
export function trackingRoutes(): RouteFixture[] {
  const request = {
    id: 'new',
    occurredAt: '2026-11-11T10:00:00Z',
    url: 'https://host.example/1.mp3',
    ip: '203.0.113.9',
    userAgent: 'A player',
  };
  return [
    {
      operation: 'POST /api/v1/tracking/requests',
      permission: 'requests.create',
      status: 202,
      valid: { path: api('/tracking/requests'), body: { requests: [request] } },
    },
    {
      operation: 'GET /api/v1/tracking/requests',
      permission: 'requests.list',
      status: 200,
      valid: { path: api('/tracking/requests?fate=download&from=2026-11-01&to=2026-12-01') },
    },
    {
      operation: 'GET /api/v1/tracking/arrivals',
      permission: 'arrivals.read',
      status: 200,
      valid: { path: api('/tracking/arrivals?since=2026-11-20T00:00:00Z') },
    },
    {
      operation: 'GET /api/v1/tracking/host-figures',
      permission: 'host_figures.read',
      status: 200,
      valid: { path: api('/tracking/host-figures?limit=1') },
    },
    {
      operation: 'PUT /api/v1/tracking/host-figures',
      permission: 'host_figures.write',
      status: 200,
      valid: { path: api('/tracking/host-figures'), body: { figures: [{ show: 's', day: '2026-11-11', downloads: 7, source: 'a host' }] } },
      audited: 'host_figures.put',
    },
    {
      operation: 'GET /api/v1/tracking/waterfall',
      permission: 'attribution.read',
      status: 200,
      valid: { path: api('/tracking/waterfall?from=2026-11-01&to=2026-12-01') },
    },
  ];
}
