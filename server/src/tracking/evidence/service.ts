import { countChangedCodesIn, listTenantsWithChangedCodesIn } from '../../catalog/codes/service.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { type ConversionEvidence, type History, KEY_FIELDS, keySpans, type TouchpointEvidence } from './rules.ts';
import {
  countWaiting,
  findConversions,
  findConversionsOfOrders,
  findHistory,
  findTouchpoints,
  insertAllDirty,
  insertDirty,
  insertDirtyAfter,
  insertDirtyByCodes,
  listTenantsWithWork,
  preferIndexProbes,
  takeDirty,
  type TakenTouchpoints,
  takeTouchpoints,
} from './store.ts';

export type { ConversionEvidence, History, TakenTouchpoints, TouchpointEvidence };

const MOST_COUNTED = 100_000;
const DAY_MS = 86_400_000;

/** Prepares the transaction for taking and building: joins probe by index whatever the statistics say. */
export async function prepareMatchingIn(tx: TenantTx): Promise<void> {
  await preferIndexProbes(tx);
}

/**
 * Takes up to `limit` waiting touchpoints and marks the conversions each may change: those within `lookbackDays` after it that share a key.
 */
export async function takeNewTouchpointsIn(tx: TenantTx, limit: number, lookbackDays: number): Promise<TakenTouchpoints> {
  return takeTouchpoints(tx, limit, lookbackDays);
}

/** Takes up to `limit` conversions whose path is to be built, each with the reason it waited for. */
export async function takeDirtyConversionsIn(tx: TenantTx, limit: number): Promise<{ id: string; reason: string }[]> {
  return takeDirty(tx, limit);
}

/** Marks conversions to be matched again. */
export async function markDirtyIn(tx: TenantTx, ids: string[], reason: string): Promise<void> {
  if (ids.length > 0) await insertDirty(tx, ids, reason, 0);
}

/** Marks the conversions that carry one of these codes. */
export async function markCodesDirtyIn(tx: TenantTx, codes: string[]): Promise<void> {
  if (codes.length > 0) await insertDirtyByCodes(tx, codes);
}

/** Marks every conversion of the tenant; returns how many. */
export async function markAllDirtyIn(tx: TenantTx): Promise<number> {
  return insertAllDirty(tx);
}

/** Marks the later conversions of the people behind these, because their purchase and visit history changed. */
export async function markLaterConversionsIn(tx: TenantTx, conversions: ConversionEvidence[]): Promise<void> {
  const telling = conversions.filter(({ kind }) => kind === 'purchase' || kind === 'subscription' || kind === 'visit');
  if (telling.length > 0) await insertDirtyAfter(tx, telling);
}

/** These conversions, and every other conversion of the same orders. */
export async function findConversionsWithOrdersIn(tx: TenantTx, ids: string[]): Promise<ConversionEvidence[]> {
  const asked = await findConversions(tx, ids);
  const orderIds = [...new Set(asked.flatMap(({ orderId }) => orderId ?? []))];
  const related = orderIds.length === 0 ? [] : await findConversionsOfOrders(tx, orderIds);
  return [...new Map([...asked, ...related].map((one) => [one.id, one])).values()];
}

/** One conversion; undefined when the tenant has none of this id. */
export async function findConversionIn(tx: TenantTx, id: string): Promise<ConversionEvidence | undefined> {
  const [found] = await findConversions(tx, [id]);
  return found;
}

/** Every touchpoint that shares an identity key with one of these conversions inside the lookback, each once, in no particular order. */
export async function findCandidatesIn(
  tx: TenantTx,
  conversions: ConversionEvidence[],
  lookbackDays: number,
): Promise<TouchpointEvidence[]> {
  const spans = keySpans(conversions, lookbackDays * DAY_MS);
  const byId = new Map<string, TouchpointEvidence>();
  for (const field of KEY_FIELDS) {
    if (spans[field].length === 0) continue;
    for (const touchpoint of await findTouchpoints(tx, field, spans[field])) byId.set(touchpoint.id, touchpoint);
  }
  return [...byId.values()];
}

/** For each user, e-mail and device key of these conversions, the earliest purchase and visit on record. */
export async function findHistoriesIn(tx: TenantTx, conversions: ConversionEvidence[]): Promise<Map<string, History>> {
  const histories = new Map<string, History>();
  for (const field of ['userKey', 'emailKey', 'deviceKey'] as const) {
    const keys = [...new Set(conversions.flatMap((conversion) => conversion[field] ?? []))];
    if (keys.length === 0) continue;
    for (const [key, history] of await findHistory(tx, field, keys)) histories.set(key, history);
  }
  return histories;
}

/** Work that waits, counted up to 100,000 of each kind. */
export interface Waiting {
  conversions: number;
  touchpoints: number;
  codes: number;
  /**
   * An upper bound of the conversions whose figures may still change: each touchpoint and each code counts as one. Zero means that every
   * acknowledged event is in the paths.
   */
  most: number;
  oldestAt: Date | null;
}

/** How much of the tenant's acknowledged work is not in its paths yet. */
export async function countWaitingIn(tx: TenantTx): Promise<Waiting> {
  const { conversions, touchpoints, oldestAt } = await countWaiting(tx, MOST_COUNTED);
  const codes = await countChangedCodesIn(tx);
  const instants = [oldestAt, codes.oldestAt].flatMap((at) => at ?? []).sort((a, b) => a.getTime() - b.getTime());
  return { conversions, touchpoints, codes: codes.count, most: conversions + touchpoints + codes.count, oldestAt: instants[0] ?? null };
}

/** The tenants that have touchpoints, conversions or codes waiting. */
export async function listTenantsWithWorkIn(tx: DirectoryTx): Promise<string[]> {
  return [...new Set([...(await listTenantsWithWork(tx)), ...(await listTenantsWithChangedCodesIn(tx))])];
}
