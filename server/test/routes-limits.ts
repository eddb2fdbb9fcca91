import { LimitInput } from '../src/metering/limits/schema.ts';
import { putLimit } from '../src/metering/limits/service.ts';
import { NewReservation } from '../src/metering/reservations/schema.ts';
import { createReservation } from '../src/metering/reservations/service.ts';
import type { Context } from '../src/platform/context.ts';
import type { Actor } from '../src/tenants/authorize.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import { fillBudgets } from './routes-budgets.ts';
import { fillUsage, wordOf } from './routes-usage.ts';
import type { World } from './world.ts';

const limitOn = (meter: string) => ({ meter, period: 'month', soft: '900000', hard: '1000000' }) as const;

/** What the tenant uses, its budgets, limits on a meter of its own, and what is set aside on it: to be settled, kept and given back. */
export async function fillLimits(context: Context, actor: Actor, of: string): Promise<World['mine']['reservations']> {
  await fillUsage(context, actor, of);
  await fillBudgets(context, actor, of);
  const meter = meterOf(of);
  for (const key of [`limit-of-${of}`, `spare-limit-of-${of}`]) await putLimit(context, actor, key, LimitInput.parse(limitOn(meter)));
  const reserve = async () => (await createReservation(context, actor, NewReservation.parse({ meter, quantity: '1' }))).id;
  return { settle: await reserve(), keep: await reserve(), release: await reserve() };
}

export function limitRoutes(world: World): RouteFixture[] {
  return [...ofLimits(world), ...ofReservations(world)];
}

const meterOf = (of: string) => `hours_of_${wordOf(of)}`;

function ofLimits({ mine, theirs }: World): RouteFixture[] {
  const limit = (key: string) => api(`/cost/limits/${key}`);
  const meter = meterOf(mine.campaign);
  return [
    { operation: 'GET /api/v1/cost/limits', permission: 'limits.read', status: 200, valid: { path: api('/cost/limits') } },
    {
      operation: 'GET /api/v1/cost/limits/{key}',
      permission: 'limits.read',
      status: 200,
      valid: { path: limit(`limit-of-${mine.campaign}`) },
      absent: { path: limit('never') },
      foreign: { path: limit(`limit-of-${theirs.campaign}`) },
      malformed: limit('No-Limit'),
    },
    {
      operation: 'PUT /api/v1/cost/limits/{key}',
      permission: 'limits.write',
      status: 200,
      valid: { path: limit('put'), body: limitOn(meter) },
      malformed: limit('No-Limit'),
      audited: 'limit.put',
    },
    {
      operation: 'DELETE /api/v1/cost/limits/{key}',
      permission: 'limits.write',
      status: 204,
      valid: { path: limit(`spare-limit-of-${mine.campaign}`) },
      absent: { path: limit('never') },
      foreign: { path: limit(`spare-limit-of-${theirs.campaign}`) },
      malformed: limit('No-Limit'),
      audited: 'limit.delete',
    },
  ];
}

function ofReservations({ mine, theirs }: World): RouteFixture[] {
  const reservation = (id: string) => api(`/cost/reservations/${id}`);
  const meter = meterOf(mine.campaign);
  const write = { permission: 'reservations.write', status: 200 } as const;
  return [
    {
      operation: 'POST /api/v1/cost/reservations',
      ...write,
      status: 201,
      valid: { path: api('/cost/reservations'), body: { meter, quantity: '1' } },
    },
    {
      operation: 'POST /api/v1/cost/reservations/{id}/settle',
      ...write,
      valid: { path: `${reservation(mine.reservations.settle)}/settle`, body: { quantity: '0.5' } },
      absent: { path: `${reservation(NOBODY)}/settle`, body: { quantity: '0.5' } },
      foreign: { path: `${reservation(theirs.reservations.settle)}/settle`, body: { quantity: '0.5' } },
      malformed: `${reservation('none')}/settle`,
    },
    {
      operation: 'POST /api/v1/cost/reservations/{id}/keep',
      ...write,
      valid: { path: `${reservation(mine.reservations.keep)}/keep`, body: { seconds: 100 } },
      absent: { path: `${reservation(NOBODY)}/keep`, body: { seconds: 100 } },
      foreign: { path: `${reservation(theirs.reservations.keep)}/keep`, body: { seconds: 100 } },
      malformed: `${reservation('none')}/keep`,
    },
    {
      operation: 'DELETE /api/v1/cost/reservations/{id}',
      ...write,
      status: 204,
      valid: { path: reservation(mine.reservations.release) },
      absent: { path: reservation(NOBODY) },
      foreign: { path: reservation(theirs.reservations.release) },
      malformed: reservation('none'),
    },
  ];
}
