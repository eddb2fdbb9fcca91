import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromShopify, openShop, SECRET, shopifyOrder, signed } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';

let orders = 890_000_000;
let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.send('PUT', '/campaigns/of-code/codes/POD15', { body: { validUntil: '2026-11-11T00:00:00Z' } });
});
afterAll(() => world.close());

async function codeOf(id: string): Promise<unknown> {
  const { rows } = await world.admin.query<{ promo_code: string }>('select promo_code from conversions where id = $1', [id]);
  return rows[0].promo_code;
}

test.each([
  [['FREESHIP', 'pod15'], '2026-11-10T10:00:00Z', 'POD15'],
  [['pod15', 'FREESHIP'], '2026-11-10T10:00:00Z', 'POD15'],
  [['FREESHIP', 'pod15'], '2026-11-12T10:00:00Z', 'FREESHIP'],
  [['FREESHIP', 'OTHER'], '2026-11-10T10:00:00Z', 'FREESHIP'],
])('of the codes %j of an order at %s, %s counts: the first that is mapped then', async (codes, at, expected) => {
  const shop = await openShop(world, 'shopify');
  const id = (orders += 1);
  const discount_codes = codes.map((code) => ({ code }));
  const sent = fromShopify('orders/paid', shopifyOrder(id, { discount_codes, processed_at: at }));
  await shop.post(sent.body, sent.headers);
  expect(await codeOf(`shopify:order:${id}`)).toBe(expected);
  const woocommerce = await openShop(world, 'woocommerce');
  const time = at.replace('Z', '');
  const told = { id, number: `${id}`, status: 'completed', currency: 'EUR', total: '9.00', date_created_gmt: time };
  const body = JSON.stringify({ ...told, coupon_lines: discount_codes });
  await woocommerce.post(body, { 'x-wc-webhook-topic': 'order.updated', 'x-wc-webhook-signature': signed(body, SECRET) });
  expect(await codeOf(`woocommerce:${woocommerce.key}:order:${id}`)).toBe(expected);
});
