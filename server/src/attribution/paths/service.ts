import { ensureCampaignStubsIn } from '../../catalog/campaigns/service.ts';
import { findCodesIn, takeChangedCodesIn } from '../../catalog/codes/service.ts';
import { ensureTitleStubsIn } from '../../catalog/titles/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import {
  type ConversionEvidence,
  findCandidatesIn,
  findConversionsWithOrdersIn,
  findHistoriesIn,
  markAllDirtyIn,
  markCodesDirtyIn,
  markLaterConversionsIn,
  prepareMatchingIn,
  takeDirtyConversionsIn,
  takeNewTouchpointsIn,
} from '../../tracking/evidence/service.ts';
import { addContributions, type Changes, createChanges } from '../reports/contributions.ts';
import { applyChangesIn } from '../rollups/service.ts';
import { openNumberingIn } from '../slots/service.ts';
import { indexTouchpoints, keptOfOrder, LOOKBACK_DAYS, matchPath } from './match.ts';
import { chunkOf } from './packed.ts';
import { buildDuplicate, buildPath, type BuiltPath, isSamePath, sourcesOf } from './rules.ts';
import { findPaths, insertHistory, lockPaths, type PathVersion, type StoredPath, upsertPaths } from './store.ts';

/** How much one transaction takes: enough to be quick, little enough to be short. */
const TOUCHPOINTS_PER_ROUND = 5_000;
const CONVERSIONS_PER_ROUND = 2_000;

const NO_HISTORY = { purchaseAtMs: undefined, visitAtMs: undefined };

/** What one round, or a whole drain, did. */
export interface Drained {
  touchpoints: number;
  conversions: number;
  /** Paths that were written anew or for the first time. */
  changedPaths: number;
}

/** What one round did; a full one took as much as a round may take, so that more may wait. */
export interface Round extends Drained {
  isFull: boolean;
}

/** While touchpoints wait, imported conversions wait too: each is built once, when all that may belong to it is known. */
async function takeWorkIn(tx: TenantTx): Promise<{ touchpoints: number; dirty: { id: string; reason: string }[] }> {
  await markCodesDirtyIn(tx, await takeChangedCodesIn(tx));
  const taken = await takeNewTouchpointsIn(tx, TOUCHPOINTS_PER_ROUND, LOOKBACK_DAYS);
  await ensureCampaignStubsIn(tx, taken.campaigns);
  await ensureTitleStubsIn(tx, 'shows', taken.shows);
  await ensureTitleStubsIn(tx, 'episodes', taken.episodes);
  const moreWaits = taken.count === TOUCHPOINTS_PER_ROUND;
  return { touchpoints: taken.count, dirty: await takeDirtyConversionsIn(tx, CONVERSIONS_PER_ROUND, moreWaits) };
}

/** Which conversion counts for each order; a conversion without order id counts for itself. */
function keptConversions(conversions: ConversionEvidence[]): { kept: ConversionEvidence[]; duplicates: BuiltPath[] } {
  const byOrder = Map.groupBy(
    conversions.filter(({ orderId }) => orderId !== null),
    ({ orderId }) => orderId,
  );
  const kept = conversions.filter(({ orderId }) => orderId === null);
  const duplicates: BuiltPath[] = [];
  for (const group of byOrder.values()) {
    const best = keptOfOrder(group);
    kept.push(best);
    for (const one of group) if (one !== best) duplicates.push(buildDuplicate(one, best.id));
  }
  return { kept, duplicates };
}

async function buildAllIn(context: Context, tx: TenantTx, conversions: ConversionEvidence[]) {
  const { kept, duplicates } = keptConversions(conversions);
  const { conversions: plain, touchpoints } = await findCandidatesIn(tx, kept, LOOKBACK_DAYS);
  const index = indexTouchpoints(touchpoints);
  const histories = await findHistoriesIn(tx, plain);
  const codes = await findCodesIn(tx, [...new Set(kept.flatMap(({ promoCode }) => promoCode ?? []))]);
  const numbering = await openNumberingIn(context, tx, plain.flatMap(sourcesOf));
  const built = plain.map((conversion) => {
    const history = histories.get(conversion.id) ?? NO_HISTORY;
    return buildPath({ conversion, matched: matchPath(conversion, index), history, codes }, numbering);
  });
  await numbering.saveIn(tx);
  return { paths: [...built, ...duplicates], slots: numbering.slots };
}

function changesOf(before: StoredPath[], after: BuiltPath[], slots: Parameters<typeof addContributions>[2]): Changes {
  const changes = createChanges();
  const bytes = (paths: BuiltPath[]) => paths.flatMap(({ packed }) => packed ?? []);
  addContributions(changes, chunkOf(bytes(before)), slots, -1);
  addContributions(changes, chunkOf(bytes(after)), slots, 1);
  return changes;
}

async function rebuildIn(context: Context, tx: TenantTx, dirty: { id: string; reason: string }[]): Promise<number> {
  const reasons = new Map(dirty.map(({ id, reason }) => [id, reason]));
  const conversions = await findConversionsWithOrdersIn(tx, [...reasons.keys()]);
  await markLaterConversionsIn(
    tx,
    conversions.filter(({ id }) => reasons.get(id) === 'new'),
  );
  const { paths, slots } = await buildAllIn(context, tx, conversions);
  const stored = new Map(
    (
      await findPaths(
        tx,
        conversions.map(({ id }) => id),
      )
    ).map((path) => [path.conversionId, path]),
  );
  const changed = paths.filter((path) => {
    const before = stored.get(path.conversionId);
    return before === undefined || !isSamePath(before, path);
  });
  if (changed.length === 0) return 0;
  const replaced = changed.flatMap(({ conversionId }) => stored.get(conversionId) ?? []);
  if (replaced.length > 0)
    await insertHistory(
      tx,
      replaced.map(({ conversionId }) => conversionId),
    );
  const versions: PathVersion[] = changed.map((path) => ({
    ...path,
    version: (stored.get(path.conversionId)?.version ?? 0) + 1,
    reason: reasons.get(path.conversionId) ?? 'duplicate_order',
  }));
  await upsertPaths(tx, versions);
  await applyChangesIn(tx, changesOf(replaced, changed, slots));
  return changed.length;
}

/**
 * Takes one round of a tenant's waiting work in one transaction: touchpoints mark the conversions they may change, and marked conversions
 * get their path built anew. What changes becomes a new version, the old one goes into history, and the rollups move by the difference.
 */
export async function drainRound(context: Context, _actor: 'system', tenantId: string): Promise<Round> {
  return inTenant(context.db, tenantId, async (tx) => {
    await lockPaths(tx);
    await prepareMatchingIn(tx);
    const { touchpoints, dirty } = await takeWorkIn(tx);
    const changedPaths = dirty.length === 0 ? 0 : await rebuildIn(context, tx, dirty);
    const isFull = touchpoints === TOUCHPOINTS_PER_ROUND || dirty.length === CONVERSIONS_PER_ROUND;
    return { touchpoints, conversions: dirty.length, changedPaths, isFull };
  });
}

/** Takes rounds until nothing waits or `signal` aborts; `onRound` hears of each. Safe to stop and to run again at any time. */
export async function drainTenant(
  context: Context,
  actor: 'system',
  tenantId: string,
  { signal, onRound }: { signal?: AbortSignal; onRound?: (round: Drained) => void } = {},
): Promise<Drained> {
  const sum: Drained = { touchpoints: 0, conversions: 0, changedPaths: 0 };
  while (signal?.aborted !== true) {
    const round = await drainRound(context, actor, tenantId);
    if (round.touchpoints === 0 && round.conversions === 0) break;
    sum.touchpoints += round.touchpoints;
    sum.conversions += round.conversions;
    sum.changedPaths += round.changedPaths;
    onRound?.(round);
  }
  return sum;
}

/** Marks every conversion of the tenant for matching again, for `drainTenant` to do; returns how many. */
export async function requestRebuild(context: Context, _actor: 'system', tenantId: string): Promise<number> {
  return inTenant(context.db, tenantId, markAllDirtyIn);
}
