import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

export function explanationLinkRoutes({ mine, theirs }: World): RouteFixture[] {
  const of = (id: string) => api(`/attribution/conversions/${encodeURIComponent(id)}/explanation-links`);
  const at = (id: string) => api(`/attribution/explanation-links/${id}`);
  const body = { model: 'linear', expiresInDays: 7, note: 'For the review.' };
  return [
    {
      operation: 'POST /api/v1/attribution/conversions/{id}/explanation-links',
      permission: 'explanation_links.write',
      status: 201,
      valid: { path: of(`${mine.conversion}/free`), body },
      absent: { path: of('never'), body },
      foreign: { path: of(`${theirs.conversion}/free`), body },
      malformed: of('x'.repeat(201)),
      audited: 'explanation_link.create',
    },
    {
      operation: 'GET /api/v1/attribution/explanation-links',
      permission: 'explanation_links.read',
      status: 200,
      valid: { path: api('/attribution/explanation-links?limit=1') },
    },
    {
      operation: 'DELETE /api/v1/attribution/explanation-links/{id}',
      permission: 'explanation_links.write',
      status: 204,
      valid: { path: at(mine.explanationLink) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.explanationLink) },
      malformed: at('not-an-id'),
      audited: 'explanation_link.revoke',
    },
  ];
}
