import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** A plan that is predicted in each tenant of the world. */
export const PLAN = { kind: 'campaign_outcome', placements: [{ show: 'a-show', impressions: 100_000, spendMinor: 250_000 }] } as const;

export function predictionRoutes({ mine, theirs }: World): RouteFixture[] {
  const all = api('/ai/predictions');
  const at = (id: string) => api(`/ai/predictions/${id}`);
  return [
    { operation: 'GET /api/v1/ai/predictions', permission: 'predictions.read', status: 200, valid: { path: `${all}?limit=1` } },
    {
      operation: 'POST /api/v1/ai/predictions',
      permission: 'predictions.write',
      status: 201,
      valid: { path: all, body: PLAN },
      audited: 'prediction.create',
    },
    {
      operation: 'GET /api/v1/ai/predictions/{id}',
      permission: 'predictions.read',
      status: 200,
      valid: { path: at(mine.prediction) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.prediction) },
      malformed: at('not-an-id'),
    },
    {
      operation: 'DELETE /api/v1/ai/predictions/{id}',
      permission: 'predictions.write',
      status: 204,
      valid: { path: at(mine.sparePrediction) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.sparePrediction) },
      malformed: at('not-an-id'),
      audited: 'prediction.delete',
    },
  ];
}
