import type { OwnModelDetails } from '../src/tenants/models/schema.ts';
import { api, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** A model as each tenant of the world has some. */
export const OWN_MODEL: OwnModelDetails = { base: 'time_decay', parameters: { halfLifeDays: 3 } };

/** The name of a tenant's own model after one of its keys, which may hold what no name may. */
export function modelOf(key: string): string {
  return `m-${key.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '-')}`;
}

export function modelRoutes({ mine, theirs }: World): RouteFixture[] {
  const at = (key: string, rest = '') => api(`/attribution/models/${key}${rest}`);
  const read = (operation: string, rest = ''): RouteFixture => ({
    operation: `GET /api/v1/attribution/models/{name}${operation}`,
    permission: 'attribution.read',
    status: 200,
    valid: { path: at(modelOf(mine.campaign), operation + rest) },
    absent: { path: at('never', operation + rest) },
    foreign: { path: at(modelOf(theirs.campaign), operation + rest) },
    malformed: at('x'.repeat(64), operation),
  });
  return [
    read(''),
    read('/versions'),
    read('/difference'),
    {
      operation: 'PUT /api/v1/attribution/models/{name}',
      permission: 'models.write',
      status: 200,
      valid: { path: at('put'), body: OWN_MODEL },
      malformed: at('x'.repeat(64)),
      audited: 'model.put',
    },
    {
      operation: 'DELETE /api/v1/attribution/models/{name}',
      permission: 'models.write',
      status: 204,
      valid: { path: at(modelOf(`spare-${mine.campaign}`)) },
      absent: { path: at('never') },
      foreign: { path: at(modelOf(`spare-${theirs.campaign}`)) },
      malformed: at('x'.repeat(64)),
      audited: 'model.archive',
    },
  ];
}
