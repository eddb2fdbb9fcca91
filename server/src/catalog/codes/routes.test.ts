import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const codesOf = async (query: string) => ((await world.send('GET', `/promo-codes?${query}`)).json as Page<PromoCode>).items;

describe('a period', () => {
  const DECEMBER = '2026-12-01T00:00:00.000Z';
  const JANUARY = '2027-01-01T00:00:00.000Z';
  const periods = async (code: string) =>
    (await codesOf(`code=${code}`)).map(({ campaign, validFrom, validUntil }) => [campaign, validFrom, validUntil]);

  test('lets a code stand for one campaign after another', async () => {
    await world.send('PUT', at('autumn-1', 'SEASON'), { body: { validUntil: DECEMBER } });
    await world.send('PUT', at('winter-1', 'SEASON'), { body: { validFrom: '2026-12-01T01:00:00+01:00', validUntil: JANUARY } });
    expect((await world.send('PUT', at('spring-1', 'season'), { body: { validFrom: JANUARY, show: 'a-show' } })).json).toMatchObject({
      campaign: 'spring-1',
      validFrom: JANUARY,
      validUntil: null,
    });
    expect(await periods('SEASON')).toEqual([
      ['autumn-1', null, DECEMBER],
      ['winter-1', DECEMBER, JANUARY],
      ['spring-1', JANUARY, null],
    ]);
  });

  test('that overlaps another in part is refused with the name of what stands there, whoever writes at the same time', async () => {
    await world.send('PUT', at('autumn-2', 'TAKEN'), { body: { validFrom: DECEMBER } });
    const overlapping = { validFrom: '2026-11-15T00:00:00Z', validUntil: JANUARY };
    const refused = await world.send('PUT', at('winter-2', 'TAKEN'), { body: overlapping });
    expect(refused).toMatchObject({ status: 409, json: { code: 'conflict' } });
    expect((refused.json as { detail: string }).detail).toContain(`"autumn-2" from ${DECEMBER}`);
    expect(await periods('TAKEN')).toEqual([['autumn-2', DECEMBER, null]]);
    const days = Array.from({ length: 8 }, (_, day) => ({
      validFrom: `2026-12-0${day + 1}T00:00:00Z`,
      validUntil: `2026-12-0${day + 3}T00:00:00Z`.replace('-010T', '-10T'),
    }));
    const answers = await Promise.all(days.map((body) => world.send('PUT', at('raced', 'RACED'), { body })));
    const kept = (await codesOf('code=RACED')).map((one) => [Date.parse(one.validFrom ?? ''), Date.parse(one.validUntil ?? '')]);
    expect(kept).toHaveLength(answers.filter(({ status }) => status === 200).length);
    for (const [place, [from]] of kept.slice(1).entries()) expect(from).toBeGreaterThanOrEqual(kept[place][1]);
  });

  test('that covers others replaces them, so that a mapping without one always works', async () => {
    await world.send('PUT', at('autumn-3', 'WIDE'), { body: { validUntil: DECEMBER } });
    await world.send('PUT', at('winter-3', 'WIDE'), { body: { validFrom: DECEMBER } });
    expect((await world.send('PUT', at('always', 'WIDE'))).status).toBe(200);
    expect(await periods('WIDE')).toEqual([['always', null, null]]);
    await world.send('PUT', at('always', 'WIDE'), { body: { validUntil: JANUARY } });
    expect(await periods('WIDE')).toEqual([['always', null, JANUARY]]);
  });

  test('is taken back alone, or all of them at once', async () => {
    for (const [validFrom, validUntil] of [
      [null, DECEMBER],
      [DECEMBER, JANUARY],
      [JANUARY, null],
    ])
      await world.send('PUT', at('fifth-1', 'BACK'), { body: { validFrom, validUntil } });
    expect((await world.send('DELETE', `${at('fifth-1', 'BACK')}?validAt=2026-12-24T00:00:00Z`)).status).toBe(204);
    expect((await world.send('DELETE', `${at('fifth-1', 'BACK')}?validAt=2026-12-24T00:00:00Z`)).status).toBe(404);
    expect(await periods('BACK')).toHaveLength(2);
    expect((await world.send('DELETE', at('fifth-1', 'BACK'))).status).toBe(204);
    expect(await periods('BACK')).toEqual([]);
  });

  test.each([
    ['ends before it starts', { validFrom: JANUARY, validUntil: DECEMBER }, '/validUntil'],
    ['is empty', { validFrom: DECEMBER, validUntil: '2026-12-01T01:00:00+01:00' }, '/validUntil'],
    ['is a day', { validFrom: '2026-12-01' }, '/validFrom'],
    ['lies before 1970', { validFrom: '0000-12-01T00:00:00Z' }, '/validFrom'],
  ])('that %s is refused at its field', async (_what, body, pointer) => {
    expect(await world.send('PUT', at('refused', 'REFUSED'), { body })).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
  });

  test("decides by a conversion's time which campaign its code credits", async () => {
    const order = (id: string, occurredAt: string) => ({
      id,
      occurredAt,
      kind: 'purchase',
      valueMinor: 1,
      currency: 'USD',
      promoCode: 'Handed',
    });
    const conversions = [
      order('before', '2026-11-09T23:59:59.999Z'),
      order('from', '2026-11-10T00:00:00Z'),
      order('after', '2026-11-12T00:00:00Z'),
    ];
    await world.send('POST', '/conversions', { body: { conversions } });
    await world.send('PUT', at('handed-first', 'HANDED'), { body: { validUntil: '2026-11-10T00:00:00Z' } });
    const next = { validFrom: '2026-11-10T00:00:00Z', validUntil: '2026-11-12T00:00:00Z' };
    await world.send('PUT', at('handed-next', 'HANDED'), { body: next });
    const creditedTo = async (id: string) => {
      await world.drain();
      const { json } = await world.send('GET', `/attribution/conversions/${id}/explanation`);
      return (json as { touchpoints: { campaign: string }[] }).touchpoints.map(({ campaign }) => campaign);
    };
    expect([await creditedTo('before'), await creditedTo('from'), await creditedTo('after')]).toEqual([
      ['handed-first'],
      ['handed-next'],
      [],
    ]);
    await world.send('PUT', at('handed-next', 'HANDED'), { body: { ...next, validUntil: null } });
    expect(await creditedTo('after')).toEqual(['handed-next']);
  });
});

test('codes of all campaigns are listed by code and period, a page at a time, by campaign, show, code and instant', async () => {
  const [JUNE, JULY] = ['2027-06-01T00:00:00.000Z', '2027-07-01T00:00:00.000Z'];
  await world.send('PUT', at('listed-1', 'LIST-A'), { body: { show: 'list-show', validUntil: JUNE } });
  await world.send('PUT', at('listed-2', 'LIST-A'), { body: { show: 'list-show', validFrom: JUNE, validUntil: JULY } });
  await world.send('PUT', at('listed-1', 'LIST-B'), { body: { show: 'list-show', validFrom: JULY } });
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${cursor}`;
    const page = (await world.send('GET', `/promo-codes?show=list-show&limit=1${next}`)).json as Page<PromoCode>;
    seen.push(...page.items.map(({ code, campaign }) => `${code} ${campaign}`));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(seen).toEqual(['LIST-A listed-1', 'LIST-A listed-2', 'LIST-B listed-1']);
  expect((await codesOf('campaign=listed-1')).map(({ code }) => code)).toEqual(['LIST-A', 'LIST-B']);
  expect((await codesOf(`show=list-show&validAt=${JUNE}`)).map(({ campaign }) => campaign)).toEqual(['listed-2']);
  expect((await codesOf('code=list-b')).map(({ campaign }) => campaign)).toEqual(['listed-1']);
  expect((await world.send('GET', `/promo-codes?cursor=${Buffer.from('nowhere').toString('base64url')}`)).status).toBe(400);
  const theirs = (await world.send('GET', '/promo-codes', { key: world.theirs.apiKey })).json as Page<PromoCode>;
  expect(theirs.items.map(({ code }) => code)).toEqual([world.theirs.code]);
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
