import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshShopifyId, openShop, postShopify, type Shop, shopifyOrder, shopifyRefund } from '../../../test/delivering-shop.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { workOnDeliveries } from '../hooks/service.ts';

let world: World;
let shop: Shop;
beforeAll(async () => {
  world = await openWorld();
  shop = await openShop(world, 'shopify');
});
afterAll(() => world.close());

const send = (topic: string, json: unknown, more?: Parameters<typeof postShopify>[3], to = shop) => postShopify(to, topic, json, more);
const explained = async (id: string) => {
  await world.drain();
  const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation`);
  return json as { valueMinor: number; grossValueMinor: number; refundedMinor: number };
};

describe('a refund', () => {
  test('in parts lowers its order part by part, each once', async () => {
    const id = freshShopifyId();
    await send('orders/paid', shopifyOrder(id));
    await send('refunds/create', shopifyRefund(id * 10 + 1, id, '10.00'));
    await send('refunds/create', shopifyRefund(id * 10 + 2, id, '5.00'));
    await send('refunds/create', shopifyRefund(id * 10 + 1, id, '10.00'));
    expect(await shop.newest()).toMatchObject({ state: 'duplicate' });
    expect(await explained(`shopify:order:${id}`)).toMatchObject({ grossValueMinor: 4_999, refundedMinor: 1_500, valueMinor: 3_499 });
  });

  test('that comes before its order waits for it', async () => {
    const id = freshShopifyId();
    await send('refunds/create', shopifyRefund(id, id, '10.00'));
    expect(await shop.newest()).toMatchObject({ state: 'waiting', reason: 'its order has not come yet' });
    await send('orders/paid', shopifyOrder(id));
    await workOnDeliveries(world.database.context, 'system', world.mine.tenantId);
    expect(await explained(`shopify:order:${id}`)).toMatchObject({ refundedMinor: 1_000 });
    expect((await shop.received()).map(({ state }) => state).slice(0, 2)).toEqual(['kept', 'kept']);
  });

  test('told by the order itself and by its own delivery counts once', async () => {
    const id = freshShopifyId();
    const refund = shopifyRefund(id, id, '10.00');
    await send('orders/updated', shopifyOrder(id, { financial_status: 'partially_refunded', refunds: [refund] }));
    await send('refunds/create', refund);
    expect(await explained(`shopify:order:${id}`)).toMatchObject({ refundedMinor: 1_000 });
  });

  test('in another currency than its order fails, and says so', async () => {
    const id = freshShopifyId();
    await send('orders/paid', shopifyOrder(id));
    const transactions = [{ kind: 'refund', status: 'success', amount: '10.00', currency: 'EUR' }];
    await send('refunds/create', shopifyRefund(id, id, '', { transactions }));
    expect(await shop.newest()).toMatchObject({ state: 'failed', reason: 'the refund is in EUR, and its order in USD' });
    expect(shop.source.lastFault).toBeNull();
    expect((await world.send('GET', `/tracking/sources/${shop.key}`)).json).toMatchObject({
      lastFault: 'the refund is in EUR, and its order in USD',
    });
  });

  test('that pays nothing back, or failed, is set aside', async () => {
    const transactions = [{ kind: 'refund', status: 'failure', amount: '10.00', currency: 'USD' }];
    await send('refunds/create', shopifyRefund(1, 1, '', { transactions }));
    expect(await shop.newest()).toMatchObject({ state: 'set_aside', reason: 'nothing was paid back, or not yet' });
  });

  test('under way counts once it was paid back, and not at all when it was not', async () => {
    const id = freshShopifyId();
    const payment = (status: string, refund: number) => {
      const transactions = [{ id: 1, kind: 'refund', status, amount: '10.00', currency: 'USD' }];
      return shopifyRefund(refund, id, '', { transactions });
    };
    await send('orders/paid', shopifyOrder(id));
    await send('refunds/create', payment('pending', 71));
    await send('refunds/create', payment('pending', 72));
    expect(await shop.newest()).toMatchObject({ state: 'set_aside' });
    expect(await explained(`shopify:order:${id}`)).toMatchObject({ refundedMinor: 0 });
    const refunds = [payment('success', 71), payment('failure', 72)];
    await send('orders/updated', shopifyOrder(id, { financial_status: 'partially_refunded', refunds }));
    expect(await shop.newest()).toMatchObject({ state: 'kept' });
    expect(await explained(`shopify:order:${id}`)).toMatchObject({ refundedMinor: 1_000 });
  });

  describe('paid back in the currency of the buyer', () => {
    const set = (shopAmount: string, amount: string) => ({
      shop_money: { amount: shopAmount, currency_code: 'USD' },
      presentment_money: { amount, currency_code: 'EUR' },
    });
    const inEuro = (refund: number, order: number, more: object = {}) =>
      shopifyRefund(refund, order, '', {
        transactions: [{ id: 1, kind: 'refund', status: 'success', amount: '18.00', currency: 'EUR' }],
        refund_line_items: [{ subtotal_set: set('12.00', '10.80'), total_tax_set: set('1.20', '1.08') }],
        order_adjustments: [
          { kind: 'shipping_refund', amount: '-5.00', amount_set: set('-5.00', '-4.50'), tax_amount_set: set('-0.50', '-0.45') },
          { kind: 'refund_discrepancy', amount: '0.70', amount_set: set('0.70', '0.63'), tax_amount_set: set('0.00', '0.00') },
        ],
        ...more,
      });

    test('counts in the currency of the shop: its lines with tax and shipping, less what was not paid', async () => {
      const [own, told] = [freshShopifyId(), freshShopifyId()];
      await send('orders/paid', shopifyOrder(own));
      await send('refunds/create', inEuro(own * 10, own));
      expect(await shop.newest()).toMatchObject({ state: 'kept' });
      await send('orders/updated', shopifyOrder(told, { financial_status: 'partially_refunded', refunds: [inEuro(told * 10, told)] }));
      for (const id of [own, told]) expect(await explained(`shopify:order:${id}`)).toMatchObject({ refundedMinor: 1_800 });
    });

    test('and in no other way fails visibly, while its order is kept', async () => {
      const id = freshShopifyId();
      const refunds = [inEuro(id * 10, id, { refund_line_items: [], order_adjustments: [] })];
      await send('orders/updated', shopifyOrder(id, { financial_status: 'partially_refunded', refunds }));
      const reason = 'the refund is in EUR, and its order in USD';
      expect(await shop.newest()).toMatchObject({ state: 'failed', reason, made: [`shopify:order:${id}`] });
      expect(await explained(`shopify:order:${id}`)).toMatchObject({ valueMinor: 4_999, refundedMinor: 0 });
    });
  });
});
