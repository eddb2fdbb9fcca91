import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { fromResponses, type ModelServer, openModelServer } from '../../../test/model-server.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { putCode } from '../../catalog/codes/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptConversions } from '../../tracking/intake/service.ts';
import { ProviderDetails } from '../providers/schema.ts';
import { putProvider } from '../providers/service.ts';
import { Recommendation, RecommendationLook } from '../recommendations/schema.ts';
import { lookAtTenant } from './service.ts';

const DAY_MS = 86_400_000;
const PATH = '/api/v1/ai/recommendations';

let database: TestDatabase;
let server: TestServer;
let models: ModelServer;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
  models = await openModelServer();
});
afterAll(async () => {
  await models?.close();
  await server?.close();
  await database?.close();
});

let tenant: TestTenant;
beforeEach(async () => {
  database.setNow(NOW_MS);
  tenant = await createTestTenant(database.context);
});

let orders = 0;
/** Orders with a code, so many on a day that lies so many days back. */
async function order(code: string, count: number, daysAgo: number): Promise<void> {
  const occurredAt = new Date(database.context.clock() - daysAgo * DAY_MS).toISOString();
  const conversions = Array.from({ length: count }, () => {
    orders += 1;
    return { id: `order-${orders}`, occurredAt, kind: 'purchase', valueMinor: 4_000, currency: 'USD', promoCode: code };
  });
  await acceptConversions(database.context, tenant.actor, conversions, 'server');
  await drainTenant(database.context, 'system', tenant.tenantId);
}
const look = () => lookAtTenant(database.context, 'system', tenant.tenantId);
const send = (method: string, path = '', body?: object) => server.send(method, `${PATH}${path}`, { key: tenant.apiKey, body });
const listed = async (query = '') =>
  ((await send('GET', query)).json as { items: Recommendation[] }).items.map((one) => Recommendation.parse(one));
const audited = async (action: string) => {
  const found = await inTenant(database.context.db, tenant.tenantId, (tx) =>
    tx.query<{ actor: string; target: string; before: object; after: object }>({
      text: 'select actor, target, before, after from audit_log where action = $1 order by seq',
      values: [action],
    }),
  );
  return found;
};

test('an empty tenant gets no advice, and the reason for each kind', async () => {
  expect((await send('GET', '/look')).json).toEqual({ lookedAt: null, period: null, conversions: null, open: 0, silences: [] });
  const { status, json } = await send('POST', '/refresh');
  expect(status).toBe(200);
  const told = RecommendationLook.parse(json);
  expect(told).toMatchObject({ open: 0, conversions: 0, period: { from: '2026-07-23T00:00:00.000Z', to: '2026-10-21T00:00:00.000Z' } });
  expect(told.silences[0]).toEqual({ kind: 'move_budget', because: 'There is no conversion yet that is old enough to be judged.' });
  expect(await listed()).toEqual([]);
});

describe('a recommendation', () => {
  test('is told once with its evidence, told anew each day, and lapses when figures do not bear it out any more', async () => {
    await order('GLOW', 40, 45);
    await look();
    await look();
    const [one, ...others] = await listed();
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      kind: 'fix_tracking',
      status: 'open',
      title: 'Say whose promo code GLOW is',
      wording: null,
      isSimulated: false,
    });
    expect(one.gain).toMatchObject({ unit: 'known_conversions', value: 40 });
    expect(one.gain.low).toBeLessThan(40);
    expect(one.evidence[0]).toMatchObject({ label: 'orders with the code GLOW', value: '40' });
    database.setNow(NOW_MS + DAY_MS);
    await order('GLOW', 10, 45);
    await look();
    expect(await listed()).toMatchObject([{ id: one.id, gain: { value: 50 }, toldAt: new Date(NOW_MS + DAY_MS).toISOString() }]);
    await putCode(database.context, tenant.actor, { campaign: 'glow', code: 'GLOW', details: {} });
    await look();
    expect((await listed()).map(({ id, status }) => [id, status])).toEqual([[one.id, 'lapsed']]);
    expect((await send('PATCH', `/${one.id}`, { status: 'done' })).json).toMatchObject({ code: 'conflict' });
    const looks = await audited('recommendations.look');
    expect(looks.map(({ after }) => after)).toEqual([
      { opened: 1, told: 0, lapsed: 0 },
      { opened: 0, told: 1, lapsed: 0 },
      { opened: 0, told: 1, lapsed: 0 },
      { opened: 0, told: 0, lapsed: 1 },
    ]);
  });

  test('that was dismissed is not told again for 90 days, and can be opened again', async () => {
    await order('GLOW', 40, 45);
    await look();
    const [{ id }] = await listed();
    const dismissed = await send('PATCH', `/${id}`, { status: 'dismissed', note: 'A voucher of the shop.' });
    expect(dismissed.json).toMatchObject({
      status: 'dismissed',
      note: 'A voucher of the shop.',
      decidedAt: new Date(NOW_MS).toISOString(),
    });
    await look();
    expect(await listed('?status=open')).toEqual([]);
    expect((await send('PATCH', `/${id}`, { status: 'open' })).json).toMatchObject({ status: 'open', decidedAt: null, note: null });
    await send('PATCH', `/${id}`, { status: 'dismissed' });
    database.setNow(NOW_MS + 91 * DAY_MS);
    await order('GLOW', 30, 45);
    await look();
    const open = await listed('?status=open');
    expect(open.map(({ gain }) => gain.value)).toEqual([30]);
    expect((await send('PATCH', `/${id}`, { status: 'open' })).json).toMatchObject({ code: 'conflict' });
    expect((await audited('recommendation.decide')).map(({ target, before, after }) => [target, before, after])).toEqual([
      [id, { status: 'open', note: null }, { status: 'dismissed', note: 'A voucher of the shop.' }],
      [id, { status: 'dismissed', note: 'A voucher of the shop.' }, { status: 'open', note: null }],
      [id, { status: 'open', note: null }, { status: 'dismissed', note: null }],
    ]);
  });

  test('that was done is held against later figures once these are all in, and not before', async () => {
    await order('GLOW', 90, 45);
    await look();
    const [{ id }] = await listed();
    const done = Recommendation.parse((await send('PATCH', `/${id}`, { status: 'done' })).json);
    expect(done.outcomeFrom).toBe('2027-01-18T00:00:00.000Z');
    await putCode(database.context, tenant.actor, { campaign: 'glow', code: 'GLOW', details: {} });
    database.setNow(Date.parse('2027-01-17T23:59:00Z'));
    await order('GLOW', 28, 50);
    await look();
    expect((await send('GET', `/${id}`)).json).toMatchObject({ outcome: null });
    database.setNow(Date.parse('2027-01-18T00:00:00Z'));
    await look();
    await look();
    const told = Recommendation.parse((await send('GET', `/${id}`)).json);
    expect(told.outcome).toMatchObject({
      value: 90,
      verdict: 'as_expected',
      from: '2026-11-21T00:00:00.000Z',
      to: '2026-12-19T00:00:00.000Z',
    });
    expect((await audited('recommendation.follow')).map(({ actor, target }) => [actor, target])).toEqual([['system', id]]);
  });

  test('of another tenant is not there, and what is sent wrong is named', async () => {
    await order('GLOW', 40, 45);
    await look();
    const [{ id }] = await listed();
    const { apiKey } = await createTestTenant(database.context);
    expect((await server.send('PATCH', `${PATH}/${id}`, { key: apiKey, body: { status: 'done' } })).status).toBe(404);
    expect((await send('PATCH', `/${id}`, { status: 'lapsed' })).json).toMatchObject({ errors: [{ pointer: '/status' }] });
    expect((await send('GET', '?cursor=x')).json).toMatchObject({ code: 'invalid_request' });
    expect(await listed()).toMatchObject([{ id, status: 'open' }]);
  });

  test('is listed page by page, the largest gain first', async () => {
    for (const [code, count] of [
      ['ONE', 10],
      ['TWO', 60],
      ['THREE', 30],
    ] as const)
      await order(code, count, 45);
    await look();
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { items, nextCursor } = (await send('GET', `?limit=1${cursor}`)).json as { items: Recommendation[]; nextCursor: string | null };
      seen.push(...items.map(({ subjects }) => subjects[0].name));
      if (nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
    }
    expect(seen).toEqual(['TWO', 'THREE', 'ONE']);
  });
});

describe('the words of a model', () => {
  const connect = () => {
    const prices = { inputMicros: 1_000_000, cacheReadMicros: 100_000, cacheWriteMicros: 2_000_000, outputMicros: 10_000_000 };
    const details = { kind: 'openai', account: 'own', apiKey: 'sk-x', baseUrl: models.url, models: [{ model: 'gpt-5-mini', prices }] };
    return putProvider(database.context, tenant.actor, 'mine', ProviderDetails.parse(details));
  };

  test('stand beside a recommendation when each number in them is one of its figures', async () => {
    await order('GLOW', 40, 45);
    await connect();
    const text = 'Find out whose code GLOW is: 40 orders carry it and are credited as if they had none.';
    models.say(fromResponses({ text }));
    await look();
    expect(await listed()).toMatchObject([{ wording: { text, provider: 'mine', model: 'gpt-5-mini' } }]);
    expect(models.asked.at(-1)?.text).toContain('orders with the code GLOW');
  });

  test('are left out when they make a figure up, and ours stand alone', async () => {
    await order('GLOW', 40, 45);
    await connect();
    models.say(fromResponses({ text: 'Whose code GLOW is matters: it will bring 55 orders, twice as many as now.' }));
    await look();
    expect(await listed()).toMatchObject([{ wording: null, says: expect.stringContaining('GLOW') }]);
  });

  test('are asked for once for the same facts, whatever the day, and anew once a figure is another one', async () => {
    await order('GLOW', 40, 45);
    await connect();
    const text = 'Find out whose code GLOW is: 40 orders carry it.';
    models.say(fromResponses({ text }));
    await look();
    database.setNow(NOW_MS + DAY_MS);
    await look();
    expect(await listed()).toMatchObject([{ wording: { text }, toldAt: new Date(NOW_MS + DAY_MS).toISOString() }]);
    expect(models.asked).toHaveLength(1);
    await order('GLOW', 10, 45);
    models.say(fromResponses({ text: 'Find out whose code GLOW is: 50 orders carry it.' }));
    await look();
    expect(await listed()).toMatchObject([{ wording: { text: 'Find out whose code GLOW is: 50 orders carry it.' } }]);
    expect(models.asked).toHaveLength(1);
  });

  test('that make a figure up are not asked for again for the same facts', async () => {
    await order('GLOW', 40, 45);
    await connect();
    models.say(fromResponses({ text: 'It will bring 55 orders.' }));
    await look();
    database.setNow(NOW_MS + DAY_MS);
    await look();
    expect(models.asked).toHaveLength(1);
    expect(await listed()).toMatchObject([{ wording: null }]);
  });
});
