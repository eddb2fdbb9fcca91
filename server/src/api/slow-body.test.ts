import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant } from '../../test/database.ts';
import { operatorToken } from '../../test/operators.ts';
import { addTestMember, cookieOf, createTestPerson, idOfSession } from '../../test/people.ts';
import { startSlowRequest } from '../../test/slow-request.ts';
import { openWorld, type World } from '../../test/world.ts';
import type { CreatedApiKey } from '../security/apikeys/schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let tenants = 0;

/** A tenant with an owner and an administrator, both signed in. */
async function room() {
  const { context } = world.database;
  const { tenantId } = await createTestTenant(context, { slug: `slow-${(tenants += 1)}` });
  const join = async (role: 'owner' | 'admin') => {
    const person = await createTestPerson(context);
    await addTestMember(context, person, tenantId, role);
    return { ...person, cookie: await cookieOf(context, person) };
  };
  return { tenantId, owner: await join('owner'), admin: await join('admin') };
}

/** Begins a request and resolves once the door has let its head through: it has then noted that the credentials were used. */
async function begin(
  path: readonly [string, string],
  sending: Parameters<typeof startSlowRequest>[2],
  seen: { text: string; values: string[] },
) {
  const used = async () => (await world.admin.query<{ at: Date | null }>(seen)).rows[0].at?.getTime();
  const before = await used();
  world.database.setNow(world.database.context.clock() + 2 * 60_000);
  const slow = startSlowRequest(world.server, [path[0], `/api/v1${path[1]}`], sending);
  await expect.poll(used, { interval: 20 }).not.toBe(before);
  return slow;
}

const beginAs = async (cookie: string, path: readonly [string, string], body: unknown) =>
  begin(
    path,
    { headers: { cookie }, body },
    { text: 'select last_seen_at as at from sessions where id = $1', values: [await idOfSession(world.database.context, cookie)] },
  );

describe('a body that arrives after the credentials have ended', () => {
  test.each<[string, readonly [string, string], unknown, string]>([
    ['makes no key for a removed member', ['POST', '/security/api-keys'], { name: 'late', scopes: ['read'] }, 'api_keys'],
    ['sends no invitation for a removed member', ['POST', '/invitations'], { email: 'late@people.example', role: 'viewer' }, 'invitations'],
  ])('%s', async (_, path, body, table) => {
    const { tenantId, owner, admin } = await room();
    const count = async () => (await world.admin.query(`select 1 from ${table} where tenant_id = $1`, [tenantId])).rowCount;
    const before = await count();
    const slow = await beginAs(admin.cookie, path, body);
    const removed = await world.server.send('DELETE', `/api/v1/members/${admin.id}`, { headers: { cookie: owner.cookie } });
    expect(removed.status).toBe(200);
    expect(await slow.finish()).toMatchObject({ status: 401, json: { code: 'unauthenticated' } });
    expect(await count()).toBe(before);
  });

  test('asks for no other e-mail address once the session is ended', async () => {
    const { admin } = await room();
    const other = await cookieOf(world.database.context, admin);
    const mails = (await world.database.mails()).length;
    const slow = await beginAs(admin.cookie, ['PUT', '/security/people/me/email'], { email: 'thief@people.example' });
    const ended = await world.server.send('DELETE', '/api/v1/security/sessions', { headers: { cookie: other } });
    expect(ended.status).toBe(204);
    expect(await slow.finish()).toMatchObject({ status: 401, json: { code: 'unauthenticated' } });
    expect(await world.database.mails()).toHaveLength(mails);
  });

  test('makes no key for a key that was revoked', async () => {
    const { owner } = await room();
    const made = await world.server.send('POST', '/api/v1/security/api-keys', {
      headers: { cookie: owner.cookie },
      body: { name: 'revoked soon', scopes: ['admin'] },
    });
    const { id, apiKey } = made.json as CreatedApiKey;
    const sending = { headers: { authorization: `Bearer ${apiKey}` }, body: { name: 'late', scopes: ['admin'] } };
    const seen = { text: 'select last_used_at as at from api_keys where id = $1', values: [id] };
    const slow = await begin(['POST', '/security/api-keys'], sending, seen);
    const revoked = await world.server.send('DELETE', `/api/v1/security/api-keys/${id}`, { headers: { cookie: owner.cookie } });
    expect(revoked.status).toBe(204);
    expect(await slow.finish()).toMatchObject({ status: 401, json: { code: 'unauthenticated' } });
  });

  test('changes nothing for an operator who signed out', async () => {
    const token = await operatorToken(world.database.context);
    const headers = { authorization: `Bearer ${token}` };
    const seen = {
      text: 'select last_seen_at as at from operator_sessions order by created_at desc, id desc limit 1',
      values: [],
    };
    const slow = await begin(['POST', '/platform/tenants'], { headers, body: { name: 'Late', slug: 'late-tenant' } }, seen);
    expect((await world.server.send('DELETE', '/api/v1/platform/sessions/current', { headers })).status).toBe(204);
    expect(await slow.finish()).toMatchObject({ status: 401, json: { code: 'unauthenticated' } });
    expect((await world.admin.query(`select 1 from tenants where slug = 'late-tenant'`)).rowCount).toBe(0);
  });
});
