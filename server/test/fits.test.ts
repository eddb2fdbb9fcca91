import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { computeFits, requestNightlyFits } from '../src/attribution/fit-work/service.ts';
import { NewFit } from '../src/attribution/fits/schema.ts';
import { createFit, getFit, listFits } from '../src/attribution/fits/service.ts';
import { putModel } from '../src/attribution/models/service.ts';
import { findFit, findNextFit, finishFit, startFit } from '../src/attribution/fits/store.ts';
import { drainTenant } from '../src/attribution/paths/service.ts';
import { inTenant, type TenantTx } from '../src/platform/tenant-door.ts';
import { OwnModelDetails } from '../src/tenants/models/schema.ts';
import { acceptConversions, acceptTouchpoints } from '../src/tracking/intake/service.ts';
import { randomOf } from '../../simulator/src/random.ts';
import { createTestTenant, NOW_MS, openTestDatabase, type TestDatabase, type TestTenant } from './database.ts';
import { shuffled } from './random-world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const DAY_MS = 86_400_000;
const SHOWS = ['dull', 'good', 'useless'];

interface Event {
  id: string;
  occurredAt: string;
  kind: string;
  show?: string;
  identity: { userId: string };
  valueMinor?: number;
  currency?: string;
}

interface Plan {
  people: number;
  /** By show: the chance that an exposure makes a purchase, a day after it in the mean. */
  effects: Record<string, number>;
  /** Purchases a day that nobody caused. */
  organic: number;
}

/** People with three exposures each, who buy by themselves at an even rate and because of an exposure soon after it. */
function listening(seed: number, { people, effects, organic }: Plan): { touchpoints: Event[]; conversions: Event[]; caused: number } {
  const random = randomOf(seed);
  const startMs = NOW_MS - 80 * DAY_MS;
  const touchpoints: Event[] = [];
  const conversions: Event[] = [];
  let caused = 0;
  const buy = (userId: string, atMs: number) => {
    const occurredAt = new Date(Math.round(atMs)).toISOString();
    const money = { valueMinor: 1_000, currency: 'USD' };
    conversions.push({ id: `c-${conversions.length}`, occurredAt, kind: 'purchase', identity: { userId }, ...money });
  };
  for (let person = 0; person < people; person += 1) {
    const identity = { userId: `u-${person}` };
    const from = startMs + random.below(20 * DAY_MS);
    for (let number = 0; number < 3; number += 1) {
      const show = random.pick(SHOWS);
      const atMs = from + random.below(10 * DAY_MS);
      touchpoints.push({ id: `t-${person}-${number}`, occurredAt: new Date(atMs).toISOString(), kind: 'download', show, identity });
      if (!random.chance(effects[show])) continue;
      buy(identity.userId, atMs + 1_000 + Math.min(29, -Math.log(1 - random.next())) * DAY_MS);
      caused += 1;
    }
    for (let day = 0; day < 30; day += 1) if (random.chance(organic)) buy(identity.userId, from + (10 + day + random.next()) * DAY_MS);
  }
  // Somebody listens long after: everybody before was followed for a whole lookback.
  const late = new Date(NOW_MS - DAY_MS).toISOString();
  touchpoints.push({ id: 't-late', occurredAt: late, kind: 'download', show: 'dull', identity: { userId: 'u-late' } });
  return { touchpoints, conversions, caused };
}

async function load(world: ReturnType<typeof listening>, seed: number): Promise<TestTenant> {
  const { context } = database;
  const tenant = await createTestTenant(context);
  const touchpoints = shuffled(world.touchpoints, seed);
  const conversions = shuffled(world.conversions, seed);
  for (let from = 0; from < touchpoints.length; from += 500)
    expect((await acceptTouchpoints(context, tenant.actor, touchpoints.slice(from, from + 500), 'server')).rejected).toEqual([]);
  for (let from = 0; from < conversions.length; from += 500)
    expect((await acceptConversions(context, tenant.actor, conversions.slice(from, from + 500), 'server')).rejected).toEqual([]);
  await drainTenant(context, 'system', tenant.tenantId);
  return tenant;
}

async function fitOf(tenant: TestTenant, asked: object) {
  const { id } = await createFit(database.context, tenant.actor, NewFit.parse(asked));
  await computeFits(database.context, 'system', tenant.tenantId);
  return getFit(database.context, tenant.actor, id);
}

describe('a fitted model', () => {
  test('says how much no ad earned and which show earns, near the truth, and the same bytes in whatever order events came', async () => {
    const world = listening(3, { people: 3_000, effects: { good: 0.1, dull: 0.03, useless: 0 }, organic: 0.002 });
    const tenants = [await load(world, 1), await load(world, 2)];
    const [first, second] = await Promise.all(tenants.map((tenant) => fitOf(tenant, { model: 'hazard' })));
    expect(first.state).toBe('done');
    expect(second.result).toEqual(first.result);
    const [pooled, purchases] = first.result?.fits ?? [];
    expect(pooled.conversionKind).toBeNull();
    expect(purchases).toMatchObject({ conversionKind: 'purchase', conversions: pooled.conversions });
    const truth = 1 - world.caused / world.conversions.length;
    // About 430 conversions: the share has a standard error of 2.4 %, and the fit's own adds to it.
    expect(Math.abs((pooled.organicShare ?? 0) - truth)).toBeLessThan(0.1);
    expect(pooled.organicInterval?.low).toBeLessThan(truth);
    expect(pooled.organicInterval?.high).toBeGreaterThan(truth);
    expect(pooled.converged).toBe(true);
    const effects = new Map(pooled.units.map(({ key, effect }) => [key, effect]));
    expect(Math.abs((effects.get('good') ?? 0) - 0.1)).toBeLessThan(0.03);
    expect(Math.abs((effects.get('dull') ?? 0) - 0.03)).toBeLessThan(0.02);
    expect(effects.get('useless')).toBeLessThan(0.015);
    expect(first.result?.people).toBe(3_001);
  });

  test('by markov gives a show that is never followed by a purchase no effect, and counts paths without one', async () => {
    const tenant = await load(listening(4, { people: 1_500, effects: { good: 0.2, dull: 0.1, useless: 0 }, organic: 0 }), 1);
    for (const order of [1, 2]) {
      const { result } = await fitOf(tenant, { model: 'markov', order });
      const [pooled] = result?.fits ?? [];
      expect(pooled.nonConvertingPaths).toBeGreaterThan(1_000);
      const effects = new Map(pooled.units.map(({ key, effect }) => [key, effect]));
      expect(effects.get('good')).toBeGreaterThan(effects.get('dull') ?? 1);
      expect(effects.get('dull')).toBeGreaterThan(0);
    }
  });

  test('answers that there is not enough data, with what is missing', async () => {
    const few = await load(listening(5, { people: 100, effects: { good: 0.2, dull: 0.1, useless: 0 }, organic: 0 }), 1);
    const fit = await fitOf(few, { model: 'hazard' });
    expect(fit.state).toBe('insufficient');
    expect(fit.result?.insufficient).toMatch(/^Not enough data: \d+ conversions have an exposure within the lookback before them; 100/);
    expect(fit.result?.fits).toEqual([]);
    const one = await fitOf(await load(listening(6, { people: 900, effects: { good: 0.3, dull: 0.3, useless: 0.3 }, organic: 0 }), 1), {
      model: 'markov',
      unit: 'channel',
    });
    expect(one.result?.insufficient).toMatch(/all exposures are of one unit/);
  });

  test('is asked for every night, and only where paths changed or exposures came since', async () => {
    const { context } = database;
    const tenant = await load(listening(7, { people: 20, effects: { good: 0.5, dull: 0, useless: 0 }, organic: 0 }), 1);
    const count = async () => (await listFits(context, tenant.actor, { model: undefined, unit: undefined }, { limit: 10 })).items.length;
    for (let night = 0; night < 2; night += 1) {
      await requestNightlyFits(context, 'system', tenant.tenantId);
      await computeFits(context, 'system', tenant.tenantId);
    }
    expect(await count()).toBe(2);
    const late = { id: 'late', occurredAt: new Date(NOW_MS - 60 * DAY_MS).toISOString(), kind: 'purchase', identity: { userId: 'u-1' } };
    await acceptConversions(context, tenant.actor, [late], 'server');
    await drainTenant(context, 'system', tenant.tenantId);
    await requestNightlyFits(context, 'system', tenant.tenantId);
    expect(await count()).toBe(4);
    await computeFits(context, 'system', tenant.tenantId);
    const heard = { id: 'heard', occurredAt: late.occurredAt, kind: 'download', show: 'dull', identity: { userId: 'nobody-who-buys' } };
    await acceptTouchpoints(context, tenant.actor, [heard], 'server');
    await drainTenant(context, 'system', tenant.tenantId);
    await requestNightlyFits(context, 'system', tenant.tenantId);
    expect(await count()).toBe(6);
  });

  test('are asked for once where several servers ask at the same time', async () => {
    const { context } = database;
    const tenant = await load(listening(8, { people: 20, effects: { good: 0.5, dull: 0, useless: 0 }, organic: 0 }), 1);
    await Promise.all(Array.from({ length: 4 }, () => requestNightlyFits(context, 'system', tenant.tenantId)));
    const { items } = await listFits(context, tenant.actor, { model: undefined, unit: undefined }, { limit: 10 });
    expect(items.map(({ model }) => model).sort()).toEqual(['hazard', 'markov']);
  });

  test('that are begun anew are ended by who began them last, and those that ended are not begun again', async () => {
    const { context } = database;
    const tenant = await createTestTenant(context);
    await requestNightlyFits(context, 'system', tenant.tenantId);
    const inIt = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(context.db, tenant.tenantId, work);
    const id = (await inIt(findNextFit))?.id ?? '';
    const [first, last] = [await inIt((tx) => startFit(tx, id)), await inIt((tx) => startFit(tx, id))];
    const end = { state: 'failed', finishedAt: new Date(NOW_MS).toISOString(), failure: 'none' } as const;
    expect(await inIt((tx) => finishFit(tx, { id, readAt: first ?? '' }, end))).toBe(false);
    expect(await inIt((tx) => finishFit(tx, { id, readAt: last ?? '' }, end))).toBe(true);
    expect(await inIt((tx) => finishFit(tx, { id, readAt: last ?? '' }, end))).toBe(false);
    expect(await inIt((tx) => startFit(tx, id))).toBeUndefined();
    expect(await inIt((tx) => findFit(tx, id))).toMatchObject({ state: 'failed' });
  });

  test('are asked for by what the models of one’s own fix, too, once for the same terms', async () => {
    const { context } = database;
    const tenant = await createTestTenant(context);
    const put = (name: string, base: 'hazard' | 'markov' | 'shapley', parameters: object) =>
      putModel(context, tenant.actor, name, OwnModelDetails.parse({ base, parameters }));
    await put('same', 'hazard', {});
    await put('by-campaign', 'markov', { unit: 'campaign' });
    await put('short', 'hazard', { lookbackDays: 14 });
    await put('no-fit', 'shapley', { unit: 'campaign' });
    await requestNightlyFits(context, 'system', tenant.tenantId);
    const { items } = await listFits(context, tenant.actor, { model: undefined, unit: undefined }, { limit: 10 });
    const asked = items.map(({ model, unit, lookbackDays }) => `${model} ${unit} ${lookbackDays}`).sort();
    expect(asked).toEqual(['hazard show 14', 'hazard show 30', 'markov campaign 30', 'markov show 30']);
  });
});
