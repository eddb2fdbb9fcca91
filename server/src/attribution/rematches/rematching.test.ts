import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { putCode } from '../../catalog/codes/service.ts';
import { readHistoriesIn, readWindowIn } from '../../tracking/eventcolumns/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { acceptRefunds } from '../../tracking/refunds/service.ts';
import { drainTenant } from '../paths/service.ts';
import { findPaths } from '../paths/store.ts';
import { readSlotsIn } from '../slots/service.ts';
import { agreeingRow, limitsWithin, rematch } from './rematching.ts';
import { openRematches } from './service.ts';

const DAY_MS = 86_400_000;
const at = (daysAgo: number) => new Date(NOW_MS - daysAgo * DAY_MS).toISOString();
const home = (number: number, agent = 'agent') => ({ ip: `203.0.113.${number}`, userAgent: agent });

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  tenant = await createTestTenant(database.context);
  const { context } = database;
  const touchpoints = Array.from({ length: 40 }, (_, place) => ({
    id: `t-${place}`,
    occurredAt: at(5 + (place % 10)),
    kind: place % 2 === 0 ? 'impression' : 'click',
    campaign: `campaign-${place % 3}`,
    identity: home(place % 4, `agent-${place % 5}`),
  }));
  const sale = { kind: 'purchase', valueMinor: 500, currency: 'EUR' };
  const conversions = [
    ...Array.from({ length: 4 }, (_, number) => ({ ...sale, id: `plain-${number}`, occurredAt: at(3), identity: home(number) })),
    { id: 'alone', kind: 'visit', occurredAt: at(3), identity: home(99) },
    { ...sale, id: 'of-an-order', orderId: '1', occurredAt: at(3), identity: home(0) },
    { ...sale, id: 'told-here', orderId: '2', occurredAt: at(3), identity: home(0) },
    { ...sale, id: 'told-long-before', orderId: '2', occurredAt: at(80), identity: home(1) },
    { ...sale, id: 'refunded', occurredAt: at(3), identity: home(0) },
    { ...sale, id: 'of-a-user', occurredAt: at(3), identity: { ...home(0), userId: 'somebody' } },
    { ...sale, id: 'of-a-user-before', orderId: '3', occurredAt: at(70), identity: { userId: 'somebody' } },
    { id: 'visit-of-a-user', kind: 'visit', occurredAt: at(71), identity: { userId: 'somebody' } },
    {
      ...sale,
      id: 'with-a-source',
      occurredAt: at(3),
      identity: home(0),
      metadata: { utm_source: 'Mail', referrer: 'https://a.example/b' },
    },
    { ...sale, id: 'with-a-code', occurredAt: at(3), identity: {}, promoCode: 'MAPPED', isNewCustomer: true },
    { ...sale, id: 'with-another-code', occurredAt: at(3), identity: home(99), promoCode: 'UNMAPPED', isNewCustomer: false },
  ];
  await putCode(context, tenant.actor, { campaign: 'of-a-code', code: 'MAPPED', details: {} });
  await acceptTouchpoints(context, tenant.actor, touchpoints, 'server');
  await acceptConversions(context, tenant.actor, conversions, 'server');
  await acceptRefunds(context, tenant.actor, 'refunded', [{ id: 'r', occurredAt: at(2), valueMinor: 100 }]);
  await drainTenant(context, 'system', tenant.tenantId);
});
afterAll(() => database.close());

const SPAN = { fromMs: NOW_MS - 4 * DAY_MS, beforeMs: NOW_MS };
const TOLD = ['of-a-user', 'with-a-source', 'with-a-code', 'with-another-code'];
const PLAIN = ['plain-0', 'plain-1', 'plain-2', 'plain-3', 'alone', 'of-an-order', ...TOLD];
const OTHERS = ['told-here', 'told-long-before', 'refunded'];
const agrees = (...given: Parameters<typeof agreeingRow>) => agreeingRow(...given) !== undefined;

async function read() {
  const rematched = await openRematches(database.context, 'system', tenant.tenantId).of(at(4).slice(0, 10));
  if (rematched === undefined) throw new Error('the window is too large');
  return inTenant(database.context.db, tenant.tenantId, async (tx) => {
    return {
      rematched,
      paths: await findPaths(tx, [...PLAIN, ...OTHERS]),
      slots: await readSlotsIn(database.context, tx),
    };
  });
}

test('paths of conversions that one record tells of agree with matching all at once; others are left to be built', async () => {
  const { rematched, paths, slots } = await read();
  expect(paths).toHaveLength(PLAIN.length + OTHERS.length);
  expect(
    paths
      .filter((path) => agrees(rematched, path, slots))
      .map(({ conversionId }) => conversionId)
      .sort(),
  ).toEqual(PLAIN.toSorted());
  expect(paths.filter(({ touchpointIds }) => touchpointIds.length > 1).length).toBeGreaterThanOrEqual(4);
});

test.each(['plain-1', 'of-a-user'])(
  'a path that says anything else in a single byte, or names another touchpoint, does not: %s',
  async (id) => {
    const { rematched, paths, slots } = await read();
    const path = paths.find(({ conversionId }) => conversionId === id);
    if (!path?.packed) throw new Error('the path is not there');
    const { packed, touchpointIds } = path;
    for (let place = 0; place < packed.length; place += 1) {
      const other = Buffer.from(packed);
      other[place] ^= 1;
      expect(agrees(rematched, { ...path, packed: other }, slots)).toBe(false);
    }
    expect(agrees(rematched, { ...path, touchpointIds: ['t-none', ...touchpointIds.slice(1)] }, slots)).toBe(false);
    expect(agrees(rematched, { ...path, touchpointIds: touchpointIds.slice(1) }, slots)).toBe(false);
    expect(agrees(rematched, { ...path, packed: null }, slots)).toBe(false);
    expect(agrees(rematched, { ...path, conversionId: 'plain-2' }, slots)).toBe(false);
    expect(agrees(rematched, path, slots.slice(1))).toBe(false);
  },
);

test('matching is done beside this thread, and ends when its signal aborts', async () => {
  const window = await inTenant(database.context.db, tenant.tenantId, (tx) =>
    readWindowIn(tx, SPAN, { lookbackMs: 90 * DAY_MS, most: 1_000, mostBytes: 1_000_000 }),
  );
  if (window === undefined) throw new Error('the window is too large');
  const stop = new AbortController();
  const told = { histories: undefined, codes: { at: () => undefined }, sourceOf: () => undefined };
  const running = rematch(window, told, { touchpointsPerKey: 1_000, pairsPerKey: 100_000 }, stop.signal);
  stop.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
});

test('a window with more events than may be held, or with longer texts, is none; so are histories', async () => {
  const look = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(database.context.db, tenant.tenantId, work);
  const readMost = (most: number, mostBytes = 10_000) => look((tx) => readWindowIn(tx, SPAN, { lookbackMs: 90 * DAY_MS, most, mostBytes }));
  const historiesOf = (most: number, mostBytes: number) => look((tx) => readHistoriesIn(tx, { most, mostBytes }));
  expect(await readMost(39)).toBeUndefined();
  expect(await readMost(12)).toBeUndefined();
  const window = await readMost(40);
  if (window === undefined) throw new Error('the window is too large');
  expect(window.touchpoints.count).toBe(40);
  const { count, idEnds, byId, texts } = window.conversions;
  const ofConversions = idEnds[count - 1] + byId.size() + texts.size();
  expect([await readMost(40, 9), await readMost(40, ofConversions)].every((one) => one === undefined)).toBe(true);
  expect([await historiesOf(2, 10_000), await historiesOf(40, 0)]).toEqual([undefined, undefined]);
  expect(await historiesOf(40, 10_000)).toBeDefined();
});

test('many keys together give no more pairs than a thread may hold: those with the most are left to be built one by one', async () => {
  const { rematched, paths, slots } = await read();
  const { window, told } = rematched;
  const limits = { touchpointsPerKey: 1_000, pairsPerKey: 100_000 };
  expect(limitsWithin(window, limits, 1_000_000)).toEqual(limits);
  const pairs = rematched.matches.touch.length;
  expect(pairs).toBeGreaterThan(20);
  const bounded = limitsWithin(window, limits, 20);
  expect(bounded.pairsPerKey).toBeLessThan(100_000);
  const fewer = await rematch(window, told, bounded);
  expect(fewer.matches.touch.length).toBeLessThanOrEqual(20);
  const agreeing = paths.filter((path) => agrees(fewer, path, slots)).map(({ conversionId }) => conversionId);
  expect(agreeing).toContain('alone');
  expect(PLAIN).toEqual(expect.arrayContaining(agreeing));
});
