import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOW_MS } from '../../../test/database.ts';
import { type Clients, createClients, createPerson, openOauthDriver, type OauthDriver, type Person } from '../../../test/oauth-world.ts';
import { openWorld, type World } from '../../../test/world.ts';

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
