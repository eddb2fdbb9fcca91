import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PUBLIC_URL } from '../../../test/database.ts';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import type { Episode } from '../episodes/schema.ts';
import type { Show } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.each([
  ['shows', 'show.put', 'a-show'],
  ['episodes', 'episode.put', 'an-episode'],
] as const)('%s', (noun, action, stub) => {
  const read = async (key: string) => (await world.send('GET', `/${noun}/${key}`)).json as Show | Episode;

  test('are stubs from events until they are named, and lose the name again', async () => {
    expect(await read(stub)).toMatchObject({ key: stub, name: null, title: null });
    const named = await world.send('PUT', `/${noun}/${stub}`, { body: { name: ' Daily Tech ' } });
    expect(named).toMatchObject({ status: 200, json: { key: stub, name: 'Daily Tech' } });
    expect(await read(stub)).toMatchObject(named.json as object);
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action, target: stub });
    const unnamed = await world.send('PUT', `/${noun}/${stub}`, { body: { name: null } });
    expect(unnamed.json).toEqual({ ...(named.json as object), name: null });
  });

  test('are listed by key, a page at a time', async () => {
    for (const key of ['c', 'a', 'b']) await world.send('PUT', `/${noun}/page-${key}`, { body: {} });
    const first = (await world.send('GET', `/${noun}?limit=3`)).json as Page<Show>;
    const second = (await world.send('GET', `/${noun}?limit=3&cursor=${first.nextCursor}`)).json as Page<Show>;
    const own = noun === 'shows' ? world.mine.show : world.mine.episode;
    const keys = [...first.items, ...second.items].map(({ key }) => key);
    expect(keys).toEqual([stub, own, 'page-a', 'page-b', 'page-c'].toSorted());
    expect(second.nextCursor).toBeNull();
  });

  test("of another tenant stay theirs, also under one's own key", async () => {
    const theirs = { key: world.theirs.apiKey };
    const before = (await world.send('GET', `/${noun}`, theirs)).text;
    await world.send('PUT', `/${noun}/${stub}`, { body: { name: 'Mine' } });
    expect((await world.send('GET', `/${noun}`, theirs)).text).toBe(before);
  });
});

test('a show that somebody completed has a tracking prefix of its own, which stays the same', async () => {
  const put = async (key: string) => (await world.send('PUT', `/shows/${key}`, { body: {} })).json as Show;
  const [one, other] = [await put('one'), await put('other')];
  expect(one.trackingPrefix?.replace(/[0-9a-z]{12}/, 'ID')).toBe(`${PUBLIC_URL}/e/ID/`);
  expect(other.trackingPrefix).not.toBe(one.trackingPrefix);
  expect((await put('one')).trackingPrefix).toBe(one.trackingPrefix);
});
