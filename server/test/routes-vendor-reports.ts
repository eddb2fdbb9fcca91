import { api, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** The report of another vendor that each tenant of the world has, and one more to be deleted. */
export const VENDOR_REPORT = {
  vendor: 'spotify',
  from: '2026-07-01',
  to: '2026-08-01',
  groupBy: 'campaign',
  rows: [{ name: 'a', leads: 1 }],
};

export function vendorReportRoutes({ mine, theirs }: World): RouteFixture[] {
  const at = (key: string) => api(`/attribution/vendor-reports/${key}`);
  const long = 'x'.repeat(201);
  return [
    {
      operation: 'GET /api/v1/attribution/vendor-reports',
      permission: 'attribution.read',
      status: 200,
      valid: { path: api('/attribution/vendor-reports?limit=1') },
    },
    {
      operation: 'GET /api/v1/attribution/vendor-reports/{key}',
      permission: 'attribution.read',
      status: 200,
      valid: { path: at(mine.campaign) },
      absent: { path: at('never') },
      foreign: { path: at(theirs.campaign) },
      malformed: at(long),
    },
    {
      operation: 'PUT /api/v1/attribution/vendor-reports/{key}',
      permission: 'vendor_reports.write',
      status: 200,
      valid: { path: at('put'), body: VENDOR_REPORT },
      malformed: at(long),
      audited: 'vendor_report.put',
    },
    {
      operation: 'DELETE /api/v1/attribution/vendor-reports/{key}',
      permission: 'vendor_reports.write',
      status: 204,
      valid: { path: at(`spare-${mine.campaign}`) },
      absent: { path: at('never') },
      foreign: { path: at(theirs.campaign) },
      malformed: at(long),
      audited: 'vendor_report.delete',
    },
  ];
}
