import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { computeRuns } from '../src/attribution/run-work/service.ts';
import { NewRun } from '../src/attribution/runs/schema.ts';
import { createRun, deleteRun, getRun } from '../src/attribution/runs/service.ts';
import { flushTallies } from '../src/metering/collecting/service.ts';
import { LimitInput } from '../src/metering/limits/schema.ts';
import { getLimit, putLimit } from '../src/metering/limits/service.ts';
import { expireMeterReservations, reserveAgainIn } from '../src/metering/reservations/service.ts';
import { reserveSpendIn, settleSpendIn } from '../src/metering/spend/service.ts';
import { recordUsageIn } from '../src/metering/usage/service.ts';
import { inTenant, type TenantTx } from '../src/platform/tenant-door.ts';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { startTestServer, type TestServer } from './http.ts';
import { addTestMember, cookieOf, createTestPerson } from './people.ts';

const PRICES = { inputMicros: 1_000_000, cacheReadMicros: 0, cacheWriteMicros: 0, outputMicros: 1_000_000 };
const CALL = { provider: 'p', model: 'm', task: 'brief', prices: PRICES };

let database: TestDatabase;
let server: TestServer;
let owner: pg.Client;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
  server = await startTestServer(database.context);
  owner = new pg.Client(database.urls.owner);
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await server.close();
  await database.close();
});
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

const within = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(database.context.db, tenant.tenantId, work);
const limit = (meter: string, more: object) =>
  putLimit(database.context, tenant.actor, meter, LimitInput.parse({ meter, period: 'month', ...more }));
const stateOf = async (key: string) => {
  const { used, reserved } = await getLimit(database.context, tenant.actor, key);
  return { used, reserved };
};
/** What the reservation of this id has come to. */
const reservationState = async (id: string) => {
  const rows = await within((tx) =>
    tx.query<{ state: string }>({ text: 'select state from meter_reservations where reservation_id = $1', values: [id] }),
  );
  return rows.map(({ state }) => state);
};
const get = (path: string) => server.send('GET', `/api/v1${path}`, { key: tenant.apiKey });

/** Does work while no limit can be looked up. */
async function whileBroken<Result>(work: () => Promise<Result>): Promise<Result> {
  await owner.query('alter table meter_limits rename to meter_limits_away');
  try {
    return await work();
  } finally {
    await owner.query('alter table meter_limits_away rename to meter_limits');
  }
}

describe('AI spend', () => {
  /** A call that may cost so many micro-dollars. */
  const reserve = (micros: number, task = 'brief') =>
    within((tx) =>
      reserveSpendIn(database.context, tx, {
        meter: 'own',
        capCents: null,
        isOperators: false,
        task,
        prices: PRICES,
        most: { input: 0, output: micros },
      }),
    );
  const settle = (id: string, micros: number, task = 'brief') => {
    const tokens = { input: 0, cacheRead: 0, cacheWrite: 0, output: micros };
    return within((tx) => settleSpendIn(database.context, tx, id, { ...CALL, task, tokens }));
  };

  test('stops at the tenant’s own limits, of all and of a task, before a call is made', async () => {
    await limit('ai_spend_usd', { hard: '1' });
    await putLimit(
      database.context,
      tenant.actor,
      'briefs',
      LimitInput.parse({ meter: 'ai_spend_usd', period: 'day', hard: '0.5', entity: { type: 'feature', key: 'brief' } }),
    );
    const first = await reserve(400_000);
    await expect(reserve(200_000)).rejects.toMatchObject({ code: 'spend_limit_reached', extensions: { limitKey: 'briefs', limit: '0.5' } });
    await reserve(600_000, 'other');
    await expect(reserve(1, 'other')).rejects.toMatchObject({ extensions: { limitKey: 'ai_spend_usd', reserved: '1' } });
    await settle(first, 123_456);
    expect(await settle(first, 123_456)).toBeUndefined();
    expect([await stateOf('briefs'), await stateOf('ai_spend_usd')]).toEqual([
      { used: '0.123456', reserved: '0' },
      { used: '0.123456', reserved: '0.6' },
    ]);
    await expireMeterReservations({ ...database.context, clock: () => NOW_MS + 100_000 }, 'system');
    expect(await stateOf('ai_spend_usd')).toEqual({ used: '0.123456', reserved: '0' });
  });

  test('is refused when its limits cannot be looked up', async () => {
    await expect(whileBroken(() => reserve(1))).rejects.toThrow(/meter_limits/);
    await reserve(1);
  });
});

describe('files', () => {
  const file = () => get('/cost/exports/focus?month=2026-11');

  test('are refused before they begin at the limit, and each is counted once', async () => {
    await limit('exports', { hard: '2' });
    expect([(await file()).status, (await file()).status]).toEqual([200, 200]);
    await expect.poll(() => stateOf('exports')).toEqual({ used: '2', reserved: '0' });
    const refused = await file();
    expect(refused).toMatchObject({
      status: 429,
      json: { code: 'quota_exceeded', limitKey: 'exports', entity: { type: 'tenant', key: null }, limit: '2', used: '2', reserved: '0' },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await flushTallies(database.context, 'system');
    expect(await stateOf('exports')).toEqual({ used: '2', reserved: '0' });
  });

  test('that cannot be made are given back', async () => {
    await limit('exports', { hard: '1' });
    expect((await get('/attribution/runs/01a213e7-890d-7f87-9b32-3881f0d89edc/credits')).status).toBe(404);
    await expect.poll(() => stateOf('exports')).toEqual({ used: '0', reserved: '0' });
  });

  test('are counted as they begin, however slowly they are read', async () => {
    await limit('exports', { hard: '1' });
    const answer = await fetch(`${server.url}/api/v1/cost/exports/focus?month=2026-11`, {
      headers: { authorization: `Bearer ${tenant.apiKey}` },
    });
    expect(answer.status).toBe(200);
    expect(await stateOf('exports')).toEqual({ used: '1', reserved: '0' });
    await answer.body?.cancel();
  });

  test('are those of an answer’s forms that are files; taking everything along is never refused, and counted', async () => {
    await limit('exports', { hard: '0' });
    expect((await get('/cost/statements?month=2026-11')).status).toBe(200);
    expect((await get('/cost/statements?month=2026-11&format=csv')).status).toBe(429);
    const person = await createTestPerson(database.context);
    await addTestMember(database.context, person, tenant.tenantId, 'owner');
    const headers = { cookie: await cookieOf(database.context, person), origin: server.url };
    const whole = await server.send('POST', `/api/v1/tenants/${tenant.tenantId}/export`, { headers, body: {} });
    expect(whole).toMatchObject({ status: 200 });
    expect(whole.headers.get('content-type')).toContain('application/x-ndjson');
    await flushTallies(database.context, 'system');
    expect(await stateOf('exports')).toEqual({ used: '1', reserved: '0' });
  });

  test('go on when their limit cannot be looked up', async () => {
    await limit('exports', { hard: '0' });
    expect((await file()).status).toBe(429);
    expect(await whileBroken(async () => (await file()).status)).toBe(200);
    expect((await file()).status).toBe(429);
  });
});

describe('reading by programs', () => {
  const used = (quantity: string) => within((tx) => recordUsageIn(database.context, tx, [{ meter: 'api_calls', id: quantity, quantity }]));

  test('is refused once the limit is reached, but for the limits themselves; sending goes on', async () => {
    await limit('api_calls', { hard: '100' });
    await used('99');
    expect((await get('/cost/meters')).status).toBe(200);
    await used('1');
    expect(await get('/cost/meters')).toMatchObject({ status: 429, json: { limitKey: 'api_calls', used: '100' } });
    expect((await get('/cost/limits')).status).toBe(200);
    expect((await server.send('HEAD', '/api/v1/cost/meters', { key: tenant.apiKey })).status).toBe(429);
    const sent = await server.send('POST', '/api/v1/touchpoints', { key: tenant.apiKey, body: { touchpoints: [{}] } });
    expect(sent.status).toBe(400);
    expect(await whileBroken(async () => (await get('/cost/meters')).status)).toBe(200);
  });
});

test('a browser that was opened with a key is held to the limit on reading like the key', async () => {
  await limit('api_calls', { hard: '0' });
  const signedIn = await server.send('POST', '/api/v1/security/sessions', { body: { apiKey: tenant.apiKey } });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const read = (path: string) => server.send('GET', `/api/v1${path}`, { headers: { cookie } });
  expect((await read('/cost/limits')).status).toBe(200);
  expect(await read('/cost/meters')).toMatchObject({ status: 429, json: { limitKey: 'api_calls' } });
});

describe('runs', () => {
  const askRun = () => createRun(database.context, tenant.actor, NewRun.parse({}));
  const compute = () => computeRuns(database.context, 'system', tenant.tenantId);
  /** What an attempt leaves behind whose process died. */
  const leaveBehind = (id: string) =>
    within((tx) => reserveAgainIn(database.context, tx, { id, meter: 'attribution_runs', quantity: '1', forMs: 100_000 }));

  test.each(['at once', 'when what it had set aside was given back'])('whose attempt died are taken again, %s', async (when) => {
    await limit('attribution_runs', { hard: '1' });
    const { id } = await askRun();
    await leaveBehind(id);
    expect(await stateOf('attribution_runs')).toEqual({ used: '0', reserved: '1' });
    if (when !== 'at once') {
      expect(await expireMeterReservations({ ...database.context, clock: () => NOW_MS + 100_000 }, 'system')).toBeGreaterThan(0);
      expect(await stateOf('attribution_runs')).toEqual({ used: '0', reserved: '0' });
    }
    await compute();
    expect(await getRun(database.context, tenant.actor, id)).toMatchObject({ state: 'done', failure: null });
    expect(await stateOf('attribution_runs')).toEqual({ used: '1', reserved: '0' });
    expect(await reservationState(id)).toEqual(['settled']);
  });

  test('whose attempt fails for an error that may pass give back their place, and complete when it has passed', async () => {
    await limit('attribution_runs', { hard: '1' });
    const { id } = await askRun();
    await owner.query('alter table list_versions rename to list_versions_away');
    try {
      await expect(compute()).rejects.toThrow(/list_versions/);
    } finally {
      await owner.query('alter table list_versions_away rename to list_versions');
    }
    expect(await reservationState(id)).toEqual(['released']);
    expect(await stateOf('attribution_runs')).toEqual({ used: '0', reserved: '0' });
    await compute();
    expect(await getRun(database.context, tenant.actor, id)).toMatchObject({ state: 'done' });
    expect(await stateOf('attribution_runs')).toEqual({ used: '1', reserved: '0' });
  });

  test('that are given up because the process is to end give back their place', async () => {
    await limit('attribution_runs', { hard: '1' });
    const { id } = await askRun();
    const ending = new AbortController();
    let asked = 0;
    // The clock is read when an attempt begins, and then for what it sets aside.
    const clock = () => {
      asked += 1;
      if (asked === 2) ending.abort();
      return NOW_MS;
    };
    expect(await computeRuns({ ...database.context, clock }, 'system', tenant.tenantId, ending.signal)).toBe(1);
    expect(await getRun(database.context, tenant.actor, id)).toMatchObject({ state: 'running' });
    expect(await reservationState(id)).toEqual(['released']);
    await deleteRun(database.context, tenant.actor, id);
    expect(await stateOf('attribution_runs')).toEqual({ used: '0', reserved: '0' });
  });

  test('stop at the limit: one asked for too late is refused, one that waited fails and says why', async () => {
    await limit('attribution_runs', { hard: '1' });
    const ask = () => createRun(database.context, tenant.actor, NewRun.parse({}));
    const [first, second] = [await ask(), await ask()];
    await computeRuns(database.context, 'system', tenant.tenantId);
    expect(await getRun(database.context, tenant.actor, first.id)).toMatchObject({ state: 'done' });
    const failed = await getRun(database.context, tenant.actor, second.id);
    expect(failed).toMatchObject({ state: 'failed' });
    expect(failed.failure).toContain(
      'The limit "attribution_runs" lets this tenant use 1 runs of "attribution_runs" a month: 1 runs are used',
    );
    expect(await stateOf('attribution_runs')).toEqual({ used: '1', reserved: '0' });
    await expect(ask()).rejects.toMatchObject({ code: 'quota_exceeded' });
  });
});

test('a program is told by HTTP what it may not do any more, and that money is short', async () => {
  const send = (method: string, path: string, body?: object) =>
    server.send(method, `/api/v1/cost${path}`, { key: tenant.apiKey, ...(body && { body }) });
  await send('PUT', '/meters/ads', { unit: 'EUR', aggregation: 'sum' });
  await send('PUT', '/limits/ads', { meter: 'ads', period: 'day', soft: '5', hard: '10' });
  const made = await send('POST', '/reservations', { meter: 'ads', quantity: '6' });
  expect(made).toMatchObject({ status: 201, json: { warnings: [expect.stringContaining('soft limit "ads" of 5 EUR')] } });
  const refused = await send('POST', '/reservations', { meter: 'ads', quantity: '5' });
  expect(refused).toMatchObject({ status: 402, json: { code: 'spend_limit_reached', limit: '10', used: '0', reserved: '6' } });
  const { id } = made.json as { id: string };
  expect(await send('POST', `/reservations/${id}/settle`, { quantity: '5.5' })).toMatchObject({ status: 200, json: { isFirst: true } });
  expect(await send('GET', '/limits/ads')).toMatchObject({ json: { used: '5.5', reserved: '0', standing: 'soft', percent: 55 } });
  for (const hard of ['"NaN"', '"-1"', '"1e309"', '1e309', '-0', 'null']) {
    const body = `{"meter":"ads","period":"day","hard":${hard}}`;
    const answer = await server.send('PUT', '/api/v1/cost/limits/bad', { key: tenant.apiKey, body });
    expect(answer, hard).toMatchObject({ status: 400, json: { errors: [{ pointer: '/hard' }] } });
  }
});
