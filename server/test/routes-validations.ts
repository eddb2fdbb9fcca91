import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

export function validationRoutes({ mine, theirs }: World): RouteFixture[] {
  const all = api('/attribution/validations');
  const at = (id: string) => api(`/attribution/validations/${id}`);
  return [
    {
      operation: 'GET /api/v1/attribution/validations',
      permission: 'validations.read',
      status: 200,
      valid: { path: api('/attribution/validations?limit=1') },
    },
    {
      operation: 'POST /api/v1/attribution/validations',
      permission: 'validations.write',
      status: 202,
      valid: { path: all, body: { seed: 1, households: 100 } },
      audited: 'validation.create',
    },
    {
      operation: 'GET /api/v1/attribution/validations/{id}',
      permission: 'validations.read',
      status: 200,
      valid: { path: at(mine.validation) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.validation) },
      malformed: at('not-an-id'),
    },
    {
      operation: 'DELETE /api/v1/attribution/validations/{id}',
      permission: 'validations.write',
      status: 204,
      valid: { path: at(mine.spareValidation) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.spareValidation) },
      malformed: at('not-an-id'),
      audited: 'validation.delete',
    },
  ];
}
