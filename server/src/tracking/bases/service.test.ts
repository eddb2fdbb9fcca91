import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { drainRequests } from '../counting/service.ts';
import { updateLists } from '../lists/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const DAY = '2026-11-18';
const request = (id: string, time: string, show = 'daily') => ({
  id,
  occurredAt: `${DAY}T${time}Z`,
  url: `https://cdn.example/${id}.mp3`,
  ip: '198.51.100.1',
  userAgent: 'AntennaPod/3.4.0',
  show,
  episode: id,
});

async function load(text: string, time = '00:00:00'): Promise<void> {
  const list = { source: 'test', licence: null, connectionType: 'datacenter', effectiveFrom: new Date(`${DAY}T${time}Z`) } as const;
  await updateLists(world.database.context, 'system', [{ ...list, kind: 'networks', text }]);
}

async function count(): Promise<void> {
  await drainRequests(world.database.context, 'system', world.mine.tenantId);
}

async function networks(): Promise<Record<string, string>> {
  const { rows } = await world.admin.query<{ id: string; connection_type: string }>(
    'select id, connection_type from episode_requests where tenant_id = $1',
    [world.mine.tenantId],
  );
  return Object.fromEntries(rows.map((row) => [row.id, row.connection_type]));
}

const COUNTED = `select fate, is_usable, sum(requests)::integer as requests from request_days where tenant_id = $1
  group by 1, 2 having sum(requests) <> 0 order by 1, 2`;
const STORED = `select fate, fate = 'download' and connection_type not in ('relay', 'datacenter') as is_usable,
  count(*)::integer as requests from episode_requests where tenant_id = $1 group by 1, 2 order by 1, 2`;

async function expectSumsOfRequests(): Promise<void> {
  const [counted, stored] = await Promise.all([COUNTED, STORED].map((text) => world.admin.query(text, [world.mine.tenantId])));
  expect(counted.rows).toEqual(stored.rows);
}

test('a list that begins during a day says of each request what it says of its instant, after other lists changed too', async () => {
  await load('198.51.100.0/24,relay', '12:00:00');
  const requests = [request('early', '11:59:59.999'), request('late', '12:00:00')];
  await world.send('POST', '/tracking/requests', { body: { requests } });
  await count();
  expect(await networks()).toEqual({ early: 'unknown', late: 'relay' });
  await load('203.0.113.0/24,mobile', '00:00:00');
  await count();
  expect(await networks()).toEqual({ early: 'unknown', late: 'relay' });
  await expectSumsOfRequests();
});

test('the sums of days are those of the stored requests after an address with several networks on a day was given one', async () => {
  await load('198.51.100.0/24,mobile', '00:00:00');
  await load('198.51.100.0/24,business', '12:00:00');
  await count();
  expect(await networks()).toEqual({ early: 'mobile', late: 'business' });
  await world.admin.query(`update episode_requests set connection_type = 'household' where tenant_id = $1 and id = 'late'`, [
    world.mine.tenantId,
  ]);
  await world.send('POST', '/tracking/requests', { body: { requests: [request('later', '13:00:00')] } });
  await count();
  await world.admin.query(`update episode_requests set connection_type = 'mobile' where tenant_id = $1 and id = 'later'`, [
    world.mine.tenantId,
  ]);
  await load('198.51.100.0/24,relay', '12:00:00');
  await count();
  expect(await networks()).toEqual({ early: 'mobile', late: 'relay', later: 'relay' });
  await expectSumsOfRequests();
});
