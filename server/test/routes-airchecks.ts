import { type BriefDetails, BriefDetails as Details } from '../src/ai/briefs/schema.ts';
import { putBrief } from '../src/ai/briefs/service.ts';
import { createAircheck } from '../src/ai/airchecks/service.ts';
import { PlacementDetails } from '../src/catalog/placements/schema.ts';
import { putPlacement } from '../src/catalog/placements/service.ts';
import type { Context } from '../src/platform/context.ts';
import type { Actor } from '../src/tenants/authorize.ts';
import { api, NOBODY, type RouteFixture } from './route-fixture.ts';
import type { World } from './world.ts';

/** What is asked of reads in tests. */
export const BRIEF: BriefDetails = Details.parse({ sponsor: 'Lumen Lamps', promoCode: 'GLOW20', position: 'mid_roll' });

/** A placement whose ad is part of the audio, with a brief, and two airchecks against it: one that stays and one for one test. */
export async function fillAirchecks(context: Context, actor: Actor, of: { key: string; campaign: string; transcript: string }) {
  const { key, campaign, transcript } = of;
  const placed = PlacementDetails.parse({ campaign, show: 'a-show', position: 'mid_roll', kind: 'baked_in' });
  for (const name of [key, `spare-${key}`]) {
    await putPlacement(context, actor, name, placed);
    await putBrief(context, actor, name, BRIEF);
  }
  const [aircheck, spareAircheck] = [
    await createAircheck(context, actor, { placement: key, transcript }),
    await createAircheck(context, actor, { placement: key, transcript }),
  ];
  return { aired: key, aircheck: aircheck.id, spareAircheck: spareAircheck.id };
}

const LONG = 'x'.repeat(201);

function briefRoutes({ mine, theirs }: World): RouteFixture[] {
  const at = (key: string) => api(`/ai/briefs/${key}`);
  return [
    { operation: 'GET /api/v1/ai/briefs', permission: 'airchecks.read', status: 200, valid: { path: api('/ai/briefs?limit=1') } },
    {
      operation: 'GET /api/v1/ai/briefs/{placement}',
      permission: 'airchecks.read',
      status: 200,
      valid: { path: at(mine.aired) },
      absent: { path: at('never') },
      foreign: { path: at(theirs.aired) },
      malformed: at(LONG),
    },
    {
      operation: 'PUT /api/v1/ai/briefs/{placement}',
      permission: 'airchecks.write',
      status: 200,
      valid: { path: at(mine.aired), body: { ...BRIEF } },
      absent: { path: at('never'), body: { ...BRIEF } },
      foreign: { path: at(theirs.aired), body: { ...BRIEF } },
      malformed: at(LONG),
      audited: 'brief.put',
    },
    {
      operation: 'DELETE /api/v1/ai/briefs/{placement}',
      permission: 'airchecks.write',
      status: 204,
      valid: { path: at(`spare-${mine.aired}`) },
      absent: { path: at('never') },
      foreign: { path: at(`spare-${theirs.aired}`) },
      malformed: at(LONG),
      audited: 'brief.delete',
    },
  ];
}

export function aircheckRoutes(world: World): RouteFixture[] {
  const { mine, theirs } = world;
  const all = api('/ai/airchecks');
  const at = (id: string) => api(`/ai/airchecks/${id}`);
  const evidence = (id: string) => `${at(id)}/evidence`;
  return [
    ...briefRoutes(world),
    { operation: 'GET /api/v1/ai/airchecks', permission: 'airchecks.read', status: 200, valid: { path: `${all}?limit=1` } },
    {
      operation: 'POST /api/v1/ai/airchecks',
      permission: 'airchecks.write',
      status: 201,
      valid: { path: all, body: { placement: mine.aired, transcript: mine.transcript } },
      audited: 'aircheck.create',
    },
    {
      operation: 'GET /api/v1/ai/airchecks/{id}',
      permission: 'airchecks.read',
      status: 200,
      valid: { path: at(mine.aircheck) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.aircheck) },
      malformed: at('not-an-id'),
    },
    {
      operation: 'GET /api/v1/ai/airchecks/{id}/evidence',
      permission: 'airchecks.read',
      status: 200,
      valid: { path: evidence(mine.aircheck) },
      absent: { path: evidence(NOBODY) },
      foreign: { path: evidence(theirs.aircheck) },
      malformed: evidence('not-an-id'),
    },
    {
      operation: 'DELETE /api/v1/ai/airchecks/{id}',
      permission: 'airchecks.write',
      status: 204,
      valid: { path: at(mine.spareAircheck) },
      absent: { path: at(NOBODY) },
      foreign: { path: at(theirs.spareAircheck) },
      malformed: at('not-an-id'),
      audited: 'aircheck.delete',
    },
  ];
}
