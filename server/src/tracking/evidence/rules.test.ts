import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ConversionEvidence, earliestBeside, joinSpans, type KeySpan, windowOf, withRefunds, withShopsApart } from './rules.ts';
import { referrerHost } from '../intake/rules.ts';

function conversion(id: string, orderId: string | null = null): ConversionEvidence {
  return {
    id,
    orderId,
    order: orderId,
    shop: null,
    occurredAtMs: 1_000,
    kind: 'purchase',
    source: 'server',
    valueMinor: 500,
    currency: 'USD',
    promoCode: null,
    isNewCustomer: null,
    connectionType: 'unknown',
    referrer: null,
    utm: null,
    refundedMinor: 0,
    chargedBackMinor: 0,
    isErased: false,
  };
}

describe('refunds', () => {
  const refund = (conversionId: string, id: string, valueMinor: number) => ({ conversionId, id, valueMinor });

  test('of any record of an order lower each of its records, and no other sale', () => {
    const all = withRefunds(
      [conversion('a', '1'), conversion('b', '1'), conversion('c', '2'), conversion('d')],
      [refund('a', 'r1', 100), refund('b', 'r2', 20), refund('d', 'r1', 7)],
    );
    expect(all.map(({ refundedMinor }) => refundedMinor)).toEqual([120, 120, 0, 7]);
  });

  test('sent under one id for two records of an order count once, by the larger value, whichever came first', () => {
    const records = [conversion('a', '1'), conversion('b', '1')];
    const sent = [refund('a', 'r', 40), refund('b', 'r', 60)];
    for (const refunds of [sent, sent.toReversed()]) expect(withRefunds(records, refunds)[0].refundedMinor).toBe(60);
  });

  test('in one currency take nothing from a record of the order in another', () => {
    const euro = { ...conversion('b', '1'), currency: 'EUR' };
    const all = withRefunds([conversion('a', '1'), euro], [refund('b', 'r', 400)]);
    expect(all.map(({ refundedMinor }) => refundedMinor)).toEqual([0, 400]);
  });

  test('of a conversion whose id is another one’s order number stay its own', () => {
    const all = withRefunds([conversion('1'), conversion('x', '1')], [refund('1', 'r', 5)]);
    expect(all.map(({ refundedMinor }) => refundedMinor)).toEqual([5, 0]);
  });
});

describe('chargebacks', () => {
  const told = (id: string, valueMinor: number, isChargeback: boolean, conversionId = 'a') => ({
    conversionId,
    id,
    valueMinor,
    isChargeback,
  });
  const amounts = (refunds: ReturnType<typeof told>[], records = [conversion('a')]) =>
    withRefunds(records, refunds).map(({ refundedMinor, chargedBackMinor }) => [refundedMinor, chargedBackMinor]);

  test('give back what they took and nothing of a refund, also where what they took was never told', () => {
    expect(amounts([told('r', 300, false), told('back', -300, true)])).toEqual([[300, 0]]);
    expect(amounts([told('r', 100, false), told('c', 200, true)])).toEqual([[300, 200]]);
    expect(amounts([told('r', 100, false), told('c', 200, true), told('back', -200, true)])).toEqual([[100, 0]]);
    expect(amounts([told('failed', -50, false), told('c', 200, true)])).toEqual([[200, 200]]);
  });

  test('are told from refunds of the same id of another sale', () => {
    const refunds = [told('1', 70, true), told('1', 30, false, 'b')];
    expect(amounts(refunds, [conversion('a'), conversion('b')])).toEqual([
      [70, 70],
      [30, 0],
    ]);
  });
});

describe('refunds that several systems tell of', () => {
  test('are the same refunds: the largest sum counts, not all of them together', () => {
    const records = [conversion('woocommerce:main:order:1', '1'), conversion('own', '1')];
    const refunds = [
      { conversionId: 'woocommerce:main:order:1', id: 'woocommerce:main:refund:7', valueMinor: 300 },
      { conversionId: 'woocommerce:main:order:1', id: 'woocommerce:main:refund:8', valueMinor: 100 },
      { conversionId: 'own', id: 'refund-7', valueMinor: 300 },
    ];
    for (const sent of [refunds, refunds.toReversed()]) {
      expect(withRefunds(records, sent).map(({ refundedMinor }) => refundedMinor)).toEqual([400, 400]);
    }
  });
});

describe('orders of several shops under one order id', () => {
  const told = (id: string, name: string | null, occurredAtMs: number): ConversionEvidence => ({
    ...conversion(id, '1001'),
    occurredAtMs,
    shop: name === null ? null : { system: id.split(':', 1)[0], name },
  });
  const ordersOf = (records: ConversionEvidence[]) => Object.fromEntries(withShopsApart(records).map(({ id, order }) => [id, order]));

  test('are several orders; what no shop told belongs to the nearest in time, whatever the order of arrival', () => {
    const records = [
      told('shopify:order:5', 'a.example', 1_000),
      told('shopify:order:6', 'b.example', 9_000),
      told('stripe:in_5', 'stripe', 1_500),
      told('page', null, 8_000),
    ];
    const orders = ordersOf(records);
    expect(orders['shopify:order:5']).not.toBe(orders['shopify:order:6']);
    expect([orders['stripe:in_5'], orders['page']]).toEqual([orders['shopify:order:5'], orders['shopify:order:6']]);
    expect(ordersOf(records.toReversed())).toEqual(orders);
  });

  test('stay one order where one shop, and systems that it uses, tell of it', () => {
    const records = [told('shopify:order:5', 'a.example', 1), told('stripe:in_5', 'stripe', 2), told('page', null, 3)];
    expect(new Set(Object.values(ordersOf(records)))).toEqual(new Set(['1001']));
  });

  test('lend each other no refunds', () => {
    const records = withShopsApart([told('shopify:order:5', 'a.example', 1), told('shopify:order:6', 'b.example', 2)]);
    const refunds = [{ conversionId: 'shopify:order:6', id: 'shopify:refund:1', valueMinor: 200 }];
    expect(withRefunds(records, refunds).map(({ refundedMinor }) => refundedMinor)).toEqual([0, 200]);
  });
});

describe('spans', () => {
  const span = fc.record({
    key: fc.constantFrom('a', 'b'),
    fromMs: fc.integer({ min: 0, max: 50 }),
    length: fc.integer({ min: 0, max: 9 }),
  });
  const spans = fc.array(span.map(({ key, fromMs, length }): KeySpan => ({ key, fromMs, toMs: fromMs + length })));
  const covers = (list: readonly KeySpan[], key: string, at: number) =>
    list.filter((one) => one.key === key && one.fromMs <= at && at <= one.toMs).length;

  test('joined cover the same instants of each key, each once', () => {
    fc.assert(
      fc.property(spans, (list) => {
        const joined = joinSpans(list);
        for (const key of ['a', 'b'])
          for (let at = 0; at <= 60; at += 1) expect(covers(joined, key, at)).toBe(Math.min(1, covers(list, key, at)));
      }),
    );
  });

  test('reach from the lookback before a conversion to the conversion, for keys it carries', () => {
    const one = { ...conversion('a'), userKey: 'u' };
    expect(windowOf(one, 'userKey', 400)).toEqual({ key: 'u', fromMs: 600, toMs: 1_000 });
    expect(windowOf(one, 'emailKey', 400)).toBeUndefined();
  });
});

test.each([
  ['https://www.Google.com/search?q=1', 'www.google.com'],
  ['news.example/story', 'news.example'],
  ['', null],
  ['http://[', null],
  [7, null],
])('the host of the referrer %j is %j', (referrer, host) => {
  expect(referrerHost(referrer)).toBe(host);
});

describe('the earliest conversion of a person', () => {
  test('is another sale than the one looked at', () => {
    const earliest = { atMs: 10, orderId: '1', otherAtMs: 20 };
    expect([earliestBeside(earliest, '1'), earliestBeside(earliest, '2'), earliestBeside(earliest, null)]).toEqual([20, 10, 10]);
    expect(earliestBeside({ atMs: 10, orderId: '1', otherAtMs: undefined }, '1')).toBeUndefined();
    expect(earliestBeside({ atMs: 10, orderId: null, otherAtMs: undefined }, null)).toBe(10);
  });
});
