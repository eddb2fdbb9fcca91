import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestTenant, type TestTenant } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { burstsOf, COUPON_SITES, isBelow, poissonTail } from './rules.ts';
import type { CodeLeaks } from './schema.ts';

let world: World;
let tenant: TestTenant;
beforeAll(async () => {
  world = await openWorld();
  tenant = await createTestTenant(world.database.context);
  await fill();
});
afterAll(() => world.close());

const ask = (query: Record<string, string> = {}, key = tenant.apiKey) =>
  world.send('GET', `/attribution/analytics/leakage?${new URLSearchParams(query).toString()}`, { key });
const read = async (query: Record<string, string> = {}) => (await ask(query)).json as CodeLeaks;

let count = 0;
const order = (day: number, promoCode: string, more: object = {}) => ({
  id: `o-${(count += 1)}`,
  kind: 'purchase',
  occurredAt: `2026-10-${String(day).padStart(2, '0')}T12:00:00Z`,
  promoCode,
  identity: { userId: `u-${count}` },
  ...more,
});
const from = (referrer: string) => ({ metadata: { referrer } });

/** LEAKED is on coupon sites and bursts on the 20th; HONEST is used once a day by those who were reached. */
async function fill(): Promise<void> {
  const send = async (method: string, path: string, body: object) => {
    const { status, text } = await world.send(method, path, { key: tenant.apiKey, body });
    if (status >= 300) throw new Error(`${path}: ${text}`);
  };
  await send('PUT', '/campaigns/autumn/codes/LEAKED', {});
  await send('PUT', '/campaigns/autumn/codes/HONEST', { show: 'daily' });
  const days = Array.from({ length: 20 }, (_, place) => place + 1);
  const conversions = [
    ...days.map((day) => order(day, 'honest', { ...from('https://shop.example/'), orderId: `H-${day}` })),
    // The same order once more, from another record: one use.
    order(1, 'HONEST', { orderId: 'H-1' }),
    ...days.map((day) => order(day, 'LEAKED', from('https://www.retailmenot.com/view/shop'))),
    ...Array.from({ length: 12 }, () => order(20, 'LEAKED', from('https://deals.example/x'))),
    order(5, 'UNMAPPED'),
  ];
  await send('POST', '/conversions', { conversions });
  await send('POST', '/touchpoints', {
    touchpoints: [{ id: 'heard', kind: 'impression', occurredAt: '2026-09-20T10:00:00Z', campaign: 'autumn', identity: { userId: 'u' } }],
  });
  await world.admin.query(`update touchpoints set country = 'DE' where tenant_id = $1`, [tenant.tenantId]);
  const place = `update conversions set country = case when upper(promo_code) = 'HONEST' then 'DE' else 'BR' end where tenant_id = $1`;
  await world.admin.query(place, [tenant.tenantId]);
}

const PERIOD = { from: '2026-10-01', to: '2026-10-21' };

test('a code from coupon sites, from countries that nothing reached, in a burst shows all three signs; an honest one none', async () => {
  const { codes, lookbackDays } = await read(PERIOD);
  expect(lookbackDays).toBe(30);
  expect(codes.map(({ code, campaign, show, uses, signs }) => [code, campaign, show, uses, signs])).toEqual([
    ['LEAKED', 'autumn', null, 32, ['coupon_sites', 'geography', 'burst']],
    ['HONEST', 'autumn', 'daily', 20, []],
    ['UNMAPPED', null, null, 1, []],
  ]);
  const [leaked, honest, unmapped] = codes;
  expect(leaked).toMatchObject({
    couponSites: { count: 20, of: 32 },
    topCouponSite: 'www.retailmenot.com',
    elsewhere: { count: 32, of: 32 },
    bursts: [{ day: '2026-10-20', uses: 13, expected: 19.5 / 19 }],
  });
  expect(honest).toMatchObject({ couponSites: { count: 0, of: 20 }, elsewhere: { count: 0, of: 20 }, bursts: [] });
  expect(unmapped).toMatchObject({ couponSites: { of: 0, rate: null }, elsewhere: { of: 0, rate: null } });
});

test('a tenant’s own coupon sites count beside those that are built in', async () => {
  const { codes, couponSites } = await read({ ...PERIOD, couponSites: 'deals.example' });
  expect(codes[0].couponSites).toMatchObject({ count: 32, of: 32 });
  expect(couponSites).toEqual([...COUPON_SITES, 'deals.example'].sort());
});

test('exposures from before the lookback reached nobody in the period', async () => {
  const { codes } = await read({ ...PERIOD, lookbackDays: '5' });
  expect(codes[0].elsewhere).toMatchObject({ of: 0, rate: null });
});

test('what cannot be is refused, and another tenant sees nothing', async () => {
  expect((await ask({ couponSites: 'http://x' })).text).toContain('must hold hosts');
  expect((await ask({ from: '2026-10-02', to: '2026-10-01' })).text).toContain('lies after');
  expect((await ask(PERIOD, world.theirs.apiKey)).json).toMatchObject({ codes: [] });
});

describe('the tail of a Poisson variable', () => {
  test('is that of published tables', () => {
    expect(poissonTail(0, 2)).toBe(1);
    expect(poissonTail(1, 2)).toBeCloseTo(0.864665, 6);
    expect(poissonTail(5, 2)).toBeCloseTo(0.052653, 6);
    expect(poissonTail(10, 10)).toBeCloseTo(0.54207, 5);
    expect(poissonTail(3, 0)).toBe(0);
  });

  test('and the rest are 1 for any count, small tails included', () => {
    for (const mean of [0.3, 4, 60]) {
      for (const k of [1, 3, 8, 70]) {
        let below = Math.exp(-mean);
        let term = below;
        for (let at = 1; at < k; at += 1) below += term *= mean / at;
        expect(poissonTail(k, mean) + below).toBeCloseTo(1, 10);
      }
    }
    expect(poissonTail(40, 1)).toBeGreaterThan(0);
    expect(poissonTail(40, 1)).toBeLessThan(1e-47);
  });
});

test('few days have no bursts, and a steady code none either', () => {
  const uses = Array.from({ length: 30 }, (_, day) => ({ day: `2026-09-${String(day + 1).padStart(2, '0')}`, uses: 4 + (day % 3) }));
  expect(burstsOf(uses, '2026-09-30')).toEqual([]);
  expect(burstsOf([{ day: '2026-09-01', uses: 100 }], '2026-09-03')).toEqual([]);
  expect(isBelow('evilretailmenot.com', COUPON_SITES)).toBe(false);
});
