import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestTenant, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { recordUsageIn } from '../../metering/usage/service.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { NewEntry } from '../entries/schema.ts';
import { createEntry } from '../entries/service.ts';
import { NewPrice } from '../prices/schema.ts';
import { putPrice } from '../prices/service.ts';
import { rateUsage } from '../ratings/service.ts';
import { getStatement } from './service.ts';

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

const at = (when: string) => ({ ...database.context, clock: () => Date.parse(when) });
let uses = 0;
const use = (meter: string, quantity: string, when: string) => {
  uses += 1;
  const used = { meter, id: String(uses), quantity, atMs: Date.parse(when) } as const;
  return inTenant(database.context.db, tenant.tenantId, (tx) => recordUsageIn(database.context, tx, [used as never]));
};
const rate = async (when: string) => {
  while (await rateUsage(at(when), 'system', tenant.tenantId));
};
const PRICE = { validFrom: '2026-11-01', currency: 'USD', unitQuantity: '1000', included: '1000' };
const TIERS = [
  { upTo: '2000', price: '0.333' },
  { upTo: null, price: '0.1' },
];

test('has a line for each tier, purchase, credit and tax, and sums to the cent; what has no price stands apart', async () => {
  const now = '2026-11-20T10:00:00Z';
  await putPrice(at(now), tenant.actor, 'events', NewPrice.parse({ ...PRICE, tiers: TIERS }));
  await use('events', '4500', '2026-11-03T10:00:00Z');
  await use('emails', '7', '2026-11-04T10:00:00Z');
  await rate(now);
  const entry = { day: '2026-11-05', currency: 'USD' };
  await createEntry(at(now), tenant.actor, NewEntry.parse({ ...entry, kind: 'purchase', amount: '40.00', note: 'Hosting' }));
  await createEntry(at(now), tenant.actor, NewEntry.parse({ ...entry, kind: 'credit', amount: '-3.00', note: 'Goodwill' }));
  await createEntry(at(now), tenant.actor, NewEntry.parse({ ...entry, kind: 'tax', amount: '7.16', note: 'VAT 19 %' }));
  const statement = await getStatement(at(now), tenant.actor, '2026-11');
  expect(statement).toMatchObject({ status: 'open', closesAt: '2026-12-01T12:00:00.000Z', unpriced: [{ meter: 'emails', quantity: '7' }] });
  const [bill, ...others] = statement.currencies;
  expect(others).toEqual([]);
  expect(bill.lines.map(({ kind, tier, quantity, exact, amount }) => [kind, tier, quantity, exact, amount])).toEqual([
    ['usage', 0, '1000', '0', '0.00'],
    ['usage', 1, '2000', '0.666', '0.67'],
    ['usage', 2, '1500', '0.15', '0.15'],
    ['purchase', null, null, '40', '40.00'],
    ['credit', null, null, '-3', '-3.00'],
    ['tax', null, null, '7.16', '7.16'],
  ]);
  expect(bill).toMatchObject({ net: '37.82', tax: '7.16', total: '44.98' });
});

test('once closed stays as it is: what comes later stands in the next one, as its correction', async () => {
  const now = '2026-11-30T20:00:00Z';
  await putPrice(at(now), tenant.actor, 'events', NewPrice.parse({ ...PRICE, included: '0', tiers: [{ upTo: null, price: '1' }] }));
  await use('events', '3000', '2026-11-30T10:00:00Z');
  await rate(now);
  const closed = await getStatement(at('2026-12-02T00:00:00Z'), tenant.actor, '2026-11');
  expect(closed).toMatchObject({ status: 'closed', currencies: [{ total: '3.00' }] });
  await use('events', '2000', '2026-11-30T11:00:00Z');
  await rate('2026-12-02T01:00:00Z');
  const again = await getStatement(at('2026-12-02T02:00:00Z'), tenant.actor, '2026-11');
  expect(again.currencies).toEqual(closed.currencies);
  const next = await getStatement(at('2026-12-02T02:00:00Z'), tenant.actor, '2026-12');
  expect(next.currencies[0]).toMatchObject({ total: '2.00', lines: [{ correctsMonth: '2026-11', quantity: '2000' }] });
});

test("is refused for a month that has not begun, and holds nothing of another tenant's", async () => {
  await expect(getStatement(at('2026-11-30T20:00:00Z'), tenant.actor, '2026-12')).rejects.toMatchObject({
    errors: [{ pointer: '/month' }],
  });
  const entry = { kind: 'purchase', day: '2026-11-05', currency: 'USD', amount: '40.00', note: 'Hosting' };
  await createEntry(at('2026-11-20T10:00:00Z'), tenant.actor, NewEntry.parse(entry));
  const other = await createTestTenant(database.context);
  expect((await getStatement(at('2026-11-20T10:00:00Z'), other.actor, '2026-11')).currencies).toEqual([]);
});
