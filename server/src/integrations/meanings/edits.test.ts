import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromShopify, openShop, SECRET, type Shop, shopifyOrder, shopifyRefund, signed } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { SourceWithSecret } from '../../tracking/sources/schema.ts';
import { workOnDeliveries } from '../hooks/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

let orders = 640_000_000;
const fresh = () => (orders += 1);
const at = (hour: number) => `2026-11-10T${hour}:00:00Z`;

async function amounts(id: string) {
  await world.drain();
  const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation`);
  const { grossValueMinor, refundedMinor, valueMinor } = json as Record<string, number>;
  return [grossValueMinor, refundedMinor, valueMinor];
}

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((one, place) => permutations(items.toSpliced(place, 1)).map((rest) => [one, ...rest]));
}

/** A shop, how it tells of an order at an instant, and what the conversion is called. */
interface Telling {
  shop: Shop;
  tell(id: number, total: string, changedAt: string): Promise<unknown>;
  refund?(id: number, amount: string): Promise<unknown>;
  idOf(id: number): string;
}

async function shopify(options: object = {}): Promise<Telling> {
  const shop = await openShop(world, 'shopify', options);
  const send = (topic: string, json: unknown) => {
    const { body, headers } = fromShopify(topic, json);
    return shop.post(body, headers);
  };
  return {
    shop,
    tell: (id, total, changedAt) => send('orders/updated', shopifyOrder(id, { total_price: total, updated_at: changedAt })),
    refund: (id, amount) => send('refunds/create', shopifyRefund(id, id, amount)),
    idOf: (id) => `shopify:order:${id}`,
  };
}

async function woocommerce(): Promise<Telling> {
  const shop = await openShop(world, 'woocommerce');
  const tell = (id: number, total: string, changedAt: string) => {
    const order = {
      id,
      number: String(id),
      status: 'processing',
      currency: 'EUR',
      date_created_gmt: '2026-11-10T09:00:00',
      date_modified_gmt: changedAt.replace('Z', ''),
      total,
      billing: { email: 'john.doe@example.com' },
    };
    const body = JSON.stringify(order);
    return shop.post(body, { 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-signature': signed(body, SECRET) });
  };
  return { shop, tell, idOf: (id) => `woocommerce:${shop.key}:order:${id}` };
}

describe.each([
  ['Shopify', shopify],
  ['WooCommerce', woocommerce],
])('an order of %s that is edited', (_name, open) => {
  test('counts with what it came to last, by its own times, in whichever order that arrives', async () => {
    const { tell, idOf } = await open();
    const tellings: [string, string][] = [
      ['50.00', at(10)],
      ['80.00', at(11)],
      ['65.00', at(12)],
    ];
    for (const order of permutations(tellings)) {
      const id = fresh();
      for (const [total, changedAt] of order) await tell(id, total, changedAt);
      expect(await amounts(idOf(id))).toEqual([6_500, 0, 6_500]);
    }
  });

  test('is restated once, and what is told again changes nothing', async () => {
    const { shop, tell, idOf } = await open();
    const id = fresh();
    await tell(id, '50.00', at(10));
    await tell(id, '80.00', at(11));
    expect(await shop.newest()).toMatchObject({ state: 'kept', made: [idOf(id)] });
    const restated = async () =>
      (await world.auditOf(world.mine)).filter(({ action, target }) => action === 'conversion.restate' && target === idOf(id));
    expect(await restated()).toMatchObject([{ actor: `source:${shop.key}` }]);
    await tell(id, '50.00', at(10));
    expect(await shop.newest()).toMatchObject({ state: 'duplicate' });
    expect(await restated()).toHaveLength(1);
    expect(await amounts(idOf(id))).toEqual([8_000, 0, 8_000]);
  });
});

test('a refund of an edited order is taken from what it came to last', async () => {
  const { tell, refund, idOf } = await shopify();
  const id = fresh();
  await tell(id, '50.00', at(10));
  await refund?.(id, '30.00');
  expect(await amounts(idOf(id))).toEqual([5_000, 3_000, 2_000]);
  await tell(id, '80.00', at(11));
  expect(await amounts(idOf(id))).toEqual([8_000, 3_000, 5_000]);
});

test('another source of the same shop does not restate the orders of the first', async () => {
  const [first, second] = [await shopify(), await shopify({ revenue: 'without_tax' })];
  const id = fresh();
  await first.tell(id, '50.00', at(10));
  await second.tell(id, '90.00', at(11));
  expect(await amounts(first.idOf(id))).toEqual([5_000, 0, 5_000]);
});

test('an edit as Shopify tells it beside the order is set aside', async () => {
  const { shop } = await shopify();
  const { body, headers } = fromShopify('orders/edited', { order_edit: { id: 1, order_id: 2 } });
  await shop.post(body, headers);
  expect(await shop.newest()).toMatchObject({ state: 'set_aside', reason: 'what the order comes to now is told by orders/updated' });
});

describe('whatever comes first of an order, an edit of it and its refunds', () => {
  const told = (total_price: string, total_tax: string) => ({ total_price, total_tax });
  /** The order as it was paid and as it was edited, and what counts of the one refund and of both. */
  const TOLD = [
    {
      of: 'that counts without tax',
      revenue: 'without_tax',
      paid: told('120.00', '20.00'),
      edited: told('150.00', '0.00'),
      part: 3_000,
      both: 4_500,
    },
    {
      of: 'that is edited down',
      revenue: 'without_tax',
      paid: told('150.00', '0.00'),
      edited: told('120.00', '20.00'),
      part: 2_500,
      both: 3_750,
    },
    { of: 'of which all counts', revenue: 'gross', paid: told('120.00', '20.00'), edited: told('90.00', '0.00'), part: 3_000, both: 4_500 },
    {
      of: 'of which the tax alone changed',
      revenue: 'without_tax',
      paid: told('120.00', '20.00'),
      edited: told('100.00', '0.00'),
      part: 3_000,
      both: 4_500,
    },
  ];

  test.each(TOLD)('an order $of comes to the same', async ({ revenue, paid, edited, part, both }) => {
    const shop = await openShop(world, 'shopify', { revenue });
    const value = (Number(edited.total_price) - (revenue === 'gross' ? 0 : Number(edited.total_tax))) * 100;
    const send = (topic: string, json: unknown) => {
      const { body, headers } = fromShopify(topic, json);
      return shop.post(body, headers);
    };
    const steps: ((id: number) => Promise<unknown>)[] = [
      (id) => send('orders/updated', shopifyOrder(id, { ...paid, updated_at: at(10) })),
      (id) => send('orders/updated', shopifyOrder(id, { ...edited, updated_at: at(11) })),
      (id) => send('refunds/create', shopifyRefund(id * 10, id, '30.00')),
      (id) => send('refunds/create', shopifyRefund(id * 10 + 5, id, '15.00')),
    ];
    const ids: number[] = [];
    for (const order of permutations(steps)) {
      ids.push(fresh());
      for (const step of order) await step(ids.at(-1) ?? 0);
    }
    await workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
    for (const id of ids) expect(await amounts(`shopify:order:${id}`)).toEqual([value, both, value - both]);
    const alone = fresh();
    for (const step of [steps[2], steps[0], steps[1]]) await step(alone);
    await workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
    expect(await amounts(`shopify:order:${alone}`)).toEqual([value, part, value - part]);
  });

  test('all of it that is given back stays all of it', async () => {
    const shop = await openShop(world, 'shopify');
    const { json } = await world.send('POST', '/tracking/sources', { body: { key: 'tool', kind: 'segment' } });
    const { publicId, secret } = json as SourceWithSecret;
    const refundAll = (id: number) =>
      world.server.send('POST', '/api/v1/integrations/segment', {
        body: {
          type: 'track',
          event: 'Order Refunded',
          messageId: `all-${id}`,
          timestamp: at(12),
          userId: 'u',
          properties: { order_id: String(id) },
          writeKey: `${publicId}${secret}`,
        },
      });
    const tell = (id: number, total: string, updatedAt: string) => {
      const order = shopifyOrder(id, { order_number: id, total_price: total, updated_at: updatedAt });
      const { body, headers } = fromShopify('orders/updated', order);
      return shop.post(body, headers);
    };
    const steps: ((id: number) => Promise<unknown>)[] = [(id) => tell(id, '50.00', at(10)), (id) => tell(id, '80.00', at(11)), refundAll];
    for (const order of permutations(steps)) {
      const id = fresh();
      for (const step of order) await step(id);
      await world.admin.query(`update hook_deliveries set due_at = now() where state = 'waiting'`);
      await workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
      expect(await amounts(`shopify:order:${id}`)).toEqual([8_000, 8_000, 0]);
    }
  });

  test('a refund told again after an edit changes nothing', async () => {
    const shop = await openShop(world, 'shopify', { revenue: 'without_tax' });
    const id = fresh();
    const send = (topic: string, json: unknown) => {
      const { body, headers } = fromShopify(topic, json);
      return shop.post(body, headers);
    };
    await send('orders/updated', shopifyOrder(id, { total_price: '120.00', total_tax: '20.00', updated_at: at(10) }));
    await send('refunds/create', shopifyRefund(id, id, '30.00'));
    await send('orders/updated', shopifyOrder(id, { total_price: '150.00', total_tax: '0.00', updated_at: at(11) }));
    await send('refunds/create', shopifyRefund(id, id, '30.00'));
    expect(await shop.newest()).toMatchObject({ state: 'duplicate', reason: 'kept already' });
    expect(await amounts(`shopify:order:${id}`)).toEqual([15_000, 3_000, 12_000]);
  });
});
