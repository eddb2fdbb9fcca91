import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { type ConversionEvidence, findConversionsWithOrdersIn, prepareMatchingIn } from '../../tracking/evidence/service.ts';
import { correctEventIn, type EventCorrection } from '../../tracking/corrections/service.ts';
import { forgetOrderNamesIn } from '../../tracking/deliveries/service.ts';
import {
  closeIntakeIn,
  eraseConversionsIn,
  type ErasedEvent,
  eraseTouchpointsIn,
  findErasedIdsIn,
  findSubjectConversionIdsIn,
  hasUrgentWorkIn,
  markSubjectIn,
  type Part,
  type Subject,
} from '../../tracking/subjects/service.ts';
import { eraseAnswersIn } from '../../tracking/surveys/service.ts';
import { strikeLinks } from '../explanation-links/store.ts';
import { LOOKBACK_DAYS } from '../paths/match.ts';
import { buildPath, type BuiltPath } from '../paths/rules.ts';
import { drainRound, keptConversions, moveRollupsIn } from '../paths/service.ts';
import {
  advanceLedger,
  deleteHistory,
  deletePaths,
  findPaths,
  findPathSummaries,
  lockPaths,
  type PathSummary,
  upsertPaths,
} from '../paths/store.ts';
import { openNumberingIn } from '../slots/service.ts';

/** What one transaction erased. */
export interface Erased {
  touchpoints: number;
  /** Conversions that became anonymous amounts, and other records of their orders that went. */
  amounts: number;
  records: number;
  refunds: number;
  paths: number;
  pathVersions: number;
  /** What keeps the erased events out when they are sent again. */
  events: ErasedEvent[];
}

/** A path as the person behind its conversion is told of it. */
export interface SubjectPath extends PathSummary {
  otherTouchpoints: number;
}

const PATHS_PER_PART = 1_000;
const DAY_MS = 86_400_000;
const NO_CODES = { at: () => undefined };
const NO_HISTORY = { purchaseAtMs: undefined, visitAtMs: undefined };

/** The path of an anonymous amount: nothing belongs to it. */
function buildAmount(conversion: ConversionEvidence, newId: string, numbering: Parameters<typeof buildPath>[1]): BuiltPath {
  const amount: ConversionEvidence = {
    ...conversion,
    id: newId,
    occurredAtMs: Math.floor(conversion.occurredAtMs / DAY_MS) * DAY_MS,
    promoCode: null,
    isNewCustomer: null,
    referrer: null,
    utm: null,
  };
  return buildPath({ conversion: amount, matched: [], history: NO_HISTORY, codes: NO_CODES }, numbering);
}

/** The keys of a conversion that are one person's own, as an address is nobody's. */
function ownKeysOf({ userKey, emailKey, deviceKey, clickKey }: ConversionEvidence): Subject['keys'] {
  const keys = { user: userKey, email: emailKey, device: deviceKey, click: clickKey } as const;
  return (Object.keys(keys) as (keyof typeof keys)[]).flatMap((field) => {
    const key = keys[field];
    return key === undefined ? [] : [{ field, key }];
  });
}

/** The orders that one of these conversions is a record of, the record that counts first; not those of others under the same order id. */
async function ordersOfIn(tx: TenantTx, ids: ReadonlySet<string>): Promise<(readonly ConversionEvidence[])[]> {
  const found = ids.size === 0 ? [] : await findConversionsWithOrdersIn(tx, [...ids]);
  return [...keptConversions(found).recordsOf.values()].filter((records) => records.some(({ id }) => ids.has(id)));
}

async function eraseConversionsAndPathsIn(context: Context, tx: TenantTx, subject: Subject, part: Part) {
  const ids = new Set(await findSubjectConversionIdsIn(tx, subject, part));
  const orders = await ordersOfIn(tx, ids);
  const conversions = orders.flat();
  // What was erased before and came back has its amount already.
  const known = await findErasedIdsIn(tx, subject, conversions);
  const kept = orders.flatMap(([best]) => (known.has(best.id) ? [] : [best]));
  if (conversions.length === 0) return { kept: 0, records: 0, refunds: 0, paths: 0, pathVersions: 0, events: [] };
  const counted = new Set(kept);
  const others = conversions.filter((one) => !counted.has(one));
  const allIds = conversions.map(({ id }) => id);
  const before = await findPaths(tx, allIds);
  await eraseAnswersIn(tx, { keys: conversions.flatMap(ownKeysOf) }, conversions);
  const { newIds, refunds, erased } = await eraseConversionsIn(tx, subject, { kept, others });
  // After the orders were read, which are found by these names, too.
  await forgetOrderNamesIn(tx, allIds);
  const pathVersions = await deleteHistory(tx, allIds);
  await deletePaths(tx, allIds);
  await strikeLinks(tx, allIds);
  const numbering = await openNumberingIn(context, tx, []);
  const after = kept.map((conversion) => buildAmount(conversion, newIds.get(conversion.id) ?? '', numbering));
  const versions = after.map((path) => ({ ...path, version: 1, reason: 'erased' }));
  if (versions.length > 0) await upsertPaths(tx, versions, await advanceLedger(tx));
  await moveRollupsIn(context, tx, { before, after, slots: numbering.slots });
  return { kept: kept.length, records: others.length, refunds, paths: before.length, pathVersions, events: erased };
}

/**
 * Erases up to about `limit` touchpoints and as many conversions of a person, in the caller's transaction: touchpoints, their keys, and
 * every version of the person's paths go; conversions stay as anonymous amounts of their day, unattributed, and the rollups move. Paths of
 * others that held one of these touchpoints are marked, and `restateUrgent` builds them anew. All counts at zero: nothing of the person is
 * left.
 */
export async function eraseSubjectIn(context: Context, tx: TenantTx, subject: Subject, part: Part): Promise<Erased> {
  await lockPaths(tx);
  await closeIntakeIn(tx);
  await prepareMatchingIn(tx);
  await eraseAnswersIn(tx, subject, []);
  const touchpoints = await eraseTouchpointsIn(tx, subject, part, LOOKBACK_DAYS);
  const { kept, events, ...counts } = await eraseConversionsAndPathsIn(context, tx, subject, part);
  return { ...counts, touchpoints: touchpoints.length, amounts: kept, events: [...touchpoints, ...events] };
}

/**
 * Builds the paths anew that an erasure, a restriction or a rectification marked, and takes what touchpoints wait: afterwards no stored
 * path and no waiting row holds what was erased before. `hasUrgentWork` tells whether marks are left.
 */
export async function restateUrgent(context: Context, actor: 'system', tenantId: string, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true) {
    const { isFull } = await drainRound(context, actor, tenantId);
    if (!isFull) return;
  }
}

/** Marks every path that may change when a person's events come into matching or go out of it. */
export async function markSubjectPathsIn(tx: TenantTx, subject: Subject, reason: 'restricted'): Promise<void> {
  await prepareMatchingIn(tx);
  await markSubjectIn(tx, subject, reason, LOOKBACK_DAYS);
}

/**
 * Puts events of a person right, and marks every path that may change by it.
 * @throws AppError `invalid_request` for an event that is not theirs.
 */
export async function rectifySubjectIn(tx: TenantTx, subject: Subject, corrections: readonly EventCorrection[]): Promise<void> {
  await prepareMatchingIn(tx);
  for (const correction of corrections) await correctEventIn(tx, subject, correction, LOOKBACK_DAYS);
}

/** Whether paths still wait to be built anew after an erasure, a restriction or a rectification. */
export async function hasUrgentRestatementsIn(tx: TenantTx): Promise<boolean> {
  return hasUrgentWorkIn(tx);
}

/**
 * The present paths of these conversions of a person. Of what was matched it names the person's own touchpoints, and counts the rest, which
 * may be of others in the same household.
 */
export async function exportSubjectIn(
  tx: TenantTx,
  conversionIds: readonly string[],
  ownTouchpoints: ReadonlySet<string>,
): Promise<SubjectPath[]> {
  const found: SubjectPath[] = [];
  for (let from = 0; from < conversionIds.length; from += PATHS_PER_PART) {
    const summaries = await findPathSummaries(tx, conversionIds.slice(from, from + PATHS_PER_PART));
    for (const { touchpointIds, ...path } of summaries) {
      const own = touchpointIds.filter((id) => ownTouchpoints.has(id));
      found.push({ ...path, touchpointIds: own, otherTouchpoints: touchpointIds.length - own.length });
    }
  }
  return found;
}
