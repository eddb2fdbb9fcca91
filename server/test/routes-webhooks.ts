import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** The routes of webhooks. */
export function webhookRoutes({ mine, theirs }: World): RouteFixture[] {
  const path = (id: string, rest = '') => api(`/security/webhooks/${id}${rest}`);
  const on = (operation: string, rest = '', body?: object) => ({
    operation: `${operation} /api/v1/security/webhooks/{id}${rest}`,
    valid: { path: path(mine.webhookId, rest), body },
    absent: { path: path(NOBODY, rest), body },
    foreign: { path: path(theirs.webhookId, rest), body },
    malformed: path('not-a-uuid', rest),
  });
  const read = { permission: 'webhooks.read', status: 200 } as const;
  const write = { permission: 'webhooks.write' } as const;
  return [
    { operation: 'GET /api/v1/security/webhooks', ...read, valid: { path: api('/security/webhooks') } },
    {
      operation: 'POST /api/v1/security/webhooks',
      ...write,
      status: 201,
      valid: { path: api('/security/webhooks'), body: { url: 'https://receiver.example/hook' } },
      audited: 'webhook.create',
    },
    { ...on('GET'), ...read },
    { ...on('PATCH', '', { description: 'Changed' }), ...write, status: 200, audited: 'webhook.change' },
    {
      ...on('DELETE'),
      ...write,
      status: 204,
      valid: { path: path(mine.spareWebhookId) },
      audited: 'webhook.delete',
    },
    { ...on('POST', '/rotate', {}), ...write, status: 201, audited: 'webhook.rotate' },
    { ...on('POST', '/ping', {}), ...write, status: 202, audited: 'webhook.ping' },
    { ...on('GET', '/deliveries'), ...read },
  ];
}
