import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, type TestTenant } from './database.ts';
import type { Answer } from './http.ts';
import { addTestMember, cookieOf, createTestPerson, type TestPerson } from './people.ts';
import { openWorld, type World } from './world.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { createApiKey } from '../src/security/apikeys/service.ts';
import { createServiceAccount } from '../src/security/serviceaccounts/service.ts';
import { type Role, SCOPES } from '../src/tenants/authorize.ts';
import { MAIL_KINDS } from '../src/tenants/mailchoices/kinds.ts';
import type { MailChoice } from '../src/tenants/mailchoices/schema.ts';
import { queueChosenMailIn } from '../src/tenants/mailchoices/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let tenants = 0;
const newTenant = () => createTestTenant(world.database.context, { slug: `mails-${(tenants += 1)}` });

async function join({ tenantId }: TestTenant, role: Role): Promise<TestPerson> {
  const person = await createTestPerson(world.database.context);
  await addTestMember(world.database.context, person, tenantId, role);
  return person;
}

/** Sends as a person, in a session that began just now. */
async function send(person: TestPerson, method: string, path: string, body?: unknown): Promise<Answer> {
  const cookie = await cookieOf(world.database.context, person);
  return world.server.send(method, `/api/v1/members/${path}`, { body, headers: { cookie } });
}

const choose = (person: TestPerson, kind: string, isMailed: unknown) => send(person, 'PUT', `me/mail-choices/${kind}`, { isMailed });

async function listed(person: TestPerson): Promise<Record<string, boolean>> {
  const answer = await send(person, 'GET', 'me/mail-choices');
  expect(answer.status).toBe(200);
  return Object.fromEntries((answer.json as { items: MailChoice[] }).items.map(({ kind, isMailed }) => [kind, isMailed]));
}

/** To whom a mail of this kind goes now. */
async function mailed({ tenantId }: TestTenant, kind: (typeof MAIL_KINDS)[number] = 'anomalies'): Promise<string[]> {
  const { context } = world.database;
  const before = (await world.database.mails()).length;
  await inTenant(context.db, tenantId, (tx) => queueChosenMailIn(context, tx, kind, { subject: 'News', text: 'Something happened.' }));
  return (await world.database.mails()).slice(before).map(({ to }) => to);
}

const choicesIn = async ({ tenantId }: TestTenant) =>
  (await world.admin.query('select person_id, kind, is_mailed from mail_choices where tenant_id = $1 order by kind', [tenantId])).rows;

describe('a member', () => {
  test('who is an owner gets every kind until they switch it off, and the other owners still do', async () => {
    const tenant = await newTenant();
    const [one, other] = [await join(tenant, 'owner'), await join(tenant, 'owner')];
    expect(await listed(one)).toEqual(Object.fromEntries(MAIL_KINDS.map((kind) => [kind, true])));
    expect(await mailed(tenant)).toEqual([one.email, other.email].sort());
    expect(await choose(one, 'anomalies', false)).toMatchObject({ status: 200 });
    expect(await listed(one)).toMatchObject({ anomalies: false, quotas: true });
    expect(await mailed(tenant)).toEqual([other.email]);
    expect(await mailed(tenant, 'quotas')).toEqual([one.email, other.email].sort());
    await choose(one, 'anomalies', true);
    expect(await mailed(tenant)).toEqual([one.email, other.email].sort());
  });

  test('of another role gets none until they switch it on, and none again once they may not read what it tells of', async () => {
    const tenant = await newTenant();
    const [owner, viewer] = [await join(tenant, 'owner'), await join(tenant, 'viewer')];
    expect(await listed(viewer)).toMatchObject({ anomalies: false, quotas: false });
    await choose(viewer, 'anomalies', true);
    expect(await mailed(tenant)).toEqual([owner.email, viewer.email].sort());
    expect((await send(owner, 'PATCH', viewer.id, { role: 'billing' })).status).toBe(200);
    expect(await mailed(tenant)).toEqual([owner.email]);
    expect(await listed(viewer)).toMatchObject({ anomalies: false });
    expect((await send(owner, 'PATCH', viewer.id, { role: 'analyst' })).status).toBe(200);
    expect(await mailed(tenant)).toEqual([owner.email, viewer.email].sort());
  });

  test('who may not read what it tells of cannot choose it, and is told who can', async () => {
    const tenant = await newTenant();
    const billing = await join(tenant, 'billing');
    for (const wanted of [true, false])
      expect(await choose(billing, 'anomalies', wanted)).toMatchObject({
        status: 403,
        json: { code: 'forbidden', detail: expect.stringMatching(/"viewer"; yours is "billing"/) as string },
      });
    expect(await choicesIn(tenant)).toEqual([]);
    const { json } = await choose(billing, 'quotas', true);
    const told = Object.fromEntries((json as { items: MailChoice[] }).items.map((one) => [one.kind, one]));
    expect(told.anomalies).toMatchObject({ isMailed: false, isAllowed: false, chosenAt: null });
    expect(told.quotas).toMatchObject({ isMailed: true, isAllowed: true, chosenAt: expect.stringMatching(/^20/) as string });
    expect(await mailed(tenant, 'quotas')).toEqual([billing.email]);
  });

  test('who is removed leaves no choice behind, and returns with what holds for everybody', async () => {
    const tenant = await newTenant();
    const [owner, viewer] = [await join(tenant, 'owner'), await join(tenant, 'viewer')];
    await choose(viewer, 'anomalies', true);
    await choose(owner, 'anomalies', false);
    expect(await mailed(tenant)).toEqual([viewer.email]);
    expect((await send(owner, 'DELETE', viewer.id)).status).toBe(200);
    expect(await choicesIn(tenant)).toEqual([{ person_id: owner.id, kind: 'anomalies', is_mailed: false }]);
    await addTestMember(world.database.context, viewer, tenant.tenantId, 'viewer');
    expect(await listed(viewer)).toMatchObject({ anomalies: false, quotas: false });
    expect(await mailed(tenant)).toEqual([]);
  });

  test('of two tenants chooses in each of them apart', async () => {
    const [one, other] = [await newTenant(), await newTenant()];
    const person = await join(one, 'owner');
    await addTestMember(world.database.context, person, other.tenantId, 'owner');
    await choose(person, 'quotas', false);
    expect([await mailed(one, 'quotas'), await mailed(other, 'quotas')]).toEqual([[], [person.email]]);
    expect(await choicesIn(other)).toEqual([]);
  });
});

test('a choice stands in the audit log with what held before', async () => {
  const { owner } = world.mine;
  await choose(owner, 'quotas', false);
  const { rows } = await world.admin.query(
    `select tenant_id, actor, before, after from audit_log where action = 'mail_choice.put' and target = $1 order by seq`,
    [owner.id],
  );
  expect(rows).toEqual([
    {
      tenant_id: world.mine.tenantId,
      actor: `member:${owner.id}`,
      before: { kind: 'quotas', isMailed: true },
      after: { kind: 'quotas', isMailed: false },
    },
  ]);
});

test('a key, a service account and a browser opened with a key have no mails to choose, and are told that a person has', async () => {
  const refusal = {
    status: 403,
    json: { code: 'forbidden', detail: expect.stringMatching(/^Only a person who is signed in may/) as string },
  };
  const { context } = world.database;
  const { actor, apiKey } = world.mine;
  const { id: serviceAccountId } = await createServiceAccount(context, actor, { name: 'a program', role: 'admin' });
  const ofProgram = await createApiKey(context, actor, { name: 'of a program', scopes: [...SCOPES], serviceAccountId });
  const opened = await world.server.send('POST', '/api/v1/security/sessions', { body: { apiKey } });
  const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0];
  const path = '/api/v1/members/me/mail-choices';
  for (const credentials of [{ key: apiKey }, { key: ofProgram.apiKey }, { headers: { cookie } }]) {
    expect(await world.server.send('GET', path, credentials)).toMatchObject(refusal);
    expect(await world.server.send('PUT', `${path}/quotas`, { ...credentials, body: { isMailed: false } })).toMatchObject(refusal);
  }
});

test.each<[string, ...[kind: string, isMailed: unknown, error: object]]>([
  ['a kind there is not', 'weather', false, { pointer: '/kind', detail: `kind must be one of ${MAIL_KINDS.join(', ')}` }],
  ['neither yes nor no', 'quotas', 'off', { pointer: '/isMailed', detail: 'isMailed is missing or no boolean; send true or false' }],
])('%s is refused with what is wrong and what would be right', async (_, ...[kind, isMailed, error]) => {
  const answer = await choose(world.mine.owner, kind, isMailed);
  expect(answer).toMatchObject({ status: 400, json: { code: 'invalid_request', errors: [error] } });
});

test('each mail ends with why it came and where its receiver stops it', async () => {
  const tenant = await newTenant();
  const [owner, viewer] = [await join(tenant, 'owner'), await join(tenant, 'viewer')];
  await choose(viewer, 'quotas', true);
  await mailed(tenant, 'quotas');
  const lastLine = async ({ email }: TestPerson) =>
    (await world.database.mails())
      .findLast(({ to }) => to === email)
      ?.text.split('\n')
      .at(-1);
  const where = 'Switch them off under "Mails" at https://earshot.example/account.';
  const { name } = (await world.admin.query<{ name: string }>('select name from tenants where tenant_id = $1', [tenant.tenantId])).rows[0];
  expect(await lastLine(owner)).toBe(`You get mails of quotas because you are an owner of ${name}. ${where}`);
  expect(await lastLine(viewer)).toBe(`You get mails of quotas because you chose to, as a member of ${name}. ${where}`);
});

test('a person takes their choices along with their account', async () => {
  const tenant = await newTenant();
  const person = await join(tenant, 'viewer');
  await choose(person, 'anomalies', true);
  const cookie = await cookieOf(world.database.context, person);
  const { json } = await world.server.send('GET', '/api/v1/security/people/me/export', { headers: { cookie } });
  expect(json).toMatchObject({
    memberships: [
      { tenantId: tenant.tenantId, mailChoices: [{ kind: 'anomalies', isMailed: true, chosenAt: expect.any(String) as string }] },
    ],
  });
});
