import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eraseSubject, exportSubject } from '../src/privacy/subjects/service.ts';
import { acceptConversions } from '../src/tracking/intake/service.ts';
import { findSubject } from '../src/tracking/subjects/service.ts';
import { linkAnswers } from '../src/tracking/surveylinks/service.ts';
import { freshShopifyId, openShop, postShopify, shopifyOrder } from './delivering-shop.ts';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('what a person answered is in their export, and goes with them', async () => {
  const { context } = world.database;
  const { tenantId } = world.mine;
  const occurredAt = '2026-11-12T10:00:00Z';
  const order = { id: 'c-9', kind: 'purchase', occurredAt, orderId: '9', identity: { userId: 'u-9' } };
  await world.send('PUT', '/shows/daily-tech', { body: { name: 'Daily Tech' } });
  await world.send('POST', '/conversions', { body: { conversions: [order] } });
  await world.send('POST', '/tracking/survey-answers', {
    body: { answers: [{ id: 'a-9', occurredAt, answer: 'daily tech', orderId: '9' }] },
  });
  expect(await linkAnswers(context, 'system', tenantId)).toBe(1);
  const subject = await findSubject(context, 'system', tenantId, [{ userId: 'u-9' }]);
  expect((await exportSubject(context, 'system', tenantId, subject)).answers).toMatchObject([{ id: 'a-9', answer: 'daily tech' }]);
  await eraseSubject(context, 'system', { tenantId, requestId: '01a213e7-890d-7f87-9b32-3881f0d89edc', subject, objects: false });
  const { rows } = await world.admin.query('select id from survey_answers where tenant_id = $1 and id = $2', [tenantId, 'a-9']);
  expect(rows).toEqual([]);
  const { rows: touches } = await world.admin.query(`select id from touchpoints where tenant_id = $1 and kind = 'survey'`, [tenantId]);
  expect(touches).toEqual([]);
});

describe('where two shops have an order under the same id', () => {
  const AT = '2026-11-12T10:00:00Z';
  /** Has two shops tell of an order under this id, each of its own buyer; answers come of both, of a stranger, and of no one. */
  async function answered(orderId: string, userId: string) {
    const { context } = world.database;
    const { actor } = world.mine;
    for (const shop of ['a', 'b']) {
      const order = { id: `${shop}-${orderId}`, kind: 'purchase', occurredAt: AT, orderId, identity: { userId: `${shop}-${userId}` } };
      const metadata = { source: 'main', shop: `${shop}.example` };
      await acceptConversions(context, actor, [{ ...order, id: `shopify:order:${order.id}`, metadata }], 'webhook');
    }
    const told = {
      'of-a': { userId: `a-${userId}` },
      'of-b': { userId: `b-${userId}` },
      'of-stranger': { userId: 'stranger' },
      'of-none': undefined,
    };
    const answers = Object.entries(told).map(([id, identity]) => ({
      id: `${id}-${orderId}`,
      occurredAt: AT,
      answer: id,
      orderId,
      identity,
    }));
    await world.send('POST', '/tracking/survey-answers', { body: { answers } });
    return findSubject(context, 'system', world.mine.tenantId, [{ userId: `a-${userId}` }]);
  }
  const left = async (orderId: string) =>
    (
      await world.admin.query<{ answer: string }>('select answer from survey_answers where order_id = $1 order by answer', [orderId])
    ).rows.map(({ answer }) => answer);

  test('an export holds what the person said, and nothing that others said or may have said', async () => {
    const subject = await answered('1001', 'x');
    const { answers } = await exportSubject(world.database.context, 'system', world.mine.tenantId, subject);
    expect(answers).toMatchObject([{ answer: 'of-a' }]);
  });

  test('an erasure leaves what others said of the other order, and of theirs', async () => {
    const subject = await answered('1002', 'y');
    expect(await left('1002')).toHaveLength(4);
    const { tenantId } = world.mine;
    await eraseSubject(world.database.context, 'system', { tenantId, requestId: randomUUID(), subject, objects: false });
    expect(await left('1002')).toEqual(['of-b', 'of-stranger']);
  });
});

test('what was answered by another name of an order is in the export of its buyer, and goes with them', async () => {
  const { context } = world.database;
  const { tenantId } = world.mine;
  const shop = await openShop(world, 'shopify');
  const id = freshShopifyId();
  await postShopify(
    shop,
    'orders/paid',
    shopifyOrder(id, { customer: { id }, email: `b${id}@example.com`, checkout_token: `token-${id}` }),
  );
  const answer = { id: `by-token-${id}`, occurredAt: '2026-11-12T10:00:00Z', answer: 'by its token', orderId: `token-${id}` };
  await world.send('POST', '/tracking/survey-answers', { body: { answers: [answer] } });
  const subject = await findSubject(context, 'system', tenantId, [{ userId: `shopify:customer:${id}` }]);
  expect((await exportSubject(context, 'system', tenantId, subject)).answers).toMatchObject([{ answer: 'by its token' }]);
  await eraseSubject(context, 'system', { tenantId, requestId: randomUUID(), subject, objects: false });
  expect((await world.admin.query('select 1 from survey_answers where id = $1', [answer.id])).rows).toEqual([]);
});
