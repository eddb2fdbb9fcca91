import { ensureCampaignStubsIn } from '../../catalog/campaigns/service.ts';
import { findCodesIn, takeChangedCodesIn } from '../../catalog/codes/service.ts';
import { ensureEpisodeStubsIn } from '../../catalog/episodes/service.ts';
import { ensureShowStubsIn } from '../../catalog/shows/service.ts';
import { startStopwatch } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { measuresOf } from '../../platform/measures.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import {
  type ConversionEvidence,
  type DirtyConversion,
  findCandidatesIn,
  findConversionsWithOrdersIn,
  findHistoriesIn,
  markCodesDirtyIn,
  markLaterConversionsIn,
  prepareMatchingIn,
  returnDirtyIn,
  takeDirtyConversionsIn,
  type TakenConversion,
  takeNewTouchpointsIn,
} from '../../tracking/evidence/service.ts';
import { touchSharesOfConversionsIn } from '../../tracking/shares/service.ts';
import { lookAgainIn } from '../../tracking/surveylinks/service.ts';
import { strikeLinks } from '../explanation-links/store.ts';
import { addContributions, createChanges } from '../reports/contributions.ts';
import type { Slot } from '../reports/options.ts';
import { applyChangesIn } from '../rollups/service.ts';
import { markMatchingSharesIn, moveSharesIn } from '../share-rollups/service.ts';
import { openNumberingIn, type OpenNumbering, type Source } from '../slots/service.ts';
import { type Drained, type OnTaken, retryOneByOne, type Round, takeApart, type TakeRound } from '../failing-rounds/service.ts';
import {
  completed,
  indexTouchpoints,
  inOrderOfTrust,
  LOOKBACK_DAYS,
  type MatchedTouch,
  matchOrder,
  type TouchpointIndex,
} from './match.ts';
import { chunkOf } from './packed.ts';
import { buildDuplicate, buildPath, type BuiltPath, isSamePath, sourcesOf, codesTold, withCountedCode } from './rules.ts';
import {
  advanceLedger,
  deleteHistory,
  findPaths,
  findTouchCounts,
  insertHistory,
  lockPaths,
  type PathVersion,
  type StoredPath,
  upsertPaths,
} from './store.ts';

/** How much one transaction takes: enough to be quick, little enough to be short. */
const TOUCHPOINTS_PER_ROUND = 5_000;
const CONVERSIONS_PER_ROUND = 4_000;
const TOUCHES_PER_ROUND = 100_000;
const NOTHING: Written & { postponed: number } = { changedPaths: 0, credited: 0, uncredited: 0, postponed: 0 };

/** Reasons under which a conversion may be built for the first time: the urgent ones take the place of `new`. */
const MAY_BE_NEW = new Set(['new', 'erased', 'restricted', 'rectified']);

const NO_HISTORY = { purchaseAtMs: undefined, visitAtMs: undefined };

/** What a round may take of conversions. */
interface Taking {
  limit: number;
  upTo: 'imported' | 'set_aside';
}

/** Paths that were written, and of those of conversions without one before, how many have a touchpoint and how many have none. */
interface Written {
  changedPaths: number;
  credited: number;
  uncredited: number;
}

/** While touchpoints wait, imported conversions wait too: each is built once, when all that may belong to it is known. */
async function takeWorkIn(tx: TenantTx, { limit, upTo }: Taking): Promise<{ touchpoints: number; dirty: TakenConversion[] }> {
  const codes = await takeChangedCodesIn(tx);
  await markCodesDirtyIn(tx, codes);
  if (codes.length > 0) await markMatchingSharesIn(tx);
  const taken = await takeNewTouchpointsIn(tx, TOUCHPOINTS_PER_ROUND, LOOKBACK_DAYS);
  await ensureCampaignStubsIn(tx, taken.campaigns);
  await ensureShowStubsIn(tx, taken.shows);
  await ensureEpisodeStubsIn(tx, taken.episodes);
  const moreWaits = taken.count === TOUCHPOINTS_PER_ROUND;
  return { touchpoints: taken.count, dirty: await takeDirtyConversionsIn(tx, limit, moreWaits ? 'live' : upTo) };
}

/** What counts for each order. */
interface Orders {
  /** The conversion that counts; one without order id counts for itself. */
  kept: ConversionEvidence[];
  duplicates: BuiltPath[];
  /** Every record of an order, by the id of the one that counts, which comes first. */
  recordsOf: ReadonlyMap<string, readonly ConversionEvidence[]>;
}

/** Which conversion counts for each order. */
export function keptConversions(conversions: readonly ConversionEvidence[]): Orders {
  const orders = Map.groupBy(conversions, ({ id, order }) => (order === null ? `conversion ${id}` : `order ${order}`));
  const groups = [...orders.values()].map(inOrderOfTrust);
  return {
    kept: groups.map(([best]) => best),
    duplicates: groups.flatMap(([best, ...others]) => others.map((one) => buildDuplicate(one, best.id))),
    recordsOf: new Map(groups.map((records) => [records[0].id, records])),
  };
}

/** What one round builds, and what has to wait for the next because the paths together are too long for one. */
interface Built {
  paths: BuiltPath[];
  slots: Slot[];
  postponed: string[];
}

/** Orders with what they may be matched by. */
interface MatchingOrders {
  /** The records of each, the one that counts first, without the keys that stand for nobody. */
  orders: readonly (readonly ConversionEvidence[])[];
  /** Ids of records that a restriction keeps out of matching. */
  restricted: ReadonlySet<string>;
  index: TouchpointIndex;
}

/**
 * An order's path: by all its records, unless its person was erased or has had events restricted, who is not to be found again by what
 * another record knows.
 */
function matchRecords([kept, ...others]: readonly ConversionEvidence[], { restricted, index }: Omit<MatchingOrders, 'orders'>) {
  const isAlone = kept.isErased || [kept, ...others].some(({ id }) => restricted.has(id));
  if (!isAlone) return { conversion: completed(kept, others), matched: matchOrder(kept, [kept, ...others], index) };
  const isSilent = others.some(({ id }) => restricted.has(id));
  return {
    conversion: isSilent ? { ...kept, promoCode: null, promoCodes: undefined } : kept,
    matched: isSilent ? [] : matchOrder(kept, [kept], index),
  };
}

/** Matches orders until their paths, new and stored, have as many touches together as one round may hold; at least one. */
async function matchSomeIn(tx: TenantTx, { orders, ...given }: MatchingOrders) {
  const ids = orders.map(([{ id }]) => id);
  const stored = await findTouchCounts(tx, ids);
  const matched: { conversion: ConversionEvidence; matched: MatchedTouch[] }[] = [];
  let touches = 0;
  for (const records of orders) {
    if (touches >= TOUCHES_PER_ROUND) break;
    matched.push(matchRecords(records, given));
    touches += matched[matched.length - 1].matched.length + (stored.get(records[0].id) ?? 0);
  }
  return { matched, postponed: ids.slice(matched.length) };
}

/** What was built, and the numbers that stand in it; `sources` are all that it may name. */
interface UnsavedBuilt extends Built {
  numbering: OpenNumbering;
  sources: Source[];
}

/** The paths of these conversions' orders, as what is stored has them; nothing is written, new numbers included. */
export async function buildUnsavedIn(context: Context, tx: TenantTx, conversions: ConversionEvidence[]): Promise<UnsavedBuilt> {
  const { kept, duplicates, recordsOf } = keptConversions(conversions);
  const candidates = await findCandidatesIn(tx, conversions, LOOKBACK_DAYS);
  const plain = new Map(candidates.conversions.map((conversion) => [conversion.id, conversion]));
  const orders = kept.map(({ id }) => (recordsOf.get(id) ?? []).flatMap((record) => plain.get(record.id) ?? []));
  const index = indexTouchpoints(candidates.touchpoints);
  const { matched, postponed } = await matchSomeIn(tx, { orders, restricted: candidates.restricted, index });
  const now = matched.map(({ conversion }) => conversion);
  const histories = await findHistoriesIn(tx, now);
  const codes = await findCodesIn(tx, [...new Set(now.flatMap(codesTold))]);
  const sources = now.flatMap(sourcesOf);
  const numbering = await openNumberingIn(context, tx, sources);
  const built = matched.map(({ conversion, ...one }) => {
    const history = histories.get(conversion.id) ?? NO_HISTORY;
    return buildPath({ ...one, conversion: withCountedCode(conversion, codes), history, codes }, numbering);
  });
  return { paths: [...built, ...duplicates], slots: numbering.slots, postponed, numbering, sources };
}

async function buildAllIn(context: Context, tx: TenantTx, conversions: ConversionEvidence[]): Promise<Built> {
  const built = await buildUnsavedIn(context, tx, conversions);
  await built.numbering.saveIn(tx);
  return built;
}

function bytesOf(paths: readonly BuiltPath[]): Buffer[] {
  return paths.flatMap(({ packed }) => packed ?? []);
}

/** Stored paths, those that take their place, and the slots of both. */
interface Replacement {
  before: readonly StoredPath[];
  after: readonly BuiltPath[];
  slots: readonly Slot[];
}

/** Moves the rollups, the shares' too, when stored paths give way to others. */
export async function moveRollupsIn(context: Context, tx: TenantTx, replacement: Replacement): Promise<void> {
  const [before, after] = [bytesOf(replacement.before), bytesOf(replacement.after)];
  const { slots } = replacement;
  const changes = createChanges();
  addContributions(changes, chunkOf(before), slots, -1);
  addContributions(changes, chunkOf(after), slots, 1);
  await applyChangesIn(tx, changes);
  await moveSharesIn(context, tx, { before, after, slots });
}

/** Writes the paths that changed as new versions and moves the rollups; returns how many there are. */
async function writeChangedIn(
  context: Context,
  tx: TenantTx,
  { paths, slots }: Built,
  reasonOf: (conversionId: string) => string,
): Promise<Written> {
  const ids = paths.map(({ conversionId }) => conversionId);
  const stored = new Map((await findPaths(tx, ids)).map((path) => [path.conversionId, path]));
  const changed = paths.filter((path) => {
    const before = stored.get(path.conversionId);
    return before === undefined || !isSamePath(before, path);
  });
  if (changed.length === 0) return { changedPaths: 0, credited: 0, uncredited: 0 };
  const replaced = changed.flatMap(({ conversionId }) => stored.get(conversionId) ?? []);
  const replacedIds = replaced.map(({ conversionId }) => conversionId);
  const at = await advanceLedger(tx);
  if (replacedIds.length > 0) await insertHistory(tx, replacedIds, at);
  const versions: PathVersion[] = changed.map((path) => ({
    ...path,
    version: (stored.get(path.conversionId)?.version ?? 0) + 1,
    reason: reasonOf(path.conversionId),
  }));
  await upsertPaths(tx, versions, at);
  await moveRollupsIn(context, tx, { before: replaced, after: changed, slots });
  const first = changed.filter(({ conversionId, duplicateOf }) => duplicateOf === null && !stored.has(conversionId));
  const credited = first.filter(({ touchpointIds }) => touchpointIds.length > 0).length;
  return { changedPaths: changed.length, credited, uncredited: first.length - credited };
}

/**
 * Leaves word for the shares that a changed conversion takes part in, or another record of its order: a record without any part in a share
 * may be the one that counts. A new conversion that takes part itself has left word already.
 */
async function touchSharesIn(tx: TenantTx, dirty: readonly DirtyConversion[], records: readonly ConversionEvidence[]): Promise<void> {
  const changed = dirty.filter(({ reason }) => reason !== 'late_touchpoint');
  const changedIds = new Set(changed.map(({ id }) => id));
  const orders = Map.groupBy(
    records.filter(({ order }) => order !== null),
    ({ order }) => order,
  );
  const told = [...orders.values()].filter((group) => group.length > 1 && group.some(({ id }) => changedIds.has(id))).flat();
  const ids = [...changed.filter(({ reason }) => reason !== 'new'), ...told].map(({ id }) => id);
  await touchSharesOfConversionsIn(tx, [...new Set(ids)]);
}

/** Reasons that somebody asked for, the strongest first: what is matched under one record of an order is told under the one that counts. */
const ASKED_FOR = ['erased', 'restricted', 'rectified'];

/** Marks by conversion; what somebody asked for counts for every record of the order that it reached. */
function marksOf(dirty: readonly DirtyConversion[], { recordsOf }: Orders): Map<string, DirtyConversion> {
  const marks = new Map(dirty.map((mark) => [mark.id, mark]));
  for (const records of recordsOf.values()) {
    const met = records.flatMap(({ id }) => marks.get(id) ?? []);
    const strongest = ASKED_FOR.flatMap((reason) => met.find((mark) => mark.reason === reason) ?? []).at(0);
    if (strongest !== undefined) for (const { id } of records) marks.set(id, { ...strongest, id });
  }
  return marks;
}

async function rebuildIn(context: Context, tx: TenantTx, dirty: DirtyConversion[]): Promise<Written & { postponed: number }> {
  const conversions = await findConversionsWithOrdersIn(
    tx,
    dirty.map(({ id }) => id),
  );
  const marks = marksOf(dirty, keptConversions(conversions));
  await touchSharesIn(tx, dirty, conversions);
  const mayBeNew = new Set(dirty.filter(({ reason }) => MAY_BE_NEW.has(reason)).map(({ id }) => id));
  const fresh = conversions.filter(({ id }) => mayBeNew.has(id));
  await markLaterConversionsIn(tx, fresh);
  const built = await buildAllIn(context, tx, conversions);
  const reasonOf = (id: string) => marks.get(id)?.reason ?? 'duplicate_order';
  const written = await writeChangedIn(context, tx, built, reasonOf);
  const erased = [...marks.values()].filter(({ reason }) => reason === 'erased').map(({ id }) => id);
  if (erased.length > 0) {
    await deleteHistory(tx, erased);
    await strikeLinks(tx, erased);
  }
  const waiting = built.postponed.map((id) => marks.get(id) ?? { id, reason: 'duplicate_order', priority: 0 });
  await returnDirtyIn(tx, waiting);
  // After every mark, as others that hold marks wait for what this holds then.
  await lookAgainIn(tx, conversions);
  return { ...written, postponed: waiting.length };
}

/** A conversion that has just come in, and not with a file of the past. */
function isArrival({ reason, priority }: DirtyConversion): boolean {
  return reason === 'new' && priority === 0;
}

async function takeRound(context: Context, tenantId: string, taking: Taking, onTaken: OnTaken): Promise<Round> {
  const round = async (tx: TenantTx) => {
    await lockPaths(tx);
    await prepareMatchingIn(tx);
    const { touchpoints, dirty } = await takeWorkIn(tx, taking);
    onTaken(dirty);
    const sinceTaken = startStopwatch();
    const { changedPaths, postponed, ...first } = dirty.length === 0 ? NOTHING : await rebuildIn(context, tx, dirty);
    const isFull = touchpoints === TOUCHPOINTS_PER_ROUND || dirty.length === taking.limit || postponed > 0;
    const done: Round = { touchpoints, conversions: Math.max(0, dirty.length - postponed), changedPaths, isFull };
    return { done, first, arrived: postponed > 0 ? [] : dirty.filter(isArrival), sinceTaken };
  };
  const { done, first, arrived, sinceTaken } = await inTenant(context.db, tenantId, round, { patient: true });
  const { matched, attributionDelay } = measuresOf(context.log);
  matched.inc({ outcome: 'credited' }, first.credited);
  matched.inc({ outcome: 'uncredited' }, first.uncredited);
  const sinceTakenS = sinceTaken();
  for (const { waitedMs } of arrived) attributionDelay.observe(waitedMs / 1_000 + sinceTakenS);
  return done;
}

/**
 * Takes one round of a tenant's waiting work in one transaction: touchpoints mark the conversions they may change, and marked conversions
 * get their path built anew. What changes becomes a new version, the old one goes into history, and the rollups move by the difference.
 * A round that fails for what it holds is taken in parts, until the conversion that fails is alone: that one is set aside, and says so in
 * the log. @throws Error what may not fail again, and what fails with every conversion.
 */
export async function drainRound(context: Context, actor: 'system', tenantId: string): Promise<Round> {
  const take: TakeRound = (limit, onTaken) => takeRound(context, tenantId, { limit, upTo: 'imported' }, onTaken);
  return takeApart(context, actor, tenantId, { take, limit: CONVERSIONS_PER_ROUND });
}

/** Tries conversions that were set aside once more, the least tried first, until one fails again or none is left; says whether none is. */
export async function retrySetAside(context: Context, actor: 'system', tenantId: string): Promise<boolean> {
  const take: TakeRound = (limit, onTaken) => takeRound(context, tenantId, { limit, upTo: 'set_aside' }, onTaken);
  return retryOneByOne(context, actor, tenantId, take);
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
    if (round.touchpoints === 0 && round.conversions === 0 && !round.isFull) break;
    sum.touchpoints += round.touchpoints;
    sum.conversions += round.conversions;
    sum.changedPaths += round.changedPaths;
    onRound?.(round);
  }
  return sum;
}
