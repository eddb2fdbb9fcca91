import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { drainRequests } from '../counting/service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const request = (id: string, more: object = {}) => ({
  id,
  occurredAt: '2026-11-10T10:00:00Z',
  url: 'https://cdn.example/1.mp3',
  ip: '198.51.100.1',
  userAgent: 'AntennaPod/3.4.0',
  show: 'booked',
  episode: 'one',
  ...more,
});
const placement = (campaign: string, more: object = {}) => ({
  campaign,
  show: 'booked',
  position: 'mid_roll',
  kind: 'baked_in',
  startsOn: '2026-11-10',
  endsOn: '2026-11-10',
  ...more,
});
const count = () => drainRequests(world.database.context, 'system', world.mine.tenantId);
const put = (key: string, body: object) => world.send('PUT', `/placements/${key}`, { body });

async function touchpoints(): Promise<unknown[][]> {
  const { rows } = await world.admin.query<Record<string, string>>(
    `select id, campaign, placement from touchpoints where tenant_id = $1 and show = 'booked' order by id`,
    [world.mine.tenantId],
  );
  return rows.map(({ id, campaign, placement: key }) => [id, campaign, key]);
}

test('a download is a touchpoint for each baked-in placement that covers it; booking, changing and deleting one restates', async () => {
  await world.send('POST', '/tracking/requests', {
    body: { requests: [request('r'), request('later', { occurredAt: '2026-11-11T10:00:00Z' })] },
  });
  await count();
  expect(await touchpoints()).toEqual([
    ['download:later', null, null],
    ['download:r', null, null],
  ]);
  await put('p-1', placement('spring'));
  await put('p-2', placement('autumn', { episode: 'one' }));
  await put('p-3', placement('winter', { kind: 'dynamic' }));
  await put('p-4', placement('winter', { episode: 'two' }));
  await count();
  const uncovered = ['download:later', null, null];
  expect(await touchpoints()).toEqual([uncovered, ['download:r:p-1', 'spring', 'p-1'], ['download:r:p-2', 'autumn', 'p-2']]);
  await put('p-1', placement('summer'));
  await world.send('DELETE', '/placements/p-2');
  await count();
  expect(await touchpoints()).toEqual([uncovered, ['download:r:p-1', 'summer', 'p-1']]);
  expect(await world.auditOf(world.mine)).toContainEqual({ actor: 'system', action: 'downloads.restate', target: 'placements' });
});

test('a conversion is credited to the placement’s campaign, and loses the credit when the download no longer counts', async () => {
  const more = { ip: '198.51.100.9', occurredAt: '2026-11-10T12:00:00Z' };
  await put('p-5', placement('credited', { show: 'credited' }));
  await world.send('POST', '/tracking/requests', { body: { requests: [request('c', { ...more, show: 'credited' })] } });
  await count();
  const order = {
    id: 'o-1',
    occurredAt: '2026-11-12T10:00:00Z',
    kind: 'purchase',
    valueMinor: 100,
    currency: 'USD',
    identity: { ip: more.ip },
  };
  await world.send('POST', '/conversions', { body: { conversions: [order] } });
  await world.drain();
  const explained = async () => (await world.send('GET', '/attribution/conversions/o-1/explanation')).json as { touchpoints: object[] };
  expect((await explained()).touchpoints).toMatchObject([{ id: 'download:c:p-5', campaign: 'credited' }]);
  const earlier = request('b', { ...more, show: 'credited', occurredAt: '2026-11-10T11:00:00Z' });
  await world.send('POST', '/tracking/requests', { body: { requests: [earlier] } });
  await count();
  await world.drain();
  expect((await explained()).touchpoints).toMatchObject([{ id: 'download:b:p-5' }]);
});
