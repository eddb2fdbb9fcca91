import { newId } from '../src/platform/chance.ts';
import { cookieOf } from './people.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const redirectUris = ['https://rp.example/cb'];
const change = { name: 'Renamed', redirectUris, scopes: ['openid', 'admin'] };
const overlap = { overlapHours: 1 };

/** Programs that sign in by OAuth. */
export function oauthClientRoutes({ mine, theirs }: World): RouteFixture[] {
  const client = (id: string, rest = '') => api(`/security/oauth-clients/${id}${rest}`);
  return [
    {
      operation: 'GET /api/v1/security/oauth-clients',
      permission: 'oauth_clients.read',
      status: 200,
      valid: { path: api('/security/oauth-clients?limit=1') },
    },
    {
      operation: 'POST /api/v1/security/oauth-clients',
      permission: 'oauth_clients.write',
      status: 201,
      valid: { path: api('/security/oauth-clients'), body: { name: 'A program', kind: 'web', redirectUris, scopes: ['openid', 'admin'] } },
      audited: 'oauth_client.create',
    },
    {
      operation: 'GET /api/v1/security/oauth-clients/{id}',
      permission: 'oauth_clients.read',
      status: 200,
      valid: { path: client(mine.oauthClientId) },
      absent: { path: client(NOBODY) },
      foreign: { path: client(theirs.oauthClientId) },
      malformed: client('not-a-uuid'),
    },
    {
      operation: 'PUT /api/v1/security/oauth-clients/{id}',
      permission: 'oauth_clients.write',
      status: 200,
      valid: { path: client(mine.oauthClientId), body: change },
      absent: { path: client(NOBODY), body: change },
      foreign: { path: client(theirs.oauthClientId), body: change },
      malformed: client('not-a-uuid'),
      audited: 'oauth_client.update',
    },
    {
      operation: 'POST /api/v1/security/oauth-clients/{id}/secrets',
      permission: 'oauth_clients.write',
      status: 201,
      valid: { path: client(mine.oauthClientId, '/secrets'), body: overlap },
      absent: { path: client(NOBODY, '/secrets'), body: overlap },
      foreign: { path: client(theirs.oauthClientId, '/secrets'), body: overlap },
      malformed: client('not-a-uuid', '/secrets'),
      audited: 'oauth_client.rotate_secret',
    },
    {
      operation: 'DELETE /api/v1/security/oauth-clients/{id}',
      permission: 'oauth_clients.write',
      status: 204,
      valid: { path: client(mine.unusedOauthClientId) },
      absent: { path: client(NOBODY) },
      foreign: { path: client(theirs.unusedOauthClientId) },
      malformed: client('not-a-uuid'),
      audited: 'oauth_client.delete',
    },
  ];
}

/** What people have allowed programs. */
export function oauthConsentRoutes({ admin, database: { context }, mine, theirs }: World): RouteFixture[] {
  const consent = (id: string) => api(`/security/oauth-consents/${id}`);
  const prepare = async () => {
    await admin.query(
      `insert into oauth_artifacts (id_hash, model, client_id, person_id, scopes, expires_at, sealed_payload)
       values (sha256($1::bytea), 'Grant', $2, $3, '{openid}', '2027-01-01Z', '')`,
      [newId(), mine.oauthClientId, mine.owner.id],
    );
    return { headers: { cookie: await cookieOf(context, mine.owner) } };
  };
  return [
    {
      operation: 'GET /api/v1/security/oauth-consents',
      status: 200,
      isOwn: true,
      prepare,
      valid: { path: api('/security/oauth-consents') },
    },
    {
      operation: 'DELETE /api/v1/security/oauth-consents/{id}',
      status: 204,
      isOwn: true,
      prepare,
      valid: { path: consent(mine.oauthClientId) },
      absent: { path: consent(NOBODY) },
      foreign: { path: consent(theirs.oauthClientId) },
      malformed: consent('not-a-uuid'),
      audited: 'oauth_consent.withdraw',
    },
  ];
}
