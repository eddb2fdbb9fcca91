import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromShopify, openShop, SECRET, shopifyOrder, signed, stripeSignature } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { runPrivacyRequests } from '../../privacy/work/service.ts';

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

describe('of an order with several codes', () => {
  let campaigns = 0;
  /** A campaign of its own, and how a code is mapped to it and taken back. */
  function campaign() {
    const key = `late-${(campaigns += 1)}`;
    return {
      key,
      map: (code: string) => world.send('PUT', `/campaigns/${key}/codes/${code}`, { body: {} }),
      unmap: (code: string) => world.send('DELETE', `/campaigns/${key}/codes/${code}`),
    };
  }
  async function credited(id: string) {
    await world.drain();
    const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation?model=linear`);
    return (json as { touchpoints: { campaign: string }[] }).touchpoints.map((touch) => touch.campaign);
  }
  async function sell(codes: string[]) {
    const shop = await openShop(world, 'shopify');
    const id = (orders += 1);
    const nobody = { customer: null, browser_ip: null, client_details: null, note_attributes: [], landing_site: null };
    const order = shopifyOrder(id, { ...nobody, email: `b${id}@example.com`, discount_codes: codes.map((code) => ({ code })) });
    const sent = fromShopify('orders/paid', order);
    await shop.post(sent.body, sent.headers);
    return `shopify:order:${id}`;
  }

  test.each(['before', 'after'])('the second counts for its campaign, mapped %s the order came', async (when) => {
    const { key, map } = campaign();
    const code = `SECOND${campaigns}`;
    if (when === 'before') await map(code);
    const id = await sell(['NOTHING', code]);
    if (when === 'after') {
      expect(await credited(id)).toEqual([]);
      await map(code);
    }
    expect(await credited(id)).toEqual([key]);
  });

  test('the first that is mapped counts, whichever was mapped first, and the next one once it is not any more', async () => {
    const [first, second] = [campaign(), campaign()];
    const [one, two] = [`ONE${campaigns}`, `TWO${campaigns}`];
    const id = await sell([one, two]);
    await second.map(two);
    expect(await credited(id)).toEqual([second.key]);
    await first.map(one);
    expect(await credited(id)).toEqual([first.key]);
    await first.unmap(one);
    expect(await credited(id)).toEqual([second.key]);
  });

  test('a customer counts as direct by any of them, also mapped later', async () => {
    const direct = async () => {
      const { json } = await world.send('GET', '/tracking/surveys/summary?from=2026-11-01T00:00:00Z&to=2026-12-01T00:00:00Z');
      return (json as { direct: number }).direct;
    };
    const { map } = campaign();
    await sell(['NOTHING', `DIRECT${campaigns}`]);
    const before = await direct();
    await map(`DIRECT${campaigns}`);
    expect(await direct()).toBe(before + 1);
  });

  test.each(['before', 'after'])('a code that Stripe names by an id counts by its name, told %s the session came', async (when) => {
    const shop = await openShop(world, 'stripe');
    const { key, map } = campaign();
    const [promotion, name] = [`promo_${campaigns}`, `NAMED${campaigns}`];
    await map(name);
    const send = (type: string, object: object) => {
      const body = JSON.stringify({
        id: `evt_${type}_${campaigns}`,
        object: 'event',
        type,
        livemode: true,
        created: 1_762_800_000,
        data: { object },
      });
      return shop.post(body, { 'stripe-signature': stripeSignature(body, world.database.context.clock()) });
    };
    const steps = [
      () => send('promotion_code.created', { id: promotion, object: 'promotion_code', code: name }),
      () =>
        send('checkout.session.completed', {
          id: `cs_${campaigns}`,
          created: Date.parse('2026-11-10T10:00:00Z') / 1_000,
          mode: 'payment',
          payment_status: 'paid',
          amount_total: 900,
          currency: 'usd',
          customer_details: { email: `s${campaigns}@example.com` },
          discounts: [{ promotion_code: promotion }],
        }),
    ];
    for (const step of when === 'before' ? steps : steps.toReversed()) {
      await step();
      await world.drain();
    }
    expect(await credited(`stripe:checkout:cs_${campaigns}`)).toEqual([key]);
  });

  test('none is kept of somebody who was erased', async () => {
    const id = await sell(['KEPT1', 'KEPT2']);
    const count = async () => (await world.admin.query('select 1 from order_codes where conversion_id = $1', [id])).rows.length;
    expect(await count()).toBe(2);
    const identities = [{ email: `b${orders}@example.com` }];
    await world.send('POST', '/security/privacy-requests', { body: { kind: 'erasure', identities, verification: 'known_person' } });
    await runPrivacyRequests(world.database.context, 'system', world.mine.tenantId);
    expect(await count()).toBe(0);
  });
});
