import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../../test/http.ts';
import { addTestMember, cookieOf, createTestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const send = (cookie: string, method: string, path: string, body?: unknown): Promise<Answer> =>
  world.server.send(method, `/api/v1/security/sessions/current${path}`, { body, headers: { cookie } });
const cookieIn = (answer: Answer) => /earshot_session=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? '';

async function inBoth() {
  const { context } = world.database;
  const person = await createTestPerson(context);
  await addTestMember(context, person, world.mine.tenantId, 'analyst');
  await addTestMember(context, person, world.theirs.tenantId, 'viewer');
  return { person, cookie: await cookieOf(context, person) };
}

describe('a person in several tenants', () => {
  test('sees those alone, and which one they act in', async () => {
    const { cookie } = await inBoth();
    expect((await send(cookie, 'GET', '/tenants')).json).toMatchObject({
      items: [
        { tenant: { slug: world.mine.slug }, role: 'analyst', current: true },
        { tenant: { slug: world.theirs.slug }, role: 'viewer', current: false },
      ],
    });
  });

  test('acts in another one with its rows and their role there, under a new token; the old one is worth nothing', async () => {
    const { cookie } = await inBoth();
    const answer = await send(cookie, 'PUT', '/tenant', { tenant: world.theirs.slug });
    expect(answer).toMatchObject({ status: 200, json: { tenant: { slug: world.theirs.slug }, role: 'viewer' } });
    const fresh = cookieIn(answer);
    expect(fresh).not.toBe(cookie);
    expect((await send(cookie, 'GET', '')).json).toMatchObject({ signedIn: false });
    const campaigns = await world.server.send('GET', '/api/v1/campaigns', { headers: { cookie: fresh } });
    expect(campaigns.text).toContain(world.theirs.campaign);
    expect(campaigns.text).not.toContain(world.mine.campaign);
    const write = { headers: { cookie: fresh }, body: { name: 'x' } };
    expect((await world.server.send('PUT', '/api/v1/campaigns/x', write)).status).toBe(403);
  });

  test('does not reach a tenant they do not belong to, nor learn whether there is one', async () => {
    const { context } = world.database;
    const person = await createTestPerson(context);
    await addTestMember(context, person, world.mine.tenantId, 'owner');
    const cookie = await cookieOf(context, person);
    const [foreign, absent] = [
      await send(cookie, 'PUT', '/tenant', { tenant: world.theirs.slug }),
      await send(cookie, 'PUT', '/tenant', { tenant: 'nowhere' }),
    ];
    expect([foreign.status, foreign.text]).toEqual([404, absent.text]);
    expect((await send(cookie, 'GET', '')).json).toMatchObject({ tenant: { slug: world.mine.slug } });
  });

  test('who was taken out of the one they acted in goes on in another', async () => {
    const { person, cookie } = await inBoth();
    await world.admin.query('delete from members where tenant_id = $1 and person_id = $2', [world.mine.tenantId, person.id]);
    expect((await send(cookie, 'GET', '')).json).toMatchObject({ needs: 'tenant', role: null });
    const answer = await send(cookie, 'PUT', '/tenant', { tenant: world.theirs.slug });
    expect(answer).toMatchObject({ status: 200, json: { role: 'viewer', needs: null } });
  });

  test('is what a key is not: it has no tenants to switch between', async () => {
    expect((await world.send('GET', '/security/sessions/current/tenants')).status).toBe(403);
    const answer = await world.send('PUT', '/security/sessions/current/tenant', { body: { tenant: world.theirs.slug } });
    expect(answer.status).toBe(403);
  });
});
