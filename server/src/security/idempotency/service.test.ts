import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { tidySecurity } from '../upkeep/service.ts';
import { resealAnswersIn } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const DAY_MS = 86_400_000;

async function keptOf(tenantId: string): Promise<Buffer[]> {
  const text = 'select body_hash from idempotent_requests where tenant_id = $1';
  return (await world.admin.query<{ body_hash: Buffer }>(text, [tenantId])).rows.map(({ body_hash }) => body_hash);
}

test('kept answers are deleted after 24 hours, also of a tenant that sends nothing again', async () => {
  const { tenantId, apiKey: key } = await createTestTenant(world.database.context);
  const sending = { key, body: { name: 'once', scopes: ['read'] }, headers: { 'idempotency-key': 'kept' } };
  expect((await world.send('POST', '/security/api-keys', sending)).status).toBe(201);
  const tidyAt = async (ms: number) => {
    world.database.setNow(ms);
    await tidySecurity(world.database.context, 'system');
    world.database.setNow(NOW_MS);
    return keptOf(tenantId);
  };
  expect(await tidyAt(NOW_MS + DAY_MS)).toHaveLength(1);
  expect(await tidyAt(NOW_MS + DAY_MS + 1)).toEqual([]);
});

test('kept answers are sealed anew when the secret is changed, and are answered as before', async () => {
  const { context } = world.database;
  const { tenantId, apiKey: key } = await createTestTenant(context);
  const sending = { key, body: { name: 'once', scopes: ['read'] }, headers: { 'idempotency-key': 'sealed' } };
  const first = await world.send('POST', '/security/api-keys', sending);
  const [own, other] = [context.sealingKey, Buffer.alloc(32, 7)];
  const reseal = (sealingKey: Buffer, previousSealingKey: Buffer) =>
    inTenant(context.db, tenantId, (tx) => resealAnswersIn({ ...context, sealingKey, previousSealingKey }, tx));
  expect(await reseal(other, own)).toBe(1);
  expect(await reseal(other, own)).toBe(0);
  expect(await reseal(own, other)).toBe(1);
  expect(await world.send('POST', '/security/api-keys', sending)).toMatchObject({ status: 201, json: first.json });
});

test('what a kept answer was asked with cannot be guessed from the database alone', async () => {
  const { tenantId, apiKey: key } = await createTestTenant(world.database.context);
  const body = { kind: 'access', identities: [{ email: 'jane@people.example' }] };
  const send = (sent: object) =>
    world.send('POST', '/security/privacy-requests', { key, body: sent, headers: { 'idempotency-key': 'who' } });
  const first = await send(body);
  expect(await send(body)).toMatchObject({ status: 201, json: first.json });
  expect(await send({ ...body, kind: 'erasure' })).toMatchObject({ status: 422, json: { code: 'idempotency_key_reused' } });
  const guessed = createHash('sha256').update(JSON.stringify(body)).digest();
  const [kept, ...more] = await keptOf(tenantId);
  expect([kept.length, kept.equals(guessed), more]).toEqual([32, false, []]);
});
