import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inClaim, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { takeTallies } from '../../platform/usage-tally.ts';
import { countEventsOfIn, findStorageIn } from '../../tenants/quotas/service.ts';
import { listTenantIds } from '../../tenants/service.ts';
import type { BuiltInMeter } from '../usage/meters.ts';
import { quantityOf } from '../usage/rules.ts';
import { forgetOldUsage, type OwnUsage, recordUsageIn } from '../usage/service.ts';
import { advanceSample } from './store.ts';

const FLUSH_EVERY_MS = 10_000;
const SAMPLE_EVERY_MS = 60_000;
const FORGET_EVERY_MS = 6 * 3_600_000;
const HOUR_MS = 3_600_000;
const BYTES_PER_GB = 1_000_000_000;

/** What was taken from this process's memory and is not stored yet, by tenant: it keeps its ids, so that it counts once. */
interface Batch {
  tenantId: string;
  used: OwnUsage[];
}

const batchesByContext = new WeakMap<Context, Batch[]>();

function takeBatches(context: Context): Batch[] {
  const waiting = batchesByContext.get(context) ?? [];
  const atMs = context.clock();
  const tallies = takeTallies(context.db, context.log).filter(({ quantity }) => quantity > 0);
  for (const [tenantId, some] of Map.groupBy(tallies, (tally) => tally.tenantId)) {
    const used = some.flatMap(({ meter, quantity: amount }): OwnUsage[] => {
      const quantity = quantityOf(amount);
      return quantity === undefined ? [] : [{ meter: meter as BuiltInMeter, id: newId(), quantity, atMs }];
    });
    waiting.push({ tenantId, used });
  }
  batchesByContext.set(context, waiting);
  return waiting;
}

/**
 * Stores what this process counted in its memory. What cannot be stored waits for the next time and counts once then; what belongs to a
 * tenant that is gone is let go.
 */
export async function flushTallies(context: Context, actor: 'system'): Promise<void> {
  const waiting = takeBatches(context);
  if (waiting.length === 0) return;
  const present = new Set(await listTenantIds(context, actor));
  while (waiting.length > 0) {
    const { tenantId, used } = waiting[0];
    if (present.has(tenantId)) await inTenant(context.db, tenantId, (tx) => recordUsageIn(context, tx, used), { unmetered: true });
    waiting.shift();
  }
}

/** The last instant of a month that is named by its first day, or now where it is not over. */
function instantIn(month: string, nowMs: number): number {
  const [year, number] = month.split('-').map(Number);
  return Math.min(nowMs, Date.UTC(year, number, 1) - 1);
}

/** The months whose events may have been counted since the last look: this one and the one before. */
function monthsAt(nowMs: number): string[] {
  const now = new Date(nowMs);
  return [-1, 0].map((offset) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1)).toISOString().slice(0, 10));
}

async function sampleEventsIn(context: Context, tx: TenantTx): Promise<void> {
  const nowMs = context.clock();
  for (const month of monthsAt(nowMs)) {
    const counted = await countEventsOfIn(tx, month);
    const more = counted === 0 ? 0 : await advanceSample(tx, 'events', { period: month, counted });
    if (more <= 0) continue;
    const used: OwnUsage = { meter: 'events', id: `${month}:${counted}`, quantity: String(more), atMs: instantIn(month, nowMs) };
    await recordUsageIn(context, tx, [used]);
  }
}

async function sampleStorageIn(context: Context, tx: TenantTx): Promise<void> {
  const measured = await findStorageIn(tx);
  if (measured === undefined || measured.bytes === 0) return;
  const hour = `${measured.measuredAt.toISOString().slice(0, 13)}:00:00Z`;
  // Once an hour is counted, its number does not grow any more.
  const isNew = await advanceSample(tx, 'storage', { period: '1970-01-01', counted: Math.floor(measured.measuredAt.getTime() / HOUR_MS) });
  if (isNew <= 0) return;
  const [atMs, gigabytes] = [measured.measuredAt.getTime(), quantityOf(measured.bytes / BYTES_PER_GB)];
  await recordUsageIn(context, tx, [
    { meter: 'storage_bytes', id: hour, quantity: String(measured.bytes), atMs },
    ...(gigabytes === undefined ? [] : [{ meter: 'storage_gb_hours' as const, id: hour, quantity: gigabytes, atMs }]),
  ]);
}

/** Counts what other parts of the database tell: how many events came since the last look, and what was measured as stored. */
export async function sampleUsage(context: Context, actor: 'system', signal?: AbortSignal): Promise<void> {
  const sample = (tenantId: string) =>
    inTenant(
      context.db,
      tenantId,
      async (tx) => {
        await sampleEventsIn(context, tx);
        await sampleStorageIn(context, tx);
      },
      { unmetered: true },
    );
  const options = {
    task: 'usage-samples',
    failure: "a tenant's usage could not be counted; it is tried again",
    log: context.log,
    ...(signal && { signal }),
  };
  await forEachTenant(await listTenantIds(context, actor), sample, options);
}

async function forget(context: Context, actor: 'system', signal: AbortSignal): Promise<void> {
  const options = {
    task: 'usage-upkeep',
    failure: 'old usage of a tenant could not be forgotten; it is tried again',
    log: context.log,
    signal,
  };
  await forEachTenant(await listTenantIds(context, actor), (tenantId) => forgetOldUsage(context, actor, tenantId), options);
}

/**
 * Stores what this process counts in its memory until `close`, which stores the rest: otherwise that happens every ten seconds, so that a
 * process that is killed loses ten seconds of calls, bytes, mails, processor and database time at most. Events, runs, AI and usage that is
 * sent are counted in the database from the start and lose nothing.
 */
export function startTallying(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const failure = 'what tenants used could not be stored; it waits';
  const flush = startRounds(() => flushTallies(context, actor), { everyMs: FLUSH_EVERY_MS, failure, log });
  return {
    close: async () => {
      await flush.close();
      await flushTallies(context, actor).catch((error: unknown) => log.warn({ err: error }, 'what tenants used last could not be stored'));
    },
  };
}

/** Counts what the database tells of tenants' usage, and forgets what is too old, until `close`. */
export function startCollecting(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const alone = (name: string, work: (signal: AbortSignal) => Promise<void>) => async (signal: AbortSignal) => {
    await inClaim(context.db, name, () => work(signal));
  };
  const sample = startRounds(
    alone('usage samples', (signal) => sampleUsage(context, actor, signal)),
    { everyMs: SAMPLE_EVERY_MS, failure: 'usage could not be counted; it is tried again', log },
  );
  const forgetting = startRounds(
    alone('old usage', (signal) => forget(context, actor, signal)),
    { everyMs: FORGET_EVERY_MS, failure: 'old usage could not be forgotten; it is tried again', log },
  );
  return { close: async () => void (await Promise.all([sample.close(), forgetting.close()])) };
}
