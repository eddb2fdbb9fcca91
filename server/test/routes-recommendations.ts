import { insertRecommendation, upsertLook } from '../src/ai/recommendations/store.ts';
import type { Advice } from '../src/ai/recommendations/advice.ts';
import type { TenantTx } from '../src/platform/tenant-door.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** What is recommended to each tenant of the world. */
export function advisedFor(campaign: string): Advice {
  return {
    kind: 'test_incrementality',
    key: `test_incrementality:${campaign}`,
    subjects: [{ type: 'campaign', key: campaign, name: campaign }],
    title: `Test what ${campaign} causes`,
    says: `Plan an experiment for ${campaign}: it takes 61 % of the spend, and no experiment has shown what it causes.`,
    unit: 'known_conversions',
    gain: { value: 340, low: 310, high: 372, chance: 1 },
    evidence: [{ label: `credited to ${campaign}`, value: '340', definition: 'conversions under the linear model' }],
    against: ['The campaign ends before a test could.'],
    watch: { measure: 'experiments', keys: [campaign], before: 0, variance: 0, days: 90 },
  };
}

/** Recommends that in a tenant, as a daily look does. */
export async function adviseIn(tx: TenantTx, campaign: string, at: Date): Promise<string> {
  const period = { from: new Date('2026-07-13T00:00:00Z'), to: new Date('2026-10-11T00:00:00Z') };
  const silences = [{ kind: 'cut', because: 'Not enough evidence.' } as const];
  await upsertLook(tx, { at, ...period, conversions: 340, silences });
  return insertRecommendation(tx, { advice: advisedFor(campaign), place: 0, currency: 'USD', period, at });
}

export function recommendationRoutes({ mine, theirs }: World): RouteFixture[] {
  const all = api('/ai/recommendations');
  const at = (id: string) => `${all}/${id}`;
  const one = (method: string) => `${method} /api/v1/ai/recommendations/{id}`;
  const body = { status: 'dismissed', note: 'It ends next week.' };
  return [
    {
      operation: 'GET /api/v1/ai/recommendations',
      permission: 'recommendations.read',
      status: 200,
      valid: { path: `${all}?limit=1` },
    },
    { operation: 'GET /api/v1/ai/recommendations/look', permission: 'recommendations.read', status: 200, valid: { path: at('look') } },
    {
      operation: one('GET'),
      permission: 'recommendations.read',
      status: 200,
      valid: { path: at(mine.recommendation) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.recommendation) },
      malformed: at('not-an-id'),
    },
    {
      operation: one('PATCH'),
      permission: 'recommendations.write',
      status: 200,
      valid: { path: at(mine.recommendation), body },
      absent: { path: at(NOBODY), body },
      foreign: { path: at(theirs.recommendation), body },
      malformed: at('not-an-id'),
      audited: 'recommendation.decide',
    },
    {
      operation: 'POST /api/v1/ai/recommendations/refresh',
      permission: 'recommendations.write',
      status: 200,
      valid: { path: at('refresh') },
      audited: 'recommendations.look',
    },
  ];
}
