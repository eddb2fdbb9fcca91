import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

function linkRoutes({ mine, theirs }: World): RouteFixture[] {
  const links = api('/attribution/report-links');
  return [
    {
      operation: 'POST /api/v1/attribution/report-links',
      permission: 'report_links.write',
      status: 201,
      valid: { path: links, body: { title: 'For the sponsor', expiresInDays: 7, report: { campaign: mine.campaign, days: 30 } } },
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

function viewRoutes({ mine, theirs }: World): RouteFixture[] {
  const views = api('/views');
  return [
    {
      operation: 'GET /api/v1/views',
      permission: 'views.read',
      status: 200,
      valid: { path: views },
    },
    {
      operation: 'POST /api/v1/views',
      permission: 'shared_views.write',
      status: 201,
      valid: { path: views, body: { name: 'Spring', address: '/compare?models=linear,last_touch&days=30', isShared: true } },
      audited: 'view.create',
    },
    {
      operation: 'PATCH /api/v1/views/{id}',
      permission: 'shared_views.write',
      status: 200,
      valid: { path: `${views}/${mine.savedView}`, body: { name: 'Another name' } },
      absent: { path: `${views}/${NOBODY}`, body: { name: 'Another name' } },
      foreign: { path: `${views}/${theirs.savedView}`, body: { name: 'Another name' } },
      malformed: `${views}/not-an-id`,
      audited: 'view.rename',
    },
    {
      operation: 'DELETE /api/v1/views/{id}',
      permission: 'shared_views.write',
      status: 204,
      valid: { path: `${views}/${mine.spareView}` },
      absent: { path: `${views}/${NOBODY}` },
      foreign: { path: `${views}/${theirs.savedView}` },
      malformed: `${views}/not-an-id`,
      audited: 'view.delete',
    },
  ];
}

function scheduleRoutes({ mine, theirs }: World): RouteFixture[] {
  const schedules = api('/attribution/report-schedules');
  return [
    {
      operation: 'GET /api/v1/attribution/report-schedules',
      permission: 'report_schedules.read',
      status: 200,
      valid: { path: schedules },
    },
    {
      operation: 'POST /api/v1/attribution/report-schedules',
      permission: 'report_schedules.write',
      status: 201,
      valid: { path: schedules, body: { title: 'Monthly', report: { days: 30 }, every: 'month', hour: 7 } },
      audited: 'report_schedule.create',
    },
    {
      operation: 'PATCH /api/v1/attribution/report-schedules/{id}',
      permission: 'report_schedules.write',
      status: 200,
      valid: { path: `${schedules}/${mine.reportSchedule}`, body: { isPaused: true } },
      absent: { path: `${schedules}/${NOBODY}`, body: { isPaused: true } },
      foreign: { path: `${schedules}/${theirs.reportSchedule}`, body: { isPaused: true } },
      malformed: `${schedules}/not-an-id`,
      audited: 'report_schedule.pause',
    },
    {
      operation: 'POST /api/v1/attribution/report-schedules/{id}/send',
      permission: 'report_schedules.write',
      status: 200,
      valid: { path: `${schedules}/${mine.reportSchedule}/send`, body: {} },
      absent: { path: `${schedules}/${NOBODY}/send`, body: {} },
      foreign: { path: `${schedules}/${theirs.reportSchedule}/send`, body: {} },
      malformed: `${schedules}/not-an-id/send`,
      audited: 'report_schedule.send',
    },
    {
      operation: 'DELETE /api/v1/attribution/report-schedules/{id}',
      permission: 'report_schedules.write',
      status: 204,
      valid: { path: `${schedules}/${mine.spareSchedule}` },
      absent: { path: `${schedules}/${NOBODY}` },
      foreign: { path: `${schedules}/${theirs.reportSchedule}` },
      malformed: `${schedules}/not-an-id`,
      audited: 'report_schedule.delete',
    },
  ];
}

/** What a tenant shows others, and what its people keep for one another. */
export function sharingRoutes(world: World): RouteFixture[] {
  return [...linkRoutes(world), ...viewRoutes(world), ...scheduleRoutes(world)];
}
