import { advanceSample } from '../src/metering/collecting/store.ts';
import { acceptUsage, putMeter } from '../src/metering/usage/service.ts';
import type { Context } from '../src/platform/context.ts';
import { inTenant } from '../src/platform/tenant-door.ts';
import type { Actor } from '../src/tenants/authorize.ts';
import { api, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** A word that a meter's key may hold. */
export const wordOf = (key: string) => key.replaceAll('-', '_');

const METER = { unit: 'hours', aggregation: 'sum', description: 'Of audio.' } as const;

const used = (id: string, type: string, value: number | string) => ({
  id,
  source: 'a-program',
  type,
  time: '2026-11-18T10:00:00Z',
  data: { value },
});

/** What each tenant of the world uses: meters of its own, one of them without usage. */
export async function fillUsage(context: Context, actor: Actor, of: string): Promise<void> {
  const mark = wordOf(of);
  await putMeter(context, actor, `hours_of_${mark}`, METER);
  await putMeter(context, actor, `people_of_${mark}`, { ...METER, aggregation: 'unique' });
  await putMeter(context, actor, `spare_of_${mark}`, METER);
  const { accepted } = await acceptUsage(context, actor, [used('1', `hours_of_${mark}`, 2), used('2', `people_of_${mark}`, 'somebody')]);
  // How far the month before was counted.
  await inTenant(context.db, actor.tenantId, (tx) => advanceSample(tx, 'events', { period: '2026-10-01', counted: 1 }));
  if (accepted !== 2) throw new Error('usage was not accepted');
}

export function usageRoutes({ mine, theirs }: World): RouteFixture[] {
  const [ours, others] = [wordOf(mine.campaign), wordOf(theirs.campaign)];
  const meter = (key: string) => api(`/cost/meters/${key}`);
  const [get, put] = [{ permission: 'usage.read', status: 200 } as const, { permission: 'meters.write', audited: 'meter.put' } as const];
  return [
    {
      operation: 'POST /api/v1/cost/usage',
      permission: 'usage.create',
      status: 202,
      valid: { path: api('/cost/usage'), body: { events: [used('by-http', `hours_of_${ours}`, 1)] } },
    },
    { operation: 'GET /api/v1/cost/usage', ...get, valid: { path: api('/cost/usage?groupBy=day') } },
    {
      operation: 'GET /api/v1/cost/usage/events',
      ...get,
      valid: { path: api(`/cost/usage/events?limit=1&meter=hours_of_${ours}`) },
    },
    { operation: 'GET /api/v1/cost/meters', ...get, valid: { path: api('/cost/meters') } },
    {
      operation: 'PUT /api/v1/cost/meters/{key}',
      ...put,
      status: 200,
      valid: { path: meter('put'), body: METER },
      malformed: meter('No-Meter'),
    },
    {
      operation: 'DELETE /api/v1/cost/meters/{key}',
      permission: 'meters.write',
      status: 204,
      valid: { path: meter(`spare_of_${ours}`) },
      absent: { path: meter('never') },
      foreign: { path: meter(`spare_of_${others}`) },
      malformed: meter('No-Meter'),
      audited: 'meter.delete',
    },
  ];
}
