import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const refund = (id: string, valueMinor: number, occurredAt = '2026-11-15T10:00:00Z') => ({ id, valueMinor, occurredAt });
const post = (conversion: string, ...refunds: object[]) =>
  world.send('POST', `/conversions/${encodeURIComponent(conversion)}/refunds`, { body: { refunds } });
const actions = async () => (await world.auditOf(world.mine)).filter(({ action }) => action === 'conversion.refund').length;

test('a refund lowers what is credited, and never below zero', async () => {
  const { conversion } = world.mine;
  const explained = async () => {
    await world.drain();
    const { json } = await world.send('GET', `/attribution/conversions/${conversion}/explanation`);
    return json as { valueMinor: number; grossValueMinor: number; refundedMinor: number; touchpoints: { creditMinor: number }[] };
  };
  expect(await explained()).toMatchObject({ valueMinor: 4_999, refundedMinor: 0, touchpoints: [{ creditMinor: 4_999 }] });
  expect(await post(conversion, refund('r-1', 999))).toMatchObject({ status: 202, json: { accepted: 1, duplicates: 0, rejected: [] } });
  expect(await explained()).toMatchObject({
    valueMinor: 4_000,
    grossValueMinor: 4_999,
    refundedMinor: 999,
    touchpoints: [{ creditMinor: 4_000 }],
  });
  await post(conversion, refund('r-2', 1_000_000));
  expect(await explained()).toMatchObject({ valueMinor: 0, refundedMinor: 1_000_999, touchpoints: [{ creditMinor: 0 }] });
});

test('the same refund again is a duplicate, with other content a conflict, and neither is recorded', async () => {
  await post(world.mine.conversion, refund('r-3', 5));
  const before = await actions();
  const again = await post(world.mine.conversion, refund('r-3', 5, '2026-11-15T11:00:00+01:00'), refund('r-3', 6));
  expect(again.status).toBe(202);
  expect(again.json).toMatchObject({ accepted: 0, duplicates: 1, rejected: [{ index: 1, code: 'conflict' }] });
  expect(await actions()).toBe(before);
});

test('each refund of a batch stands alone, and the batch is recorded once', async () => {
  const before = await actions();
  const answer = await post(world.mine.conversion, refund('r-4', 5), refund('r-5', -1), refund('r-6', 5), refund('r-4', 5));
  expect(answer.status).toBe(202);
  expect(answer.json).toMatchObject({ accepted: 2, duplicates: 1, rejected: [{ index: 1, code: 'invalid' }] });
  expect(await actions()).toBe(before + 1);
});

test('one refund id may stand on several conversions, whatever their ids look like', async () => {
  const conversions = ['a/b', '100%', 'ä ö'].map((id) => ({
    id,
    occurredAt: '2026-11-14T10:00:00Z',
    kind: 'purchase',
    valueMinor: 100,
    currency: 'EUR',
    identity: { userId: 'u' },
  }));
  await world.send('POST', '/conversions', { body: { conversions } });
  for (const { id } of conversions) expect((await post(id, refund('one', 10))).json).toMatchObject({ accepted: 1 });
});

test('many at once of one id are accepted once', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => post(world.mine.conversion, refund('race', 7))));
  const sum = (name: 'accepted' | 'duplicates') => answers.reduce((all, { json }) => all + (json as Record<string, number>)[name], 0);
  expect([sum('accepted'), sum('duplicates')]).toEqual([1, 11]);
});

test('a conversion of another tenant is not there, and its refunds stay what they were', async () => {
  const { rows: before } = await world.admin.query('select * from refunds where tenant_id = $1 order by id', [world.theirs.tenantId]);
  expect((await post(world.theirs.conversion, refund('foreign', 1))).status).toBe(404);
  const { rows: after } = await world.admin.query('select * from refunds where tenant_id = $1 order by id', [world.theirs.tenantId]);
  expect(after).toEqual(before);
});
