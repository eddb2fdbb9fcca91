import { cookieOf } from './people.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import { SSO_CONNECTION } from './sso-connection.ts';
import type { World } from './world.ts';

const { clientSecret, ...CHANGE } = SSO_CONNECTION;
/** The id of a connection that is deleted again and again. */
const SPARE = NOBODY.replace(/^01a2/, '01a1');

const connection = (id: string) => api(`/security/sso-connections/${id}`);

function readingRoutes({ mine, theirs }: World): RouteFixture[] {
  return [
    {
      operation: 'GET /api/v1/security/sso-connections',
      permission: 'sso_connections.read',
      status: 200,
      valid: { path: api('/security/sso-connections') },
    },
    {
      operation: 'GET /api/v1/security/sso-connections/{id}',
      permission: 'sso_connections.read',
      status: 200,
      valid: { path: connection(mine.ssoConnectionId) },
      absent: { path: connection(NOBODY) },
      foreign: { path: connection(theirs.ssoConnectionId) },
      malformed: connection('not-a-uuid'),
    },
  ];
}

/** Connections to identity providers, which only an owner makes and changes. */
export function ssoRoutes(world: World): RouteFixture[] {
  const {
    admin,
    database: { context },
    mine,
    theirs,
  } = world;
  const owner = async () => ({ headers: { cookie: await cookieOf(context, mine.owner) } });
  const withRoom = async () => {
    await admin.query('delete from sso_connections where tenant_id = $1 and id <> $2', [mine.tenantId, mine.ssoConnectionId]);
    return owner();
  };
  const thereAgain = async () => {
    await admin.query(
      `insert into sso_connections select tenant_id, $2, name, issuer, client_id, sealed_secret, domains, membership, default_role,
         trusts_factor, is_enabled, created_at
       from sso_connections where tenant_id = $1 limit 1 on conflict do nothing`,
      [mine.tenantId, SPARE],
    );
    return owner();
  };
  return [
    ...readingRoutes(world),
    {
      operation: 'POST /api/v1/security/sso-connections',
      permission: 'sso_connections.write',
      status: 201,
      prepare: withRoom,
      valid: { path: api('/security/sso-connections'), body: { ...CHANGE, clientSecret } },
      audited: 'sso_connection.create',
    },
    {
      operation: 'PUT /api/v1/security/sso-connections/{id}',
      permission: 'sso_connections.write',
      status: 200,
      prepare: owner,
      valid: { path: connection(mine.ssoConnectionId), body: CHANGE },
      absent: { path: connection(NOBODY), body: CHANGE },
      foreign: { path: connection(theirs.ssoConnectionId), body: CHANGE },
      malformed: connection('not-a-uuid'),
      audited: 'sso_connection.update',
    },
    {
      operation: 'DELETE /api/v1/security/sso-connections/{id}',
      permission: 'sso_connections.write',
      status: 204,
      prepare: thereAgain,
      valid: { path: connection(SPARE) },
      absent: { path: connection(NOBODY) },
      foreign: { path: connection(theirs.ssoConnectionId) },
      malformed: connection('not-a-uuid'),
      audited: 'sso_connection.delete',
    },
  ];
}
