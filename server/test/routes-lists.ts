import { api, type RouteFixture } from './route-fixture.ts';

/** The route of the installation's lists. */
export function listRoutes(): RouteFixture[] {
  return [{ operation: 'GET /api/v1/tracking/lists', permission: 'lists.read', status: 200, valid: { path: api('/tracking/lists') } }];
}
