import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, type TestTenant } from '../../../test/database.ts';
import { addTestMember, cookieOf, createTestPerson, idOfSession, type TestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { Role } from '../../tenants/authorize.ts';
import type { MemberSession } from './schema.ts';

let world: World;
let tenant: TestTenant;
let other: TestTenant;
beforeAll(async () => {
  world = await openWorld();
  tenant = await createTestTenant(world.database.context);
  other = await createTestTenant(world.database.context);
});
afterAll(() => world.close());

async function join(role: Role, to: TestTenant = tenant): Promise<TestPerson> {
  const person = await createTestPerson(world.database.context);
  await addTestMember(world.database.context, person, to.tenantId, role);
  return person;
}

const cookieFor = (person: TestPerson) => cookieOf(world.database.context, person);
const send = (cookie: string, method: string, path: string, body?: unknown) =>
  world.server.send(method, `/api/v1${path}`, { body, headers: { cookie } });
const isSignedIn = async (cookie: string) =>
  ((await send(cookie, 'GET', '/security/sessions/current')).json as { signedIn: boolean }).signedIn;

async function sessionsOf(by: string, { id }: TestPerson): Promise<MemberSession[]> {
  const answer = await send(by, 'GET', `/members/${id}/sessions`);
  expect(answer.status, answer.text).toBe(200);
  return (answer.json as { items: MemberSession[] }).items;
}

async function actsOn(action: string, { id }: TestPerson) {
  const text = 'select actor, before from audit_log where tenant_id = $1 and action = $2 and target = $3 order by seq';
  return (await world.admin.query<{ actor: string; before: unknown }>(text, [tenant.tenantId, action, id])).rows;
}

describe('an administrator', () => {
  test('sees the sessions of a member, ends one, which is refused from the next request on, and the others stay', async () => {
    const [admin, member] = [await join('admin'), await join('viewer')];
    const by = await cookieFor(admin);
    const [stolen, own] = [await cookieFor(member), await cookieFor(member)];
    const stolenId = await idOfSession(world.database.context, stolen);
    const listed = await sessionsOf(by, member);
    expect(listed.map(({ id }) => id).toSorted()).toEqual([stolenId, await idOfSession(world.database.context, own)].toSorted());
    expect(listed[0]).toMatchObject({ device: 'An unknown browser', network: '127.0.0.0/24' });
    expect((await send(by, 'DELETE', `/members/${member.id}/sessions/${stolenId}`)).status).toBe(204);
    expect([await isSignedIn(stolen), await isSignedIn(own)]).toEqual([false, true]);
    expect((await send(by, 'DELETE', `/members/${member.id}/sessions/${stolenId}`)).status).toBe(404);
    expect(await actsOn('member_session.list', member)).toEqual([{ actor: `member:${admin.id}`, before: null }]);
    expect(await actsOn('member_session.revoke', member)).toEqual([{ actor: `member:${admin.id}`, before: { session: stolenId } }]);
    const events = await world.admin.query<{ actor: string; detail: unknown }>(
      `select actor, detail from security_events where tenant_id = $1 and kind = 'sessions_revoked'`,
      [tenant.tenantId],
    );
    expect(events.rows).toEqual([{ actor: `member:${admin.id}`, detail: { personId: member.id, ended: 1 } }]);
  });

  test('ends all of them at once, and what is ended once more leaves no trace', async () => {
    const [admin, member] = [await join('admin'), await join('analyst')];
    const by = await cookieFor(admin);
    const cookies = [await cookieFor(member), await cookieFor(member), await cookieFor(member)];
    for (let time = 0; time < 2; time += 1) expect((await send(by, 'DELETE', `/members/${member.id}/sessions`)).status).toBe(204);
    for (const cookie of cookies) expect(await isSignedIn(cookie)).toBe(false);
    expect((await actsOn('member_session.revoke', member)).map(({ before }) => before)).toEqual([{ ended: 3 }]);
    expect(await sessionsOf(by, member)).toEqual([]);
    expect(await isSignedIn(by)).toBe(true);
  });

  test('neither sees nor ends what a member does in another tenant, and nothing of whoever is no member', async () => {
    const [admin, member, stranger] = [await join('admin'), await join('viewer'), await join('viewer', other)];
    const by = await cookieFor(admin);
    await addTestMember(world.database.context, member, other.tenantId, 'viewer');
    const elsewhere = await cookieFor(member);
    expect((await send(elsewhere, 'PUT', '/security/sessions/current/tenant', { tenant: other.slug })).status).toBe(200);
    const moved = (await world.admin.query<{ id: string }>('select id from sessions where person_id = $1', [member.id])).rows[0].id;
    await world.admin.query('update sessions set acting_tenant_id = $2 where id = $1', [moved, other.tenantId]);
    expect(await sessionsOf(by, member)).toEqual([]);
    expect((await send(by, 'DELETE', `/members/${member.id}/sessions/${moved}`)).status).toBe(404);
    expect((await send(by, 'DELETE', `/members/${member.id}/sessions`)).status).toBe(204);
    expect((await world.admin.query('select 1 from sessions where id = $1', [moved])).rowCount).toBe(1);
    for (const [method, path] of [
      ['GET', 'sessions'],
      ['DELETE', 'sessions'],
      ['DELETE', `sessions/${moved}`],
    ])
      expect((await send(by, method, `/members/${stranger.id}/${path}`)).status, `${method} ${path}`).toBe(404);
  });

  test('ends none of an owner’s, which another owner does', async () => {
    const [admin, owner, second] = [await join('admin'), await join('owner'), await join('owner')];
    const cookie = await cookieFor(owner);
    const id = await idOfSession(world.database.context, cookie);
    for (const path of [`/members/${owner.id}/sessions/${id}`, `/members/${owner.id}/sessions`])
      expect((await send(await cookieFor(admin), 'DELETE', path)).status, path).toBe(403);
    expect(await isSignedIn(cookie)).toBe(true);
    expect((await send(await cookieFor(second), 'DELETE', `/members/${owner.id}/sessions/${id}`)).status).toBe(204);
    expect(await isSignedIn(cookie)).toBe(false);
  });
});
