import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { startTestServer, type TestServer } from '../../../test/http.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { putCode } from '../../catalog/codes/service.ts';
import { arrivalsOf } from './rules.ts';
import type { Arrivals } from './schema.ts';

let database: TestDatabase;
let server: TestServer;
beforeAll(async () => {
  database = await openTestDatabase();
  database.setNow(Date.now());
  server = await startTestServer(database.context);
});
afterAll(async () => {
  await server.close();
  await database.close();
});

const at = (seconds: number) => new Date(NOW_MS + seconds * 1_000);
const NOTHING = { touchpoints: [], conversions: [], requests: [], pixels: [], deliveries: [], failed: [], knownCodes: new Set<string>() };

test('of each source the latest that counts and the latest that does not are told, newest first', () => {
  const found = arrivalsOf({
    ...NOTHING,
    touchpoints: [
      { at: at(5), id: 'click:1', kind: 'click', campaign: 'c', show: null },
      { at: at(4), id: 'click:0', kind: 'click', campaign: 'c', show: null },
      { at: at(3), id: 'mine', kind: 'survey', campaign: null, show: 's' },
    ],
    pixels: [{ at: at(6), campaign: 'c', show: 's', reason: 'bot' }],
    requests: [
      { at: at(8), show: null, episode: null, fate: null },
      { at: at(7), show: 's', episode: 'e', fate: 'too_short' },
    ],
  });
  expect(found.map(({ source, fault, of }) => [source, fault, of])).toEqual([
    ['prefix', 'no_show', null],
    ['pixel', 'bot', null],
    ['link', null, null],
    ['api', null, 'mine'],
  ]);
});

test('a delivery that is not genuine, and a code that nobody has, say so', () => {
  const found = arrivalsOf({
    ...NOTHING,
    conversions: [{ at: at(1), id: 'o', source: 'webhook', kind: 'purchase', promoCode: 'X' }],
    deliveries: [{ at: at(2), source: 'shop', topic: 'orders/paid', state: 'refused', reason: 'the signature is wrong' }],
  });
  expect(found.map(({ source, fault, detail }) => [source, fault, detail])).toEqual([
    ['webhook', 'signature', 'the signature is wrong'],
    ['webhook', null, null],
    ['code', 'unknown_code', null],
  ]);
});

const ask = async ({ apiKey }: TestTenant, since: string) =>
  (await server.send('GET', `/api/v1/tracking/arrivals?since=${encodeURIComponent(since)}`, { key: apiKey })).json as Arrivals;

test('what comes over HTTP is told, what came before is not, and of another tenant nothing is', async () => {
  const [tenant, other] = [await createTestTenant(database.context), await createTestTenant(database.context)];
  await putCampaign(database.context, tenant.actor, 'spring', { name: 'Spring' });
  await putCode(database.context, tenant.actor, { campaign: 'spring', code: 'SPRING10', details: { show: null } });
  const since = new Date(Date.now() - 60_000).toISOString();
  const occurredAt = new Date(Date.now() - 10_000).toISOString();
  const identity = { userId: 'u' };
  const post = (what: string, item: object) => server.send('POST', `/api/v1/${what}`, { key: tenant.apiKey, body: { [what]: [item] } });
  expect((await ask(tenant, since)).items).toEqual([]);
  await post('touchpoints', { id: 't', occurredAt, kind: 'click', campaign: 'spring', identity });
  await post('conversions', { id: 'o', occurredAt, kind: 'purchase', promoCode: 'SPRING10', identity });
  const { items, until } = await ask(tenant, since);
  expect(items.map(({ source, fault }) => [source, fault])).toEqual(
    expect.arrayContaining([
      ['code', null],
      ['api', null],
    ]),
  );
  expect((await ask(tenant, new Date(Date.parse(until) + 60_000).toISOString())).items).toEqual([]);
  expect((await ask(other, since)).items).toEqual([]);
});
