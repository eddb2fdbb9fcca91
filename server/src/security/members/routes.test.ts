import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, type TestTenant } from '../../../test/database.ts';
import type { Answer } from '../../../test/http.ts';
import { addTestMember, cookieOf, createTestPerson, type TestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { Role } from '../../tenants/authorize.ts';
import type { Member } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type SignedIn = TestPerson & { cookie: string };
let tenants = 0;

async function join({ tenantId }: TestTenant, role: Role): Promise<SignedIn> {
  const { context } = world.database;
  const person = await createTestPerson(context);
  await addTestMember(context, person, tenantId, role);
  return { ...person, cookie: await cookieOf(context, person) };
}

async function tenantWith<Names extends string>(roles: Record<Names, Role>): Promise<{ tenant: TestTenant } & Record<Names, SignedIn>> {
  const tenant = await createTestTenant(world.database.context, { slug: `members-${(tenants += 1)}` });
  const people: [string, SignedIn][] = [];
  for (const [name, role] of Object.entries<Role>(roles)) people.push([name, await join(tenant, role)]);
  return { tenant, ...(Object.fromEntries(people) as Record<Names, SignedIn>) };
}

const send = (by: SignedIn, method: string, path: string, body?: unknown): Promise<Answer> =>
  world.server.send(method, `/api/v1${path}`, { body, headers: { cookie: by.cookie } });
const setRole = (by: SignedIn, whose: TestPerson, role: Role) => send(by, 'PATCH', `/members/${whose.id}`, { role });
const remove = (by: SignedIn, whom: TestPerson) => send(by, 'DELETE', `/members/${whom.id}`);
const leave = (by: SignedIn) => send(by, 'DELETE', '/members/me');
const isIn = async (one: SignedIn) =>
  (await send(one, 'GET', '/security/sessions/current')).json as { role: Role | null; signedIn: boolean };

async function owners({ tenantId }: TestTenant): Promise<number> {
  return (await world.admin.query(`select 1 from members where tenant_id = $1 and role = 'owner'`, [tenantId])).rowCount ?? 0;
}

describe('the last owner', () => {
  test('can neither leave, be removed nor be demoted', async () => {
    const { owner } = await tenantWith({ owner: 'owner' });
    expect((await leave(owner)).status).toBe(409);
    expect((await remove(owner, owner)).status).toBe(409);
    expect((await setRole(owner, owner, 'admin')).status).toBe(409);
    expect((await isIn(owner)).role).toBe('owner');
  });

  test.each<[string, (one: SignedIn, other: SignedIn) => Promise<Answer>]>([
    ['leave', (one) => leave(one)],
    ['demote each other', (one, other) => setRole(one, other, 'viewer')],
    ['remove each other', (one, other) => remove(one, other)],
    ['demote themselves', (one) => setRole(one, one, 'billing')],
  ])('stays when the last two owners %s at the same moment', async (_, act) => {
    for (let round = 0; round < 5; round += 1) {
      const { tenant, one, other } = await tenantWith({ one: 'owner', other: 'owner' });
      const answers = await Promise.all([act(one, other), act(other, one)]);
      expect(await owners(tenant)).toBe(1);
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
    }
  });

  test('may go once there is another one', async () => {
    const { owner, next } = await tenantWith({ owner: 'owner', next: 'admin' });
    expect((await setRole(owner, next, 'owner')).status).toBe(200);
    expect((await leave(owner)).status).toBe(204);
    expect((await isIn(next)).role).toBe('owner');
  });
});

describe('an administrator', () => {
  test('makes, demotes and removes no owner, and not themselves one', async () => {
    const { owner, second, admin, viewer } = await tenantWith({ owner: 'owner', second: 'owner', admin: 'admin', viewer: 'viewer' });
    for (const answer of [
      await setRole(admin, viewer, 'owner'),
      await setRole(admin, admin, 'owner'),
      await setRole(admin, second, 'viewer'),
      await remove(admin, owner),
    ])
      expect(answer).toMatchObject({ status: 403, json: { detail: expect.stringContaining('"owner"') as string } });
    expect((await setRole(admin, viewer, 'analyst')).json).toMatchObject({ role: 'analyst' });
    expect((await remove(admin, viewer)).status).toBe(200);
  });

  test('who was demoted a moment ago decides nothing any more', async () => {
    const { owner, admin, viewer } = await tenantWith({ owner: 'owner', admin: 'admin', viewer: 'viewer' });
    const answers = await Promise.all([
      setRole(owner, admin, 'viewer'),
      ...Array.from({ length: 4 }, () => setRole(admin, viewer, 'admin')),
    ]);
    expect(answers[0].status).toBe(200);
    expect((await setRole(admin, viewer, 'admin')).status).toBe(403);
  });
});

describe('a member', () => {
  test('who is removed is out of that tenant at once, with every session there, and stays in their others', async () => {
    const { owner, member } = await tenantWith({ owner: 'owner', member: 'analyst' });
    const elsewhere = await tenantWith({ owner: 'owner' });
    await addTestMember(world.database.context, member, elsewhere.tenant.tenantId, 'viewer');
    const second = { ...member, cookie: await cookieOf(world.database.context, member) };
    const switched = await send(second, 'PUT', '/security/sessions/current/tenant', { tenant: elsewhere.tenant.slug });
    const inOther = { ...member, cookie: /earshot_session=[^;]+/.exec(switched.headers.get('set-cookie') ?? '')?.[0] ?? '' };
    expect((await send(member, 'GET', '/attribution/status')).status).toBe(200);
    expect((await remove(owner, member)).status).toBe(200);
    expect((await send(member, 'GET', '/attribution/status')).status).toBe(401);
    expect((await isIn(member)).signedIn).toBe(false);
    expect((await isIn(inOther)).role).toBe('viewer');
    expect((await send(inOther, 'GET', '/attribution/status')).status).toBe(200);
  });

  test('has another role from the next request on', async () => {
    const { owner, member } = await tenantWith({ owner: 'owner', member: 'viewer' });
    expect((await send(member, 'GET', '/members')).status).toBe(403);
    await setRole(owner, member, 'admin');
    expect((await send(member, 'GET', '/members')).status).toBe(200);
    await setRole(owner, member, 'billing');
    expect((await send(member, 'GET', '/attribution/status')).status).toBe(403);
  });

  test('of every role may leave', async () => {
    const { tenant, ...people } = await tenantWith({
      owner: 'owner',
      second: 'owner',
      admin: 'admin',
      analyst: 'analyst',
      viewer: 'viewer',
      billing: 'billing',
    });
    for (const one of [people.second, people.admin, people.analyst, people.viewer, people.billing]) {
      expect((await leave(one)).status).toBe(204);
      expect((await isIn(one)).signedIn).toBe(false);
    }
    expect(await owners(tenant)).toBe(1);
  });

  test('is listed with their role, and never those of another tenant', async () => {
    const { owner, viewer } = await tenantWith({ owner: 'owner', viewer: 'viewer' });
    const { items } = (await send(owner, 'GET', '/members')).json as { items: Member[] };
    expect(items.map(({ id, role, isYou }) => ({ id, role, isYou }))).toEqual(
      expect.arrayContaining([
        { id: owner.id, role: 'owner', isYou: true },
        { id: viewer.id, role: 'viewer', isYou: false },
      ]),
    );
    expect(items).toHaveLength(2);
  });

  test('who changes or goes leaves a record and a security event of the tenant, without their address', async () => {
    const { tenant, owner, member } = await tenantWith({ owner: 'owner', member: 'viewer' });
    await setRole(owner, member, 'admin');
    await remove(owner, member);
    const audit = await world.admin.query('select actor, action, before, after from audit_log where target = $1 order by seq', [member.id]);
    expect(audit.rows).toEqual([
      { actor: `member:${owner.id}`, action: 'member.change', before: { role: 'viewer' }, after: { role: 'admin' } },
      { actor: `member:${owner.id}`, action: 'member.remove', before: { role: 'admin' }, after: null },
    ]);
    const events = await world.admin.query(
      `select kind from security_events where tenant_id = $1 and kind like 'member%' order by occurred_at, id`,
      [tenant.tenantId],
    );
    expect(events.rows).toEqual([{ kind: 'member_role_changed' }, { kind: 'member_removed' }]);
  });
});

describe('the API keys of a member', () => {
  interface Made {
    id: string;
    apiKey: string;
  }
  const NEW_KEY = { name: 'Till', scopes: ['read', 'admin'] };
  const make = async (sending: { key?: string; headers?: Record<string, string> }): Promise<Made> => {
    const answer = await world.server.send('POST', '/api/v1/security/api-keys', { ...sending, body: NEW_KEY });
    expect(answer.status, answer.text).toBe(201);
    return answer.json as Made;
  };
  const by = ({ cookie }: SignedIn) => ({ headers: { cookie } });
  const works = async ({ apiKey }: Made) => (await world.server.send('GET', '/api/v1/attribution/models', { key: apiKey })).status === 200;
  const areWorking = (keys: Made[]) => Promise.all(keys.map(works));
  const listed = async (asker: SignedIn, { id }: TestPerson) =>
    ((await send(asker, 'GET', `/members/${id}/keys`)).json as { items: { id: string }[] }).items.map((key) => key.id).toSorted();
  const idsOf = (keys: Made[]) => keys.map(({ id }) => id).toSorted();

  /** An administrator who knows four keys, beside an owner's and one of theirs that is revoked. */
  async function knowing() {
    const { tenant, owner, admin } = await tenantWith({ owner: 'owner', admin: 'admin' });
    const own = await make(by(admin));
    const ofKey = await make({ key: own.apiKey });
    const opened = await world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey: ofKey.apiKey } });
    const ofBrowser = await make({ headers: { cookie: (opened.headers.get('set-cookie') ?? '').split(';')[0] } });
    const [ofOwner, rotatable, revoked] = [await make(by(owner)), await make(by(owner)), await make(by(admin))];
    const until = { previousWorksUntil: new Date(world.database.context.clock()).toISOString() };
    const rotated = await send(admin, 'POST', `/security/api-keys/${rotatable.id}/rotate`, until);
    expect(rotated.status, rotated.text).toBe(201);
    expect((await send(admin, 'DELETE', `/security/api-keys/${revoked.id}`)).status).toBe(204);
    return { tenant, owner, admin, ofOwner, known: [own, ofKey, ofBrowser, rotated.json as Made] };
  }

  const revocations = async ({ tenantId }: TestTenant, actor: SignedIn) =>
    (
      await world.admin.query<{ target: string }>(
        `select target from audit_log where tenant_id = $1 and action = 'api_key.revoke' and actor = $2 order by target`,
        [tenantId, `member:${actor.id}`],
      )
    ).rows.map(({ target }) => target);

  test('are those they made or rotated, and those that these made in turn; they work on when the member goes, who is told of', async () => {
    const { tenant, owner, admin, ofOwner, known } = await knowing();
    expect(await listed(owner, admin)).toEqual(idsOf(known));
    const removed = await remove(owner, admin);
    expect(removed.json).toMatchObject({ keysRevoked: false });
    expect(idsOf((removed.json as { keys: Made[] }).keys)).toEqual(idsOf(known));
    expect(await areWorking([...known, ofOwner])).toEqual([true, true, true, true, true]);
    expect(await revocations(tenant, owner)).toEqual([]);
    const { rows } = await world.admin.query(`select detail from security_events where tenant_id = $1 and kind = 'member_removed'`, [
      tenant.tenantId,
    ]);
    expect(rows).toEqual([{ detail: { personId: admin.id, role: 'admin', liveKeys: 4 } }]);
  });

  test('are revoked with the member where that is asked, each with its audit row; others’ keys and those elsewhere stay', async () => {
    const [{ tenant, owner, admin, ofOwner, known }, elsewhere] = [await knowing(), await createTestTenant(world.database.context)];
    await addTestMember(world.database.context, admin, elsewhere.tenantId, 'owner');
    const other = { ...admin, cookie: await cookieOf(world.database.context, admin) };
    await send(other, 'PUT', '/security/sessions/current/tenant', { tenant: elsewhere.slug });
    const moved = await world.admin.query<{ id: string }>('select id from sessions where acting_tenant_id = $1', [elsewhere.tenantId]);
    expect(moved.rows).toHaveLength(1);
    const removed = await send(owner, 'DELETE', `/members/${admin.id}?revokeKeys=true`);
    expect(removed.json).toMatchObject({ keysRevoked: true });
    expect(await areWorking([...known, ofOwner])).toEqual([false, false, false, false, true]);
    expect(await revocations(tenant, owner)).toEqual(idsOf(known));
  });

  test('stay when the removal fails, and whether to revoke them is a word that is known', async () => {
    const { owner } = await tenantWith({ owner: 'owner' });
    const key = await make(by(owner));
    expect((await send(owner, 'DELETE', `/members/${owner.id}?revokeKeys=true`)).status).toBe(409);
    expect(await works(key)).toBe(true);
    expect(await send(owner, 'DELETE', `/members/${owner.id}?revokeKeys=perhaps`)).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '/revokeKeys' }] },
    });
  });

  test('are revoked with a demotion, or without one, where that is asked', async () => {
    const { tenant, owner, admin, ofOwner, known } = await knowing();
    expect((await setRole(owner, admin, 'viewer')).status).toBe(200);
    expect(await areWorking(known)).toEqual([true, true, true, true]);
    const change = { role: 'viewer', revokeKeys: true };
    expect((await send(owner, 'PATCH', `/members/${admin.id}`, change)).json).toMatchObject({ role: 'viewer' });
    expect(await areWorking([...known, ofOwner])).toEqual([false, false, false, false, true]);
    expect(await revocations(tenant, owner)).toEqual(idsOf(known));
    expect(await listed(owner, admin)).toEqual([]);
  });
});
