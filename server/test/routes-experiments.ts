import { api, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** The plan of the experiments that each tenant of the world has: a draft, and one that runs. */
export const EXPERIMENT = {
  design: 'audience_split',
  campaign: 'a',
  conversionKind: 'purchase',
  from: '2026-07-01',
  to: '2026-08-01',
  baseline: 0.02,
  effect: 0.005,
};

export function experimentRoutes({ mine, theirs }: World): RouteFixture[] {
  const at = (key: string, rest = '') => api(`/attribution/experiments/${key}${rest}`);
  const long = 'x'.repeat(201);
  const others = (rest = '') => ({
    absent: { path: at('never', rest) },
    foreign: { path: at(theirs.campaign, rest) },
    malformed: at(long, rest),
  });
  const started = { state: 'running' };
  return [
    {
      operation: 'GET /api/v1/attribution/experiments',
      permission: 'attribution.read',
      status: 200,
      valid: { path: api('/attribution/experiments?limit=1') },
    },
    {
      operation: 'GET /api/v1/attribution/experiments/{key}',
      permission: 'attribution.read',
      status: 200,
      valid: { path: at(mine.campaign) },
      ...others(),
    },
    {
      operation: 'PUT /api/v1/attribution/experiments/{key}',
      permission: 'experiments.write',
      status: 200,
      valid: { path: at('put'), body: EXPERIMENT },
      malformed: at(long),
      audited: 'experiment.put',
    },
    {
      operation: 'PUT /api/v1/attribution/experiments/{key}/state',
      permission: 'experiments.write',
      status: 200,
      valid: { path: at(`spare-${mine.campaign}`, '/state'), body: started },
      absent: { path: at('never', '/state'), body: started },
      foreign: { path: at(theirs.campaign, '/state'), body: started },
      malformed: at(long, '/state'),
      audited: 'experiment.running',
    },
    {
      operation: 'GET /api/v1/attribution/experiments/{key}/calibration',
      permission: 'attribution.read',
      status: 200,
      valid: { path: at(mine.campaign, '/calibration') },
      ...others('/calibration'),
    },
    {
      operation: 'GET /api/v1/attribution/experiments/{key}/readout',
      permission: 'attribution.read',
      status: 200,
      valid: { path: at(mine.campaign, '/readout') },
      ...others('/readout'),
    },
  ];
}
