import { api, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const LONG = 'x'.repeat(201);
const DETAILS = { name: 'A shop', sites: ['https://shop.example'], paths: [{ path: '/show', campaign: 'autumn' }] };

/** The routes of site tags; the tag of each party has its campaign's key. */
export function tagRoutes({ mine, theirs }: World): RouteFixture[] {
  const of = (key: string) => api(`/tracking/tags/${encodeURIComponent(key)}`);
  const one = (key: string) => ({ absent: { path: of('never') }, foreign: { path: of(key) }, malformed: of(LONG) });
  return [
    { operation: 'GET /api/v1/tracking/tags', permission: 'tags.read', status: 200, valid: { path: api('/tracking/tags?limit=1') } },
    {
      operation: 'GET /api/v1/tracking/tags/{key}',
      permission: 'tags.read',
      status: 200,
      valid: { path: of(mine.campaign) },
      ...one(theirs.campaign),
    },
    {
      operation: 'PUT /api/v1/tracking/tags/{key}',
      permission: 'tags.write',
      status: 200,
      valid: { path: of('put'), body: DETAILS },
      malformed: of(LONG),
      audited: 'site_tag.put',
    },
    {
      operation: 'DELETE /api/v1/tracking/tags/{key}',
      permission: 'tags.write',
      status: 204,
      valid: { path: of(mine.campaign) },
      ...one(theirs.campaign),
      audited: 'site_tag.delete',
    },
  ];
}
