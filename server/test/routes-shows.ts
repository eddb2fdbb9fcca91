import { api, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const LONG = 'x'.repeat(201);

/** Lists, reads and names: what shows and episodes have in common. */
function namedRoutes(noun: 'shows' | 'episodes', { own, theirs }: { own: string; theirs: string }): RouteFixture[] {
  const of = (key: string) => api(`/${noun}/${encodeURIComponent(key)}`);
  return [
    { operation: `GET /api/v1/${noun}`, permission: 'catalog.read', status: 200, valid: { path: api(`/${noun}?limit=1`) } },
    {
      operation: `GET /api/v1/${noun}/{key}`,
      permission: 'catalog.read',
      status: 200,
      valid: { path: of(own) },
      absent: { path: of('never') },
      foreign: { path: of(theirs) },
      malformed: of(LONG),
    },
    {
      operation: `PUT /api/v1/${noun}/{key}`,
      permission: 'catalog.write',
      status: 200,
      valid: { path: of('put'), body: { name: 'A name' } },
      malformed: of(LONG),
      audited: noun === 'shows' ? 'show.put' : 'episode.put',
    },
  ];
}

/** What reads a feed. */
function feedRoutes({ mine, theirs, feeds }: World): RouteFixture[] {
  const of = (key: string, rest = '') => api(`/shows/${encodeURIComponent(key)}${rest}`);
  const write = { permission: 'catalog.write' } as const;
  const on = (rest: string, body: object) => ({
    valid: { path: of(mine.show, rest), body },
    absent: { path: of('never', rest), body },
    foreign: { path: of(theirs.show, rest), body },
    malformed: of(LONG, rest),
  });
  return [
    {
      operation: 'POST /api/v1/shows',
      ...write,
      status: 201,
      valid: { path: api('/shows'), body: { feedUrl: feeds.url('/spare') } },
      audited: 'show.follow',
    },
    { operation: 'PATCH /api/v1/shows/{key}', ...write, status: 200, ...on('', { name: 'Changed' }), audited: 'show.change' },
    { operation: 'POST /api/v1/shows/{key}/refresh', ...write, status: 200, ...on('/refresh', {}), audited: 'show.refresh' },
  ];
}

/** The routes of shows and episodes. */
export function showRoutes(world: World): RouteFixture[] {
  const { mine, theirs } = world;
  return [
    ...feedRoutes(world),
    ...namedRoutes('shows', { own: mine.show, theirs: theirs.show }),
    ...namedRoutes('episodes', { own: mine.episode, theirs: theirs.episode }),
  ];
}
