import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type Party, type World } from '../../../test/world.ts';
import { forgetStanding } from '../../tenants/standing/service.ts';
import { drainSpool } from '../draining/service.ts';
import { pathChecksum } from '../tags/rules.ts';
import type { SiteTag } from '../tags/schema.ts';
import { BEACONS_PER_SECOND_OF_ONE, keepBeacon, takeBeacons } from './service.ts';

const SITE = 'https://store.example';
let world: World;
let publicId: string;
beforeAll(async () => {
  world = await openWorld();
  const paths = [{ path: '/daily', campaign: 'spring', show: 'daily-tech' }];
  const { json } = await world.send('PUT', '/tracking/tags/store', { body: { name: 'Store', sites: [SITE], paths } });
  ({ publicId } = json as SiteTag);
});
afterAll(() => world.close());

let events = 0;
const event = (kind: string, more: object = {}) => ({ id: `event-${(events += 1).toString().padStart(8, '0')}`, kind, age: 0, ...more });

/** Sends a beacon as a page does, and has what it told stored. */
async function tell(told: object[], how: { origin?: string; consent?: string; to?: string } = {}) {
  const { origin = SITE, consent = 'granted', to = publicId } = how;
  const headers = { origin, 'content-type': 'text/plain;charset=UTF-8', 'user-agent': 'Browser/1' };
  const answer = await world.server.send('POST', `/c?p=${to}`, { body: JSON.stringify({ consent, events: told }), headers });
  await drain();
  return answer;
}
const drain = () =>
  drainSpool(world.database.context, 'system', { beacon: (context, requests) => takeBeacons(context, 'public', requests) });

async function conversionsOf({ tenantId }: Party) {
  const text = `select id, kind, source, value_minor::integer as value, currency, order_id as "orderId", consent,
                  address_key is not null as known,
                  click_key is not null as clicked from conversions where tenant_id = $1 and id like 'pixel:%' order by id`;
  return (await world.admin.query<Record<string, unknown>>(text, [tenantId])).rows;
}
const storedOf = async (told: { id: string }) => (await conversionsOf(world.mine)).find(({ id }) => id === `pixel:${publicId}:${told.id}`);

test('a purchase told by a page becomes a conversion of the weakest source, with what ties it to its person', async () => {
  const sale = event('purchase', { orderId: '1001', value: '49.99', currency: 'USD', clickId: 'click-1' });
  const answer = await tell([sale]);
  expect(answer.status).toBe(204);
  expect(Object.fromEntries(answer.headers)).toMatchObject({ 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
  const stored = { kind: 'purchase', source: 'pixel', value: 4_999, currency: 'USD', orderId: '1001', known: true, clicked: true };
  expect(await storedOf(sale)).toMatchObject(stored);
});

test('a visit that begins at a vanity path is credited to the campaign whose ad said it', async () => {
  const view = event('view', { landing: pathChecksum('/daily') });
  await tell([view]);
  await world.drain();
  const id = encodeURIComponent(`pixel:${publicId}:${view.id}`);
  const { json } = await world.send('GET', `/attribution/conversions/${id}/explanation?model=linear`);
  expect(json).toMatchObject({ touchpoints: [{ campaign: 'spring', show: 'daily-tech', synthetic: true, weight: 1 }] });
});

test('the same beacon taken twice, and the same event sent twice, change nothing', async () => {
  const sale = event('purchase', { orderId: '1002', value: '10', currency: 'USD' });
  await tell([sale]);
  const before = await world.rowCounts();
  await tell([sale, sale]);
  await tell([{ ...sale, age: 400 }]);
  const after = await world.rowCounts();
  expect([after.conversions, after.touchpoints]).toEqual([before.conversions, before.touchpoints]);
});

test.each([
  ['a page of another site', { origin: 'https://elsewhere.example' }],
  ['a page without an origin', { origin: 'null' }],
  ['a tag that is not there', { to: '000000000000' }],
])('nothing is made of what %s sends', async (_name, how) => {
  const before = await world.rowCounts();
  expect((await tell([event('view')], how)).status).toBe(204);
  expect((await world.rowCounts()).conversions).toBe(before.conversions);
});

test('with consent denied a conversion is kept without anything that ties it to a person', async () => {
  const lead = event('lead', { clickId: 'click-2', emailSha256: 'ab'.repeat(32) });
  await tell([lead], { consent: 'denied' });
  expect(await storedOf(lead)).toMatchObject({ kind: 'lead', consent: 'denied', known: false, clicked: false });
});

test('a tenant that is suspended takes nothing, and nothing of it keeps others waiting', async () => {
  const { tenantId } = world.mine;
  await world.admin.query('update tenants set suspended_at = now() where tenant_id = $1', [tenantId]);
  forgetStanding(world.database.context, tenantId);
  const view = event('view');
  await tell([view]);
  await world.admin.query('update tenants set suspended_at = null where tenant_id = $1', [tenantId]);
  forgetStanding(world.database.context, tenantId);
  expect(await storedOf(view)).toBeUndefined();
});

test('a beacon that is too large, or sent to no tag at all, is refused with what to do', async () => {
  const send = (path: string, body: string) => world.server.send('POST', path, { body, headers: { 'content-type': 'text/plain' } });
  expect((await send(`/c?p=${publicId}`, 'x'.repeat(65_537))).status).toBe(413);
  expect((await send('/c', '{}')).status).toBe(404);
  expect((await send('/c?p=short', '{}')).status).toBe(404);
});

test('pages may say that a beacon is JSON', async () => {
  const answer = await fetch(`${world.server.url}/c?p=${publicId}`, { method: 'OPTIONS', headers: { origin: SITE } });
  expect([answer.status, answer.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type']);
  const view = event('view');
  const headers = { origin: SITE, 'content-type': 'application/json' };
  await world.server.send('POST', `/c?p=${publicId}`, { body: JSON.stringify({ events: [view] }), headers });
  await drain();
  expect(await storedOf(view)).toMatchObject({ kind: 'visit', consent: 'unknown' });
});

test('an answer of characters that stand for many is stored like others', async () => {
  const told = event('survey', { answer: '㌖'.repeat(500) });
  await tell([told]);
  const { json } = await world.send('GET', '/tracking/survey-answers');
  expect((json as { items: { id: string }[] }).items.map(({ id }) => id)).toContain(`pixel:${publicId}:${told.id}`);
});

test('an address that floods a tag is told to wait, and the others that visit the shop are not', async () => {
  const statuses: number[] = [];
  for (let sent = 0; sent < BEACONS_PER_SECOND_OF_ONE * 20 && !statuses.includes(429); sent += 20) {
    const batch = Array.from({ length: 20 }, () => fetch(`${world.server.url}/c?p=${publicId}`, { method: 'POST', body: '{}' }));
    for (const answer of await Promise.all(batch)) statuses.push(answer.status);
  }
  expect(statuses).toContain(429);
  const visitor = { method: 'POST', url: `/c?p=${publicId}`, headers: { origin: SITE }, socket: { remoteAddress: '198.51.100.7' } };
  const sale = event('purchase', { orderId: '1099' });
  await keepBeacon(world.database.context, 'public', visitor, { publicId, body: Buffer.from(JSON.stringify({ events: [sale] })) });
  await drain();
  expect(await storedOf(sale)).toMatchObject({ orderId: '1099' });
});
