import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { type Clients, createClients, createPerson, openOauthDriver, type OauthDriver, type Person } from '../../../test/oauth-world.ts';
import { cookieOf, giveTestFactor } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inAuth } from '../../platform/tenant-door.ts';
import { resetFactor } from '../enrolment/service.ts';
import { deleteSsoConnection } from '../ssoconnections/service.ts';

let world: World;
let driver: OauthDriver;
let clients: Clients;
let ann: Person;
beforeAll(async () => {
  world = await openWorld();
  driver = openOauthDriver(world);
  clients = await createClients(world, world.mine);
  ann = await createPerson(world, [[world.mine, 'viewer']]);
});
afterAll(() => world.close());

async function consentsOf({ sessionToken }: Person): Promise<unknown[]> {
  const headers = { cookie: `earshot_session=${sessionToken}` };
  const { json } = await world.server.send('GET', '/api/v1/security/oauth-consents', { headers });
  return (json as { items: unknown[] }).items;
}

test('a person sees each program they let in once, with all it was given, and nobody else does', async () => {
  expect(await consentsOf(ann)).toEqual([]);
  await driver.tokens(ann, clients.web, 'openid read');
  world.database.setNow(NOW_MS + 60_000);
  await driver.tokens(ann, clients.web, 'openid email');
  const [consent, ...others] = await consentsOf(ann);
  expect(others).toEqual([]);
  const [since, expiresAt] = [0, 30 * 86_400_000 + 60_000].map((ms) => new Date(NOW_MS + ms).toISOString());
  expect(consent).toMatchObject({ since, expiresAt });
  expect(consent).toMatchObject({ clientId: clients.web.id, client: 'Web & Co', scopes: ['read', 'openid', 'email'] });
  expect(await consentsOf(await createPerson(world, [[world.mine, 'owner']]))).toEqual([]);
});

test('taking a consent back ends its tokens at once, and is recorded', async () => {
  const { access_token: token } = await driver.tokens(ann, clients.web);
  const headers = { cookie: `earshot_session=${ann.sessionToken}` };
  const path = `/api/v1/security/oauth-consents/${clients.web.id}`;
  expect((await world.server.send('DELETE', path, { headers })).status).toBe(204);
  expect((await driver.read(token)).status).toBe(401);
  expect(await consentsOf(ann)).toEqual([]);
  expect((await world.server.send('DELETE', path, { headers })).status).toBe(404);
  const { rows } = await world.admin.query('select actor, target from platform_audit_log where action = $1', ['oauth_consent.withdraw']);
  expect(rows).toEqual([{ actor: `person:${ann.id}`, target: clients.web.id }]);
});

describe('what a person allowed a program', () => {
  const send = (method: string, path: string, body?: unknown) => world.server.send(method, `/api/v1${path}`, { body });
  const join = (one: Person, role: string) =>
    world.admin.query('insert into members (tenant_id, person_id, email, name, role) values ($1, $2, $3, $3, $4)', [
      world.mine.tenantId,
      one.id,
      one.email,
      role,
    ]);

  /** A person with a program that goes on without them. */
  async function allowed(vouch: (one: Person) => Promise<unknown> = async () => undefined) {
    const person = await createPerson(world, [[world.mine, 'viewer']]);
    await vouch(person);
    const tokens = await driver.tokens(person, clients.web, 'openid offline_access read');
    expect((await driver.read(tokens.access_token)).status).toBe(200);
    return { person, ...tokens };
  }

  async function expectOver({ access_token, refresh_token }: { access_token: string; refresh_token: string }): Promise<void> {
    expect((await driver.read(access_token)).status).toBe(401);
    const refreshed = await driver.refresh(clients.web, refresh_token);
    expect(refreshed).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  }

  test('ends when they choose a password by mail, and is recorded', async () => {
    const { person, ...tokens } = await allowed();
    await send('POST', '/security/password/reset-requests', { email: person.email });
    const mail = (await world.database.mails()).findLast(({ to }) => to === person.email);
    const token = /#([\w-]{43})$/m.exec(mail?.text ?? '')?.[1];
    expect((await send('POST', '/security/password/resets', { token, password: 'words that nobody else knows' })).status).toBe(204);
    await expectOver(tokens);
    const { rows } = await world.admin.query(`select after::jsonb from platform_audit_log where action = 'oauth_consent.end_all'`);
    expect(rows).toEqual([{ after: { ended: 1 } }]);
  });

  test('ends when the operator removes their second factor', async () => {
    const { person, ...tokens } = await allowed();
    await giveTestFactor(world.database.context, { ...person, name: 'Ann' });
    await resetFactor(world.database.context, 'system', person.email);
    await expectOver(tokens);
  });

  test('ends when they are removed from the tenant, also if they come back', async () => {
    const { person, ...tokens } = await allowed();
    const owner = await createPerson(world, [[world.mine, 'owner']]);
    const headers = { cookie: await cookieOf(world.database.context, { ...owner, name: 'Ann' }) };
    const removed = await world.server.send('DELETE', `/api/v1/members/${person.id}`, { headers });
    expect(removed.status, removed.text).toBeLessThan(300);
    await join(person, 'viewer');
    await expectOver(tokens);
  });

  const enable = (isEnabled: boolean) => () =>
    world.admin.query('update sso_connections set is_enabled = $2 where id = $1', [world.mine.ssoConnectionId, isEnabled]);
  test.each<[string, () => Promise<unknown>, () => Promise<unknown>]>([
    ['disabled', enable(false), enable(true)],
    ['deleted', () => deleteSsoConnection(world.database.context, world.mine.actor, world.mine.ssoConnectionId), async () => undefined],
  ])("through a tenant's own provider ends with the connection that is %s", async (_, end, undo) => {
    const { person: _person, ...tokens } = await allowed((one) =>
      inAuth(world.database.context.db, (tx) =>
        tx.query({
          text: 'update sessions set acting_tenant_id = $2, sso_connection_id = $3 where person_id = $1',
          values: [one.id, world.mine.tenantId, world.mine.ssoConnectionId],
        }),
      ),
    );
    const own = await allowed();
    await end();
    await expectOver(tokens);
    expect((await driver.read(own.access_token)).status).toBe(200);
    await undo();
  });
});
