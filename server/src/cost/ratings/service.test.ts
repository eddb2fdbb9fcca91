import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { type OwnUsage, recordUsageIn } from '../../metering/usage/service.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { TENANT_DEFAULTS } from '../../tenants/settings/schema.ts';
import { putSettings } from '../../tenants/settings/service.ts';
import type { Entry, EntryFilter } from '../entries/schema.ts';
import { listEntries } from '../entries/service.ts';
import { NewPrice } from '../prices/schema.ts';
import { listPriceList, putOperatorPrice, putPrice } from '../prices/service.ts';
import { rateUsage } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

/** Days whose sums are not those of their entries. */
const strayDays = () =>
  inTenant(database.context.db, tenant.tenantId, (tx) =>
    tx.query({
      text: `select day::text as day from (
               select day, booked_month, kind, meter, campaign, feature, price_version, tier, unit, currency,
                 coalesce(quantity, 0) as quantity, amount
               from cost_entries
               union all
               select day, booked_month, kind, meter, campaign, feature, price_version, tier, unit, currency, -quantity, -amount
               from cost_days
             ) as both_sides
             group by day, booked_month, kind, meter, campaign, feature, price_version, tier, unit, currency
             having sum(quantity) <> 0 or sum(amount) <> 0`,
    }),
  );
afterEach(async () => {
  if ((await strayDays()).length > 0) throw new Error('the sums of a day are not those of its entries');
});

const MID_NOVEMBER = Date.parse('2026-11-20T10:00:00Z');
const at = (atMs: number) => ({ ...database.context, clock: () => atMs });
let uses = 0;
const use = (quantity: string, when: string, more: Partial<OwnUsage> = {}) => {
  uses += 1;
  const used: OwnUsage = { meter: 'events', id: String(uses), quantity, atMs: Date.parse(when), ...more };
  return inTenant(database.context.db, tenant.tenantId, (tx) => recordUsageIn(database.context, tx, [used]));
};
const price = (more: object = {}) =>
  NewPrice.parse({ validFrom: '2026-11-01', currency: 'USD', unitQuantity: '1000', tiers: [{ upTo: null, price: '0.4' }], ...more });
const put = (meter: string, more: object = {}, now = MID_NOVEMBER) => putPrice(at(now), tenant.actor, meter, price(more));

async function rate(now = MID_NOVEMBER): Promise<void> {
  while (await rateUsage(at(now), 'system', tenant.tenantId));
}

async function entries(filter: EntryFilter = {}): Promise<Entry[]> {
  const { items } = await listEntries(database.context, tenant.actor, filter, pageRequest({ limit: 200 }));
  return items.toReversed();
}
const told = async (filter?: EntryFilter) =>
  (await entries(filter)).map(({ day, campaign, quantity, amount, priceVersion, tier }) => [
    day,
    campaign,
    quantity,
    amount,
    priceVersion,
    tier,
  ]);
const sum = (all: readonly Entry[]) => all.reduce((total, { amount }) => total + BigInt(Math.round(Number(amount) * 1e10)), 0n);

describe('usage in the bill', () => {
  test('is booked at the price of its day, once, and what comes later as the difference', async () => {
    await put('events');
    await use('2500', '2026-11-03T10:00:00Z', { campaign: 'spring' });
    await rate();
    expect(await told()).toEqual([['2026-11-03', 'spring', '2500', '1', 1, 1]]);
    await rate();
    expect(await entries()).toHaveLength(1);
    await use('500', '2026-11-03T11:00:00Z', { campaign: 'spring' });
    await use('250', '2026-11-02T11:00:00Z');
    await rate();
    expect(await told()).toEqual([
      ['2026-11-03', 'spring', '2500', '1', 1, 1],
      ['2026-11-02', null, '250', '0.1', 1, 1],
      ['2026-11-03', 'spring', '500', '0.2', 1, 1],
    ]);
    expect((await entries())[0]).toMatchObject({
      kind: 'usage',
      meter: 'events',
      unit: 'events',
      bookedMonth: '2026-11',
      bookedBy: 'system',
    });
  });

  test('of a month with a new price in its middle is what is calculated by hand', async () => {
    await put('events');
    await put('events', { validFrom: '2026-11-15', tiers: [{ upTo: null, price: '0.48' }] });
    for (const [quantity, day] of [
      ['12500', '14'],
      ['7250', '15'],
    ])
      await use(quantity, `2026-11-${day}T23:30:00Z`);
    await rate();
    expect(await told()).toEqual([
      ['2026-11-14', null, '12500', '5', 1, 1],
      ['2026-11-15', null, '7250', '3.48', 2, 1],
    ]);
  });

  test('is booked anew when a price changes for days that were, and taken back where there is none any more', async () => {
    await use('1000', '2026-11-03T10:00:00Z');
    await put('events');
    await rate();
    await put('events', { tiers: [{ upTo: null, price: '0.5' }] });
    await rate();
    expect(await told()).toEqual([
      ['2026-11-03', null, '1000', '0.4', 1, 1],
      ['2026-11-03', null, '-1000', '-0.4', 1, 1],
      ['2026-11-03', null, '1000', '0.5', 2, 1],
    ]);
    await put('events', { tiers: null, currency: undefined });
    await rate();
    expect(sum(await entries())).toBe(0n);
  });

  test('that moves a tier moves what later days cost', async () => {
    await put('events', {
      unitQuantity: '1',
      included: '10',
      tiers: [
        { upTo: '100', price: '0.1' },
        { upTo: null, price: '0.01' },
      ],
    });
    await use('110', '2026-11-05T10:00:00Z');
    await use('50', '2026-11-06T10:00:00Z');
    await rate();
    expect(sum(await entries())).toBe(105_000_000_000n);
    await use('40', '2026-11-04T10:00:00Z');
    await rate();
    // By hand: 200 in the month, of which 10 are free, 100 cost 0.10 and 90 cost 0.01.
    expect(sum(await entries())).toBe(109_000_000_000n);
  });

  test('that comes after its month is closed stands in the present one, says which it corrects, and is audited', async () => {
    await put('events');
    await use('1000', '2026-11-03T10:00:00Z');
    await rate();
    await use('500', '2026-11-30T10:00:00Z');
    await rate(Date.parse('2026-12-01T11:00:00Z'));
    await use('250', '2026-11-30T11:00:00Z');
    await rate(Date.parse('2026-12-01T13:00:00Z'));
    expect((await entries()).map(({ bookedMonth, correctsMonth, amount }) => [bookedMonth, correctsMonth, amount])).toEqual([
      ['2026-11', null, '0.4'],
      ['2026-11', null, '0.2'],
      ['2026-12', '2026-11', '0.1'],
    ]);
    const audit = await inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query({ text: `select actor, target, after from audit_log where action = 'cost_month.correct'` }),
    );
    expect(audit).toEqual([{ actor: 'system', target: '2026-11', after: { entries: 1 } }]);
  });

  test("of a day belongs to the day, and to the month, of the tenant's zone", async () => {
    await putSettings(database.context, tenant.actor, tenant.tenantId, { ...TENANT_DEFAULTS, timeZone: 'America/New_York' });
    await put('events', { validFrom: '2026-10-01' });
    await use('1000', '2026-11-01T03:00:00Z');
    await rate();
    expect((await entries()).map(({ day, bookedMonth, correctsMonth }) => [day, bookedMonth, correctsMonth])).toEqual([
      ['2026-10-31', '2026-11', '2026-10'],
    ]);
  });

  test('of meters without a price is not in the bill, and money is without one', async () => {
    await use('5', '2026-11-03T10:00:00Z', { meter: 'emails' });
    await use('0.0123', '2026-11-03T10:00:00Z', { meter: 'ai_spend_usd' });
    await rate();
    expect((await entries()).map(({ meter, amount, currency, priceVersion }) => [meter, amount, currency, priceVersion])).toEqual([
      ['ai_spend_usd', '0.0123', 'USD', null],
    ]);
    const { items } = await listPriceList(database.context, tenant.actor);
    const stateOf = (key: string) => items.find(({ meter }) => meter === key)?.state;
    expect([stateOf('emails'), stateOf('ai_spend_usd')]).toEqual(['unpriced', 'money']);
  });

  test('booked by two processes at once is booked once', async () => {
    await put('events');
    await use('1000', '2026-11-03T10:00:00Z');
    await Promise.all([rate(), rate(), rate()]);
    expect(await entries()).toHaveLength(1);
  });

  test("of one tenant never stands in another one's bill", async () => {
    const other = await createTestTenant(database.context);
    await put('events');
    await use('1000', '2026-11-03T10:00:00Z');
    await rate();
    await rateUsage(at(MID_NOVEMBER), 'system', other.tenantId);
    const { items } = await listEntries(database.context, other.actor, {}, pageRequest({ limit: 200 }));
    expect(items).toEqual([]);
  });
});

describe('prices', () => {
  test('of the operator go before those of the tenant, and are in both logs', async () => {
    await put('events');
    await putOperatorPrice(
      at(MID_NOVEMBER),
      'system',
      { tenantId: tenant.tenantId, meter: 'events' },
      price({ tiers: [{ upTo: null, price: '1' }] }),
    );
    const { items } = await listPriceList(at(MID_NOVEMBER), tenant.actor);
    const events = items.find(({ meter }) => meter === 'events');
    expect(events).toMatchObject({ state: 'priced', price: { version: 2, setBy: 'operator', tiers: [{ price: '1' }] } });
    expect(events?.versions).toHaveLength(2);
    const audit = await inTenant(database.context.db, tenant.tenantId, (tx) =>
      tx.query({ text: `select target, after ->> 'setBy' as by from audit_log where action = 'cost_price.put' order by seq` }),
    );
    expect(audit).toEqual([
      { target: 'events', by: 'tenant' },
      { target: 'events', by: 'operator' },
    ]);
  });

  test('that are set again as they are change nothing', async () => {
    await put('events');
    const again = await put('events', { unitQuantity: '1000.0', tiers: [{ upTo: null, price: '0.40' }] });
    expect(again.versions).toHaveLength(1);
  });

  test('are refused for a meter that is not there, for days long past, for money in another currency, and by whom may not', async () => {
    await expect(put('nothing')).rejects.toMatchObject({ code: 'not_found' });
    await expect(put('events', { validFrom: '2026-09-30' })).rejects.toMatchObject({ errors: [{ pointer: '/validFrom' }] });
    await expect(put('ai_spend_usd', { currency: 'EUR' })).rejects.toMatchObject({ errors: [{ pointer: '/currency' }] });
    const actor = { ...tenant.actor, kind: 'api_key' as const, scopes: ['read' as const] };
    await expect(putPrice(at(MID_NOVEMBER), actor, 'events', price())).rejects.toMatchObject({ code: 'forbidden' });
    const nobody = { tenantId: '01a213e7-890d-7f87-9b32-3881f0d89edc', meter: 'events' };
    await expect(putOperatorPrice(at(MID_NOVEMBER), 'system', nobody, price())).rejects.toMatchObject({ code: 'not_found' });
  });

  test.each([
    [{ tiers: [{ upTo: null, price: 'NaN' }] }, 'tiers/0/price', 'not NaN'],
    [{ tiers: [{ upTo: null, price: 'Infinity' }] }, 'tiers/0/price', 'not infinity'],
    [{ tiers: [{ upTo: null, price: '-0.4' }] }, 'tiers/0/price', 'must not be negative'],
    [{ tiers: [{ upTo: null, price: '1e309' }] }, 'tiers/0/price', 'no exponent'],
    [{ tiers: [{ upTo: null, price: 0.4 }] }, 'tiers/0/price', 'in quotes'],
    [{ tiers: [{ upTo: null, price: '0.00000000001' }] }, 'tiers/0/price', 'at most 10 digits after'],
    [{ tiers: [{ upTo: null, price: '1'.repeat(15) }] }, 'tiers/0/price', 'at most 14 digits before'],
    [{ tiers: [{ upTo: '5', price: '1' }] }, 'tiers', 'must end with a tier whose upTo is null'],
    [
      {
        tiers: [
          { upTo: '5', price: '1' },
          { upTo: '5', price: '1' },
          { upTo: null, price: '1' },
        ],
      },
      'tiers',
      'rising order',
    ],
    [{ tiers: [] }, 'tiers', 'must not be empty'],
    [{ unitQuantity: '0.0' }, 'unitQuantity', 'must be above 0'],
    [{ included: '-1' }, 'included', 'must not be negative'],
    [{ currency: 'XXL' }, 'currency', 'ISO 4217'],
    [{ currency: undefined }, 'currency', 'is needed with tiers'],
    [{ validFrom: 'tomorrow' }, 'validFrom', 'must be a day'],
  ])('%j is refused with a sentence', (more, pointer, sentence) => {
    const { error } = NewPrice.safeParse({ currency: 'USD', tiers: [{ upTo: null, price: '0.4' }], ...more });
    expect(error?.issues.map(({ path, message }) => [path.join('/'), message])).toEqual([[pointer, expect.stringContaining(sentence)]]);
  });
});
