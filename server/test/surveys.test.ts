import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, type TestTenant } from './database.ts';
import { setLimit } from './quota-world.ts';
import { openWorld, type World } from './world.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { runPrivacyRequests } from '../src/privacy/work/service.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { noteOrdersIn } from '../src/tracking/deliveries/service.ts';
import { markOrderRecordsIn } from '../src/tracking/evidence/service.ts';
import { acceptConversions } from '../src/tracking/intake/service.ts';
import { linkAnswers } from '../src/tracking/surveylinks/service.ts';
import { renewAnswers } from '../src/tracking/surveybases/service.ts';

let world: World;
let tenant: TestTenant;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  tenant = await createTestTenant(world.database.context);
});
afterAll(() => world.close());

const AT = '2026-11-12T10:00:00Z';
const ANSWERS = '/tracking/survey-answers';
const send = (method: string, path: string, body?: object) =>
  world.send(method, path, { key: tenant.apiKey, ...(body === undefined ? {} : { body }) });
const answer = (id: string, text: string, more: object = { orderId: '1' }) =>
  send('POST', ANSWERS, { answers: [{ id, occurredAt: '2026-11-12T10:05:00Z', answer: text, ...more }] });
const buy = (id: string, more: object = {}) =>
  send('POST', '/conversions', {
    conversions: [
      { id, kind: 'purchase', occurredAt: AT, orderId: '1', valueMinor: 100, currency: 'USD', identity: { userId: 'u' }, ...more },
    ],
  });
const place = (campaign: string, startsOn: string) =>
  send('PUT', `/placements/${campaign}`, {
    campaign,
    show: 'tech',
    position: 'mid_roll',
    kind: 'baked_in',
    startsOn,
    endsOn: '2026-11-30',
  });

/** Everything that goes on in the background, until nothing is left. */
async function settle(): Promise<void> {
  const { context } = world.database;
  for (let round = 0; round < 3; round += 1) {
    await renewAnswers(context, 'system', tenant.tenantId);
    await linkAnswers(context, 'system', tenant.tenantId);
    await drainTenant(context, 'system', tenant.tenantId);
  }
}

async function found() {
  const { json } = await send('GET', '/attribution/conversions/early/explanation?model=linear');
  const { touchpoints } = json as { touchpoints: { show: string; campaign: string; occurredAt: string }[] };
  const { items } = (await send('GET', ANSWERS)).json as { items: { id: string; state: string; show: string; isEvidence: boolean }[] };
  const { rows } = await world.admin.query(
    `select show, campaign, occurred_at, email_key is not null as email, user_key is not null as known
     from touchpoints where tenant_id = $1`,
    [tenant.tenantId],
  );
  return {
    touched: touchpoints.map(({ show, campaign }) => ({ show, campaign })),
    answers: items.map(({ id, state, show, isEvidence }) => ({ id, state, show, isEvidence })),
    stored: rows,
  };
}

const STEPS: [string, () => Promise<unknown>][] = [
  ['an answer that names the show', () => answer('named', 'I heard it on Daily Tech')],
  ['an answer in other words', () => answer('other', 'the two with the dog', { orderId: '2' })],
  ['the show gets its name', () => send('PUT', '/shows/tech', { name: 'Daily Tech' })],
  ['an older placement', () => place('older', '2026-10-01')],
  ['the placement that began last', () => place('newer', '2026-11-10')],
  ['a record of the order', () => buy('late', { occurredAt: '2026-11-12T10:01:00Z' })],
  ['an earlier record of the order', () => buy('early', { identity: { emailSha256: 'a'.repeat(64) } })],
];

test('what an answer is evidence for does not depend on what came first, nor on what went on in between', async () => {
  const results: unknown[] = [];
  for (const order of [STEPS, STEPS.toReversed(), [...STEPS.slice(3), ...STEPS.slice(0, 3)]])
    for (const isEach of [true, false]) {
      tenant = await createTestTenant(world.database.context);
      for (const [, step] of order) {
        await step();
        if (isEach) await settle();
      }
      await settle();
      results.push(await found());
    }
  expect(results[0]).toMatchObject({
    touched: [{ show: 'tech', campaign: 'newer' }],
    answers: [
      { id: 'other', state: 'unmapped' },
      { id: 'named', state: 'mapped', show: 'tech', isEvidence: true },
    ],
    stored: [{ show: 'tech', campaign: 'newer', email: true, known: true }],
  });
  for (const result of results) expect(result).toEqual(results[0]);
});

test('words that are remembered mean the show in answers from before as after, also where likeness said another one', async () => {
  await send('PUT', '/shows/tech', { name: 'Daily Tech' });
  await send('PUT', '/shows/dogs', { name: 'Dogs' });
  await answer('before', 'daily tech');
  await answer('open', 'Daily Tech!', {});
  await send('PUT', `${ANSWERS}/open/mapping`, { show: 'dogs', remember: true });
  await answer('after', 'daily tech', {});
  const { json } = await send('GET', ANSWERS);
  const { items } = json as { items: { id: string; show: string; state: string }[] };
  expect(Object.fromEntries(items.map(({ id, show, state }) => [id, `${state} ${show}`]))).toEqual({
    open: 'confirmed dogs',
    before: 'mapped dogs',
    after: 'mapped dogs',
  });
});

test('an answer that waits for nothing any more is matched with the conversion that comes later all the same', async () => {
  await send('PUT', '/shows/tech', { name: 'Daily Tech' });
  await place('newer', '2026-11-10');
  await answer('named', 'Daily Tech');
  await settle();
  const { rows } = await world.admin.query('select 1 from survey_waiting where tenant_id = $1', [tenant.tenantId]);
  expect(rows).toEqual([]);
  await buy('early');
  await settle();
  expect((await found()).touched).toEqual([{ show: 'tech', campaign: 'newer' }]);
});

async function ask(kind: string, identities: object[]): Promise<string> {
  const { json } = await send('POST', '/security/privacy-requests', { kind, identities, verification: 'known_person' });
  await runPrivacyRequests(world.database.context, 'system', tenant.tenantId);
  return (json as { id: string }).id;
}

const idsLeft = async () => ((await send('GET', ANSWERS)).json as { items: { id: string }[] }).items.map(({ id }) => id).sort();

test('an erasure takes the answers of a person, also about their orders, and remembered words that nobody else said', async () => {
  await buy('early');
  await answer('order', 'from Jane of the yellow house');
  await answer('own', 'the yellow house again', { identity: { userId: 'u' } });
  await answer('stranger', 'a blue house', { orderId: '9', identity: { userId: 'other' } });
  await answer('alone', 'a friend of the house', { identity: { ip: '203.0.113.9', userAgent: 'Mozilla/5.0' } });
  await send('PUT', '/shows/tech', { name: 'Daily Tech' });
  await send('PUT', `${ANSWERS}/order/mapping`, { show: 'tech', remember: true });
  await send('PUT', `${ANSWERS}/stranger/mapping`, { show: 'tech', remember: true });
  await ask('erasure', [{ userId: 'u' }]);
  expect(await idsLeft()).toEqual(['alone', 'stranger']);
  const { rows } = await world.admin.query('select phrase from survey_aliases where tenant_id = $1', [tenant.tenantId]);
  expect(rows).toEqual([{ phrase: 'blue house' }]);
  await ask('erasure', [{ ip: '203.0.113.9', userAgent: 'Mozilla/5.0' }]);
  expect(await idsLeft()).toEqual(['stranger']);
});

test('an answer keeps neither words nor order of somebody who objected, nor of a conversion that was erased', async () => {
  await buy('early', { orderId: undefined });
  await ask('objection', [{ userId: 'objector' }]);
  await ask('erasure', [{ userId: 'u' }]);
  await send('PUT', '/shows/tech', { name: 'Daily Tech' });
  await answer('objecting', 'Daily Tech, says Jane', { orderId: '5', identity: { userId: 'objector' } });
  await answer('of-erased', 'Daily Tech, says Joe', { conversionId: 'early' });
  await answer('other', 'Daily Tech', { orderId: '6', identity: { userId: 'somebody' } });
  const { items } = (await send('GET', ANSWERS)).json as { items: { id: string }[] };
  expect(Object.fromEntries(items.map((item) => [item.id, item]))).toMatchObject({
    objecting: { answer: '…', orderId: null, show: 'tech' },
    'of-erased': { answer: '…', conversionId: null, show: 'tech' },
    other: { answer: 'Daily Tech', orderId: '6' },
  });
});

test('answers count as events: beyond the limit of the month none is stored, and the same again costs nothing', async () => {
  await setLimit(world.database, tenant, 'events_per_month', 2);
  const answers = ['a', 'b', 'c'].map((id) => ({ id, occurredAt: AT, answer: 'a friend' }));
  const { json } = await send('POST', ANSWERS, { answers });
  expect(json).toMatchObject({ accepted: 2, rejected: [{ index: 2, code: 'quota_exceeded' }] });
  expect((await send('POST', ANSWERS, { answers: answers.slice(0, 2) })).json).toEqual({ accepted: 0, duplicates: 2, rejected: [] });
  expect((await send('POST', ANSWERS, { answers: answers.slice(2) })).json).toMatchObject({ code: 'quota_exceeded' });
});

describe('an answer that calls its order by another name', () => {
  const shopsOwn = (more: object = {}) => {
    const order = { id: 'shopify:order:7', kind: 'purchase', occurredAt: AT, orderId: '1007', valueMinor: 100, currency: 'USD' };
    const conversion = { ...order, identity: { userId: 'u' }, metadata: { source: 'main' }, ...more };
    return acceptConversions(world.database.context, tenant.actor, [conversion], 'webhook');
  };
  const naming = () =>
    inTenant(world.database.context.db, tenant.tenantId, async (tx) => {
      const own = { conversionId: 'shopify:order:7', valueMinor: 100, grossMinor: 100, asOf: AT, orderId: '1007' };
      await noteOrdersIn(
        tx,
        'main',
        ['token-7', 'gid-7'].map((name) => ({ ...own, ref: `name:${name}` })),
        [],
      );
      await markOrderRecordsIn(tx, ['token-7', 'gid-7', '1007']);
    });
  beforeEach(async () => {
    await send('POST', '/tracking/sources', { key: 'main', kind: 'shopify' });
    await send('PUT', '/shows/tech', { name: 'Daily Tech' });
    await place('newer', '2026-11-10');
  });

  test.each([
    ['the answer, the order, its name', () => [byToken, shopsOwn, naming]],
    ['the order, its name, the answer', () => [shopsOwn, naming, byToken]],
    ['the order, the answer, its name', () => [shopsOwn, byToken, naming]],
  ])('is evidence for it, in the order: %s', async (_order, steps) => {
    for (const step of steps()) {
      await step();
      await settle();
    }
    const { json } = await send('GET', `/attribution/conversions/${encodeURIComponent('shopify:order:7')}/explanation?model=linear`);
    expect(json).toMatchObject({ touchpoints: [{ show: 'tech', campaign: 'newer' }] });
  });
  const byToken = () => answer('by-token', 'Daily Tech', { orderId: 'token-7' });

  test('counts once with another one by another name, the last of them, and not at all where a stranger gave it', async () => {
    await shopsOwn();
    await naming();
    await answer('first', 'Daily Tech', { orderId: 'token-7' });
    await answer('last', 'a friend', { orderId: '1007' });
    await answer('strange', 'Daily Tech', { orderId: 'gid-7', identity: { userId: 'stranger' } });
    const { json } = await send('GET', `/tracking/surveys/summary?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z`);
    expect(json).toMatchObject({ podcastShare: { count: 0, of: 1 }, foreignAnswers: 1 });
  });
});
