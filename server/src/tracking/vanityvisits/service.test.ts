import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setLimit } from '../../../test/quota-world.ts';
import { waitingSessions } from '../../../test/waiting-sessions.ts';
import { openWorld, type World } from '../../../test/world.ts';
import { takeBeacons } from '../beacons/service.ts';
import { drainSpool } from '../draining/service.ts';
import { pathChecksum } from '../tags/rules.ts';
import type { SiteTag } from '../tags/schema.ts';
import { restatePaths } from './service.ts';

const SITE = 'https://store.example';
let world: World;
let tags = 0;
let key = '';
let publicId = '';
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  tags += 1;
  key = `store-${tags}`;
  ({ publicId } = await put([]));
});
afterAll(() => world.close());

type Path = [path: string, campaign: string, show?: string];
async function put(paths: Path[]): Promise<SiteTag> {
  const body = { name: 'Store', sites: [SITE], paths: paths.map(([path, campaign, show = null]) => ({ path, campaign, show })) };
  return (await world.send('PUT', `/tracking/tags/${key}`, { body })).json as SiteTag;
}

let views = 0;
/** A visit that begins at a path, told by a page and taken; resolves with its id. */
async function visit(path: string, more: object = {}): Promise<string> {
  const id = `event-${(views += 1).toString().padStart(8, '0')}`;
  const event = { id, kind: 'view', age: 0, landing: pathChecksum(path), utm: { source: 'podcast' }, ...more };
  const headers = { origin: SITE, 'content-type': 'text/plain;charset=UTF-8', 'user-agent': `Browser/${views}` };
  await world.server.send('POST', `/c?p=${publicId}`, { body: JSON.stringify({ consent: 'granted', events: [event] }), headers });
  await drainSpool(world.database.context, 'system', { beacon: (context, requests) => takeBeacons(context, 'public', requests) });
  return `pixel:${publicId}:${id}`;
}
const restate = () => restatePaths(world.database.context, 'system', world.mine.tenantId);
/** A minute after the paths changed. */
async function restateLater() {
  await world.admin.query(`update changed_paths set changed_at = changed_at - interval '61 seconds'`);
  await restate();
}

async function creditedTo(id: string) {
  await world.drain();
  const { json } = await world.send('GET', `/attribution/conversions/${encodeURIComponent(id)}/explanation?model=linear`);
  return (json as { touchpoints: { campaign: string; show: string | null }[] }).touchpoints.map(({ campaign, show }) => [campaign, show]);
}

async function vanityRow(id: string) {
  const text = `select kind, channel, campaign, show, occurred_at, consent, connection_type, metadata, address_key, agent_key, player
                from touchpoints where tenant_id = $1 and id = $2`;
  return (await world.admin.query<object>(text, [world.mine.tenantId, id.replace('pixel:', 'vanity:')])).rows;
}

/** Campaign and show of the vanity visit beside a visit; empty when there is none. */
async function saysOf(id: string) {
  return ((await vanityRow(id)) as { campaign: string; show: string | null }[]).map(({ campaign, show }) => [campaign, show]);
}

test('a path that is mapped after a visit began there credits the visit as one mapped before does', async () => {
  const early = await visit('/daily');
  expect(await creditedTo(early)).toEqual([]);
  await put([['/daily', 'spring', 'daily-tech']]);
  await restate();
  expect(await creditedTo(early)).toEqual([['spring', 'daily-tech']]);
  const late = await visit('/daily');
  const [[before], [after]] = [await vanityRow(early), await vanityRow(late)];
  const ofVisit = { address_key: expect.any(String) as string, agent_key: expect.any(String) as string };
  expect(before).toEqual({ ...after, ...ofVisit });
});

test('a path that means something else moves the credit of all its visits, and one that means nothing any more takes it back', async () => {
  await put([['/daily', 'spring']]);
  const first = await visit('/daily');
  await put([['/daily', 'summer', 'daily-tech']]);
  await restate();
  const second = await visit('/daily');
  for (const id of [first, second]) expect(await saysOf(id)).toEqual([['summer', 'daily-tech']]);
  await put([]);
  await restate();
  for (const id of [first, second]) expect(await saysOf(id)).toEqual([]);
});

test('only visits that began at the path, from elsewhere, at this tag, are concerned, and again changes nothing', async () => {
  const [other, within] = [await visit('/another'), await visit('/daily', { referrer: 'store.example' })];
  await put([['/daily', 'spring']]);
  const at = key;
  key = `${at}-second`;
  ({ publicId } = await put([]));
  const elsewhere = await visit('/daily');
  await restate();
  for (const id of [other, within, elsewhere]) expect(await saysOf(id)).toEqual([]);
  await restateLater();
  const { rows } = await world.admin.query('select 1 from changed_paths where tenant_id = $1', [world.mine.tenantId]);
  expect(rows).toEqual([]);
  await restate();
});

test('a visit that is being stored while its path changes is told anew, too', async () => {
  const { admin, mine } = world;
  await put([['/daily', 'spring']]);
  await admin.query('begin; lock table conversions in share mode');
  const storing = visit('/daily');
  await expect.poll(() => waitingSessions(admin)).toBe(1);
  await put([['/daily', 'summer']]);
  await restate();
  await admin.query('commit');
  const id = await storing;
  expect(await saysOf(id)).toEqual([['spring', null]]);
  await restateLater();
  expect(await saysOf(id)).toEqual([['summer', null]]);
  expect((await admin.query('select 1 from changed_paths where tenant_id = $1', [mine.tenantId])).rows).toEqual([]);
});

test('what a quota is in the way of is told anew once there is room', async () => {
  const id = await visit('/daily');
  await setLimit(world.database, world.mine, 'events_per_month', 0);
  await put([['/daily', 'spring']]);
  await restate();
  expect(await saysOf(id)).toEqual([]);
  await setLimit(world.database, world.mine, 'events_per_month', null);
  await restate();
  expect(await saysOf(id)).toEqual([['spring', null]]);
});

test('a tag says when a page of its sites last sent something', async () => {
  const read = async () => ((await world.send('GET', `/tracking/tags/${key}`)).json as SiteTag).lastReceivedAt;
  expect(await read()).toBeNull();
  await visit('/');
  expect(Date.parse(String(await read()))).toBeGreaterThan(0);
});
