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

/** The routes of shows and episodes. */
export function showRoutes({ mine, theirs }: World): RouteFixture[] {
  return [
    ...namedRoutes('shows', { own: mine.show, theirs: theirs.show }),
    ...namedRoutes('episodes', { own: mine.episode, theirs: theirs.episode }),
  ];
}
