import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import type { Page } from '../../platform/paging.ts';
import { pixelKeysOf, pixelTokenOf } from '../../platform/pixel-token.ts';
import { resolvePublicId } from '../publicids/service.ts';
import type { Placement, PlacementWithPixels } from './schema.ts';
import { findPlacementByKeyIn, findPlacementsCoveringIn } from './service.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const BOOKED = { campaign: 'winter', show: 'a-podcast', position: 'mid_roll', kind: 'dynamic' };
const put = (key: string, more: object = {}) => world.send('PUT', `/placements/${key}`, { body: { ...BOOKED, ...more } });
const keysOf = (page: unknown) => (page as Page<Placement>).items.map(({ key }) => key);

test('a placement is created with what it needs, replaced as a whole, read back and deleted', async () => {
  const more = {
    episode: 'ep-1',
    startsOn: '2026-12-01',
    endsOn: '2026-12-31',
    bookedImpressions: 50_000,
    price: { basis: 'cpm', amountMinor: 2_500, currency: 'USD' },
  };
  const created = await put('p-1', more);
  expect(created).toMatchObject({ status: 200, json: { key: 'p-1', ...BOOKED, ...more } });
  expect((await world.send('GET', '/placements/p-1')).json).toEqual(created.json);
  for (const noun of ['campaigns', 'shows', 'episodes'])
    expect((await world.send('GET', `/${noun}`)).text).toMatch(/"(winter|a-podcast|ep-1)"/);
  const replaced = (await put('p-1')).json as PlacementWithPixels;
  expect(replaced).toMatchObject({ episode: null, startsOn: null, endsOn: null, bookedImpressions: null, price: null });
  expect(replaced.pixelId).toBe((created.json as PlacementWithPixels).pixelId);
  expect((await world.send('DELETE', '/placements/p-1')).status).toBe(204);
  expect((await world.send('GET', '/placements/p-1')).status).toBe(404);
  expect((await world.auditOf(world.mine)).slice(-3).map(({ action, target }) => `${action} ${target}`)).toEqual([
    'placement.put p-1',
    'placement.put p-1',
    'placement.delete p-1',
  ]);
});

test('a baked-in placement says where in the audio it stands, as far as that is known', async () => {
  const audio = { startSeconds: 754.5, endSeconds: 790 };
  expect((await put('heard', { kind: 'baked_in', audio })).json).toMatchObject({ audio });
  expect((await world.send('GET', '/placements/heard')).json).toMatchObject({ audio });
  expect((await put('heard', { kind: 'baked_in' })).json).toMatchObject({ audio: null });
});

test("its pixel's addresses are complete, one for each ad server, and lead to it until it is deleted", async () => {
  const { pixelId, pixels } = (await put('with-pixel')).json as PlacementWithPixels;
  const { context } = world.database;
  expect(await resolvePublicId(context, 'public', pixelId)).toMatchObject({
    kind: 'pixel',
    target: 'with-pixel',
    tenantId: world.mine.tenantId,
  });
  const addresses = new Map(pixels.map(({ adServer, address }) => [adServer, address]));
  expect([...addresses.keys()]).toEqual(['plain', 'megaphone', 'adswizz', 'triton', 'art19', 'acast', 'spotify', 'dovetail']);
  const token = pixelTokenOf(pixelKeysOf(context)[0], pixelId);
  expect(addresses.get('plain')).toBe(`${context.publicUrl}/i.gif?p=${pixelId}`);
  expect(addresses.get('triton')).toBe(
    `${context.publicUrl}/i.gif?p=${pixelId}&k=${token}&ip=@IP@&ua=@USERAGENT@&did=@AD_ID@&cb=@CACHEBUSTER@&ts=@TIMESTAMP@`,
  );
  for (const address of addresses.values()) expect(URL.canParse(address)).toBe(true);
  await world.send('DELETE', '/placements/with-pixel');
  expect(await resolvePublicId(context, 'public', pixelId)).toBeUndefined();
});

test.each([
  ['no campaign', { campaign: undefined }, '/campaign'],
  ['an empty position', { position: ' ' }, '/position'],
  ['another kind', { kind: 'spoken' }, '/kind'],
  ['no impressions booked', { bookedImpressions: 0 }, '/bookedImpressions'],
  ['a price in no currency', { price: { basis: 'flat', amountMinor: 1, currency: 'XX' } }, '/price/currency'],
  [
    'a place in the audio that ends before it starts',
    { kind: 'baked_in', audio: { startSeconds: 60, endSeconds: 30 } },
    '/audio/endSeconds',
  ],
  ['half a place in the audio', { kind: 'baked_in', audio: { startSeconds: 60 } }, '/audio/endSeconds'],
  ['a place in the audio of an ad that is inserted', { audio: { startSeconds: 0, endSeconds: 30 } }, '/audio'],
  ['a flight that ends before it starts', { startsOn: '2026-12-02', endsOn: '2026-12-01' }, '/endsOn'],
])('%s is refused at its field', async (_what, more, pointer) => {
  expect(await put('refused', more)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
});

test('placements are listed by key, a page at a time, by campaign, show and kind, and only those of the tenant', async () => {
  await put('list-c', { campaign: 'listed' });
  await put('list-a', { campaign: 'listed', show: 'other-show' });
  await put('list-b', { campaign: 'listed', kind: 'baked_in' });
  const first = (await world.send('GET', '/placements?campaign=listed&limit=2')).json as Page<Placement>;
  const second = (await world.send('GET', `/placements?campaign=listed&limit=2&cursor=${first.nextCursor}`)).json;
  expect([keysOf(first), keysOf(second)]).toEqual([['list-a', 'list-b'], ['list-c']]);
  expect(keysOf((await world.send('GET', '/placements?campaign=listed&show=other-show')).json)).toEqual(['list-a']);
  expect(keysOf((await world.send('GET', '/placements?campaign=listed&kind=baked_in')).json)).toEqual(['list-b']);
  const theirs = [world.theirs.aired, world.theirs.placement];
  expect(keysOf((await world.send('GET', '/placements', { key: world.theirs.apiKey })).json)).toEqual(
    theirs.flatMap((key) => [key, `spare-${key}`]).toSorted(),
  );
});

describe('what covers a download', () => {
  const MIDNIGHT = '2026-11-11T00:00:00Z';
  const covering = async (episode: string | null, at: string, tenantId = world.mine.tenantId) =>
    inTenant(world.database.context.db, tenantId, async (tx) => {
      const range = { from: new Date(at), to: new Date(at) };
      const cover = await findPlacementsCoveringIn(tx, ['covered'], range);
      return cover.at('covered', episode, Date.parse(at)).map(({ key }) => key);
    });
  beforeAll(async () => {
    const baked = { show: 'covered', kind: 'baked_in' };
    await put('cover-all', baked);
    await put('cover-day', { ...baked, startsOn: '2026-11-10', endsOn: '2026-11-10' });
    await put('cover-episode', { ...baked, episode: 'ep-7' });
    await put('cover-dynamic', { show: 'covered' });
    await put('cover-other', { ...baked, show: 'uncovered' });
  });

  test('are the baked-in placements of its show, of its episode or of none, never those an ad server inserts', async () => {
    expect(await covering('ep-1', MIDNIGHT)).toEqual(['cover-all']);
    expect(await covering('ep-7', MIDNIGHT)).toEqual(['cover-all', 'cover-episode']);
    expect(await covering(null, MIDNIGHT)).toEqual(['cover-all']);
  });

  test('run from the start of their first UTC day to the end of their last', async () => {
    expect(await covering('ep-1', '2026-11-09T23:59:59.999Z')).toEqual(['cover-all']);
    expect(await covering('ep-1', '2026-11-10T00:00:00Z')).toEqual(['cover-all', 'cover-day']);
    expect(await covering('ep-1', '2026-11-10T23:59:59.999Z')).toEqual(['cover-all', 'cover-day']);
    expect(await covering('ep-1', MIDNIGHT)).toEqual(['cover-all']);
  });

  test('are those of the tenant alone', async () => {
    expect(await covering('ep-7', MIDNIGHT, world.theirs.tenantId)).toEqual([]);
    const theirs = await inTenant(world.database.context.db, world.theirs.tenantId, (tx) => findPlacementByKeyIn(tx, 'cover-all'));
    expect(theirs).toBeUndefined();
  });
});
