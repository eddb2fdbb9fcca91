import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ExplanationQuery } from '../src/attribution/explanations/schema.ts';
import { getExplanation } from '../src/attribution/explanations/service.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { newId } from '../src/platform/chance.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import { eraseSubject } from '../src/privacy/subjects/service.ts';
import { getTenantKeys } from '../src/tenants/service.ts';
import { NAME_PREFIX } from '../src/tracking/deliveries/schema.ts';
import { noteOrdersIn } from '../src/tracking/deliveries/service.ts';
import { markOrderRecordsIn } from '../src/tracking/evidence/service.ts';
import type { ConversionSource } from '../src/tracking/intake/schema.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { hash } from '../src/tracking/intake/rules.ts';
import { acceptRefunds } from '../src/tracking/refunds/service.ts';
import { restrictIn } from '../src/tracking/restrictions/service.ts';
import { NewSource } from '../src/tracking/sources/schema.ts';
import { createSource } from '../src/tracking/sources/service.ts';
import { findSubject } from '../src/tracking/subjects/service.ts';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const CLICK = { id: 'click', occurredAt: '2026-11-10T09:00:00Z', kind: 'click', campaign: 'spring', identity: { clickId: 'c-1' } };
const order = (id: string, identity: object, more: object = {}) => ({
  id,
  occurredAt: '2026-11-10T10:00:00Z',
  kind: 'purchase',
  valueMinor: 4_999,
  currency: 'USD',
  orderId: '1001',
  identity,
  ...more,
});
const PAGE = order('pixel:1', { clickId: 'c-1' }, { occurredAt: '2026-11-10T09:59:58Z', promoCode: 'TECH10' });
const SHOP = order('shopify:order:5', { emailSha256: 'a'.repeat(64) });

type Step = (tenant: TestTenant) => Promise<unknown>;
const told =
  (item: object, source: ConversionSource): Step =>
  ({ actor }) =>
    acceptConversions(database.context, actor, [item], source);
const clicked: Step = ({ actor }) => acceptTouchpoints(database.context, actor, [CLICK], 'server');
const drained: Step = ({ tenantId }) => drainTenant(database.context, 'system', tenantId);
const explain = ({ actor }: TestTenant, id: string) => getExplanation(database.context, actor, id, ExplanationQuery.parse({}));

async function after(...steps: Step[]): Promise<TestTenant> {
  const tenant = await createTestTenant(database.context);
  for (const step of [...steps, drained]) await step(tenant);
  return tenant;
}

describe('the records of one order', () => {
  test.each([
    ['the page first', [clicked, told(PAGE, 'pixel'), drained, told(SHOP, 'webhook')]],
    ['the shop first', [clicked, told(SHOP, 'webhook'), drained, told(PAGE, 'pixel')]],
    ['the click last', [told(SHOP, 'webhook'), told(PAGE, 'pixel'), drained, clicked]],
  ] as const)('lend the one that counts what ties them to exposures: %s', async (_, steps) => {
    const tenant = await after(...steps);
    expect(await explain(tenant, SHOP.id)).toMatchObject({
      source: 'webhook',
      otherRecords: [PAGE.id],
      duplicateOf: null,
      touchpoints: [{ id: 'click', evidence: 'click_id', creditMinor: 4_999 }],
    });
    expect((await explain(tenant, SHOP.id)).sentences).toContain(
      'Its order was told 2 times: this record counts, and what pixel:1 carried belongs to it, too.',
    );
    expect(await explain(tenant, PAGE.id)).toMatchObject({ duplicateOf: SHOP.id, touchpoints: [] });
  });

  test('lend nothing that came after the one that counts', async () => {
    const late = { ...CLICK, occurredAt: '2026-11-10T10:00:30Z' };
    const lateClick: Step = ({ actor }) => acceptTouchpoints(database.context, actor, [late], 'server');
    const tenant = await after(lateClick, told({ ...PAGE, occurredAt: '2026-11-10T10:01:00Z' }, 'pixel'), told(SHOP, 'webhook'));
    expect((await explain(tenant, SHOP.id)).touchpoints).toEqual([]);
  });

  test('lend nothing where one of them is of a person whose events are restricted', async () => {
    const restricted: Step = async ({ tenantId }) => {
      const keys = await getTenantKeys(database.context, 'system', tenantId);
      const key = hash(keys.identity, `email\0${'a'.repeat(64)}`);
      await inTenant(database.context.db, tenantId, (tx) =>
        restrictIn(tx, { keys: [{ field: 'email', key }], hashing: keys }, '01a216a2-b1c7-73d6-b3d9-253cf34154f7'),
      );
    };
    const tenant = await after(restricted, clicked, told(PAGE, 'pixel'), told(SHOP, 'webhook'));
    expect((await explain(tenant, SHOP.id)).touchpoints).toEqual([]);
    const other = await after(restricted, clicked, told(PAGE, 'webhook'), told(SHOP, 'pixel'));
    expect((await explain(other, PAGE.id)).touchpoints).toEqual([]);
  });
});

test('two shops that use the same order ids have an order each, each with its own refunds', async () => {
  const shop = (id: string, name: string, valueMinor: number) =>
    order(id, { userId: id }, { valueMinor, metadata: { source: name, shop: `${name}.example` } });
  const refund: Step = ({ actor }) =>
    acceptRefunds(database.context, actor, 'shopify:order:6', [
      { id: 'shopify:refund:1', occurredAt: '2026-11-11T00:00:00Z', valueMinor: 20_000 },
    ]);
  const tenant = await after(
    told(shop('shopify:order:5', 'a', 10_000), 'webhook'),
    told(shop('shopify:order:6', 'b', 25_000), 'webhook'),
    refund,
  );
  expect(await explain(tenant, 'shopify:order:5')).toMatchObject({ duplicateOf: null, otherRecords: [], valueMinor: 10_000 });
  expect(await explain(tenant, 'shopify:order:6')).toMatchObject({ duplicateOf: null, otherRecords: [], valueMinor: 5_000 });
});

/** Has a shop's source say by which other name its record of an order may be called. */
const named =
  (kind: 'shopify' | 'woocommerce', name: string, conversionId: string, orderId: string): Step =>
  async ({ actor, tenantId }) => {
    await createSource(database.context, actor, NewSource.parse({ key: 'a', kind, secret: 'what-the-shop-signs-with' }));
    const noted = { ref: `${NAME_PREFIX}${name}`, conversionId, orderId, valueMinor: null, grossMinor: null };
    await inTenant(database.context.db, tenantId, (tx) => noteOrdersIn(tx, 'a', [noted], [conversionId]));
  };

test('an order whose number is another one’s internal id is an order of its own, whichever came first', async () => {
  const shop = (id: string, orderId: string) => order(id, { userId: id }, { orderId, metadata: { source: 'a' } });
  const [one, other] = [shop('woocommerce:a:order:5000', '1001'), shop('woocommerce:a:order:1001', '800')];
  const [first, second] = [told(one, 'webhook'), told(other, 'webhook')];
  const names = named('woocommerce', '1001', other.id, '800');
  // As the shop's deliveries have it: the records of the order, and of those that it was taken for, are looked at anew.
  const marked: Step = ({ tenantId }) => inTenant(database.context.db, tenantId, (tx) => markOrderRecordsIn(tx, ['1001', '800']));
  for (const steps of [
    [clicked, told(PAGE, 'pixel'), first, drained, second, names, marked],
    [clicked, second, names, told(PAGE, 'pixel'), drained, first, marked],
  ]) {
    const tenant = await after(...steps);
    expect(await explain(tenant, one.id)).toMatchObject({ duplicateOf: null, otherRecords: [PAGE.id], touchpoints: [{ id: 'click' }] });
    expect(await explain(tenant, other.id)).toMatchObject({ duplicateOf: null, otherRecords: [], touchpoints: [] });
  }
});

describe('an erasure', () => {
  const erased =
    (identity: object): Step =>
    async ({ tenantId }) => {
      const subject = await findSubject(database.context, 'system', tenantId, [identity]);
      await eraseSubject(database.context, 'system', { tenantId, requestId: newId(), subject, objects: false });
    };
  const shop = (id: string, name: string, identity: object) => order(id, identity, { metadata: { source: name, shop: `${name}.example` } });

  test('of one shop’s customer leaves the order of another shop’s under the same order id as it was', async () => {
    const [ann, bob] = [{ userId: 'ann' }, { userId: 'bob' }];
    const seen: Step = ({ actor }) => acceptTouchpoints(database.context, actor, [{ ...CLICK, identity: bob }], 'server');
    const both = [told(shop('shopify:order:5', 'a', ann), 'webhook'), told(shop('shopify:order:6', 'b', bob), 'webhook')];
    const tenant = await after(seen, ...both, drained, erased(ann));
    await expect(explain(tenant, 'shopify:order:5')).rejects.toMatchObject({ code: 'not_found' });
    expect(await explain(tenant, 'shopify:order:6')).toMatchObject({ valueMinor: 4_999, touchpoints: [{ id: 'click' }] });
  });

  test('of a number of records under an id that names no order takes those of the person alone', async () => {
    const crowd = Array.from({ length: 101 }, (_, place) => order(`o-${place}`, { userId: `u-${place}` }, { orderId: 'null' }));
    const sent: Step = ({ actor }) => acceptConversions(database.context, actor, crowd, 'server');
    const tenant = await after(sent, drained, erased({ userId: 'u-7' }));
    await expect(explain(tenant, 'o-7')).rejects.toMatchObject({ code: 'not_found' });
    expect(await explain(tenant, 'o-8')).toMatchObject({ valueMinor: 4_999, duplicateOf: null });
  });

  test('finds the record that a page sent under another name of the order', async () => {
    const email = { emailSha256: 'b'.repeat(64) };
    const page = { ...PAGE, orderId: 'checkout-token' };
    const tenant = await after(
      clicked,
      named('shopify', 'checkout-token', 'shopify:order:5', '1001'),
      told(shop('shopify:order:5', 'a', email), 'webhook'),
      told(page, 'pixel'),
    );
    expect(await explain(tenant, 'shopify:order:5')).toMatchObject({ touchpoints: [{ id: 'click' }], otherRecords: [PAGE.id] });
    await erased(email)(tenant);
    await drained(tenant);
    for (const id of ['shopify:order:5', PAGE.id]) await expect(explain(tenant, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
