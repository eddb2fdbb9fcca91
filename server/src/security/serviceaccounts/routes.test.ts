import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { CreatedApiKey } from '../apikeys/schema.ts';
import { SCOPES } from '../../tenants/authorize.ts';
import { NewWebhook } from '../webhooks/schema.ts';
import { createWebhook } from '../webhooks/service.ts';
import type { ServiceAccount } from './schema.ts';
import { changeServiceAccount, createServiceAccount } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/security/service-accounts';
const KEYS = '/security/api-keys';
let accounts = 0;

async function account(role: ServiceAccount['role']): Promise<ServiceAccount> {
  accounts += 1;
  return (await world.send('POST', PATH, { body: { name: `account ${accounts}`, role } })).json as ServiceAccount;
}

async function keyOf({ id }: ServiceAccount, scopes = ['ingest', 'read', 'admin']): Promise<CreatedApiKey> {
  const answer = await world.send('POST', KEYS, { body: { name: 'of an account', scopes, serviceAccountId: id } });
  expect(answer.status, answer.text).toBe(201);
  return answer.json as CreatedApiKey;
}

const change = (id: string, body: object) => world.send('PATCH', `${PATH}/${id}`, { body });
const statusWith = async (key: string, path = '/attribution/status') => (await world.send('GET', path, { key })).status;

describe('a key of a service account', () => {
  test('may do what its scopes and the role of the account both allow', async () => {
    const touchpoints = { touchpoints: [{ id: 'x', kind: 'click', occurredAt: '2026-11-11T10:00:00Z', identity: { userId: 'u' } }] };
    for (const [role, scopes, read, ingest, admin] of [
      ['viewer', ['ingest', 'read', 'admin'], 200, 403, 403],
      ['analyst', ['ingest', 'read', 'admin'], 200, 202, 403],
      ['admin', ['ingest', 'read', 'admin'], 200, 202, 200],
      ['admin', ['read'], 200, 403, 403],
      ['billing', ['ingest', 'read', 'admin'], 403, 403, 403],
    ] as const) {
      const { apiKey } = await keyOf(await account(role), [...scopes]);
      const found = [
        await statusWith(apiKey),
        (await world.send('POST', '/touchpoints', { key: apiKey, body: touchpoints })).status,
        await statusWith(apiKey, KEYS),
      ];
      expect(found, `${role} with ${scopes.join()}`).toEqual([read, ingest, admin]);
    }
  });

  test('makes keys of the same account only', async () => {
    const [own, other] = [await account('admin'), await account('admin')];
    const { apiKey } = await keyOf(own);
    const make = (serviceAccountId: string | null) =>
      world.send('POST', KEYS, { key: apiKey, body: { name: 'child', scopes: ['read'], serviceAccountId } });
    expect((await make(own.id)).status).toBe(201);
    for (const id of [other.id, null])
      expect(await make(id)).toMatchObject({ status: 403, json: { errors: [{ pointer: '/serviceAccountId' }] } });
  });

  test('cannot belong to an account of another tenant, to one there is not, or to a disabled one', async () => {
    const make = (serviceAccountId: string) => world.send('POST', KEYS, { body: { name: 'x', scopes: ['read'], serviceAccountId } });
    const foreign = await make(world.theirs.serviceAccountId);
    const absent = await make('01a213e7-890d-7f87-9b32-3881f0d89edc');
    expect([foreign.status, foreign.text]).toEqual([404, absent.text]);
    const { id } = await account('viewer');
    await change(id, { disabled: true });
    expect((await make(id)).status).toBe(409);
  });
});

describe('a service account', () => {
  test('that is disabled stops all its keys at once, and works again when it is enabled', async () => {
    const one = await account('viewer');
    const keys = [await keyOf(one), await keyOf(one)];
    const other = await keyOf(await account('viewer'));
    const statuses = () => Promise.all([...keys, other].map(({ apiKey }) => statusWith(apiKey)));
    expect(await statuses()).toEqual([200, 200, 200]);
    expect((await change(one.id, { disabled: true })).json).toMatchObject({ disabledAt: expect.stringMatching(/^2026-/) as string });
    expect(await statuses()).toEqual([401, 401, 200]);
    expect((await change(one.id, { disabled: false })).json).toMatchObject({ disabledAt: null });
    expect(await statuses()).toEqual([200, 200, 200]);
  });

  test('follows its role from one request to the next', async () => {
    const one = await account('admin');
    const { apiKey } = await keyOf(one);
    expect(await statusWith(apiKey, KEYS)).toBe(200);
    await change(one.id, { role: 'viewer' });
    expect(await statusWith(apiKey, KEYS)).toBe(403);
  });

  test('is not changed by a key that one of its keys outdoes, and is by one that none outdoes', async () => {
    const one = await account('viewer');
    const stronger = await keyOf(one);
    const ends = new Date(world.database.context.clock() + 3_600_000).toISOString();
    const hour = await world.send('POST', KEYS, { body: { name: 'an hour', scopes: ['admin'], expiresAt: ends } });
    const { apiKey: key } = hour.json as CreatedApiKey;
    for (const body of [{ role: 'admin' }, { disabled: true }, { name: 'taken over' }])
      expect(await world.send('PATCH', `${PATH}/${one.id}`, { key, body })).toMatchObject({
        status: 403,
        json: { code: 'forbidden', detail: expect.stringContaining('stronger key') as string },
      });
    expect(await statusWith(stronger.apiKey, KEYS)).toBe(403);
    await world.send('DELETE', `${KEYS}/${stronger.id}`);
    expect((await world.send('PATCH', `${PATH}/${one.id}`, { key, body: { role: 'analyst' } })).status).toBe(200);
  });

  test('is neither made nor changed by an access token, which it would outlive', async () => {
    const one = await account('viewer');
    const { tenantId } = world.mine;
    const token = { kind: 'oauth', name: 'oauth_client:x', tenantId, tier: 'enterprise', scopes: SCOPES } as const;
    const { context } = world.database;
    await expect(createServiceAccount(context, token, { name: 'late', role: 'admin' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(changeServiceAccount(context, token, one.id, { role: 'admin' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createWebhook(context, token, NewWebhook.parse({ url: 'https://hooks.example/late' }))).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('never owns a tenant', async () => {
    expect((await world.send('POST', PATH, { body: { name: 'x', role: 'owner' } })).status).toBe(400);
    expect((await change((await account('viewer')).id, { role: 'owner' })).status).toBe(400);
  });

  test('is recorded with what changed, once', async () => {
    const { id } = await account('viewer');
    await change(id, { role: 'analyst' });
    await change(id, { role: 'analyst' });
    const { rows } = await world.admin.query('select action, before, after from audit_log where target = $1 order by seq', [id]);
    expect(rows).toMatchObject([
      { action: 'service_account.create', after: { role: 'viewer' } },
      { action: 'service_account.change', before: { role: 'viewer' }, after: { role: 'analyst' } },
    ]);
    expect(rows).toHaveLength(2);
  });
});
