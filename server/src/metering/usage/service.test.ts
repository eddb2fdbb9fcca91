import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from '../../../test/database.ts';
import type { Context } from '../../platform/context.ts';
import { pageRequest } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { Aggregation } from './meters.ts';
import type { Grouping } from './schema.ts';
import {
  acceptUsage,
  forgetOldUsage,
  getUsage,
  listDailyUsageIn,
  listMeters,
  listTenantsWithChangedUsage,
  listUsageEvents,
  putMeter,
  recordUsageIn,
  removeMeter,
  takeChangedUsageIn,
} from './service.ts';
import { insertUsage } from './store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FROM = new Date(NOW_MS - 34 * DAY_MS).toISOString().slice(0, 10);
const TO = new Date(NOW_MS + 2 * DAY_MS).toISOString().slice(0, 10);
const AGGREGATIONS: Aggregation[] = ['sum', 'count', 'max', 'unique', 'last'];

interface Event {
  id: string;
  source: string;
  type: string;
  time: string;
  data?: { value?: string; campaign?: string };
}

let database: TestDatabase;
let tenant: TestTenant;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  tenant = await createTestTenant(database.context);
});

const accept = (events: readonly unknown[], { actor } = tenant, context = database.context) => acceptUsage(context, actor, events);
const within = <Result>(work: Parameters<typeof inTenant<Result>>[2]) => inTenant(database.context.db, tenant.tenantId, work);

async function makeMeters({ actor } = tenant): Promise<void> {
  for (const aggregation of AGGREGATIONS)
    await putMeter(database.context, actor, `a_${aggregation}`, { unit: 'x', aggregation, description: '' });
}

async function figures(groupBy: Grouping = 'none', { actor } = tenant): Promise<Record<string, string>> {
  const { rows } = await getUsage(database.context, actor, { from: FROM, to: TO, groupBy });
  return Object.fromEntries(rows.map(({ meter, key, quantity }) => [key === null ? meter : `${meter} ${key}`, quantity]));
}

/** What the meters must say of these events, each taken once: computed from the events alone. */
function oracle(events: readonly Event[]): Record<string, string> {
  const once = [...new Map(events.map((event) => [`${event.source}|${event.id}`, event])).values()];
  const expected: Record<string, string> = {};
  for (const [type, some] of Map.groupBy(once, (event) => event.type)) {
    const cents = some.map(({ data }) => Math.round(Number(data?.value ?? 0) * 100));
    const last = some.toSorted((a, b) => (`${a.time}|${a.source}|${a.id}` < `${b.time}|${b.source}|${b.id}` ? 1 : -1))[0];
    expected[type] = {
      a_sum: String(cents.reduce((sum, one) => sum + one, 0) / 100),
      a_count: String(some.length),
      a_max: String(Math.max(...cents) / 100),
      a_unique: String(new Set(some.map(({ data }) => data?.value)).size),
      a_last: String(Number(last.data?.value)),
    }[type] as string;
  }
  return expected;
}

const anEvent = fc
  .record({ place: fc.nat(60), type: fc.constantFrom(...AGGREGATIONS), cents: fc.nat(99_999), hour: fc.nat(33 * 24), source: fc.nat(2) })
  .map(({ place, type, cents, hour, source }): Event => {
    const value = type === 'unique' ? `v${cents % 7}` : String(cents / 100);
    const time = new Date(NOW_MS - hour * HOUR_MS - place * 1_000).toISOString();
    // The same id tells the same content: what differs in content differs in id.
    const id = `${place}-${type}-${cents}-${hour}`;
    return { id, source: `s${source}`, type: `a_${type}`, time, ...(type === 'count' ? {} : { data: { value } }) };
  });

describe('usage', () => {
  test('is what its events say, each once, whatever the order, the batches and the repeats in which they come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anEvent, { minLength: 1, maxLength: 80 }), fc.array(fc.nat(), { maxLength: 40 }), async (events, again) => {
        const other = await createTestTenant(database.context);
        await makeMeters(other);
        const repeated = [...events, ...again.map((place) => events[place % events.length])];
        let [accepted, duplicates] = [0, 0];
        for (let from = 0; from < repeated.length; from += 17) {
          const result = await accept(repeated.slice(from, from + 17), other);
          expect(result.rejected).toEqual([]);
          accepted += result.accepted;
          duplicates += result.duplicates;
        }
        expect(accepted).toBe(new Set(events.map(({ source, id }) => `${source}|${id}`)).size);
        expect(accepted + duplicates).toBe(repeated.length);
        expect(await figures('none', other)).toEqual(oracle(events));
      }),
      { numRuns: 15 },
    );
  });

  test('stays exact while eight connections send shuffled events, some of them twice at once', async () => {
    await makeMeters();
    const app = new pg.Pool({
      connectionString: database.urls.app,
      max: 8,
      types: (database.context.db.app.options as pg.PoolConfig).types,
    });
    const context: Context = { ...database.context, db: { ...database.context.db, app } };
    const events = fc.sample(anEvent, { numRuns: 600, seed: 7 });
    const batches = Array.from(
      { length: 48 },
      (_, place) => fc.sample(fc.shuffledSubarray(events, { minLength: 40, maxLength: 60 }), { numRuns: 1, seed: place })[0],
    );
    const all = [...batches, ...Array.from({ length: 12 }, (_, place) => events.slice(place * 50, place * 50 + 50))];
    const results = await Promise.all(all.map((batch) => accept(batch, tenant, context)));
    await app.end();
    expect(results.flatMap(({ rejected }) => rejected)).toEqual([]);
    expect(results.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(new Set(events.map(({ source, id }) => `${source}|${id}`)).size);
    expect(await figures()).toEqual(oracle(events));
  });

  test('of one batch: what is wrong is told with its place and nothing else is held up', async () => {
    await makeMeters();
    const good = { id: 'g', source: 's', type: 'a_sum', time: new Date(NOW_MS).toISOString(), data: { value: 2 } };
    expect(await accept([good, { ...good, data: { value: 3 } }, { ...good, id: 'h', data: { value: -1 } }, good, 5])).toEqual({
      accepted: 1,
      duplicates: 1,
      rejected: [
        expect.objectContaining({ index: 1, code: 'conflict' }) as object,
        expect.objectContaining({ index: 2, code: 'invalid' }) as object,
        expect.objectContaining({ index: 4, code: 'invalid' }) as object,
      ],
      warnings: [],
    });
    expect(await accept([{ ...good, data: { value: 3 } }])).toMatchObject({ accepted: 0, rejected: [{ code: 'conflict' }] });
    expect(await figures()).toEqual({ a_sum: '2' });
    await expect(accept([])).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(accept(Array.from({ length: 1_001 }, () => good))).rejects.toMatchObject({ code: 'too_large' });
  });

  test('is grouped by hour, day of the tenant’s zone, campaign and feature, and its events can be listed page by page', async () => {
    await makeMeters();
    const day = new Date(NOW_MS - 3 * DAY_MS).toISOString().slice(0, 10);
    const send = (id: string, time: string, data: object) => ({ id, source: 's', type: 'a_sum', time: `${day}T${time}Z`, data });
    await accept([
      send('1', '09:10:00', { value: '1.5', campaign: 'spring', feature: 'clips' }),
      send('2', '09:59:59.999', { value: 2, campaign: 'spring' }),
      send('3', '10:00:00', { value: 4 }),
    ]);
    expect(await figures('hour')).toEqual({ [`a_sum ${day}T09:00:00Z`]: '3.5', [`a_sum ${day}T10:00:00Z`]: '4' });
    expect(await figures('day')).toEqual({ [`a_sum ${day}`]: '7.5' });
    expect(await figures('campaign')).toEqual({ a_sum: '4', 'a_sum spring': '3.5' });
    expect(await figures('feature')).toEqual({ a_sum: '6', 'a_sum clips': '1.5' });
    await within((tx) => tx.query({ text: `update tenants set time_zone = 'Pacific/Auckland'` }));
    expect(Object.values(await figures('day'))).toEqual(['7.5']);
    const query = { meter: 'a_sum', from: FROM, to: TO };
    const first = await listUsageEvents(database.context, tenant.actor, query, pageRequest({ limit: 2 }));
    expect(first.items.map(({ id, quantity, campaign }) => [id, quantity, campaign])).toEqual([
      ['1', '1.5', 'spring'],
      ['2', '2', 'spring'],
    ]);
    const rest = await listUsageEvents(database.context, tenant.actor, query, pageRequest({ limit: 2, cursor: first.nextCursor ?? '' }));
    expect(rest).toMatchObject({ items: [{ id: '3' }], nextCursor: null });
    await expect(getUsage(database.context, tenant.actor, { meter: 'none', groupBy: 'none' })).rejects.toThrow(/no meter "none"/);
    await expect(getUsage(database.context, tenant.actor, { from: TO, to: FROM, groupBy: 'none' })).rejects.toThrow(
      /must lie after "from"/,
    );
  });

  test('that Earshot counts itself is counted once for each id, and no other tenant sees any of it', async () => {
    const used = { meter: 'attribution_runs', id: 'r1', quantity: '1', campaign: 'spring' } as const;
    await within((tx) => recordUsageIn(database.context, tx, [used, { ...used, id: 'r2' }]));
    await within((tx) => recordUsageIn(database.context, tx, [used]));
    expect(await figures()).toEqual({ attribution_runs: '2' });
    const day = new Date(NOW_MS).toISOString().slice(0, 10);
    const daily = await within((tx) => listDailyUsageIn(tx, { from: FROM, to: TO }, ['attribution_runs']));
    expect(daily).toEqual([
      { meter: 'attribution_runs', unit: 'runs', aggregation: 'sum', day, campaign: 'spring', feature: null, quantity: '2' },
    ]);
    const other = await createTestTenant(database.context);
    expect(await figures('none', other)).toEqual({});
    expect((await listUsageEvents(database.context, other.actor, { meter: 'attribution_runs' }, { limit: 5 })).items).toEqual([]);
  });

  test('under Earshot’s own source is refused; where there is some, the log names what it keeps from being counted', async () => {
    await makeMeters();
    const used = { meter: 'attribution_runs', id: 'r1', quantity: '1' } as const;
    const time = new Date(NOW_MS).toISOString();
    const event = { id: 'attribution_runs:r1', source: 'earshot', type: 'a_sum', time, data: { value: 2 } };
    expect(await accept([event])).toMatchObject({
      accepted: 0,
      rejected: [{ index: 0, code: 'invalid', errors: [{ pointer: '/source' }] }],
    });
    // As an earlier version may have taken it.
    const row = { source: 'earshot', id: event.id, meter: 'a_sum', occurredAt: time, quantity: '2' };
    await within((tx) => insertUsage(tx, [{ ...row, campaign: '', feature: '', fingerprint: 'f' }], new Date(NOW_MS)));
    const errors: object[] = [];
    const log = Object.assign(Object.create(database.context.log) as Context['log'], { error: (what: object) => errors.push(what) });
    const context = { ...database.context, log };
    await within((tx) => recordUsageIn(context, tx, [used, { ...used, id: 'r2' }]));
    await within((tx) => recordUsageIn(context, tx, [{ ...used, id: 'r2' }]));
    expect(errors).toEqual([{ tenantId: tenant.tenantId, id: 'attribution_runs:r1' }]);
    expect(await figures()).toMatchObject({ attribution_runs: '1' });
  });

  test('that changed waits for whoever prices it, and again when it changes while it is being taken', async () => {
    await makeMeters();
    const event = { source: 's', type: 'a_sum', time: new Date(NOW_MS).toISOString(), data: { value: 1 } };
    await accept([{ ...event, id: '1' }]);
    await accept([{ ...event, id: '2' }]);
    expect(await listTenantsWithChangedUsage(database.context, 'system')).toContain(tenant.tenantId);
    const day = event.time.slice(0, 10);
    let late: Promise<unknown> | undefined;
    const taken = await within(async (tx) => {
      const changed = await takeChangedUsageIn(tx, 10);
      late = accept([{ ...event, id: '3' }]);
      return changed;
    });
    await late;
    expect(taken).toEqual([{ meter: 'a_sum', day }]);
    expect(await within((tx) => takeChangedUsageIn(tx, 10))).toEqual([{ meter: 'a_sum', day }]);
    expect(await within((tx) => takeChangedUsageIn(tx, 10))).toEqual([]);
  });

  test('keys of events too old to come again are forgotten, and such an event is refused, not counted twice', async () => {
    await makeMeters();
    const event = { id: '1', source: 's', type: 'a_sum', time: new Date(NOW_MS).toISOString(), data: { value: 1 } };
    await accept([event]);
    expect(await forgetOldUsage(database.context, 'system', tenant.tenantId)).toBe(0);
    const later: Context = { ...database.context, clock: () => NOW_MS + 41 * DAY_MS };
    expect(await forgetOldUsage(later, 'system', tenant.tenantId)).toBe(1);
    expect(await accept([event], tenant, later)).toMatchObject({ accepted: 0, rejected: [{ code: 'too_old' }] });
  });
});

describe('a meter', () => {
  const hours = { unit: 'hours', aggregation: 'sum', description: 'Of audio.' } as const;

  test('is listed behind those that Earshot counts itself, changes while it has no usage, and is removed', async () => {
    await putMeter(database.context, tenant.actor, 'studio', hours);
    await putMeter(database.context, tenant.actor, 'studio', { ...hours, aggregation: 'max' });
    const { items } = await listMeters(database.context, tenant.actor);
    expect(items.at(-1)).toEqual({ key: 'studio', ...hours, aggregation: 'max', isBuiltIn: false, whenUnknown: 'refuse' });
    const unknown = items.map(({ key, whenUnknown }) => `${key} ${whenUnknown}`);
    expect(unknown).toEqual(
      expect.arrayContaining(['ai_spend_usd refuse', 'attribution_runs refuse', 'exports allow', 'api_calls allow', 'events allow']),
    );
    expect(items.filter(({ isBuiltIn }) => isBuiltIn)).toHaveLength(items.length - 1);
    await removeMeter(database.context, tenant.actor, 'studio');
    await expect(removeMeter(database.context, tenant.actor, 'studio')).rejects.toMatchObject({ code: 'not_found' });
    const rows = await within((tx) => tx.query<{ action: string }>({ text: 'select action from audit_log order by occurred_at, id' }));
    expect(rows.map(({ action }) => action).slice(-3)).toEqual(['meter.put', 'meter.put', 'meter.delete']);
  });

  test('with usage keeps its unit and aggregation, and stays', async () => {
    await putMeter(database.context, tenant.actor, 'studio', hours);
    await accept([{ id: '1', source: 's', type: 'studio', time: new Date(NOW_MS).toISOString(), data: { value: 1 } }]);
    await putMeter(database.context, tenant.actor, 'studio', { ...hours, description: 'Of sound.' });
    await expect(putMeter(database.context, tenant.actor, 'studio', { ...hours, unit: 'minutes' })).rejects.toThrow(/Make another meter/);
    await expect(removeMeter(database.context, tenant.actor, 'studio')).rejects.toThrow(/would lose its meaning/);
    await expect(putMeter(database.context, tenant.actor, 'events', hours)).rejects.toThrow(/counted by Earshot itself/);
  });
});
