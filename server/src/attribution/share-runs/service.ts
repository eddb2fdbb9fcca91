import { findCodesOfCampaignIn } from '../../catalog/codes/service.ts';
import type { CodeBook } from '../../catalog/codes/schema.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { AppError } from '../../platform/errors.ts';
import { randomSecret } from '../../platform/chance.ts';
import { type DirectoryTx, inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { isEnabledIn } from '../../tenants/flags/service.ts';
import { getStanding } from '../../tenants/standing/service.ts';
import {
  type ConversionEvidence,
  findCandidatesIn,
  findConversionsWithOrdersIn,
  prepareMatchingIn,
} from '../../tracking/evidence/service.ts';
import {
  deleteShareArrivalsIn,
  deleteShareEventsIn,
  findSharedIdentitiesIn,
  findShareHashing,
  findShareTouchpointsIn,
  hashShareCode,
  listShareArrivalsIn,
  listShareConversionsIn,
  listTenantsWithShareArrivalsIn,
  type Place,
  readShareTouchpointsIn,
  sealShareKey,
  type ShareHashing,
} from '../../tracking/shares/service.ts';
import { findRestrictionsIn, isRestricted } from '../../tracking/restrictions/service.ts';
import { indexTouchpoints, matchOrder } from '../paths/match.ts';
import { chunkOf } from '../paths/packed.ts';
import { buildPath } from '../paths/rules.ts';
import { keptConversions } from '../paths/service.ts';
import { addFigures, type CampaignFigures, cellsInOrder, createFigures, peopleInOrder } from '../share-rollups/rules.ts';
import { buildShares, clearFiguresIn, noteComputedIn } from '../share-rollups/service.ts';
import { listTenantsWithMarks } from '../share-rollups/store.ts';
import {
  anonymous,
  createNumbering,
  createSide,
  differences,
  exposureLines,
  LOOKBACK_DAYS,
  namesOf,
  orderLines,
  outputHash,
  type SharedConversion,
  type SharedOrder,
  type Side,
  spanOf,
  translateOrder,
  translationOf,
} from './rules.ts';
import type { ShareManifest } from './schema.ts';
import * as store from './store.ts';

/** So few that nothing else waits long for them, in the process as in the database. */
const ORDERS_AT_A_TIME = 2_000;
/** A check reads every event that takes part in the share. */
const checks = createGate({ perOwner: 1, inAll: 2 });
const KEY_BYTES = 32;
const NO_HISTORY = { purchaseAtMs: undefined, visitAtMs: undefined };

/** Gives a matching share its key, which nobody is ever shown. */
export async function createShareKeyIn(context: Context, tx: TenantTx, share: { id: string; expiresAtMs: number }): Promise<void> {
  const sealed = await sealShareKey(context, 'system', share.id, randomSecret(KEY_BYTES));
  await store.insertKey(tx, share.id, sealed, share.expiresAtMs);
}

/** The tenants with shares that wait to be looked at: built, matched or cleared away, or told of in the audit log. */
export async function listTenantsWithShareWorkIn(tx: DirectoryTx): Promise<string[]> {
  const found = [
    await listTenantsWithMarks(tx),
    await listTenantsWithShareArrivalsIn(tx),
    await store.listTenantsWithOldKeys(tx),
    await store.listTenantsWithNotes(tx),
  ];
  return [...new Set(found.flat())];
}

/** A part of the grantee's conversions that take part in a share, the restricted ones aside, with every record of their orders. */
async function readPartIn(tx: TenantTx, shareId: string, after: Place | undefined) {
  await prepareMatchingIn(tx);
  const { found, next } = await listShareConversionsIn(tx, shareId, { after, limit: ORDERS_AT_A_TIME });
  const restrictions = await findRestrictionsIn(tx);
  const records = found.size === 0 ? [] : await findConversionsWithOrdersIn(tx, [...found.keys()]);
  const { recordsOf } = keptConversions(records);
  const taking = [...recordsOf].filter(([id, order]) => found.has(id) && !order.some((record) => isRestricted(record, restrictions)));
  const othersOf = taking.flatMap(([, [, ...others]]) => others);
  const shared = new Map([
    ...(await findSharedIdentitiesIn(
      tx,
      shareId,
      othersOf.map(({ id }) => id),
    )),
    ...found,
  ]);
  const sharedOf = (record: ConversionEvidence): SharedConversion[] => {
    const identity = shared.get(record.id);
    return identity === undefined ? [] : [{ conversion: record, shared: identity }];
  };
  const byId = new Map(taking);
  const orders = [...found.keys()].flatMap((id): SharedOrder[] => {
    const [kept, ...others] = (byId.get(id) ?? []).map(sharedOf);
    return kept === undefined ? [] : kept.map((one) => ({ ...one, others: others.flat() }));
  });
  return { orders, next };
}

/** The grantee's orders of a share in order, a part at a time: each in a transaction of its own, so that nothing is held between them. */
async function* readOrders(context: Context, granteeId: string, shareId: string): AsyncGenerator<SharedOrder[]> {
  let after: Place | undefined;
  do {
    const part = await inTenant(context.db, granteeId, (tx) => readPartIn(tx, shareId, after), { readOnly: true });
    after = part.next;
    if (part.orders.length > 0) yield part.orders;
  } while (after !== undefined);
}

/** The grantor's codes of the shared campaign, by what they are under the share's key. */
async function codesIn(tx: TenantTx, campaign: string, { identity }: ShareHashing): Promise<CodeBook> {
  return findCodesOfCampaignIn(tx, campaign, (code) => hashShareCode(identity, code));
}

/** What one run works with and gathers. */
interface Run {
  share: store.ShareParties;
  hashing: ShareHashing;
  codes: CodeBook;
  numbering: ReturnType<typeof createNumbering>;
  figures: CampaignFigures;
  /** The last run there was before the first order was read. */
  seen: number;
}

async function beginIn(tx: TenantTx, share: store.ShareParties, hashing: ShareHashing): Promise<Run> {
  const [codes, seen] = [await codesIn(tx, share.campaign, hashing), await store.findRun(tx, share.id)];
  return { share, hashing, codes, numbering: createNumbering(), figures: createFigures(), seen };
}

/**
 * Matches some orders with the share's touchpoints, by the rules of matching inside a tenant: once an order's hashes are translated, it is
 * looked up among all the grantor's touchpoints, so that crowded keys and addresses are known, and matched with those of the share.
 */
async function creditPartIn(tx: TenantTx, { share, codes, numbering, figures }: Run, orders: readonly SharedOrder[]): Promise<void> {
  await prepareMatchingIn(tx);
  const touchpoints = await findShareTouchpointsIn(tx, share.id, {
    ...spanOf(orders),
    identities: orders.flatMap((order) => [order, ...order.others].map(({ shared }) => shared)),
  });
  const translation = translationOf(touchpoints);
  const ofShare = new Set(touchpoints.map(({ id }) => id));
  const own = new Map(orders.map(({ conversion, shared }) => [conversion.id, shared]));
  const namings = namesOf(touchpoints);
  const nameOf = (key: string) => namings.get(key) ?? key;
  const translated = orders.flatMap((one) => {
    const records = translateOrder(one, translation, codes);
    return records === undefined ? [] : [records];
  });
  if (translated.length === 0) return;
  const candidates = await findCandidatesIn(tx, translated.flat(), LOOKBACK_DAYS);
  const plain = new Map(candidates.conversions.map((conversion) => [conversion.id, conversion]));
  const { addressKey: byAddress } = indexTouchpoints(candidates.touchpoints);
  const index = indexTouchpoints(candidates.touchpoints.filter(({ id, campaign }) => campaign === share.campaign && ofShare.has(id)));
  const paths = translated.map((order) => {
    const [conversion, ...others] = order.flatMap(({ id }) => plain.get(id) ?? []);
    const matched = matchOrder(conversion, [conversion, ...others], index, byAddress);
    return buildPath({ conversion, matched, history: NO_HISTORY, codes, naming: { own: own.get(conversion.id) ?? {}, nameOf } }, numbering);
  });
  const chunk = chunkOf(paths.flatMap(({ packed }) => packed ?? []));
  addFigures(figures, { chunk, slots: numbering.slots }, new Map([[share.campaign, { beforeMs: Infinity }]]), 1);
}

async function exposuresIn(tx: TenantTx, shareId: string, { manifest }: ShareHashing): Promise<Side> {
  const side = createSide(manifest);
  for await (const touchpoints of readShareTouchpointsIn(tx, shareId)) side.add(exposureLines(touchpoints));
  return side.end();
}

/** Writes what a run came to on the grantor's side. Undefined when another run came first, whose orders may be newer. */
async function finishIn(context: Context, tx: TenantTx, { share, hashing, numbering, figures, seen }: Run, orders: Side) {
  await store.lockShare(tx, share.id);
  if ((await store.findRun(tx, share.id)) !== seen) return undefined;
  const cells = cellsInOrder(figures);
  const exposures = await exposuresIn(tx, share.id, hashing);
  const run = seen + 1;
  const output = outputHash(cells, hashing.manifest);
  const hashes = { ownHash: exposures.hash, otherHash: orders.hash, outputHash: output };
  await store.replaceFigures(tx, share.id, { cells, people: anonymous(peopleInOrder(figures), numbering.slots) });
  await store.upsertManifest(tx, share.id, { run, computedAtMs: context.clock(), days: exposures.days, ...hashes });
  await noteComputedIn(context, tx, share);
  return { run, computedAtMs: context.clock(), days: orders.days, ownHash: orders.hash, otherHash: exposures.hash, outputHash: output };
}

/**
 * Matches a share anew from both sides' events, so many orders at a time that neither side's events are held at once. Each side is
 * read and written in transactions of its own tenant; what leaves them is the share's figures and each side's own manifest. What comes
 * meanwhile leaves word of itself. `again` when another run came in between.
 */
async function runShare(context: Context, share: store.ShareParties, granteeId: string): Promise<'done' | 'again'> {
  const { db } = context;
  const hashing = await findShareHashing(context, 'system', share.grantorId, share.id);
  if (!hashing) return 'done';
  const run = await inTenant(db, share.grantorId, (tx) => beginIn(tx, share, hashing), { readOnly: true });
  const side = createSide(hashing.manifest);
  for await (const orders of readOrders(context, granteeId, share.id)) {
    side.add(orderLines(orders));
    await inTenant(db, share.grantorId, (tx) => creditPartIn(tx, run, orders), { readOnly: true });
  }
  const orders = side.end();
  const manifest = await inTenant(db, share.grantorId, (tx) => finishIn(context, tx, run, orders), { patient: true });
  if (!manifest) return 'again';
  await inTenant(db, granteeId, async (tx) => {
    // A tenant that was erased meanwhile gets no row back.
    if (await findTenantIn(tx)) await store.upsertManifest(tx, share.id, manifest);
  });
  return 'done';
}

/** Clears away what a tenant holds of a share that is over. */
async function clearIn(tx: TenantTx, shareId: string): Promise<void> {
  await deleteShareEventsIn(tx, shareId);
  await store.deleteManifest(tx, shareId);
  await store.replaceFigures(tx, shareId, { cells: [], people: [] });
  await clearFiguresIn(tx, shareId);
}

/** Whether a side of a share takes part in matching now: it is not suspended, and the operator has not switched matching shares off. */
async function takesPart(context: Context, tenantId: string): Promise<boolean> {
  if ((await getStanding(context, 'system', tenantId))?.isSuspended === true) return false;
  return inTenant(context.db, tenantId, (tx) => isEnabledIn(context, tx, 'matching_shares'), { readOnly: true });
}

async function settle(context: Context, tenantId: string, shareId: string): Promise<'done' | 'again'> {
  const share = await inDirectory(context.db, (tx) => store.findParties(tx, shareId));
  // Whoever received a share from a tenant that was erased finds nothing of it but what it holds itself.
  if (share === undefined || share.isOver) {
    await inTenant(context.db, tenantId, (tx) => clearIn(tx, shareId));
    return 'done';
  }
  // The mark came after the figures were built that waited; they are built the next time.
  if (share.kind === 'report') return 'again';
  if (share.granteeId === undefined) return 'done';
  for (const side of [share.grantorId, share.granteeId]) if (!(await takesPart(context, side))) return 'again';
  return runShare(context, share, share.granteeId);
}

/** What waits of one share: rows that say so. */
interface Waiting {
  marks: string[];
  arrivals: string[];
}

async function destroyLapsedKeysIn(tx: TenantTx, actor: 'system'): Promise<void> {
  for (const target of await store.destroyLapsedKeys(tx)) await recordAuditIn(tx, { actor, action: 'share.expire', target });
}

async function listWaitingIn(tx: TenantTx): Promise<Map<string, Waiting>> {
  const waiting = new Map<string, Waiting>();
  for (const [shareId, marks] of await store.listMarks(tx)) waiting.set(shareId, { marks, arrivals: [] });
  for (const { id, shareId } of await listShareArrivalsIn(tx)) {
    const known = waiting.get(shareId);
    if (known) known.arrivals.push(id);
    else waiting.set(shareId, { marks: [], arrivals: [id] });
  }
  return waiting;
}

/**
 * Does what waits for a tenant's shares, given and received: writes what the other sides did into its audit log, builds figures, matches
 * matching shares, clears away those that are over. What came to wait meanwhile stays. Safe to run again at any time.
 */
export async function drainShares(context: Context, actor: 'system', tenantId: string): Promise<void> {
  await inTenant(context.db, tenantId, store.writeNotes);
  await buildShares(context, actor, tenantId);
  await inTenant(context.db, tenantId, (tx) => destroyLapsedKeysIn(tx, actor));
  const waiting = await inTenant(context.db, tenantId, listWaitingIn);
  for (const [shareId, { marks, arrivals }] of waiting) {
    if ((await settle(context, tenantId, shareId)) === 'again') continue;
    await inTenant(context.db, tenantId, async (tx) => {
      await store.deleteMarks(tx, marks);
      await deleteShareArrivalsIn(tx, arrivals);
    });
  }
}

async function ownSide(context: Context, tenantId: string, shareId: string, hashing: ShareHashing): Promise<Side> {
  if (hashing.campaign !== undefined) return inTenant(context.db, tenantId, (tx) => exposuresIn(tx, shareId, hashing), { readOnly: true });
  const side = createSide(hashing.manifest);
  for await (const orders of readOrders(context, tenantId, shareId)) side.add(orderLines(orders));
  return side.end();
}

/**
 * What of this tenant's own events went into the last run of a matching share, and whether they are the same now: a check of its figures
 * that needs nothing of the other side.
 * @throws AppError `forbidden`; `not_found` for a share of others, one that was not matched yet and one that is over.
 */
export async function getShareManifest(context: Context, actor: Actor, shareId: string): Promise<ShareManifest> {
  authorize(actor, 'shares.read');
  const { tenantId } = actor;
  const hashing = await findShareHashing(context, 'system', tenantId, shareId);
  const found = hashing && (await inTenant(context.db, tenantId, (tx) => store.findManifest(tx, shareId), { readOnly: true }));
  if (!hashing || !found) throw new AppError('not_found', 'There is no such matching share, or it was not matched yet, or is over.');
  const { computedAtMs, ...manifest } = found;
  const now = await checks.run(tenantId, () => ownSide(context, tenantId, shareId, hashing));
  return {
    shareId,
    ...manifest,
    computedAt: new Date(computedAtMs).toISOString(),
    isCurrent: now.hash === manifest.ownHash,
    differences: differences(manifest.days, now.days),
  };
}
