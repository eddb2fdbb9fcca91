import { countWaitingFirst, type Deleted, deleteOldIn } from '../../attribution/retention/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { dropEmptyEventPartitions } from '../../platform/partitions.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { systemActor } from '../../tenants/authorize.ts';
import { findSampleIn, putSampleIn } from '../../tenants/samples/service.ts';
import { getTenantKeys, listTenantIds } from '../../tenants/service.ts';
import { getSettings } from '../../tenants/settings/service.ts';
import { deleteOldFilteredPixelsIn } from '../../tracking/filteredpixels/service.ts';
import { deleteOldUndeliveredAdsIn } from '../../tracking/insertedads/service.ts';
import { deleteOldRequestsIn } from '../../tracking/requestrecords/service.ts';
import { deleteOldAnswersIn } from '../../tracking/surveys/service.ts';
import { deleteOldImportsIn } from '../../tracking/imports/service.ts';
import { findHorizonIn, moveHorizonIn } from '../../tracking/retention/service.ts';
import { keptFrom } from './rules.ts';

const EVENTS_PER_PART = 5_000;
const LOOK_EVERY_MS = 3_600_000;

/** What lay behind a horizon, and is gone. */
interface Behind extends Deleted {
  answers: number;
  requests: number;
}

/** What a run of one tenant deleted, and from when on its events are kept now. */
export interface Retained extends Behind {
  keptFrom: string | null;
}

const NOTHING: Behind = { answers: 0, requests: 0, touchpoints: 0, conversions: 0, pathVersions: 0 };

function add(a: Behind, b: Behind): Behind {
  return {
    answers: a.answers + b.answers,
    requests: a.requests + b.requests,
    touchpoints: a.touchpoints + b.touchpoints,
    conversions: a.conversions + b.conversions,
    pathVersions: a.pathVersions + b.pathVersions,
  };
}

/** Deletes what lies behind a horizon, part after part, and records it with counts. Stopped on the way, it goes on at the next run. */
async function deleteBehind(context: Context, tenantId: string, before: string): Promise<Behind> {
  const hashing = await getTenantKeys(context, 'system', tenantId);
  await countWaitingFirst(context, 'system', tenantId);
  let sum = NOTHING;
  for (;;) {
    const part = async (tx: TenantTx) => {
      const answers = await deleteOldAnswersIn(tx, before, EVENTS_PER_PART);
      const pixels = await deleteOldFilteredPixelsIn(tx, before, EVENTS_PER_PART);
      const ads = await deleteOldUndeliveredAdsIn(tx, before, EVENTS_PER_PART);
      const requests = pixels + ads + (await deleteOldRequestsIn(tx, before, EVENTS_PER_PART));
      const deleted = { answers, requests, ...(await deleteOldIn(tx, hashing, { before, limit: EVENTS_PER_PART })) };
      if (answers + requests + deleted.touchpoints + deleted.conversions > 0)
        await recordAuditIn(tx, { actor: 'system', action: 'retention.delete', target: before, after: { ...deleted } });
      return deleted;
    };
    const deleted = await inTenant(context.db, tenantId, part, { patient: true });
    sum = add(sum, deleted);
    if (deleted.answers + deleted.requests + deleted.touchpoints + deleted.conversions === 0) return sum;
  }
}

/**
 * Whether deletion up to an instant has to wait for sample data: sums of what retention deletes stay, and those of sample data must not.
 * Where the instant lies within it, sample data is removed from now on, which the server does by itself.
 */
async function waitsForSampleIn(context: Context, tx: TenantTx, before: number): Promise<boolean> {
  const sample = await findSampleIn(tx, true);
  if (sample === undefined) return false;
  if (sample.state === 'removing') return true;
  if (before <= Date.parse(sample.startsOn)) return false;
  await putSampleIn(tx, { ...sample, state: 'removing', changedAt: new Date(context.clock()) });
  await recordAuditIn(tx, { actor: 'system', action: 'sample.remove', target: tx.tenantId });
  return true;
}

/**
 * Keeps a tenant's events no longer than its settings say: what lies behind the horizon is deleted, and the horizon moves on. A new horizon
 * is refused at intake first, and what lies behind it goes at a later run, so that nothing deleted comes in again and counts twice. All of
 * this waits for sample data to be gone, and has it removed once it grows too old.
 */
export async function keepRetention(context: Context, _actor: 'system', tenantId: string): Promise<Retained> {
  const { retentionDays } = await getSettings(context, systemActor(tenantId), tenantId);
  await inTenant(context.db, tenantId, (tx) => deleteOldImportsIn(tx, context.clock()));
  const horizon = await inTenant(context.db, tenantId, findHorizonIn);
  const to = retentionDays === null ? undefined : keptFrom(context.clock(), retentionDays);
  const latest = Math.max(horizon?.keptFrom.getTime() ?? 0, to === undefined ? 0 : Date.parse(to));
  if (await inTenant(context.db, tenantId, (tx) => waitsForSampleIn(context, tx, latest)))
    return { ...NOTHING, keptFrom: horizon?.keptFrom.toISOString() ?? null };
  const deleted = horizon?.isSettled === true ? await deleteBehind(context, tenantId, horizon.keptFrom.toISOString()) : NOTHING;
  if (to !== undefined) await inTenant(context.db, tenantId, (tx) => moveHorizonIn(tx, to));
  const now = await inTenant(context.db, tenantId, findHorizonIn);
  return { ...deleted, keptFrom: now?.keptFrom.toISOString() ?? null };
}

/** `keepRetention` for every tenant, then the partitions that no tenant needs any more. */
export async function keepAllRetention(context: Context, actor: 'system', signal?: AbortSignal): Promise<void> {
  await forEachTenant(await listTenantIds(context, actor), (id) => keepRetention(context, actor, id), {
    task: 'retention',
    failure: 'old events of a tenant could not be deleted; it is tried again in an hour',
    log: context.log,
    signal,
  });
  if (signal?.aborted === true) return;
  await dropEmptyEventPartitions(context.db, context.clock());
}

/** Looks every hour what is older than its tenant keeps it, until `close`. */
export function startRetention(context: Context, actor: 'system'): Rounds {
  const failure = 'old events could not be deleted; it is tried again in an hour';
  return startRounds((signal) => keepAllRetention(context, actor, signal), { everyMs: LOOK_EVERY_MS, failure, log: context.log });
}
