import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

function fitRoutes({ mine, theirs }: World): RouteFixture[] {
  return [
    { operation: 'GET /api/v1/attribution/fits', permission: 'runs.read', status: 200, valid: { path: api('/attribution/fits?limit=1') } },
    {
      operation: 'POST /api/v1/attribution/fits',
      permission: 'runs.write',
      status: 202,
      valid: { path: api('/attribution/fits'), body: { model: 'markov' } },
      audited: 'fit.create',
    },
    {
      operation: 'GET /api/v1/attribution/fits/{id}',
      permission: 'runs.read',
      status: 200,
      valid: { path: api(`/attribution/fits/${mine.fit}`) },
      absent: { path: api(`/attribution/fits/${NOBODY}`) },
      foreign: { path: api(`/attribution/fits/${theirs.fit}`) },
      malformed: api('/attribution/fits/not-an-id'),
    },
  ];
}

export function runRoutes(world: World): RouteFixture[] {
  const { mine, theirs } = world;
  const at = (id: string, more = '') => api(`/attribution/runs/${id}${more}`);
  const reading = (name: string, query: string): RouteFixture => ({
    operation: `GET /api/v1/attribution/runs/{id}/${name}`,
    permission: 'runs.read',
    status: 200,
    valid: { path: at(mine.run, `/${name}${query}`) },
    absent: { path: at(NOBODY, `/${name}${query}`) },
    foreign: { path: at(theirs.run, `/${name}${query}`) },
    malformed: at('not-an-id', `/${name}${query}`),
  });
  return [
    ...fitRoutes(world),
    { operation: 'GET /api/v1/attribution/runs', permission: 'runs.read', status: 200, valid: { path: api('/attribution/runs?limit=1') } },
    {
      operation: 'POST /api/v1/attribution/runs',
      permission: 'runs.write',
      status: 202,
      valid: { path: api('/attribution/runs'), body: { model: 'linear' } },
      audited: 'run.create',
    },
    {
      operation: 'GET /api/v1/attribution/runs/{id}',
      permission: 'runs.read',
      status: 200,
      valid: { path: at(mine.run) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.run) },
      malformed: at('not-an-id'),
    },
    {
      operation: 'DELETE /api/v1/attribution/runs/{id}',
      permission: 'runs.write',
      status: 204,
      valid: { path: at(mine.spareRun) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.spareRun) },
      malformed: at('not-an-id'),
      audited: 'run.delete',
    },
    reading('credits', ''),
    reading('verification', ''),
    reading('comparison', `?with=${mine.run}`),
  ];
}
