import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import { limited, stateOf } from '../../../test/quota-world.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { checkOperatorPrices, findMinutePriceIn, findPriceIn, listPricesIn, putOwnPricesIn } from '../prices/service.ts';
import type { Tokens } from '../prices/schema.ts';
import { expireReservations, keepReservedIn, listSpendIn, reserveSpendIn, settleSpendIn, type SpendRequest } from './service.ts';

/** A millionth of a dollar for each token, whichever way. */
const PRICES = { inputMicros: 1_000_000, cacheReadMicros: 100_000, cacheWriteMicros: 1_000_000, outputMicros: 1_000_000 };
const FREE = { inputMicros: 0, cacheReadMicros: 0, cacheWriteMicros: 0, outputMicros: 0 };
const CALL = { provider: 'own', model: 'a-model', task: 'a-task', prices: PRICES };
const MINUTE_MS = 60_000;
const CENT = 10_000;

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const used = (output: number): Tokens => ({ input: 0, cacheRead: 0, cacheWrite: 0, output });

function reserve({ tenantId }: TestTenant, micros: number, more: Partial<SpendRequest> = {}, context = database.context): Promise<string> {
  const request = {
    meter: 'own',
    capCents: null,
    isOperators: false,
    task: 'brief',
    prices: PRICES,
    most: { input: 0, output: micros },
    ...more,
  };
  return inTenant(context.db, tenantId, (tx) => reserveSpendIn(context, tx, request));
}

function settle({ tenantId }: TestTenant, id: string, tokens: Tokens | undefined, context = database.context) {
  return inTenant(context.db, tenantId, (tx) => settleSpendIn(context, tx, id, { ...CALL, tokens }));
}

async function meters({ tenantId }: TestTenant, context = database.context) {
  return (await inTenant(context.db, tenantId, (tx) => listSpendIn(context, tx))).meters;
}

function records({ tenantId }: TestTenant) {
  const text = 'select model, task, output_tokens, cost_micros, reserved_micros, is_estimate from usage_records order by recorded_at, id';
  return inTenant(database.context.db, tenantId, (tx) => tx.query<Record<string, unknown>>({ text }));
}

/** The same context over 64 connections, so that the database alone decides who comes first. */
function withConnections(count: number): { context: Context; end: () => Promise<void> } {
  const app = new pg.Pool({
    connectionString: database.urls.app,
    max: count,
    types: (database.context.db.app.options as pg.PoolConfig).types,
  });
  return { context: { ...database.context, db: { ...database.context.db, app } }, end: () => app.end() };
}

test('64 calls at once over 64 connections never spend more than the cap, and each is settled once though told of twice', async () => {
  const tenant = await createTestTenant(database.context);
  const { context, end } = withConnections(64);
  const cap = { capCents: 100 };
  let most = 0;
  const call = async (place: number) => {
    const size = 20_000 + place * 731;
    const id = await reserve(tenant, size, cap, context);
    const state = (await meters(tenant)).get('own');
    most = Math.max(most, (state?.usedMicros ?? 0) + (state?.reservedMicros ?? 0));
    const actual = place % 3 === 0 ? size : Math.floor(size / 2);
    const twice = await Promise.all([settle(tenant, id, used(actual), context), settle(tenant, id, used(actual), context)]);
    expect(twice.filter((one) => one !== undefined)).toEqual([{ costMicros: actual }]);
    return actual;
  };
  const outcomes = await Promise.allSettled(Array.from({ length: 64 }, (_, place) => call(place)));
  await end();
  const spent = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  for (const reason of refused)
    expect(reason).toMatchObject({ code: 'quota_exceeded', extensions: { meter: 'own', limitMicros: 1_000_000 } });
  expect(spent.length).toBeGreaterThan(20);
  expect(refused.length).toBeGreaterThan(0);
  const total = spent.reduce((sum, one) => sum + one, 0);
  expect((await meters(tenant)).get('own')).toEqual({ usedMicros: total, reservedMicros: 0 });
  expect(Math.max(total, most)).toBeLessThanOrEqual(1_000_000);
  expect(await records(tenant)).toHaveLength(spent.length);
});

test('two providers of one tenant and the operator’s quota never wait for each other in a circle', async () => {
  const tenant = await limited(database, 'ai_spend_per_month', 1_000);
  const { context, end } = withConnections(32);
  const call = async (place: number) => {
    // One meter sorts before the operator's, and one behind it.
    const id = await reserve(tenant, CENT, { meter: place % 2 === 0 ? 'a' : 'z', isOperators: true }, context);
    if (place % 4 === 0) await expireReservations({ ...context, clock: () => NOW_MS + 10 * MINUTE_MS }, 'system');
    return settle(tenant, id, used(CENT), context);
  };
  const settled = await Promise.all(Array.from({ length: 32 }, (_, place) => call(place)));
  await end();
  expect(settled).toEqual(Array.from({ length: 32 }, () => ({ costMicros: CENT })));
  const states = await meters(tenant);
  expect(states.get('operator:all')).toEqual({ usedMicros: 32 * CENT, reservedMicros: 0 });
  expect((states.get('a')?.usedMicros ?? 0) + (states.get('z')?.usedMicros ?? 0)).toBe(32 * CENT);
  expect(await stateOf(database, tenant, 'ai_spend_per_month')).toMatchObject({ used: 32 });
});

test('a provider that the tenant calls "operator" counts its own money apart from the operator’s', async () => {
  const tenant = await limited(database, 'ai_spend_per_month', 10);
  await settle(tenant, await reserve(tenant, 8 * CENT, { meter: 'operator' }), used(8 * CENT));
  expect(await stateOf(database, tenant, 'ai_spend_per_month')).toMatchObject({ used: 0 });
  await settle(tenant, await reserve(tenant, 3 * CENT, { meter: 'operator', isOperators: true }), used(3 * CENT));
  expect((await meters(tenant)).get('operator')).toEqual({ usedMicros: 11 * CENT, reservedMicros: 0 });
  expect(await stateOf(database, tenant, 'ai_spend_per_month')).toMatchObject({ used: 3 });
});

test('what nobody settles is given back within two minutes, once, and a call that ends after all counts in full', async () => {
  const tenant = await limited(database, 'ai_spend_per_month', 10);
  const id = await reserve(tenant, 8 * CENT, { isOperators: true, capCents: 8 });
  await expect(reserve(tenant, 1, { capCents: 8 })).rejects.toMatchObject({ code: 'quota_exceeded' });
  expect(await expireReservations(database.context, 'system')).toBe(0);
  const later = { ...database.context, clock: () => NOW_MS + 2 * MINUTE_MS - 15_000 };
  expect(await expireReservations(later, 'system')).toBe(1);
  expect(await expireReservations(later, 'system')).toBe(0);
  expect((await meters(tenant)).get('own')).toEqual({ usedMicros: 0, reservedMicros: 0 });
  expect(await stateOf(database, tenant, 'ai_spend_per_month')).toMatchObject({ used: 0 });
  const other = await reserve(tenant, 8 * CENT, { isOperators: true, capCents: 8 });
  expect(await settle(tenant, id, used(3 * CENT))).toEqual({ costMicros: 3 * CENT });
  expect(await settle(tenant, id, used(3 * CENT))).toBeUndefined();
  expect((await meters(tenant)).get('own')).toEqual({ usedMicros: 3 * CENT, reservedMicros: 8 * CENT });
  await settle(tenant, other, used(0));
  expect((await meters(tenant)).get('operator:all')).toEqual({ usedMicros: 3 * CENT, reservedMicros: 0 });
  expect(await stateOf(database, tenant, 'ai_spend_per_month')).toMatchObject({ used: 3 });
});

test('a cap that changes holds from the next call on, both ways, also below what is spent already', async () => {
  const tenant = await createTestTenant(database.context);
  await settle(tenant, await reserve(tenant, 4 * CENT, { capCents: 5 }), used(4 * CENT));
  await expect(reserve(tenant, 2 * CENT, { capCents: 5 })).rejects.toMatchObject({ code: 'quota_exceeded' });
  const id = await reserve(tenant, 2 * CENT, { capCents: 6 });
  await expect(reserve(tenant, 1, { capCents: 2 })).rejects.toMatchObject({
    extensions: { usedMicros: 4 * CENT, reservedMicros: 2 * CENT },
  });
  await settle(tenant, id, used(0));
  await expect(reserve(tenant, 1, { capCents: 0 })).rejects.toMatchObject({ code: 'quota_exceeded' });
});

test('a new month begins with nothing spent, and what was set aside in the old one is settled there', async () => {
  const tenant = await createTestTenant(database.context);
  const january = { ...database.context, clock: () => Date.parse('2027-01-01T00:00:00Z') };
  const december = { ...database.context, clock: () => Date.parse('2026-12-31T23:59:59.999Z') };
  const id = await reserve(tenant, 5 * CENT, { capCents: 5 }, december);
  await expect(reserve(tenant, 1, { capCents: 5 }, december)).rejects.toMatchObject({
    extensions: { resetsAt: '2027-01-01T00:00:00.000Z' },
  });
  await reserve(tenant, 5 * CENT, { capCents: 5 }, january);
  await settle(tenant, id, used(5 * CENT), january);
  expect((await meters(tenant, december)).get('own')).toEqual({ usedMicros: 5 * CENT, reservedMicros: 0 });
  expect((await meters(tenant, january)).get('own')).toEqual({ usedMicros: 0, reservedMicros: 5 * CENT });
});

test('a model that costs nothing is called also where everything is spent, and its use is recorded', async () => {
  const tenant = await limited(database, 'ai_spend_per_month', 0);
  const id = await reserve(tenant, 100, { prices: FREE, capCents: 0, isOperators: true });
  await inTenant(database.context.db, tenant.tenantId, (tx) =>
    settleSpendIn(database.context, tx, id, { ...CALL, prices: FREE, tokens: used(7) }),
  );
  expect(await records(tenant)).toMatchObject([{ output_tokens: 7, cost_micros: 0 }]);
  await expect(reserve(tenant, 1, { isOperators: true })).rejects.toMatchObject({ extensions: { quota: 'ai_spend_per_month' } });
});

test('a call that cost more than was set aside counts in full, and one of which nobody knows as all that was set aside', async () => {
  const tenant = await createTestTenant(database.context);
  expect(await settle(tenant, await reserve(tenant, CENT, { capCents: 1 }), used(3 * CENT))).toEqual({ costMicros: 3 * CENT });
  expect(await settle(tenant, await reserve(tenant, 7), undefined)).toEqual({ costMicros: 7 });
  expect(await records(tenant)).toEqual([
    { model: 'a-model', task: 'a-task', output_tokens: 3 * CENT, cost_micros: 3 * CENT, reserved_micros: CENT, is_estimate: false },
    { model: 'a-model', task: 'a-task', output_tokens: 0, cost_micros: 7, reserved_micros: 7, is_estimate: true },
  ]);
  await expect(reserve(tenant, Number.NaN)).rejects.toThrow(RangeError);
  await expect(settle(tenant, await reserve(tenant, 1), used(Number.NaN))).rejects.toThrow(RangeError);
});

test('hearing audio is set aside and counted by the minute, and kept aside for as long as it goes on', async () => {
  const tenant = await createTestTenant(database.context);
  const request = { meter: 'own', capCents: 1, isOperators: false, task: 'brief', minuteMicros: 6_000, mostMs: 90_000 };
  const at = (seconds: number): Context => ({ ...database.context, clock: () => NOW_MS + seconds * 1_000 });
  const within = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(database.context.db, tenant.tenantId, work);
  const id = await within((tx) => reserveSpendIn(at(0), tx, request));
  expect((await meters(tenant)).get('own')).toEqual({ usedMicros: 0, reservedMicros: 9_000 });
  await expect(within((tx) => reserveSpendIn(at(0), tx, request))).rejects.toMatchObject({ code: 'quota_exceeded' });
  await within((tx) => keepReservedIn(at(90), tx, id));
  await expireReservations(at(150), 'system');
  expect((await meters(tenant)).get('own')).toEqual({ usedMicros: 0, reservedMicros: 9_000 });
  const heard = { provider: 'own', model: 'whisper-1', task: 'transcription', minuteMicros: 6_000 };
  expect(await within((tx) => settleSpendIn(at(160), tx, id, { ...heard, audioMs: 60_001 }))).toEqual({ costMicros: 6_001 });
  const unknown = await within((tx) => reserveSpendIn(at(0), tx, { ...request, mostMs: 30_000 }));
  expect(await within((tx) => settleSpendIn(at(1), tx, unknown, { ...heard, audioMs: undefined }))).toEqual({ costMicros: 3_000 });
  const rows = await within((tx) =>
    tx.query({ text: 'select audio_ms::int, prices, cost_micros::int, is_estimate, output_tokens::int from usage_records order by id' }),
  );
  expect(rows).toEqual([
    { audio_ms: 60_001, prices: { minuteMicros: 6_000 }, cost_micros: 6_001, is_estimate: false, output_tokens: 0 },
    { audio_ms: 0, prices: { minuteMicros: 6_000 }, cost_micros: 3_000, is_estimate: true, output_tokens: 0 },
  ]);
  await expect(within((tx) => reserveSpendIn(at(0), tx, { ...request, mostMs: 0.5 }))).rejects.toThrow(RangeError);
});

test('usage that is recorded can be neither changed nor taken back', async () => {
  const tenant = await createTestTenant(database.context);
  await settle(tenant, await reserve(tenant, 1), used(1));
  for (const text of ['update usage_records set cost_micros = 0', 'delete from usage_records', 'delete from price_versions'])
    await expect(inTenant(database.context.db, tenant.tenantId, (tx) => tx.query({ text }))).rejects.toMatchObject({ code: '42501' });
});

test('money can only be set aside when the database says so', async () => {
  const tenant = await createTestTenant(database.context);
  const { context, end } = withConnections(1);
  await end();
  await expect(reserve(tenant, 1, {}, context)).rejects.toMatchObject({ code: 'unavailable' });
});

test('a price of the tenant’s own holds from when it is put, for what the tenant pays alone; an unknown model has none', async () => {
  const { tenantId } = await createTestTenant(database.context);
  const at = (day: number): Context => ({ ...database.context, clock: () => NOW_MS + day * 86_400_000 });
  const price = (day: number, more: object = {}) =>
    inTenant(database.context.db, tenantId, (tx) =>
      findPriceIn(at(day), tx, { provider: 'own', model: 'gpt-5-mini', vendor: 'openai', mayBeOwn: true, ...more }),
    );
  const put = (day: number, prices: [string, typeof PRICES][]) =>
    inTenant(database.context.db, tenantId, (tx) => putOwnPricesIn(at(day), tx, 'own', new Map(prices)));
  const listed = await price(0);
  expect(listed?.inputMicros).toBe(250_000);
  await put(1, [['gpt-5-mini', PRICES]]);
  await put(2, [['gpt-5-mini', PRICES]]);
  await put(3, [['gpt-5-mini', FREE]]);
  await put(4, []);
  expect(await Promise.all([0, 1, 2, 3, 4].map((day) => price(day)))).toEqual([listed, PRICES, PRICES, FREE, listed]);
  expect(await price(1, { mayBeOwn: false })).toEqual(listed);
  expect(await price(1, { provider: 'another' })).toEqual(listed);
  expect(await price(4, { vendor: null })).toBeUndefined();
  expect(await price(1, { model: 'gpt-never' })).toBeUndefined();
  const of = { provider: 'own', vendor: 'openai', mayBeOwn: true } as const;
  const listOf = (day: number) =>
    inTenant(database.context.db, tenantId, (tx) => listPricesIn(at(day), tx, of, ['gpt-5-mini', 'gpt-never']));
  expect(await listOf(2)).toEqual(new Map([['gpt-5-mini', { prices: PRICES, minuteMicros: null, from: 'own' }]]));
  expect(await listOf(4)).toEqual(new Map([['gpt-5-mini', { prices: listed, minuteMicros: null, from: 'public' }]]));
  const count = await inTenant(database.context.db, tenantId, (tx) => tx.query({ text: 'select 1 from price_versions' }));
  expect(count).toHaveLength(3);
});

test('a minute of audio has a price of the vendor’s, of the operator’s list or of the tenant’s own, and otherwise none', async () => {
  const { tenantId } = await createTestTenant(database.context);
  const row = { vendor: 'openai', from: '2026-11-01', to: null };
  const prices = [{ ...row, model: 'house-hearing', minuteMicros: 100 }];
  const context: Context = { ...database.context, operatorAi: { ...database.context.operatorAi, prices } };
  const price = (model: string, vendor: 'openai' | null = 'openai', mayBeOwn = true) =>
    inTenant(context.db, tenantId, (tx) => findMinutePriceIn(context, tx, { provider: 'own', model, vendor, mayBeOwn }));
  expect(await Promise.all(['whisper-1', 'house-hearing', 'gpt-5-mini'].map((model) => price(model)))).toEqual([6_000, 100, undefined]);
  await inTenant(context.db, tenantId, (tx) => putOwnPricesIn(context, tx, 'own', new Map([['whisper-1', { minuteMicros: 0 }]])));
  expect(await Promise.all([price('whisper-1'), price('whisper-1', 'openai', false), price('whisper-1', null)])).toEqual([0, 6_000, 0]);
  expect(await price('house-hearing', null)).toBeUndefined();
  const both = { ...database.context.operatorAi, prices: [{ ...row, model: 'm', prices: PRICES, minuteMicros: 100 }] };
  expect(() => checkOperatorPrices({ ...context, operatorAi: both })).toThrow('/0/prices');
});

test('the operator’s own price list goes before the one that is shipped, and one that is wrong is refused at the start', async () => {
  const { tenantId } = await createTestTenant(database.context);
  const withPrices = (prices: unknown): Context => ({ ...database.context, operatorAi: { ...database.context.operatorAi, prices } });
  const row = { vendor: 'openai', from: '2026-11-01', to: null, prices: PRICES };
  const context = withPrices([
    { ...row, model: 'gpt-5-mini' },
    { ...row, model: 'house-model' },
  ]);
  checkOperatorPrices(context);
  const price = (model: string) =>
    inTenant(context.db, tenantId, (tx) => findPriceIn(context, tx, { provider: 'own', model, vendor: 'openai', mayBeOwn: false }));
  expect(await Promise.all(['gpt-5-mini', 'house-model'].map(price))).toEqual([PRICES, PRICES]);
  expect((await price('gpt-5-nano'))?.inputMicros).toBe(50_000);
  const wrong = withPrices([{ ...row, model: 'm', prices: { ...PRICES, outputMicros: -1 } }]);
  expect(() => checkOperatorPrices(wrong)).toThrow('EARSHOT_AI_PRICES: The price list is wrong at /0/prices/outputMicros');
});
