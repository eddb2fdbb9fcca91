import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Operation, PERMISSIONS, type Scope, SCOPES } from '../src/tenants/authorize.ts';
import type { Answer, Sending } from './http.ts';
import type { RouteFixture } from './route-fixture.ts';
import { methodOf, routeFixtures } from './routes.ts';
import { openWorld, type World } from './world.ts';

let world: World;
let fixtures: RouteFixture[];
beforeAll(async () => {
  world = await openWorld();
  fixtures = routeFixtures(world);
});
afterAll(() => world.close());

const table = Object.entries(PERMISSIONS).flatMap(([operation, needed]) =>
  SCOPES.map((scope) => [operation as Operation, scope, scope === needed.scope ? 'allows' : 'refuses'] as const),
);

async function ask(fixture: RouteFixture, sending: Sending): Promise<Answer> {
  const answer = await world.server.send(methodOf(fixture), fixture.valid.path, { ...sending, body: fixture.valid.body });
  await fixture.undo?.();
  return answer;
}

async function sessionOf(scope: Scope): Promise<Sending> {
  const signedIn = await world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey: world.mine.keys[scope] } });
  const [cookie] = (signedIn.headers.get('set-cookie') ?? '').split(';');
  return { headers: { cookie } };
}

describe.each(table)('%s with the scope %s alone', (operation, scope, does) => {
  const expected = (fixture: RouteFixture) => (does === 'allows' ? fixture.status : 403);

  test(`${does} a key on every route that asks for it`, async () => {
    const asking = fixtures.filter(({ permission }) => permission === operation);
    expect(asking).not.toEqual([]);
    for (const fixture of asking.filter(({ operation: name }) => !name.startsWith('DELETE')))
      expect((await ask(fixture, { key: world.mine.keys[scope] })).status, fixture.operation).toBe(expected(fixture));
  });

  test(`${does} a session in the same way`, async () => {
    const session = await sessionOf(scope);
    for (const fixture of fixtures.filter((one) => one.permission === operation && !one.operation.startsWith('DELETE')))
      expect((await ask(fixture, session)).status, fixture.operation).toBe(expected(fixture));
  });
});

test.each(SCOPES.map((scope) => [scope]))('deleting with the scope %s alone is allowed to admin only', async (scope) => {
  const deletes = fixtures.filter(({ operation, permission }) => operation.startsWith('DELETE') && permission !== undefined);
  expect(deletes.length).toBeGreaterThan(1);
  for (const fixture of deletes)
    expect((await ask(fixture, { key: world.mine.keys[scope] })).status, fixture.operation).toBe(scope === 'admin' ? 204 : 403);
});
