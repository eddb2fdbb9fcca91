import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../../test/world.ts';
import type { Page } from '../../platform/paging.ts';
import type { Title } from './schema.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe.each([
  ['shows', 'show.put', 'a-show'],
  ['episodes', 'episode.put', 'an-episode'],
])('%s', (noun, action, stub) => {
  test('are stubs from events until they are named, and lose the name again', async () => {
    const { items } = (await world.send('GET', `/${noun}`)).json as Page<Title>;
    expect(items).toMatchObject([{ key: stub, name: null }]);
    const named = await world.send('PUT', `/${noun}/${stub}`, { body: { name: ' Daily Tech ' } });
    expect(named).toMatchObject({ status: 200, json: { ...items[0], name: 'Daily Tech' } });
    expect((await world.auditOf(world.mine)).at(-1)).toMatchObject({ action, target: stub });
    expect((await world.send('PUT', `/${noun}/${stub}`, { body: { name: null } })).json).toEqual(items[0]);
  });

  test('are listed by key, a page at a time', async () => {
    for (const key of ['c', 'a', 'b']) await world.send('PUT', `/${noun}/page-${key}`, { body: {} });
    const first = (await world.send('GET', `/${noun}?limit=2`)).json as Page<Title>;
    const second = (await world.send('GET', `/${noun}?limit=2&cursor=${first.nextCursor}`)).json as Page<Title>;
    expect([...first.items, ...second.items].map(({ key }) => key)).toEqual([stub, 'page-a', 'page-b', 'page-c']);
    expect(second.nextCursor).toBeNull();
  });

  test("of another tenant stay theirs, also under one's own key", async () => {
    const theirs = { key: world.theirs.apiKey };
    const before = (await world.send('GET', `/${noun}`, theirs)).text;
    await world.send('PUT', `/${noun}/${stub}`, { body: { name: 'Mine' } });
    expect((await world.send('GET', `/${noun}`, theirs)).text).toBe(before);
  });
});
