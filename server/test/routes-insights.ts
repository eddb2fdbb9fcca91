import type { Finding } from '../src/ai/insights/schema.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** What is found in each tenant of the world. */
export function foundIn(campaign: string): Finding {
  return {
    source: 'anomaly',
    kind: 'spike',
    key: `${campaign} 2026-11-10 conversions`,
    day: '2026-11-10',
    subject: { type: 'campaign', key: campaign },
    finding: `Conversions of ${campaign} were three times what is usual on a Tuesday.`,
    evidence: [{ label: 'conversions', value: '30, where 8 to 14 were expected' }],
  };
}

export function insightRoutes({ mine, theirs }: World): RouteFixture[] {
  const at = (id: string) => api(`/ai/insights/${id}`);
  const one = (method: string) => `${method} /api/v1/ai/insights/{id}`;
  const body = { status: 'done', note: 'A sale ran that day.' };
  return [
    { operation: 'GET /api/v1/ai/insights', permission: 'insights.read', status: 200, valid: { path: api('/ai/insights?limit=1') } },
    {
      operation: one('GET'),
      permission: 'insights.read',
      status: 200,
      valid: { path: at(mine.insight) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.insight) },
      malformed: at('not-an-id'),
    },
    {
      operation: one('PATCH'),
      permission: 'insights.write',
      status: 200,
      valid: { path: at(mine.insight), body },
      absent: { path: at(NOBODY), body },
      foreign: { path: at(theirs.insight), body },
      malformed: at('not-an-id'),
      audited: 'insight.change',
    },
  ];
}
