import { drainTenant } from '../../attribution/paths/service.ts';
import { listSampleEpisodesIn } from '../../ai/sampletexts/service.ts';
import { listSharedSampleCampaignsIn, removeSamplePartIn } from '../../attribution/sampleevents/service.ts';
import { restateUrgent } from '../../attribution/subjects/service.ts';
import { putCampaign } from '../../catalog/campaigns/service.ts';
import { putCode, removeCode } from '../../catalog/codes/service.ts';
import { putEpisode } from '../../catalog/episodes/service.ts';
import { findCatalogFirstsIn } from '../../catalog/firsts/service.ts';
import { deleteSampleEntriesIn, listSampleCodesIn } from '../../catalog/sampleentries/service.ts';
import { putShow } from '../../catalog/shows/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inClaim, inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, systemActor } from '../../tenants/authorize.ts';
import {
  beginSampleIn,
  endSampleIn,
  findSampleIn,
  listUnfinishedSamplesIn,
  putSampleIn,
  type StoredSample,
} from '../../tenants/samples/service.ts';
import { forgetLoneAddressesIn } from '../../tracking/addresses/service.ts';
import { findEventFirstsIn } from '../../tracking/firsts/service.ts';
import { acceptConversions, acceptTouchpoints } from '../../tracking/intake/service.ts';
import { findFirstSampleDayIn, hasSampleEventsIn, listCarriedSampleKeysIn } from '../../tracking/sampleevents/service.ts';
import { sampleStart, sampleWorld } from './rules.ts';
import type { Sample } from './schema.ts';

const EVENTS_PER_PART = 500;
const RESUME_EVERY_MS = 15_000;

function toSample(stored: StoredSample | undefined): Sample {
  if (stored === undefined) return { state: 'none', startsOn: null, changedAt: null, touchpoints: 0, conversions: 0 };
  return { ...stored, changedAt: stored.changedAt.toISOString() };
}

function requireOwn(actor: Actor, tenantId: string): void {
  if (actor.tenantId !== tenantId) throw new AppError('not_found', 'There is no such tenant.');
}

const readSample = (context: Context, tenantId: string) => inTenant(context.db, tenantId, (tx) => findSampleIn(tx));

/** Whether there is sample data in the tenant, and how far it is loaded or removed. @throws AppError `forbidden`; `not_found`. */
export async function getSample(context: Context, actor: Actor, tenantId: string): Promise<Sample> {
  authorize(actor, 'onboarding.read');
  requireOwn(actor, tenantId);
  return toSample(await readSample(context, tenantId));
}

async function fill(
  context: Context,
  actor: Actor,
  startsOn: string,
  lost: AbortSignal,
): Promise<{ touchpoints: number; conversions: number }> {
  const world = sampleWorld(startsOn);
  const { tenantId } = actor;
  for (const { key, name, spendMinor, currency, codes } of world.campaigns) {
    await putCampaign(context, actor, key, { name, spendMinor, currency });
    for (const { code, show } of codes) await putCode(context, actor, { campaign: key, code, details: { show } });
  }
  for (const { key, name } of world.shows) await putShow(context, actor, key, { name });
  for (const { key, name } of world.episodes) await putEpisode(context, actor, key, { name });
  lost.throwIfAborted();
  const [touchpoints, conversions] = [await acceptTouchpoints(context, actor, world.touchpoints, 'server'), world.conversions];
  await drainTenant(context, 'system', tenantId, { signal: lost });
  lost.throwIfAborted();
  const bought = await acceptConversions(context, actor, conversions, 'server');
  await drainTenant(context, 'system', tenantId, { signal: lost });
  lost.throwIfAborted();
  return { touchpoints: touchpoints.accepted + touchpoints.duplicates, conversions: bought.accepted + bought.duplicates };
}

/** Loads what is still missing; what is there already counts as a duplicate. */
async function goOnLoading(context: Context, actor: Actor, startsOn: string, lost: AbortSignal): Promise<void> {
  const counts = await fill(context, actor, startsOn, lost);
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const sample = await findSampleIn(tx, true);
    // Somebody may have asked for it to be removed meanwhile.
    if (sample?.state !== 'loading') return;
    await putSampleIn(tx, { ...sample, ...counts, state: 'loaded', changedAt: new Date(context.clock()) });
  });
}

/** Removes part after part; the row that says so goes last. */
async function goOnRemoving(context: Context, actor: Actor, startsOn: string, lost: AbortSignal): Promise<void> {
  const { tenantId } = actor;
  const what = { startsOn, limit: EVENTS_PER_PART };
  const removePart = () => inTenant(context.db, tenantId, (tx) => removeSamplePartIn(context, tx, what), { patient: true });
  while (await removePart()) lost.throwIfAborted();
  for (const code of await inTenant(context.db, tenantId, listSampleCodesIn)) await removeCode(context, actor, code);
  await restateUrgent(context, 'system', tenantId, lost);
  lost.throwIfAborted();
  await inTenant(
    context.db,
    tenantId,
    async (tx) => {
      await forgetLoneAddressesIn(context, tx);
      const events = await listCarriedSampleKeysIn(tx, startsOn);
      const carried = [events, await listSharedSampleCampaignsIn(tx), await listSampleEpisodesIn(tx)].flat();
      await deleteSampleEntriesIn(tx, sampleWorld(startsOn), carried);
      await endSampleIn(tx);
    },
    { patient: true },
  );
}

/** Goes on loading or removing the sample data of a tenant, unless another process is at it. Cut off, it can run again. */
export async function workOnSample(context: Context, _actor: 'system', tenantId: string): Promise<void> {
  const actor = systemActor(tenantId);
  await inClaim(context.db, `sample:${tenantId}`, async (lost) => {
    const sample = await readSample(context, tenantId);
    if (sample?.state === 'loading') await goOnLoading(context, actor, sample.startsOn, lost);
    const now = await readSample(context, tenantId);
    if (now?.state === 'removing') await goOnRemoving(context, actor, now.startsOn, lost);
  });
}

/**
 * Fills an empty tenant with a small simulated world, through the same intake as any events. Where there is sample data already, or it is
 * being loaded, it stays.
 * @throws AppError `forbidden`; `not_found`; `conflict` for a tenant that is not empty, and while sample data is being removed.
 */
export async function loadSample(context: Context, actor: Actor, tenantId: string): Promise<Sample> {
  authorize(actor, 'onboarding.write');
  requireOwn(actor, tenantId);
  await inTenant(context.db, tenantId, async (tx) => {
    const before = await findSampleIn(tx, true);
    if (before?.state === 'removing') throw new AppError('conflict', 'Sample data is being removed; try again when it is gone.');
    if (before !== undefined) return;
    const [{ isBooked }, { hasTouchpoint, hasConversion }] = [await findCatalogFirstsIn(tx), await findEventFirstsIn(tx)];
    if (isBooked || hasTouchpoint || hasConversion)
      throw new AppError('conflict', 'Sample data is for an empty tenant; this one has shows, campaigns or events of its own.');
    const startsOn = sampleStart(context.clock());
    if (await beginSampleIn(tx, startsOn, new Date(context.clock())))
      await recordAuditIn(tx, { actor: actor.name, action: 'sample.load', target: tenantId, after: { startsOn } });
  });
  await workOnSample(context, 'system', tenantId);
  return toSample(await readSample(context, tenantId));
}

/** Begins anew where nothing is known of sample data and events of it are there: a loader that was cut off may have sent them late. */
async function findLeftIn(context: Context, tx: TenantTx): Promise<StoredSample | undefined> {
  if (!(await hasSampleEventsIn(tx))) return undefined;
  const startsOn = (await findFirstSampleDayIn(tx)) ?? sampleStart(context.clock());
  await beginSampleIn(tx, startsOn, new Date(context.clock()));
  return findSampleIn(tx, true);
}

/**
 * Removes the sample data of a tenant wholly; what is the tenant's own stays, and is credited as if there never had been any. Where there
 * is none, nothing happens.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function removeSample(context: Context, actor: Actor, tenantId: string): Promise<Sample> {
  authorize(actor, 'onboarding.write');
  requireOwn(actor, tenantId);
  await inTenant(context.db, tenantId, async (tx) => {
    const before = (await findSampleIn(tx, true)) ?? (await findLeftIn(context, tx));
    if (before === undefined || before.state === 'removing') return;
    await putSampleIn(tx, { ...before, state: 'removing', changedAt: new Date(context.clock()) });
    await recordAuditIn(tx, { actor: actor.name, action: 'sample.remove', target: tenantId });
  });
  await workOnSample(context, 'system', tenantId);
  return toSample(await readSample(context, tenantId));
}

/** Goes on with what was cut off, until `close`. */
export function startSamples(context: Context, actor: 'system'): Rounds {
  const look = async (signal: AbortSignal) => {
    const failure = 'the sample data of a tenant could not be loaded or removed; it is tried again shortly';
    const unfinished = await inDirectory(context.db, listUnfinishedSamplesIn);
    await forEachTenant(unfinished, (tenantId) => workOnSample(context, actor, tenantId), {
      task: 'samples',
      failure,
      log: context.log,
      signal,
    });
  };
  return startRounds(look, { everyMs: RESUME_EVERY_MS, failure: 'sample data could not be looked after', log: context.log });
}
