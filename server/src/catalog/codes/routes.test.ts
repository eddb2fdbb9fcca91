import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import type { PromoCode } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const at = (campaign: string, code: string) => `/campaigns/${encodeURIComponent(campaign)}/codes/${encodeURIComponent(code)}`;
const list = async (campaign: string) =>
  ((await world.send('GET', `/campaigns/${campaign}/codes`)).json as { items: PromoCode[] }).items.map(({ code }) => code);

test('a code is mapped in upper case, with a body or without, and makes the campaign it names', async () => {
  const answer = await world.send('PUT', at('new-campaign', ' techtalk '));
  expect(answer).toMatchObject({ status: 200, json: { code: 'TECHTALK', campaign: 'new-campaign', show: null } });
  const again = await world.send('PUT', at('new-campaign', 'TechTalk'), { body: { show: 'new-show' } });
  expect(again.json).toEqual({ ...(answer.json as PromoCode), show: 'new-show' });
  expect(await list('new-campaign')).toEqual(['TECHTALK']);
  expect((await world.send('GET', '/shows')).text).toContain('"new-show"');
  expect((await world.auditOf(world.mine)).slice(-2).map(({ action, target }) => `${action} ${target}`)).toEqual([
    'promo_code.put TECHTALK',
    'promo_code.put TECHTALK',
  ]);
});

test('a code belongs to one campaign: mapped to another one, it leaves the first', async () => {
  await world.send('PUT', at('first', 'MOVED'));
  await world.send('PUT', at('second', 'MOVED'));
  expect([await list('first'), await list('second')]).toEqual([[], ['MOVED']]);
  expect((await world.send('DELETE', at('first', 'MOVED'))).status).toBe(404);
  expect(await list('second')).toEqual(['MOVED']);
});

test('codes are listed in their order, a page at a time', async () => {
  for (const code of ['PAGE-C', 'PAGE-A', 'PAGE-B']) await world.send('PUT', at('paged', code));
  const first = (await world.send('GET', '/campaigns/paged/codes?limit=2')).json as Page<PromoCode>;
  const second = (await world.send('GET', `/campaigns/paged/codes?limit=2&cursor=${first.nextCursor}`)).json as Page<PromoCode>;
  expect([first, second].map(({ items }) => items.map(({ code }) => code))).toEqual([['PAGE-A', 'PAGE-B'], ['PAGE-C']]);
  expect(second.nextCursor).toBeNull();
});

test('a code is taken back once, whatever its case', async () => {
  await world.send('PUT', at('third', 'GONE'));
  expect(await world.send('DELETE', at('third', 'gone'))).toMatchObject({ status: 204, text: '' });
  expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action: 'promo_code.delete', target: 'GONE' });
  const count = (await world.auditOf(world.mine)).length;
  expect((await world.send('DELETE', at('third', 'gone'))).status).toBe(404);
  expect((await world.auditOf(world.mine)).length).toBe(count);
});

test('mapping a code credits the conversions that carried it before, and taking it back undoes that', async () => {
  const order = {
    id: 'with-code',
    occurredAt: '2026-11-12T10:00:00Z',
    kind: 'purchase',
    valueMinor: 900,
    currency: 'USD',
    promoCode: 'later',
  };
  await world.send('POST', '/conversions', { body: { conversions: [order] } });
  const campaigns = async () => {
    await world.drain();
    const { json } = await world.send('GET', '/attribution/conversions/with-code/explanation');
    return (json as { touchpoints: { campaign: string }[] }).touchpoints.map(({ campaign }) => campaign);
  };
  expect(await campaigns()).toEqual([]);
  await world.send('PUT', at('fourth', 'LATER'));
  expect(await campaigns()).toEqual(['fourth']);
  await world.send('DELETE', at('fourth', 'LATER'));
  expect(await campaigns()).toEqual([]);
});

test('the same code serves two tenants without either seeing the other', async () => {
  const theirs = { key: world.theirs.apiKey };
  expect((await world.send('PUT', at('of-mine', world.theirs.code))).status).toBe(200);
  expect((await world.send('GET', `/campaigns/${world.theirs.campaign}/codes`, theirs)).json).toMatchObject({
    items: [{ code: world.theirs.code }],
  });
  expect((await world.send('DELETE', at('of-mine', world.theirs.code), theirs)).status).toBe(404);
  expect((await world.send('DELETE', at('of-mine', world.theirs.code))).status).toBe(204);
  expect((await world.send('GET', `/campaigns/${world.theirs.campaign}/codes`, theirs)).json).toMatchObject({
    items: [{ code: world.theirs.code }],
  });
});

test('one hundred letters that grow in upper case are one too many, those that do not are taken', async () => {
  expect((await world.send('PUT', at('fifth', 'é'.repeat(100)))).json).toMatchObject({ code: 'É'.repeat(100) });
  expect((await world.send('PUT', at('fifth', 'ß'.repeat(50)))).json).toMatchObject({ code: 'S'.repeat(100) });
  expect((await world.send('PUT', at('fifth', 'ß'.repeat(51)))).status).toBe(400);
});
