import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EdgeServer, startEdgeServer } from '../src/api/edge-server.ts';
import { EpisodeDetails } from '../src/catalog/episodes/schema.ts';
import { putEpisode } from '../src/catalog/episodes/service.ts';
import { PlacementDetails, type PlacementWithPixels } from '../src/catalog/placements/schema.ts';
import { getPlacement, putPlacement, removePlacement } from '../src/catalog/placements/service.ts';
import { edgeKeysOf } from '../src/platform/edge-key.ts';
import { isPixelToken, pixelKeysOf, pixelTokenOf } from '../src/platform/pixel-token.ts';
import { drainSpool } from '../src/tracking/draining/service.ts';
import { pixelTaker } from '../src/tracking/exposures/service.ts';
import { refreshSnapshots } from '../src/tracking/snapshots/service.ts';
import { ask, inOwnFolder, openPatientEdge } from './edge-world.ts';
import { openWorld, type World } from './world.ts';

/** A household that an attacker would show exposures of, where the attacker is, and where an ad server asks from. */
const [HOUSEHOLD, ATTACKER, AD_SERVER] = ['93.184.216.34', '203.0.113.66', '192.0.2.1'];
const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

let world: World;
let place: ReturnType<typeof inOwnFolder<World['database']['context']>>;
let redirector: EdgeServer;
let placement: PlacementWithPixels;
let household: string;
beforeAll(async () => {
  world = await openWorld();
  placement = await put('a-placement');
  await putEpisode(world.database.context, world.mine.actor, 'ep-9', EpisodeDetails.parse({ name: 'Nine' }));
  await putEpisode(world.database.context, world.theirs.actor, 'their-episode', EpisodeDetails.parse({ name: 'Theirs' }));
  place = inOwnFolder(world.database.context);
  const { db: _db, outbound: _outbound, erasures: _erasures, sealingKey: _sealingKey, ...bare } = place.context;
  const edge = openPatientEdge(bare, place.folder);
  await refreshSnapshots(place.context, 'system', edge.snapshots);
  redirector = await startEdgeServer(edge, { host: '127.0.0.1', port: 0 });
  const known = { id: 'known', occurredAt: '2026-11-20T11:00:00Z', kind: 'impression', identity: { ip: HOUSEHOLD } };
  await world.send('POST', '/touchpoints', { body: { touchpoints: [known] } });
  household = (await stored('known')).address_key;
});
afterAll(async () => {
  await redirector.close();
  await place.remove();
  await world.close();
});

const put = (key: string) =>
  putPlacement(
    world.database.context,
    world.mine.actor,
    key,
    PlacementDetails.parse({ campaign: 'spring', show: 'daily', position: 'mid_roll', kind: 'dynamic' }),
  );

interface Stored {
  id: string;
  address_key: string;
  device_key: string | null;
  episode: string | null;
  metadata: Record<string, string>;
}
async function stored(id?: string): Promise<Stored> {
  const text = `select id, address_key, device_key, episode, metadata from touchpoints
                where tenant_id = $1 and ($2::text is null or id = $2) order by received_at desc, id desc limit 1`;
  return (await world.admin.query<Stored>(text, [world.mine.tenantId, id ?? null])).rows[0];
}

/** The address that an ad server has, as it fills the macros in. */
function filled({ pixels }: PlacementWithPixels, values: Record<string, string>, adServer = 'triton'): string {
  const { pathname, search } = new URL(pixels.find((one) => one.adServer === adServer)?.address ?? '');
  return pathname + search.replaceAll(/@(\w+)@/g, (_macro, name: string) => encodeURIComponent(values[name] ?? ''));
}

/** Asks a redirector, and resolves with the impression that the main installation makes of it. */
async function fire(path: string, from: string, headers: Record<string, string> = {}): Promise<Stored> {
  const answer = await ask(redirector.url, path, { headers: { 'x-forwarded-for': from, 'user-agent': BROWSER, ...headers } });
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'image/gif' } });
  expect(await drainSpool(place.context, 'system', { pixel: pixelTaker() })).toMatchObject({ taken: 1 });
  return stored();
}

test('an ad server speaks for listeners with the address that it was given, by a redirector without database and secret', async () => {
  const path = filled(placement, { IP: HOUSEHOLD, USERAGENT: BROWSER, AD_ID: 'device-1' });
  const impression = await fire(path, AD_SERVER, { 'user-agent': 'ad-server/1' });
  expect(impression).toMatchObject({ address_key: household, device_key: expect.any(String) as string, metadata: { pixel: 'proven' } });
});

describe('nobody else forges an exposure of a household', () => {
  const claim = `ip=${HOUSEHOLD}&ua=Podcasts&did=device-1`;
  const other = async () => filled(await put('another'), {}).match(/k=([\w-]+)/)?.[1] ?? '';
  const right = () => pixelTokenOf(pixelKeysOf(world.database.context)[0], placement.pixelId);
  test.each([
    ['no token', async () => claim],
    ['an empty token', async () => `k=&${claim}`],
    ['a token by chance', async () => `k=${'A'.repeat(16)}&${claim}`],
    ['the token of another placement', async () => `k=${await other()}&${claim}`],
    ['the public id as a token', async () => `k=${placement.pixelId}&${claim}`],
    ['a part of the token', async () => `k=${right().slice(0, -1)}&${claim}`],
    ['the token in other letters', async () => `k=${right().toUpperCase()}x&${claim}`],
    ['a wrong token before the right one', async () => `k=x&k=${right()}&${claim}`],
    ['the token of another installation', async () => `k=${pixelTokenOf(Buffer.alloc(32), placement.pixelId)}&${claim}`],
  ])('with %s: the impression is of whoever asked, and marked', async (_what, query) => {
    const impression = await fire(`/i.gif?p=${placement.pixelId}&${await query()}`, ATTACKER);
    expect(impression.address_key).not.toBe(household);
    expect(impression).toMatchObject({ device_key: null, metadata: { evidence: 'ad_pixel', pixel: 'unproven' } });
  });

  test('nor by a field of the header that says the token was right', async () => {
    const impression = await fire(`/i.gif?p=${placement.pixelId}&${claim}`, ATTACKER, { 'x-earshot-token': 'valid' });
    expect(impression.address_key).not.toBe(household);
  });

  test('nor in a page, which shows its visitors the token', async () => {
    const impression = await fire(`/i.gif?p=${placement.pixelId}&k=${right()}&${claim}`, ATTACKER, { referer: 'https://blog.example/' });
    expect(impression.address_key).not.toBe(household);
    expect(impression.device_key).toBeNull();
  });
});

test('the address for listeners’ own devices shows nobody the token', () => {
  const token = pixelTokenOf(pixelKeysOf(world.database.context)[0], placement.pixelId);
  for (const { adServer, address } of placement.pixels) expect(address.includes(token), adServer).toBe(adServer !== 'plain');
});

test('an episode is named that the tenant has, and no other, nor one of another tenant', async () => {
  const at = (ep: string) => fire(`/i.gif?p=${placement.pixelId}&ep=${ep}`, ATTACKER);
  expect((await at('ep-9')).episode).toBe('ep-9');
  for (const ep of ['their-episode', 'made-up', 'x'.repeat(201)]) expect((await at(ep)).episode).toBeNull();
  const { rows } = await world.admin.query('select key from episodes where tenant_id = $1 and key = $2', [world.mine.tenantId, 'made-up']);
  expect(rows).toEqual([]);
});

test('tokens change with the edge key, hold for both while it changes, and one is taken back with its placement', async () => {
  const [old, present] = ['old', 'new'].map((secret) => edgeKeysOf({ sealingKey: Buffer.alloc(32, secret) }).edgeKey);
  const token = pixelTokenOf(pixelKeysOf({ edgeKey: old })[0], 'abcdefghijkl');
  expect(isPixelToken(pixelKeysOf({ edgeKey: present, previousEdgeKey: old }), 'abcdefghijkl', token)).toBe(true);
  expect(isPixelToken(pixelKeysOf({ edgeKey: present }), 'abcdefghijkl', token)).toBe(false);
  const { context } = world.database;
  await put('taken-back');
  const before = await getPlacement(context, world.mine.actor, 'taken-back');
  await removePlacement(context, world.mine.actor, 'taken-back');
  const after = await put('taken-back');
  expect(after.pixelId).not.toBe(before.pixelId);
  expect(after.pixels.map(({ address }) => address)).not.toEqual(before.pixels.map(({ address }) => address));
});
