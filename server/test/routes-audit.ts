import type { RouteFixture } from './route-fixture.ts';

const PATH = '/api/v1/security/audit-log';

/** The routes of the audit log and of security events. */
export function auditRoutes(): RouteFixture[] {
  const read = { permission: 'audit_log.read', status: 200 } as const;
  return [
    { operation: `GET ${PATH}`, ...read, valid: { path: `${PATH}?limit=1` }, audited: 'audit_log.read' },
    {
      operation: `GET ${PATH}/export`,
      permission: 'audit_log.export',
      status: 200,
      valid: { path: `${PATH}/export` },
      audited: 'audit_log.export',
    },
    {
      operation: 'GET /api/v1/security/events',
      permission: 'security_events.read',
      status: 200,
      valid: { path: '/api/v1/security/events?limit=1&severity=high,medium' },
      audited: 'security_event.list',
    },
    { operation: `GET ${PATH}/checkpoints`, ...read, valid: { path: `${PATH}/checkpoints?limit=1` } },
    { operation: `GET ${PATH}/public-key`, ...read, valid: { path: `${PATH}/public-key` } },
  ];
}
