import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, type TestTenant } from '../../../test/database.ts';
import type { Answer } from '../../../test/http.ts';
import { addTestMember, cookieOf, createTestPerson, type TestPerson } from '../../../test/people.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { changeMember, removeMember } from '../members/service.ts';
import type { Invitation } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.database.setNow(NOW_MS));
afterAll(() => world.close());

const DAY_MS = 86_400_000;
const PASSWORD = 'seven quiet herons at dawn';
let addresses = 0;

const freshAddress = () => `new-${(addresses += 1)}@people.example`;
const send = (method: string, path: string, cookie: string | undefined, body?: unknown): Promise<Answer> =>
  world.server.send(method, `/api/v1${path}`, { body, headers: cookie === undefined ? {} : { cookie } });
const sessionCookieOf = (answer: Answer) => /earshot_session=[^;]+/.exec(answer.headers.get('set-cookie') ?? '')?.[0] ?? '';

async function personIn({ tenantId }: TestTenant, role: 'owner' | 'admin' | 'viewer'): Promise<TestPerson & { cookie: string }> {
  const person = await createTestPerson(world.database.context);
  await addTestMember(world.database.context, person, tenantId, role);
  return { ...person, cookie: await cookieOf(world.database.context, person) };
}

async function tokensFor(email: string): Promise<string[]> {
  const mails = (await world.database.mails()).filter(({ to }) => to === email);
  return mails.map(({ text }) => /https:\/\/earshot\.example\/invitation#(\S+)/.exec(text)?.[1] ?? '');
}

/** Invites an address as an owner of `mine`, and takes the link from the mail. */
async function invite(email: string, role = 'analyst'): Promise<{ invitation: Invitation; token: string }> {
  const answer = await send('POST', '/invitations', await cookieOf(world.database.context, world.mine.owner), { email, role });
  expect(answer.status, answer.text).toBe(201);
  return { invitation: answer.json as Invitation, token: (await tokensFor(email)).at(-1) ?? '' };
}

const accept = (token: string, more: object = {}, cookie?: string) => send('POST', '/invitations/accept', cookie, { token, ...more });
const asNew = { name: 'Ada Quill', password: PASSWORD };

async function memberRow(email: string, { tenantId }: TestTenant = world.mine) {
  const { rows } = await world.admin.query('select name, role from members where tenant_id = $1 and email = $2', [tenantId, email]);
  return rows[0] as { name: string; role: string } | undefined;
}

describe('accepting an invitation', () => {
  test('gives somebody new an account with a verified address, makes them a member, and signs them in', async () => {
    const email = freshAddress();
    const { token, invitation } = await invite(email);
    expect((await send('POST', '/invitations/look-up', undefined, { token })).json).toMatchObject({
      email,
      role: 'analyst',
      next: 'create_account',
    });
    const answer = await accept(token, asNew);
    expect(answer).toMatchObject({
      status: 201,
      json: { tenant: { slug: world.mine.slug }, role: 'analyst', person: { email, name: 'Ada Quill' }, needs: null },
    });
    expect(await memberRow(email)).toEqual({ name: 'Ada Quill', role: 'analyst' });
    expect((await send('GET', '/attribution/status', sessionCookieOf(answer))).status).toBe(200);
    expect((await send('POST', '/security/sessions', undefined, { email, password: PASSWORD })).status).toBe(201);
    const audit = (await world.auditOf(world.mine)).at(-1);
    expect(audit).toMatchObject({ action: 'invitation.accept', target: invitation.id, actor: expect.stringMatching(/^member:/) as string });
  });

  test('lets somebody who has an account go on in the tenant, with a new session token, when signed in as that address', async () => {
    const person = await createTestPerson(world.database.context);
    const cookie = await cookieOf(world.database.context, person);
    const { token } = await invite(person.email, 'viewer');
    const answer = await accept(token, {}, cookie);
    expect(answer).toMatchObject({ status: 201, json: { tenant: { slug: world.mine.slug }, role: 'viewer' } });
    expect(sessionCookieOf(answer)).not.toBe(cookie);
    expect((await send('GET', '/attribution/status', cookie)).status).toBe(401);
    expect((await send('GET', '/attribution/status', sessionCookieOf(answer))).status).toBe(200);
  });

  test('keeps the password of somebody who has an account, whatever the link’s holder sends', async () => {
    const person = await createTestPerson(world.database.context);
    const { token } = await invite(person.email);
    const answer = await accept(token, asNew);
    expect(answer).toMatchObject({ status: 401, json: { detail: expect.stringContaining('Sign in with it') as string } });
    expect((await send('POST', '/security/sessions', undefined, { email: person.email, password: PASSWORD })).status).toBe(401);
    expect(await memberRow(person.email)).toBeUndefined();
  });

  test('takes a name and a good password from somebody new, and stores nothing without', async () => {
    const email = freshAddress();
    const { token } = await invite(email);
    for (const [more, pointer] of [
      [{ password: PASSWORD }, '/name'],
      [{ name: 'Ada Quill' }, '/password'],
      [{ name: 'Ada Quill', password: 'short' }, '/password'],
      [{ name: 'Ada Quill', password: email }, '/password'],
    ] as const)
      expect(await accept(token, more)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
    expect((await accept(token, asNew)).status).toBe(201);
  });
});

describe('an attacker', () => {
  test('cannot use a link a second time, not even at the same moment', async () => {
    const { token } = await invite(freshAddress());
    const answers = await Promise.all([accept(token, asNew), accept(token, { ...asNew, name: 'Mallory' }), accept(token, asNew)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 400, 400]);
    expect(await accept(token, asNew)).toMatchObject({ status: 400, json: { errors: [{ pointer: '/token' }] } });
  });

  test('who is signed in cannot take a link that was mailed to another address, new or known', async () => {
    const mallory = await personIn(world.theirs, 'owner');
    const known = await createTestPerson(world.database.context);
    for (const email of [freshAddress(), known.email]) {
      const { token } = await invite(email, 'admin');
      const look = await send('POST', '/invitations/look-up', mallory.cookie, { token });
      expect(look.json).toMatchObject({ next: 'sign_out' });
      expect(await accept(token, asNew, mallory.cookie)).toMatchObject({ status: 403, json: { code: 'forbidden' } });
    }
    expect(await memberRow(mallory.email)).toBeUndefined();
  });

  test('finds every dead link answered alike: never sent, used, withdrawn, over, or replaced by a later mail', async () => {
    const never = await accept('A'.repeat(43), asNew);
    expect(never.status).toBe(400);
    const used = await invite(freshAddress());
    await accept(used.token, asNew);
    const withdrawn = await invite(freshAddress());
    await send('DELETE', `/invitations/${withdrawn.invitation.id}`, await cookieOf(world.database.context, world.mine.owner));
    const replaced = await invite(freshAddress());
    await send('POST', `/invitations/${replaced.invitation.id}/send`, await cookieOf(world.database.context, world.mine.owner), {});
    const over = await invite(freshAddress());
    for (const { token } of [used, withdrawn, replaced]) expect((await accept(token, asNew)).text).toBe(never.text);
    world.database.setNow(NOW_MS + 7 * DAY_MS);
    expect((await accept(over.token, asNew)).text).toBe(never.text);
    expect((await send('POST', '/invitations/look-up', undefined, { token: over.token })).text).toBe(never.text);
  });

  test('who is an administrator can neither invite an owner nor send an owner’s invitation again', async () => {
    const admin = await personIn(world.mine, 'admin');
    expect((await send('POST', '/invitations', admin.cookie, { email: freshAddress(), role: 'owner' })).status).toBe(403);
    const { invitation } = await invite(freshAddress(), 'owner');
    expect((await send('POST', `/invitations/${invitation.id}/send`, admin.cookie, {})).status).toBe(403);
    expect((await send('POST', '/invitations', admin.cookie, { email: freshAddress(), role: 'admin' })).status).toBe(201);
  });

  test('with a key of every scope invites nobody', async () => {
    const answer = await world.send('POST', '/invitations', { body: { email: freshAddress(), role: 'viewer' } });
    expect(answer).toMatchObject({ status: 403, json: { detail: expect.stringContaining('Only a person') as string } });
  });

  test('who proved who they are too long ago must do so again before they invite', async () => {
    const cookie = await cookieOf(world.database.context, world.mine.owner);
    world.database.setNow(NOW_MS + 10 * 60_000);
    const answer = await send('POST', '/invitations', cookie, { email: freshAddress(), role: 'viewer' });
    expect(answer).toMatchObject({ status: 403, json: { code: 'step_up_required' } });
  });

  test('leaves no way back in: the invitations of a removed or demoted member are withdrawn', async () => {
    const { context } = world.database;
    for (const lose of [
      (id: string) => removeMember(context, world.mine.actor, id),
      (id: string) => changeMember(context, world.mine.actor, id, { role: 'viewer' }),
    ]) {
      const admin = await personIn(world.mine, 'admin');
      const email = freshAddress();
      expect((await send('POST', '/invitations', admin.cookie, { email, role: 'admin' })).status).toBe(201);
      await lose(admin.id);
      expect((await accept((await tokensFor(email))[0], asNew)).status).toBe(400);
    }
  });

  test('does not learn whether an address has an account: inviting answers alike', async () => {
    const known = await createTestPerson(world.database.context);
    const shapes = await Promise.all(
      [known.email, freshAddress()].map(async (email) => {
        const { invitation } = await invite(email);
        return { ...invitation, id: '', email: '' };
      }),
    );
    expect(shapes[0]).toEqual(shapes[1]);
  });

  test('cannot write into the mail’s head through the name of a tenant', async () => {
    const name = 'Evil\r\nBcc: all@example.com';
    const { context } = world.database;
    await expect(createTestTenant(context, { slug: 'crlf', name })).rejects.toMatchObject({ code: 'invalid_request' });
    const tenant = await createTestTenant(context, { slug: 'crlf' });
    // As one may be called that was made before such names were refused.
    await world.admin.query('update tenants set name = $2 where tenant_id = $1', [tenant.tenantId, name]);
    const owner = await personIn(tenant, 'owner');
    const email = freshAddress();
    await send('POST', '/invitations', owner.cookie, { email, role: 'viewer' });
    const mail = (await world.database.mails()).find(({ to }) => to === email);
    expect(mail?.subject).toBe('Evil Bcc: all@example.com invites you to Earshot');
  });
});

describe('an invitation', () => {
  test('is for one address once: a member is not invited, nor somebody who is invited already, until that one is over', async () => {
    const cookie = await cookieOf(world.database.context, world.mine.owner);
    const again = (email: string) => send('POST', '/invitations', cookie, { email, role: 'viewer' });
    expect((await again(world.mine.owner.email)).status).toBe(409);
    const email = freshAddress();
    expect((await again(email)).status).toBe(201);
    expect((await again(email.toUpperCase())).status).toBe(409);
    await world.admin.query('update invitations set expires_at = $2 where email = $1', [email, new Date(NOW_MS)]);
    expect((await again(email)).status).toBe(201);
  });

  test('stands in the database as a hash alone, and its mail is sealed', async () => {
    const { token } = await invite(freshAddress());
    const { rows } = await world.admin.query<{ text: string }>(
      `select concat((select string_agg(i::text, '') from invitations i), (select string_agg(a::text, '') from audit_log a),
         (select string_agg(o::text, '') from outbox o)) as text`,
    );
    expect(rows[0].text).not.toContain(token);
    expect(rows[0].text).not.toContain(Buffer.from(token).toString('hex'));
  });

  test('is mailed ten times at most', async () => {
    const { invitation } = await invite(freshAddress());
    const cookie = await cookieOf(world.database.context, world.mine.owner);
    const statuses: number[] = [];
    for (let time = 0; time < 11; time += 1) statuses.push((await send('POST', `/invitations/${invitation.id}/send`, cookie, {})).status);
    expect(statuses).toEqual([...Array<number>(9).fill(200), 409, 409]);
  });

  test('is one of a hundred that wait at most, also when more are asked for at once', async () => {
    const tenant = await createTestTenant(world.database.context, { slug: 'inviting-many' });
    const owner = await personIn(tenant, 'owner');
    await world.admin.query(
      `insert into invitations (tenant_id, id, email, role, token_hash, created_at, sent_at, expires_at)
       select $1, gen_random_uuid(), 'many-' || n || '@people.example', 'viewer', sha256(n::text::bytea), $2, $2, $3
       from generate_series(1, 97) as n`,
      [tenant.tenantId, new Date(NOW_MS - 2 * DAY_MS), new Date(NOW_MS + DAY_MS)],
    );
    const ask = () => send('POST', '/invitations', owner.cookie, { email: freshAddress(), role: 'viewer' });
    const answers = await Promise.all([ask(), ask(), ask(), ask(), ask(), ask()]);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
  });

  test('keeps a seat: members and invitations together are never more than the tier allows, and a withdrawn one frees it', async () => {
    const tenant = await createTestTenant(world.database.context, { slug: 'five-seats', tier: 'free' });
    const owner = await personIn(tenant, 'owner');
    const ask = () => send('POST', '/invitations', owner.cookie, { email: freshAddress(), role: 'viewer' });
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(4);
    expect(answers.find(({ status }) => status !== 201)).toMatchObject({
      status: 429,
      json: { code: 'quota_exceeded', quota: 'members', limit: 5, used: 5 },
    });
    const one = answers.find(({ status }) => status === 201)?.json as Invitation;
    await accept((await tokensFor(one.email))[0], asNew);
    expect((await ask()).status).toBe(429);
    const other = answers.findLast(({ status }) => status === 201)?.json as Invitation;
    expect((await send('DELETE', `/invitations/${other.id}`, owner.cookie)).status).toBe(204);
    expect((await ask()).status).toBe(201);
  });

  test('of another tenant is neither listed, sent nor withdrawn', async () => {
    const cookie = await cookieOf(world.database.context, world.mine.owner);
    const listed = (await send('GET', '/invitations?limit=200', cookie)).json as { items: Invitation[] };
    expect(listed.items.map(({ id }) => id)).not.toContain(world.theirs.invitationId);
    expect((await send('DELETE', `/invitations/${world.theirs.invitationId}`, cookie)).status).toBe(404);
    expect((await send('POST', `/invitations/${world.theirs.invitationId}/send`, cookie, {})).status).toBe(404);
  });
});
