import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openMatchingWorld, order, touch } from '../../../test/matching-world.ts';
import type { TestTenant } from '../../../test/database.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { drainTenant, retrySetAside } from '../paths/service.ts';

let world: Awaited<ReturnType<typeof openMatchingWorld>>;
let tenant: TestTenant;
const OTHERS = ['1', '2', '3', '4', '5', '6', '7'];

beforeAll(async () => {
  world = await openMatchingWorld();
});
beforeEach(async () => {
  tenant = await world.network();
});
afterAll(() => world.close());

/** Has paths of conversions whose id is like a pattern fail in the database while `work` runs. */
async function failing(pattern: string, work: () => Promise<void>, state = 'P0001'): Promise<void> {
  await world.admin.query(
    `create function fail_path() returns trigger language plpgsql as $$
     begin if new.conversion_id like '${pattern}' then raise exception 'no path' using errcode = '${state}'; end if; return new; end $$`,
  );
  await world.admin.query('create trigger fail_path before insert or update on paths for each row execute function fail_path()');
  try {
    await work();
  } finally {
    await world.admin.query('drop trigger fail_path on paths');
    await world.admin.query('drop function fail_path()');
  }
}

async function send(ids: readonly string[]): Promise<void> {
  const { context } = world.database;
  await acceptTouchpoints(
    context,
    tenant.actor,
    ids.map((id) => touch(id)),
    'server',
  );
  await acceptConversions(
    context,
    tenant.actor,
    ids.map((id) => order(id)),
    'server',
  );
}

const drain = () => drainTenant(world.database.context, 'system', tenant.tenantId);
const retry = () => retrySetAside(world.database.context, 'system', tenant.tenantId);

async function pathIds(): Promise<string[]> {
  const text = 'select conversion_id as id from paths where tenant_id = $1 order by 1';
  return (await world.admin.query<{ id: string }>(text, [tenant.tenantId])).rows.map(({ id }) => id);
}

async function waiting(): Promise<[id: string, priority: number][]> {
  const text = 'select conversion_id as id, priority from dirty_conversions where tenant_id = $1 order by 1';
  const { rows } = await world.admin.query<{ id: string; priority: number }>(text, [tenant.tenantId]);
  return rows.map(({ id, priority }) => [id, priority]);
}

test('a conversion that cannot be matched is set aside, the others have their paths, and it has its own once it can be', async () => {
  await send([...OTHERS, 'poison']);
  await failing('poison', async () => {
    await drain();
    expect(await pathIds()).toEqual(OTHERS);
    expect(await waiting()).toEqual([['poison', 2]]);
    expect(await retry()).toBe(false);
    expect(await waiting()).toEqual([['poison', 3]]);
    await drain();
  });
  expect(await waiting()).toEqual([['poison', 3]]);
  expect(await retry()).toBe(true);
  expect(await pathIds()).toEqual([...OTHERS, 'poison']);
  expect(await waiting()).toEqual([]);
});

test('several are found apart, and the one that failed least is tried first', async () => {
  await send([...OTHERS, 'poison-1', 'poison-2']);
  await failing('poison%', async () => {
    await drain();
    expect(await pathIds()).toEqual(OTHERS);
    await retry();
    await retry();
    expect(await waiting()).toEqual([
      ['poison-1', 3],
      ['poison-2', 3],
    ]);
  });
  expect(await retry()).toBe(true);
  expect(await pathIds()).toHaveLength(OTHERS.length + 2);
});

test.each(['40001', '53100', '57P01'])('what may pass sets nothing aside: %s', async (state) => {
  await send(OTHERS);
  await failing('3', () => expect(drain()).rejects.toMatchObject({ code: state }), state);
  expect((await waiting()).map(([, priority]) => priority)).toEqual(OTHERS.map(() => 0));
  await drain();
  expect(await pathIds()).toEqual(OTHERS);
});

test('where everything fails, ten are set aside and no more', async () => {
  await send(Array.from({ length: 15 }, (_, place) => `order-${place}`));
  await failing('%', () => expect(drain()).rejects.toThrow('no path'));
  expect((await waiting()).filter(([, priority]) => priority > 1)).toHaveLength(10);
  await drain();
  expect(await retry()).toBe(true);
  expect(await pathIds()).toHaveLength(15);
});

test('what somebody asked for is never set aside', async () => {
  await send(OTHERS);
  await drain();
  const text = `insert into dirty_conversions (tenant_id, conversion_id, priority, reason) values ($1, '3', -1, 'rectified')`;
  await world.admin.query(text, [tenant.tenantId]);
  await world.admin.query(`delete from paths where tenant_id = $1 and conversion_id = '3'`, [tenant.tenantId]);
  await failing('3', () => expect(drain()).rejects.toThrow('no path'));
  expect(await waiting()).toEqual([['3', -1]]);
});
