import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { requestRebuild } from '../src/attribution/rebuilds/service.ts';
import { REASON_TEXTS, type Restatement, RestatementsQuery } from '../src/attribution/restatements/schema.ts';
import { getHistory, listRestatements } from '../src/attribution/restatements/service.ts';
import { putCode } from '../src/catalog/codes/service.ts';
import { newId } from '../src/platform/chance.ts';
import { eraseSubject } from '../src/privacy/subjects/service.ts';
import { restateNetworks } from '../src/tracking/addresses/service.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { updateLists } from '../src/tracking/lists/service.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { findSubject } from '../src/tracking/subjects/service.ts';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
});
afterAll(() => database.close());

const HOUR_MS = 3_600_000;
const ago = (hours: number) => new Date(NOW_MS - hours * HOUR_MS).toISOString();
const drain = () => drainTenant(database.context, 'system', tenant.tenantId);

async function touch(id: string, identity: object, hours = 48): Promise<void> {
  const item = { id, kind: 'click', occurredAt: ago(hours), campaign: 'spring', identity };
  expect(await acceptTouchpoints(database.context, tenant.actor, [item], 'server')).toMatchObject({ accepted: 1 });
}

async function buy(id: string, more: object, source: 'server' | 'webhook' = 'server'): Promise<void> {
  const item = { id, kind: 'purchase', occurredAt: ago(24), valueMinor: 5_000, currency: 'EUR', ...more };
  expect(await acceptConversions(database.context, tenant.actor, [item], source)).toMatchObject({ accepted: 1 });
  await drain();
}

const list = async (query: object = {}, page: { limit: number; after?: string } = { limit: 50 }) =>
  listRestatements(database.context, tenant.actor, RestatementsQuery.parse(query), page);
const latestOf = async (conversion: string): Promise<Restatement> => {
  const [latest] = (await list({ conversion })).items;
  return latest;
};
const historyOf = (id: string) => getHistory(database.context, tenant.actor, id, { limit: 50 });

describe('a restatement says when, why, by whom and what changed', () => {
  test('for a touchpoint that comes late', async () => {
    await touch('first', { userId: 'late' });
    await buy('late', { identity: { userId: 'late' } });
    expect((await list({ conversion: 'late' })).items).toEqual([]);
    await touch('second', { userId: 'late' }, 40);
    await drain();
    expect(await latestOf('late')).toMatchObject({
      version: 2,
      supersededAt: null,
      reason: 'late_touchpoint',
      says: REASON_TEXTS.late_touchpoint,
      cause: { by: 'events', actors: [], says: 'Events: 1 touchpoint came to it.' },
      before: { version: 1, outcome: 'attributed', touchpoints: 1, valueMinor: 5_000, currency: 'EUR' },
      after: { version: 2, outcome: 'attributed', touchpoints: 2, valueMinor: 5_000 },
      changes: ['touchpoints'],
      touchpointsAdded: ['second'],
      touchpointsRemoved: [],
    });
  });

  test('for a refund, by the name under which the audit log has who sent it', async () => {
    await buy('refunded', { identity: { userId: 'refunded' } });
    await acceptRefunds(database.context, tenant.actor, 'refunded', [{ id: 'r', occurredAt: ago(1), valueMinor: 1_200 }]);
    await drain();
    expect(await latestOf('refunded')).toMatchObject({
      reason: 'refund',
      cause: { by: 'actor', actors: [tenant.actor.name] },
      before: { valueMinor: 5_000, outcome: 'unattributed' },
      after: { valueMinor: 3_800, outcome: 'unattributed' },
      changes: ['value'],
    });
  });

  test('for another record of its order that counts instead', async () => {
    await touch('of-order', { userId: 'order' });
    await buy('from-page', { orderId: 'o-1', identity: { userId: 'order' } });
    await buy('from-shop', { orderId: 'o-1', identity: { userId: 'at-the-shop' } }, 'webhook');
    const restated = await latestOf('from-page');
    expect(restated).toMatchObject({
      reason: 'duplicate_order',
      before: { outcome: 'attributed', valueMinor: 5_000 },
      after: { outcome: 'duplicate', duplicateOf: 'from-shop', valueMinor: null, touchpoints: 0 },
      changes: ['touchpoints', 'order'],
      touchpointsRemoved: ['of-order'],
    });
    expect(restated.cause).toEqual({ by: 'events', actors: [], says: 'Events: other records of its order are from-shop (webhook).' });
  });

  test('for a code that is mapped', async () => {
    await buy('by-code', { promoCode: 'SPRING' });
    await putCode(database.context, tenant.actor, { campaign: 'spring', code: 'SPRING', details: {} });
    await drain();
    expect(await latestOf('by-code')).toMatchObject({
      reason: 'promo_code',
      cause: { by: 'actor', actors: [tenant.actor.name] },
      before: { outcome: 'unattributed' },
      after: { outcome: 'attributed' },
      changes: ['code', 'person'],
    });
  });

  test('for a list that says otherwise of an address', async () => {
    const identity = { ip: '198.51.100.7', userAgent: 'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)' };
    await touch('at-home', identity);
    await buy('at-home', { identity });
    const text = '198.51.100.0/24';
    const network = {
      kind: 'networks',
      source: 'test',
      text,
      licence: null,
      connectionType: 'datacenter',
      effectiveFrom: new Date(0),
    } as const;
    await updateLists(database.context, 'system', [network]);
    await restateNetworks(database.context, 'system', tenant.tenantId);
    await drain();
    expect(await latestOf('at-home')).toMatchObject({
      reason: 'list_changed',
      cause: { by: 'list' },
      before: { outcome: 'attributed', touchpoints: 1 },
      after: { outcome: 'unattributed', touchpoints: 0 },
      touchpointsRemoved: ['at-home'],
    });
  });
});

test('matching everything again restates nothing that comes out the same', async () => {
  const before = await list();
  await requestRebuild(database.context, 'system', tenant.tenantId);
  await drain();
  expect(await list()).toEqual(before);
});

test('an erasure leaves the number of the versions it deleted, and nothing that was in them', async () => {
  const shared = { ip: '203.0.113.9', userAgent: 'Mozilla/5.0 (Windows NT 10.0) Firefox/130.0' };
  await touch('hers', { ...shared, userId: 'jane' });
  await touch('his', { ...shared, userId: 'john' });
  await buy('his-order', { identity: { ...shared, userId: 'john' } });
  await acceptRefunds(database.context, tenant.actor, 'his-order', [{ id: 'r', occurredAt: ago(1), valueMinor: 100 }]);
  await drain();
  expect(await historyOf('his-order')).toMatchObject({ version: 2, versionsGone: 0, items: [{ version: 2 }, { version: 1 }] });
  const subject = await findSubject(database.context, 'system', tenant.tenantId, [{ userId: 'jane' }]);
  await eraseSubject(database.context, 'system', { tenantId: tenant.tenantId, requestId: newId(), subject, objects: false });
  await drain();
  const history = await historyOf('his-order');
  expect(history).toMatchObject({ version: 3, versionsGone: 2 });
  expect(history.items).toHaveLength(1);
  expect(history.items[0]).toMatchObject({
    reason: 'erased',
    cause: { by: 'privacy_request', actors: [] },
    before: null,
    after: { touchpoints: 1 },
    changes: [],
    touchpointsAdded: [],
    touchpointsRemoved: [],
  });
  expect(JSON.stringify([history, await list()])).not.toContain('hers');
});

test('a history holds the first version, too, each until the next one', async () => {
  const { items, version, versionsGone } = await historyOf('late');
  expect([version, versionsGone]).toEqual([2, 0]);
  expect(items.map(({ version: one, reason, before }) => [one, reason, before?.version ?? null])).toEqual([
    [2, 'late_touchpoint', 1],
    [1, 'new', null],
  ]);
  expect(items[1].supersededAt).toBe(items[0].at);
  await expect(historyOf('never')).rejects.toMatchObject({ code: 'not_found' });
});

test('pages hold every restatement once, the newest first, and filters narrow them', async () => {
  const all = (await list({}, { limit: 200 })).items;
  expect(all.length).toBeGreaterThan(5);
  expect(all.map(({ at }) => at)).toEqual(
    all
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  const paged: Restatement[] = [];
  for (let after: string | undefined, rounds = 0; rounds < 100; rounds += 1) {
    const page = await list({}, { limit: 1, ...(after === undefined ? {} : { after }) });
    paged.push(...page.items);
    if (page.nextCursor === null) break;
    after = Buffer.from(page.nextCursor, 'base64url').toString();
  }
  expect(paged).toEqual(all);
  expect((await list({ reason: 'refund' })).items.map(({ reason }) => reason)).toContain('refund');
  expect((await list({ reason: 'refund' })).items.every(({ reason }) => reason === 'refund')).toBe(true);
  expect((await list({ to: '2000-01-01' })).items).toEqual([]);
  expect((await list({ from: '2000-01-01' }, { limit: 200 })).items).toEqual(all);
  await expect(list({ from: '2026-01-02', to: '2026-01-01' })).rejects.toMatchObject({ code: 'invalid_request' });
  for (const after of ['x', '2026-01-01 a', '9999-99-99T99:99:99.999999Z a'])
    await expect(list({}, { limit: 1, after })).rejects.toMatchObject({ code: 'invalid_request' });
});

test('each reason is explained in the documents', async () => {
  const text = await readFile(new URL('../../docs/method.md', import.meta.url), 'utf8');
  for (const reason of Object.keys(REASON_TEXTS)) expect(text).toContain(`| \`${reason}\``);
});
