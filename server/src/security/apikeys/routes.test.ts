import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../../../test/http.ts';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import { isWellFormedApiKey } from './rules.ts';
import type { ApiKey, CreatedApiKey } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const PATH = '/security/api-keys';
const reader = { name: 'reader', scopes: ['read'] };

async function create(body: unknown, headers?: Record<string, string>, key = world.mine.apiKey): Promise<Answer> {
  return world.send('POST', PATH, { key, body, headers });
}

async function keysOf(key = world.mine.apiKey): Promise<ApiKey[]> {
  return ((await world.send('GET', PATH, { key })).json as { items: ApiKey[] }).items;
}

describe('an API key', () => {
  test('is answered once, works at once with its scopes, and is listed without itself', async () => {
    const answer = await create({ name: '  till  ', scopes: ['read', 'ingest', 'read'] });
    const { apiKey, ...listed } = answer.json as CreatedApiKey;
    expect(answer.status).toBe(201);
    expect(isWellFormedApiKey(apiKey)).toBe(true);
    expect(listed).toMatchObject({ name: 'till', scopes: ['ingest', 'read'], revokedAt: null, hint: `${apiKey.slice(0, 17)}…` });
    expect(await keysOf()).toContainEqual(listed);
    expect(JSON.stringify(await keysOf())).not.toContain(apiKey);
    expect((await world.send('GET', '/attribution/status', { key: apiKey })).status).toBe(200);
    expect((await world.send('GET', PATH, { key: apiKey })).status).toBe(403);
  });

  test('is stored as a hash alone', async () => {
    const { apiKey } = (await create(reader)).json as CreatedApiKey;
    const { rows } = await world.admin.query<{ text: string }>(
      `select concat((select string_agg(k::text, '') from api_keys k), (select string_agg(a::text, '') from audit_log a)) as text`,
    );
    expect(rows[0].text).not.toContain(apiKey.slice('earshot_live_'.length + 4));
  });

  test('is refused everywhere once it is revoked; once more changes and records nothing', async () => {
    const { id, apiKey } = (await create(reader)).json as CreatedApiKey;
    expect((await world.send('GET', '/attribution/status', { key: apiKey })).status).toBe(200);
    const revoke = () => world.send('DELETE', `${PATH}/${id}`);
    expect(await revoke()).toMatchObject({ status: 204, text: '' });
    expect((await world.send('GET', '/attribution/status', { key: apiKey })).status).toBe(401);
    // When a key was used last is noted once its request is answered.
    await expect.poll(async () => (await keysOf()).find((one) => one.id === id)?.lastUsedAt).not.toBeNull();
    const first = (await keysOf()).find((one) => one.id === id);
    expect(first?.revokedAt).toMatch(/^\d{4}-/);
    const audit = await world.auditOf(world.mine);
    expect(audit.at(-1)).toMatchObject({ action: 'api_key.revoke', target: id });
    expect((await revoke()).status).toBe(204);
    expect((await keysOf()).find((one) => one.id === id)).toEqual(first);
    expect(await world.auditOf(world.mine)).toEqual(audit);
  });

  test('of another tenant is neither listed nor revoked', async () => {
    expect((await world.send('DELETE', `${PATH}/${world.theirs.unusedKeyId}`)).status).toBe(404);
    const theirs = await keysOf(world.theirs.apiKey);
    expect(theirs.find(({ id }) => id === world.theirs.unusedKeyId)).toMatchObject({ revokedAt: null });
    const mine = new Set((await keysOf()).map(({ id }) => id));
    expect(theirs.filter(({ id }) => mine.has(id))).toEqual([]);
  });
});

test('keys are listed oldest first, a page at a time, each once', async () => {
  const all = (await keysOf()).map(({ id }) => id);
  const seen: string[] = [];
  let next = '';
  while (seen.length < all.length) {
    const page = (await world.send('GET', `${PATH}?limit=2${next}`)).json as Page<ApiKey>;
    seen.push(...page.items.map(({ id }) => id));
    next = `&cursor=${page.nextCursor}`;
  }
  expect(next).toBe('&cursor=null');
  expect(seen).toEqual(all);
});

describe('creating a key with an Idempotency-Key', () => {
  const once = (key: string) => ({ 'idempotency-key': key });

  test('creates one key however often it is sent, and answers the same', async () => {
    const count = (await keysOf()).length;
    const audit = (await world.auditOf(world.mine)).length;
    const first = await create(reader, once('a'));
    const again = await create({ scopes: ['read'], name: 'reader' }, once('a'));
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect((await keysOf()).length).toBe(count + 1);
    expect((await world.auditOf(world.mine)).length).toBe(audit + 1);
  });

  test('is refused with another body', async () => {
    await create(reader, once('b'));
    const count = (await keysOf()).length;
    const answer = await create({ ...reader, name: 'writer' }, once('b'));
    expect(answer).toMatchObject({
      status: 422,
      json: { code: 'idempotency_key_reused', detail: expect.stringContaining('another body') as string },
    });
    expect((await keysOf()).length).toBe(count);
  });

  test('means another request for another key, another tenant, and none at all', async () => {
    const other = (await create({ name: 'admin', scopes: ['read', 'admin'] })).json as CreatedApiKey;
    const answers = [
      await create(reader, once('c')),
      await create(reader, once('c'), other.apiKey),
      await create(reader, once('c'), world.theirs.apiKey),
      await create(reader, once('C')),
      await create(reader),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ json }) => (json as CreatedApiKey).apiKey)).size).toBe(5);
  });

  test('answers 409 while the first request is being worked on, and its answer afterwards', async () => {
    await world.admin.query('begin; lock table api_keys in exclusive mode');
    const first = create(reader, once('d'));
    await expect.poll(() => waitingSessions(world.admin), { interval: 20 }).toBe(1);
    const meanwhile = await create(reader, once('d'));
    expect(meanwhile).toMatchObject({
      status: 409,
      json: { code: 'conflict', detail: expect.stringContaining('being worked on') as string },
    });
    expect(meanwhile.headers.get('retry-after')).toBe('1');
    await world.admin.query('commit');
    const done = await first;
    expect(done.status).toBe(201);
    expect((await create(reader, once('d'))).text).toBe(done.text);
  });

  test('keeps nothing of a request that failed', async () => {
    expect((await create({ name: '', scopes: ['read'] }, once('e'))).status).toBe(400);
    await world.admin.query(`alter table api_keys add constraint no_more check (name <> 'reader') not valid`);
    expect((await create(reader, once('e'))).status).toBe(400);
    await world.admin.query('alter table api_keys drop constraint no_more');
    expect((await create(reader, once('e'))).status).toBe(201);
  });

  test('is forgotten after 24 hours', async () => {
    const { database } = world;
    const first = (await create(reader, once('f'))).json as CreatedApiKey;
    const now = database.context.clock();
    database.setNow(now + 24 * 3_600_000);
    expect(((await create(reader, once('f'))).json as CreatedApiKey).apiKey).toBe(first.apiKey);
    database.setNow(now + 24 * 3_600_000 + 1);
    expect(((await create(reader, once('f'))).json as CreatedApiKey).apiKey).not.toBe(first.apiKey);
    database.setNow(now);
  });

  test('is refused when it cannot be one', async () => {
    for (const key of ['x'.repeat(256), 'a b', 'ä']) {
      const answer = await create(reader, once(key));
      expect(answer).toMatchObject({ status: 400, json: { errors: [{ pointer: '/idempotency-key' }] } });
    }
  });

  test('keeps the answer sealed: the key it holds cannot be read from the database', async () => {
    const { apiKey } = (await create(reader, once('g'))).json as CreatedApiKey;
    const { rows } = await world.admin.query<{ sealed_answer: Buffer }>('select sealed_answer from idempotent_requests');
    expect(rows).not.toEqual([]);
    for (const { sealed_answer: sealed } of rows) expect(sealed.includes(apiKey.slice(0, 12))).toBe(false);
  });
});
