import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { addMember } from '../../../test/quota-world.ts';
import { drainTenant } from '../../attribution/paths/service.ts';
import { PlacementDetails } from '../../catalog/placements/schema.ts';
import { putPlacement } from '../../catalog/placements/service.ts';
import { ensureEventPartitions } from '../../platform/partitions.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { listAnomalies } from '../anomalies/service.ts';
import { watchTenant } from './service.ts';

const DAY_MS = 86_400_000;
const DAYS = 60;
const TODAY_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const CONVERSIONS = 60;

let database: TestDatabase;
let tenant: TestTenant;

const atOf = (ago: number, share: number) => new Date(TODAY_MS - ago * DAY_MS + Math.floor(share * DAY_MS)).toISOString();
const usual = (ago: number) => 60 + ((ago * 7) % 5);

/** Impressions of a placement, of which the last day has three times as many. */
const impressionsOf = (ago: number) =>
  Array.from({ length: usual(ago) * (ago === 1 ? 3 : 1) }, (_, place) => ({
    id: `imp-${ago}-${place}`,
    occurredAt: atOf(ago, place / 1_000),
    kind: 'impression',
    show: 'daily-tech',
    campaign: 'spring',
    placement: 'spot',
    identity: { userId: `u-${ago}-${place}` },
  }));

/** Orders, of which about four in five are of people who heard an ad; on the last day one in five. */
const ordersOf = (ago: number) =>
  Array.from({ length: CONVERSIONS }, (_, place) => ({
    id: `order-${ago}-${place}`,
    occurredAt: atOf(ago, 0.5 + place / 1_000),
    kind: 'purchase',
    valueMinor: 1_000,
    currency: 'USD',
    identity: { userId: place < (ago === 1 ? 12 : 47 + (ago % 3)) ? `u-${ago}-${place}` : `stranger-${ago}-${place}` },
  }));

async function send(ages: readonly number[]): Promise<void> {
  const { context } = database;
  const [touchpoints, orders] = [ages.flatMap(impressionsOf), ages.flatMap(ordersOf)];
  for (let at = 0; at < touchpoints.length; at += 1_000)
    await acceptTouchpoints(context, tenant.actor, touchpoints.slice(at, at + 1_000), 'server');
  for (let at = 0; at < orders.length; at += 1_000) await acceptConversions(context, tenant.actor, orders.slice(at, at + 1_000), 'server');
  await drainTenant(context, 'system', tenant.tenantId);
}

const look = () => watchTenant(database.context, 'system', tenant.tenantId, { grain: 'day' });
const found = async () => (await listAnomalies(database.context, tenant.actor, { grain: 'day' }, { limit: 50 })).items;

beforeAll(async () => {
  database = await openTestDatabase();
  database.setNow(TODAY_MS + DAY_MS / 2);
  await ensureEventPartitions(database.context.db, TODAY_MS);
  tenant = await createTestTenant(database.context, { currency: 'USD' });
  await addMember(database, tenant);
  const price = { basis: 'cpm', amountMinor: 100_000, currency: 'USD' };
  const details = { campaign: 'spring', show: 'daily-tech', position: 'pre_roll', kind: 'dynamic', price };
  await putPlacement(database.context, tenant.actor, 'spot', PlacementDetails.parse(details));
  await send(Array.from({ length: DAYS }, (_, place) => DAYS - place));
}, 180_000);
afterAll(() => database.close());

test('a drop of the match rate and a threefold day of spend are found, each cause once, and told once', async () => {
  expect(await look()).toBe(true);
  const anomalies = await found();
  const of = (family: string, direction: string) => anomalies.filter((one) => one.family === family && one.direction === direction);
  const [delivery, ...moreDelivery] = of('delivery', 'up');
  expect(moreDelivery).toEqual([]);
  expect(delivery).toMatchObject({ cause: 'tenant', startsAt: new Date(TODAY_MS - DAY_MS).toISOString() });
  expect(new Set(delivery.members.map(({ metric, subject, kind }) => `${metric} ${subject.type} ${kind}`))).toEqual(
    new Set(['impressions', 'spend'].flatMap((metric) => ['tenant', 'show', 'campaign'].map((type) => `${metric} ${type} spike`))),
  );
  const spend = delivery.members.find(({ metric }) => metric === 'spend');
  expect(spend?.value).toBe(3 * usual(1) * 100);
  expect(spend?.expected).toBeGreaterThan(5_500);
  expect(spend?.expected).toBeLessThan(6_900);
  const [matching, ...moreMatching] = of('matching', 'down');
  expect(moreMatching).toEqual([]);
  expect(matching.members).toMatchObject([{ metric: 'match_rate', kind: 'drop', value: 20 }]);
  expect(matching.members[0].expected).toBeGreaterThan(76);
  expect(matching.finding).toMatch(/^The match rate of all shows and campaigns together fell to 20 %/);
  const mails = await database.mails();
  expect(mails.map(({ subject }) => subject)).toEqual([`Tenant 1: ${anomalies.length} anomalies in your figures`]);

  expect(await look()).toBe(false);
  database.setNow(TODAY_MS + 1.5 * DAY_MS);
  await send([0]);
  expect(await look()).toBe(true);
  expect(await found()).toEqual(anomalies);
  expect(await database.mails()).toHaveLength(1);
});
