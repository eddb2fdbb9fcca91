import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { drainTenant } from '../paths/service.ts';
import { computeValidation } from '../validation-work/service.ts';
import { StoredValidation, type ValidationSummary } from './schema.ts';

const PATH = '/attribution/validations';
const ASKED = { on: 'own_data', unit: 'show', seed: 4, households: 2_000, replicates: 0 };
const DAY_MS = 86_400_000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const { items } = (await world.send('GET', PATH)).json as { items: ValidationSummary[] };
  for (const { id } of items) await world.send('DELETE', `${PATH}/${id}`);
});
afterAll(() => world.close());

async function validate(): Promise<StoredValidation> {
  const { status, json } = await world.send('POST', PATH, { body: ASKED });
  expect(status).toBe(202);
  const { id, worldsInAll } = json as ValidationSummary;
  expect(worldsInAll).toBe(2);
  expect(await computeValidation(world.database.context, 'system', world.mine.tenantId)).toBe(true);
  return StoredValidation.parse((await world.send('GET', `${PATH}/${id}`)).json);
}

/** 800 people who hear two of four shows; 200 of them buy a day after the first one. */
async function listen({ actor, tenantId }: World['mine'], nowMs: number): Promise<void> {
  const touchpoints = Array.from({ length: 1_600 }, (_, place) => ({
    id: `own-${place}`,
    occurredAt: new Date(nowMs - DAY_MS * (40 + (place % 37) + place / 1_600)).toISOString(),
    kind: 'download' as const,
    campaign: 'autumn',
    show: `show-${(place * 7 + Math.floor(place / 800)) % 4}`,
    identity: { userId: `listener-${place % 800}` },
    metadata: {},
  }));
  for (let from = 0; from < touchpoints.length; from += 400) {
    await acceptTouchpoints(world.database.context, actor, touchpoints.slice(from, from + 400), 'server');
  }
  const conversions = Array.from({ length: 200 }, (_, person) => ({
    id: `bought-${person}`,
    occurredAt: new Date(nowMs - DAY_MS * (39 + (person % 37))).toISOString(),
    kind: 'purchase' as const,
    valueMinor: 1_000,
    currency: 'USD',
    identity: { userId: `listener-${person}` },
    metadata: {},
  }));
  await acceptConversions(world.database.context, actor, conversions, 'server');
  await drainTenant(world.database.context, 'system', tenantId);
}

const stored = () =>
  inTenant(world.database.context.db, world.mine.tenantId, async (tx) => {
    const count = (table: string) => `(select count(*)::integer from ${table} where tenant_id = $1)`;
    const tables = ['touchpoints', 'conversions', 'paths', 'model_fits'].map(count).join(' + ');
    return (await tx.query<{ rows: number }>({ text: `select ${tables} as rows`, values: [tx.tenantId] }))[0].rows;
  });

test('a validation on own data is of the own exposures alone, and stores nothing but its figures', async () => {
  const nowMs = world.database.context.clock();
  await listen(world.theirs, nowMs);
  const without = await validate();
  expect(without).toMatchObject({ state: 'done', worldsDone: 2, figures: { models: [], worlds: [] } });
  expect(without.figures!.ownData!.insufficient).toContain('Not enough data');
  expect(without.figures!.ownData!.people).toBeLessThan(50);
  await listen(world.mine, nowMs);
  const before = await stored();
  const { figures } = await validate();
  expect(await stored()).toBe(before);
  expect(figures!.isSimulated).toBe(true);
  expect(figures!.ownData!.people).toBeGreaterThanOrEqual(800);
  expect(figures!.worlds).toHaveLength(2);
  expect((await validate()).figures).toEqual(figures);
});

test('a unit is refused where worlds are asked for', async () => {
  const { status, json } = await world.send('POST', PATH, { body: { seed: 1, households: 100, unit: 'show' } });
  expect(status).toBe(400);
  expect(json).toMatchObject({ errors: [{ pointer: '/unit', detail: expect.stringContaining('own_data') }] });
});
