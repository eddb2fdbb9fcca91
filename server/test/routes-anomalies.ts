import type { Group } from '../src/ai/anomalies/grouping.ts';
import { DAY_MS, type Series } from '../src/ai/anomalies/series.ts';
import { replaceSeries, upsertAnomaly, upsertRound } from '../src/ai/anomalies/store.ts';
import { newId } from '../src/platform/chance.ts';
import type { TenantTx } from '../src/platform/tenant-door.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

const LAST_MS = Date.parse('2026-11-10');

/** Keeps a series of each tenant of the world with what was unusual in it, and resolves with the anomaly's id. */
export async function keepAnomalyIn(tx: TenantTx, campaign: string): Promise<string> {
  const name = { metric: 'impressions', subjectType: 'campaign', subjectKey: campaign } as const;
  const values = Array.from({ length: 60 }, (_, day) => (day === 59 ? 0 : 900 + ((day * 37) % 90)));
  const series: Series = { ...name, grain: 'day', startsAtMs: LAST_MS - 59 * DAY_MS, values };
  const group: Group = {
    key: `of ${campaign}`,
    grain: 'day',
    cause: 'series',
    family: 'delivery',
    direction: 'down',
    subjectType: 'campaign',
    subjectKey: campaign,
    startsAtMs: LAST_MS,
    endsAtMs: LAST_MS,
    members: [{ ...name, atMs: LAST_MS, kind: 'drop', value: 0, expected: 950, low: 860, high: 1_040, score: 0.9 }],
  };
  await replaceSeries(tx, 'day', [series]);
  await upsertRound(tx, { daysThrough: '2026-11-10', hoursThrough: new Date(LAST_MS) });
  const stored = await upsertAnomaly(tx, newId(), group, { finding: `Impressions of ${campaign} fell to 0.`, at: new Date(LAST_MS) });
  if (!stored) throw new Error('the anomaly was kept before');
  return stored.id;
}

export function anomalyRoutes({ mine, theirs }: World): RouteFixture[] {
  const at = (id: string, part = '') => api(`/ai/anomalies/${id}${part}`);
  const read = { permission: 'anomalies.read', status: 200 } as const;
  const body = { verdict: 'wrong', note: 'The host was moved.' };
  const ofOne = (part: string) => ({
    operation: `GET /api/v1/ai/anomalies/{id}${part}`,
    ...read,
    valid: { path: at(mine.anomaly, part) },
    absent: { path: at(NOBODY, part) },
    foreign: { path: at(theirs.anomaly, part) },
    malformed: at('not-an-id', part),
  });
  return [
    { operation: 'GET /api/v1/ai/anomalies', ...read, valid: { path: api('/ai/anomalies?limit=1&metric=impressions&status=open') } },
    { operation: 'GET /api/v1/ai/anomalies/watch', ...read, valid: { path: api('/ai/anomalies/watch') } },
    ofOne(''),
    ofOne('/series'),
    {
      operation: 'PUT /api/v1/ai/anomalies/{id}/feedback',
      permission: 'anomalies.judge',
      status: 200,
      valid: { path: at(mine.anomaly, '/feedback'), body },
      absent: { path: at(NOBODY, '/feedback'), body },
      foreign: { path: at(theirs.anomaly, '/feedback'), body },
      malformed: at('not-an-id', '/feedback'),
      audited: 'anomaly.judge',
    },
  ];
}
