import { afterAll, beforeAll, expect, test } from 'vitest';
import { eraseSubject, exportSubject } from '../src/privacy/subjects/service.ts';
import { findSubject } from '../src/tracking/subjects/service.ts';
import { linkAnswers } from '../src/tracking/surveylinks/service.ts';
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
