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
  ];
}
