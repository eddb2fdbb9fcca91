import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

export function sharingRoutes({ mine, theirs }: World): RouteFixture[] {
  const links = api('/attribution/report-links');
  return [
    {
      operation: 'POST /api/v1/attribution/report-links',
      permission: 'report_links.write',
      status: 201,
      valid: { path: links, body: { title: 'For the sponsor', expiresInDays: 7, report: { models: ['linear'], days: 30 } } },
      audited: 'report_link.create',
    },
    {
      operation: 'GET /api/v1/attribution/report-links',
      permission: 'report_links.read',
      status: 200,
      valid: { path: `${links}?limit=1` },
    },
    {
      operation: 'DELETE /api/v1/attribution/report-links/{id}',
      permission: 'report_links.write',
      status: 204,
      valid: { path: `${links}/${mine.reportLink}` },
      absent: { path: `${links}/${NOBODY}` },
      foreign: { path: `${links}/${theirs.reportLink}` },
      malformed: `${links}/not-an-id`,
      audited: 'report_link.revoke',
    },
  ];
}
