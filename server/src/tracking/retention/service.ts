import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import type { ConversionEvidence } from '../evidence/rules.ts';
import { eraseShareEventsIn } from '../shares/service.ts';
import { erasedEventOf } from '../subjects/rules.ts';
import type { Subject } from '../subjects/service.ts';
import { closeIntake, deleteEventKeys, insertErasedEvents } from '../subjects/store.ts';
import {
  deleteConversionsWhole,
  deleteOldTouchpoints,
  findHorizon,
  findOldConversionIds,
  type Horizon,
  moveHorizon,
  moveRefunds,
} from './store.ts';

export type { Horizon };

/** How long a process goes by a horizon without asking again; nothing behind a new one is deleted before ten minutes are over. */
const TRUST_MS = 60_000;
const MOST_REMEMBERED = 10_000;

interface Remembered {
  keptFromMs: number | undefined;
  untilMs: number;
}

const rememberedByContext = new WeakMap<Context, Map<string, Remembered>>();

/** From when on a tenant's events are kept, in milliseconds, as of a minute ago at most; undefined while all are. */
export async function getKeptFromMs(context: Context, _actor: 'system', tenantId: string): Promise<number | undefined> {
  let remembered = rememberedByContext.get(context);
  if (!remembered) rememberedByContext.set(context, (remembered = new Map<string, Remembered>()));
  const nowMs = context.clock();
  const known = remembered.get(tenantId);
  if (known && known.untilMs > nowMs) return known.keptFromMs;
  const horizon = await inTenant(context.db, tenantId, findHorizon);
  if (remembered.size >= MOST_REMEMBERED) remembered.clear();
  const keptFromMs = horizon?.keptFrom.getTime();
  remembered.set(tenantId, { keptFromMs, untilMs: nowMs + TRUST_MS });
  return keptFromMs;
}

/** The tenant's horizon; undefined while all events are kept. */
export async function findHorizonIn(tx: TenantTx): Promise<Horizon | undefined> {
  return findHorizon(tx);
}

/** Events from before this instant are refused from now on; an earlier instant than the present one changes nothing. */
export async function moveHorizonIn(tx: TenantTx, keptFrom: string): Promise<void> {
  if (await moveHorizon(tx, keptFrom))
    await recordAuditIn(tx, { actor: 'system', action: 'retention.move', target: 'horizon', after: { keptFrom } });
}

/** Deletes up to `limit` touchpoints from before an instant; returns how many. Shares they took part in are matched again without them. */
export async function deleteOldTouchpointsIn(tx: TenantTx, before: string, limit: number): Promise<number> {
  const ids = await deleteOldTouchpoints(tx, before, limit);
  await eraseShareEventsIn(tx, 'touchpoint', ids);
  return ids.length;
}

/** Up to `limit` conversions from before an instant whose paths are built. */
export async function findOldConversionIdsIn(tx: TenantTx, before: string, limit: number): Promise<string[]> {
  return findOldConversionIds(tx, before, limit);
}

/** Hands the refunds of records over to other records of the same orders; of a refund sent for both, the larger value stays. */
export async function moveRefundsIn(tx: TenantTx, moves: readonly { from: string; to: string }[]): Promise<void> {
  if (moves.length > 0) await moveRefunds(tx, moves);
}

/**
 * Deletes conversions with their keys and refunds. Of those from after `before`, which are further records of older orders, a hash stays
 * that keeps them out when they are sent again, since they would count as orders of their own.
 */
export async function deleteOldConversionsIn(
  tx: TenantTx,
  conversions: readonly ConversionEvidence[],
  { before, hashing }: { before: string; hashing: Subject['hashing'] },
): Promise<void> {
  await eraseShareEventsIn(
    tx,
    'conversion',
    conversions.map(({ id }) => id),
  );
  const younger = conversions.filter(({ occurredAtMs }) => occurredAtMs >= Date.parse(before));
  if (younger.length > 0) {
    await closeIntake(tx);
    await insertErasedEvents(
      tx,
      younger.map(({ id }) => erasedEventOf('conversion', id, hashing)),
    );
  }
  const ids = conversions.map(({ id }) => id);
  await deleteConversionsWhole(tx, ids);
  await deleteEventKeys(tx, 'conversion', ids);
}
