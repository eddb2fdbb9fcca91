import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import type { CreatedOauthClient, OauthClient, OauthClientSecret } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/security/oauth-clients';
const web = { name: 'A program', kind: 'web', redirectUris: ['https://rp.example/cb'], scopes: ['openid', 'read'] };

async function register(body: object = web, headers?: Record<string, string>): Promise<CreatedOauthClient> {
  const answer = await world.send('POST', PATH, { body, ...(headers ? { headers } : {}) });
  expect(answer.status, answer.text).toBe(201);
  return answer.json as CreatedOauthClient;
}

describe('registering a client', () => {
  test('answers its id and a secret, which nothing shows again', async () => {
    const { clientSecret, ...client } = await register();
    expect(clientSecret).toMatch(/^earshot_secret_[0-9A-Za-z]{43}$/);
    expect(client).toMatchObject({
      ...web,
      postLogoutRedirectUris: [],
      scopes: ['read', 'openid'],
      createdBy: expect.stringMatching(/^api_key:/) as string,
    });
    const read = await world.send('GET', `${PATH}/${client.id}`);
    expect(read.json).toEqual(client);
    const list = await world.send('GET', PATH);
    expect((list.json as Page<OauthClient>).items).toContainEqual(client);
    expect(read.text + list.text).not.toContain('earshot_secret_');
  });

  test.each(['browser', 'native'])('gives a %s client no secret, since it could not keep one', async (kind) => {
    const made = await register({ ...web, kind, redirectUris: ['http://127.0.0.1/cb'] });
    expect(made.clientSecret).toBeNull();
    const refused = await world.send('POST', `${PATH}/${made.id}/secrets`, { body: { overlapHours: 0 } });
    expect(refused).toMatchObject({ status: 409, json: { code: 'conflict' } });
  });

  test('with an Idempotency-Key is done once and answered the same', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await register(web, headers);
    expect(await register(web, headers)).toEqual(first);
    const other = await world.send('POST', PATH, { body: { ...web, name: 'Another' }, headers });
    expect(other).toMatchObject({ status: 422, json: { code: 'idempotency_key_reused' } });
  });

  test.each([
    ['an unknown kind', { kind: 'robot' }],
    ['an unknown scope', { scopes: ['everything'] }],
    ['no scope', { scopes: [] }],
    ['no name', { name: ' ' }],
    ['eleven addresses', { redirectUris: Array.from({ length: 11 }, (_, place) => `https://rp.example/${place}`) }],
    ['an address after signing out that is no address', { postLogoutRedirectUris: ['bye'] }],
    [
      'eleven addresses after signing out',
      { postLogoutRedirectUris: Array.from({ length: 11 }, (_, place) => `https://rp.example/${place}`) },
    ],
    [
      'a service that people would sign out of',
      { kind: 'service', redirectUris: [], scopes: ['read'], postLogoutRedirectUris: ['https://rp.example/'] },
    ],
    ['an unknown field', { clientSecret: 'mine' }],
  ])('is refused for %s', async (_, more) => {
    expect(await world.send('POST', PATH, { body: { ...web, ...more } })).toMatchObject({ status: 400, json: { code: 'invalid_request' } });
  });
});

test('a change is recorded with what was before and after, without secrets', async () => {
  const { id } = await register();
  const change = { name: 'Renamed', redirectUris: ['https://rp.example/new'], scopes: ['openid'] };
  expect((await world.send('PUT', `${PATH}/${id}`, { body: change })).json).toMatchObject({ id, kind: 'web', ...change });
  await world.send('POST', `${PATH}/${id}/secrets`, { body: { overlapHours: 24 } });
  const { rows } = await world.admin.query<{ action: string; before: unknown; after: unknown }>(
    'select action, before, after from audit_log where tenant_id = $1 and target = $2 order by seq',
    [world.mine.tenantId, id],
  );
  expect(rows).toMatchObject([
    { action: 'oauth_client.create', before: null, after: { kind: 'web', name: 'A program' } },
    { action: 'oauth_client.update', before: { name: 'A program', scopes: ['read', 'openid'] }, after: change },
    { action: 'oauth_client.rotate_secret', after: { overlapHours: 24 } },
  ]);
  expect(JSON.stringify(rows)).not.toContain('earshot_secret_');
});

test('where people may be sent after signing out is kept unless a change says otherwise, and is recorded', async () => {
  const postLogoutRedirectUris = ['https://rp.example/bye'];
  const { id } = await register({ ...web, postLogoutRedirectUris });
  const { kind: _, ...change } = web;
  const path = `${PATH}/${id}`;
  expect((await world.send('PUT', path, { body: change })).json).toMatchObject({ postLogoutRedirectUris });
  expect((await world.send('PUT', path, { body: { ...change, postLogoutRedirectUris: [] } })).json).toMatchObject({
    postLogoutRedirectUris: [],
  });
  const refused = await world.send('PUT', path, { body: { ...change, postLogoutRedirectUris: ['http://rp.example/bye'] } });
  expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '/postLogoutRedirectUris/0' }] } });
  const { rows } = await world.admin.query<{ before: unknown; after: unknown }>(
    `select before, after from audit_log where target = $1 and action = 'oauth_client.update' order by seq desc limit 1`,
    [id],
  );
  expect(rows).toMatchObject([{ before: { postLogoutRedirectUris }, after: { postLogoutRedirectUris: [] } }]);
});

test('a new secret says until when those before it are good, and at most one beside it lasts', async () => {
  const { id } = await register();
  const rotate = async (overlapHours: number) =>
    (await world.send('POST', `${PATH}/${id}/secrets`, { body: { overlapHours } })).json as OauthClientSecret;
  expect((await rotate(2)).previousUntil).toBe('2026-11-20T14:00:00.000Z');
  await rotate(0);
  const { rows } = await world.admin.query('select expires_at from oauth_client_secrets where client_id = $1', [id]);
  expect(rows).toEqual([{ expires_at: null }]);
  for (const overlapHours of [-1, 169, 1.5])
    expect((await world.send('POST', `${PATH}/${id}/secrets`, { body: { overlapHours } })).status).toBe(400);
});
