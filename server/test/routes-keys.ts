import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const rename = { name: 'Renamed' };

function apiKeyRoutes({ mine, theirs }: World): RouteFixture[] {
  const key = (id: string, rest = '') => api(`/security/api-keys/${id}${rest}`);
  return [
    { operation: 'GET /api/v1/security/api-keys', permission: 'api_keys.read', status: 200, valid: { path: api('/security/api-keys') } },
    {
      operation: 'POST /api/v1/security/api-keys',
      permission: 'api_keys.write',
      status: 201,
      valid: { path: api('/security/api-keys'), body: { name: 'A key', scopes: ['admin'] } },
      audited: 'api_key.create',
    },
    {
      operation: 'PATCH /api/v1/security/api-keys/{id}',
      permission: 'api_keys.write',
      status: 200,
      valid: { path: key(mine.adminKeyId), body: rename },
      absent: { path: key(NOBODY), body: rename },
      foreign: { path: key(theirs.unusedKeyId), body: rename },
      malformed: key('not-a-uuid'),
      audited: 'api_key.change',
    },
    {
      operation: 'POST /api/v1/security/api-keys/{id}/rotate',
      permission: 'api_keys.write',
      status: 201,
      valid: { path: key(mine.adminKeyId, '/rotate'), body: {} },
      absent: { path: key(NOBODY, '/rotate'), body: {} },
      foreign: { path: key(theirs.unusedKeyId, '/rotate'), body: {} },
      malformed: key('not-a-uuid', '/rotate'),
      audited: 'api_key.rotate',
    },
    {
      operation: 'DELETE /api/v1/security/api-keys/{id}',
      permission: 'api_keys.write',
      status: 204,
      valid: { path: key(mine.unusedKeyId) },
      absent: { path: key(NOBODY) },
      foreign: { path: key(theirs.unusedKeyId) },
      malformed: key('not-a-uuid'),
      audited: 'api_key.revoke',
    },
  ];
}

function accountRoutes({ mine, theirs }: World): RouteFixture[] {
  const account = (id: string) => api(`/security/service-accounts/${id}`);
  return [
    {
      operation: 'GET /api/v1/security/service-accounts',
      permission: 'service_accounts.read',
      status: 200,
      valid: { path: api('/security/service-accounts') },
    },
    {
      operation: 'POST /api/v1/security/service-accounts',
      permission: 'service_accounts.write',
      status: 201,
      valid: { path: api('/security/service-accounts'), body: { name: 'Nightly export', role: 'analyst' } },
      audited: 'service_account.create',
    },
    {
      operation: 'PATCH /api/v1/security/service-accounts/{id}',
      permission: 'service_accounts.write',
      status: 200,
      valid: { path: account(mine.serviceAccountId), body: rename },
      absent: { path: account(NOBODY), body: rename },
      foreign: { path: account(theirs.serviceAccountId), body: rename },
      malformed: account('not-a-uuid'),
      audited: 'service_account.change',
    },
  ];
}

/** API keys and the service accounts that hold them. */
export function keyRoutes(world: World): RouteFixture[] {
  return [...apiKeyRoutes(world), ...accountRoutes(world)];
}
