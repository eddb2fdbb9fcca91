import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { oneLine } from '../../platform/names.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { type DirectoryTx, inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { sealForTenant, unsealForTenant } from '../../platform/vault.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import { markDirtyIn } from '../evidence/service.ts';
import { hashIdentity } from '../intake/rules.ts';
import type { Identity } from '../intake/schema.ts';
import { deleteOrderCodes, insertDirtyByCodeIds, insertOrderCodes, type ToldCodes } from '../ordercodes/store.ts';
import { noteFailedIn, noteReceivedIn } from '../sources/service.ts';
import type { Subject } from '../subjects/service.ts';
import {
  type Content,
  contentPlace,
  KEPT_DAYS,
  MOST_BODY_BYTES,
  MOST_REFUSED,
  packContent,
  pauseAfter,
  UNKEYED_DAYS,
  unpackContent,
} from './rules.ts';
import type { DeliveryContent, DeliveryFilter, DeliveryState, HookDelivery, NamedCode, NotedOrder, OrderRef } from './schema.ts';
import {
  claimDue,
  countInState,
  deleteBefore,
  deleteContents,
  deleteOrderRefs,
  deleteContentsOfSource,
  deleteUnkeyedBefore,
  findCodes,
  findContents,
  findDelivery,
  findOrderRefs,
  findSealed,
  insertDelivery,
  listDeliveries as listStored,
  listReplayable,
  listTenantsWithDeliveries,
  listTenantsWithDue,
  type Outcome,
  toDelivery,
  updateFailed,
  updateKeys,
  updateOutcome,
  updateToReceived,
  updateWaiting,
  upsertCodes,
  upsertOrderRefs,
} from './store.ts';

export { MOST_BODY_BYTES };
export type { Outcome };

const DAY_MS = 86_400_000;
const LEASE_SECONDS = 120;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function absent(): AppError {
  return new AppError('not_found', 'There is no such delivery.');
}

/** A delivery as it came. */
export interface Incoming extends Content {
  /** UUID; the same one stored twice changes nothing. */
  id: string;
  source: string;
  /** The sender's id of it. */
  deliveryKey: string;
  topic: string | null;
  /** From which shop it says that it comes. */
  shop?: string | undefined;
  receivedAt: string;
  /** Whom it tells of, by which it is found when they are to be erased. */
  identity?: Identity | undefined;
  /** Why it is not genuine; undefined when it is. */
  refusal?: string | undefined;
}

/** Whether a refused delivery of a source is to be kept. */
async function mayKeepRefused(tx: TenantTx, source: string, receivedAt: string): Promise<boolean> {
  return (await countInState(tx, source, 'refused', new Date(Date.parse(receivedAt) - DAY_MS).toISOString())) < MOST_REFUSED;
}

/** Notes that a delivery was refused; whether it is to be packed and sealed at all, which costs the more the larger it is. */
async function noteRefused(
  context: Context,
  tenantId: string,
  { source, receivedAt, refusal }: { source: string; receivedAt: string; refusal: string },
): Promise<boolean> {
  return inTenant(context.db, tenantId, async (tx) => {
    await noteFailedIn(tx, source, refusal);
    return mayKeepRefused(tx, source, receivedAt);
  });
}

/**
 * Stores a delivery, sealed, and resolves after COMMIT: a genuine one to be worked on, unless the same one came before; one that is not
 * genuine for a while, up to 100 a day of a source. One that had failed and comes again is worked on anew.
 * @throws AppError `unavailable` when the database cannot be reached.
 */
export async function storeDelivery(context: Context, _actor: 'public', tenantId: string, incoming: Incoming): Promise<'first' | 'repeat'> {
  const { id, source, deliveryKey, topic, receivedAt, refusal } = incoming;
  if (refusal !== undefined && !(await noteRefused(context, tenantId, { source, receivedAt, refusal }))) return 'first';
  const keys = await getTenantKeys(context, 'system', tenantId);
  const hashed = hashIdentity(incoming.identity ?? {}, { keys, agentHashes: new Map() });
  const sealed = await sealForTenant(context, { tenantId }, contentPlace(id), await packContent(incoming));
  const row = { ...hashed, id, source, deliveryKey, topic, shop: incoming.shop ?? null, receivedAt, bytes: incoming.body.length, sealed };
  return inTenant(context.db, tenantId, async (tx) => {
    if (refusal !== undefined) {
      if (await mayKeepRefused(tx, source, receivedAt))
        await insertDelivery(tx, { ...row, isFirst: false, state: 'refused', reason: refusal });
      return 'first';
    }
    await noteReceivedIn(tx, source);
    if (await insertDelivery(tx, { ...row, isFirst: true, state: 'received', reason: null })) return 'first';
    await updateFailed(tx, source, deliveryKey);
    const reason = 'the same delivery came before';
    await insertDelivery(tx, { ...row, isFirst: false, state: 'duplicate', reason, sealed: null });
    return 'repeat';
  });
}

/** Something of which nothing was made, told without what it held: nobody can be found by it. */
export interface Unmade {
  state: 'failed' | 'refused' | 'unknown_topic';
  topic: string | null;
  reason: string;
}

/**
 * Lists what a source sent to another address than a webhook's and nothing was made of: up to 100 of each state a day, and of a topic that
 * is unknown the first of the day alone.
 */
export async function noteUnmadeIn(tx: TenantTx, source: string, receivedAt: string, unmade: readonly Unmade[]): Promise<void> {
  const since = new Date(Date.parse(receivedAt) - DAY_MS).toISOString();
  for (const [state, some] of Map.groupBy(unmade, (one) => one.state)) {
    const known = await countInState(tx, source, state, since);
    for (const { topic, reason } of some.slice(0, Math.max(0, MOST_REFUSED - known))) {
      const isFirst = state === 'unknown_topic';
      const id = newId();
      const deliveryKey = isFirst ? `${receivedAt.slice(0, 10)}:${topic ?? ''}`.slice(0, 300) : id;
      const told = { topic: oneLine(topic ?? '').slice(0, 200) || null, reason: oneLine(reason).slice(0, 500) || null };
      await insertDelivery(tx, { id, source, deliveryKey, isFirst, ...told, shop: null, state, receivedAt, bytes: 0, sealed: null });
    }
  }
}

/** A delivery that this process alone works on for two minutes, opened; `content` is undefined when it is not kept any more. */
export interface OpenDelivery {
  id: string;
  source: string;
  topic: string | null;
  receivedAt: string;
  attempts: number;
  content: Content | undefined;
}

async function openContent(context: Context, tenantId: string, id: string, sealed: Buffer | null): Promise<Content | undefined> {
  if (sealed === null) return undefined;
  const packed = await unsealForTenant(context, { tenantId }, contentPlace(id), sealed);
  if (!packed) throw new Error('a delivery cannot be opened: it was sealed under another key');
  return unpackContent(packed);
}

/** Takes up to `limit` deliveries that are due, or the one named if it is due; their attempt is counted before it begins. */
export async function claimDeliveries(
  context: Context,
  _actor: 'system',
  tenantId: string,
  { id, limit = 1 }: { id?: string; limit?: number },
): Promise<OpenDelivery[]> {
  const claimed = await inTenant(context.db, tenantId, (tx) => claimDue(tx, { id, limit, leaseSeconds: LEASE_SECONDS }));
  return Promise.all(
    claimed.map(async ({ sealed, ...one }) => ({ ...one, content: await openContent(context, tenantId, one.id, sealed) })),
  );
}

/** Writes down what became of a delivery that was claimed. */
export async function settleDeliveryIn(tx: TenantTx, { id, source }: OpenDelivery, outcome: Outcome): Promise<void> {
  const reason = outcome.reason === null ? null : oneLine(outcome.reason).slice(0, 500) || null;
  await updateOutcome(tx, id, { ...outcome, reason });
  if (outcome.conversionId !== undefined) await updateKeys(tx, id, outcome.conversionId);
  if (outcome.state === 'failed') await noteFailedIn(tx, source, reason ?? 'a delivery failed');
}

/** What becomes of a delivery that could not be worked on: it is tried again with growing pauses for some four days, then given up. */
export function laterOutcome({ attempts }: OpenDelivery, reason: string): Outcome {
  const pauseSeconds = pauseAfter(attempts);
  return { state: pauseSeconds === undefined ? 'failed' : 'received', reason, made: [], pauseSeconds };
}

/**
 * Remembers under which other names a shop may speak of an order, and what it came to as of the latest instant, and has what waits for it
 * worked on. Resolves with the conversions of which that is news.
 */
export async function noteOrdersIn(
  tx: TenantTx,
  source: string,
  orders: readonly NotedOrder[],
  conversionIds: readonly string[],
): Promise<Set<string>> {
  const news = orders.length > 0 ? await upsertOrderRefs(tx, source, orders) : new Set<string>();
  const refs = [...conversionIds, ...orders.map(({ ref }) => ref)];
  if (refs.length > 0) await updateWaiting(tx, source, refs);
  return news;
}

/** Remembers what codes are called that orders of a source name by ids, and has those orders matched again. */
export async function nameCodesIn(tx: TenantTx, source: string, codes: readonly NamedCode[]): Promise<void> {
  if (codes.length === 0) return;
  await upsertCodes(tx, source, codes);
  await insertDirtyByCodeIds(
    tx,
    source,
    codes.map(({ id }) => id),
  );
}

/**
 * Remembers all codes that an order told, as it told them, so that it does not matter which of them is mapped first. The conversion is
 * matched again; what was told of it before stays.
 */
export async function noteOrderCodesIn(tx: TenantTx, told: ToldCodes): Promise<void> {
  if (await insertOrderCodes(tx, told)) await markDirtyIn(tx, told.conversionId, 'promo_code');
}

/** The codes that these ids of a source are of, by id; of those that were told. */
export async function findNamedCodesIn(tx: TenantTx, source: string, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map((await findCodes(tx, source, ids)).map(({ id, code }) => [id, code]));
}

/** The conversions that an order of this name became, with how much of what was paid counts. */
export async function findOrdersIn(tx: TenantTx, source: string, ref: string): Promise<OrderRef[]> {
  return findOrderRefs(tx, source, ref);
}

/** Tenants with deliveries to be worked on now. */
export async function listTenantsWithDueIn(tx: DirectoryTx): Promise<string[]> {
  return listTenantsWithDue(tx);
}

/**
 * Deletes deliveries that came more than 60 days ago, for every tenant, and the bodies of those that came more than 7 days ago and are not
 * known to tell of anybody.
 */
export async function forgetOldDeliveries(context: Context, _actor: 'system'): Promise<void> {
  const daysAgo = (days: number) => new Date(context.clock() - days * DAY_MS).toISOString();
  const forget = (tenantId: string) =>
    inTenant(context.db, tenantId, async (tx) => {
      await deleteBefore(tx, daysAgo(KEPT_DAYS));
      await deleteUnkeyedBefore(tx, daysAgo(UNKEYED_DAYS));
    });
  const failure = 'old deliveries of a tenant could not be deleted; it is tried again in an hour';
  await forEachTenant(await inDirectory(context.db, listTenantsWithDeliveries), forget, {
    task: 'delivery-upkeep',
    failure,
    log: context.log,
  });
}

/**
 * Deliveries of the actor's tenant within 60 days, the newest first; without their bodies.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listDeliveries(
  context: Context,
  actor: Actor,
  filter: DeliveryFilter,
  page: PageRequest,
): Promise<Page<HookDelivery>> {
  authorize(actor, 'deliveries.read');
  if (page.after !== undefined && !UUID.test(page.after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listStored(tx, filter, page.after, page.limit + 1));
  return pageOf(rows, page.limit, ({ id }) => id);
}

/** One delivery, without its body. @throws AppError `forbidden`; `not_found`. */
export async function getDelivery(context: Context, actor: Actor, id: string): Promise<HookDelivery> {
  authorize(actor, 'deliveries.read');
  const found = await inTenant(context.db, actor.tenantId, (tx) => findDelivery(tx, id));
  if (!found) throw absent();
  return found;
}

/**
 * What came with a delivery, which may tell of a person, so that looking at it is recorded.
 * @throws AppError `forbidden`; `not_found`, also when the body is not kept any more.
 */
export async function openDelivery(context: Context, actor: Actor, id: string): Promise<DeliveryContent> {
  authorize(actor, 'deliveries.open');
  const sealed = await inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await findSealed(tx, id);
    if (found) await recordAuditIn(tx, { actor: actor.name, action: 'delivery.open', target: id });
    return found;
  });
  const content = await openContent(context, actor.tenantId, id, sealed);
  if (!content) throw absent();
  return { headers: content.headers, body: content.body.toString('base64') };
}

/** What came with a delivery, as it is to be looked at by this process alone; undefined when it is not kept any more. */
export async function openDeliveryContent(context: Context, _actor: 'system', tenantId: string, id: string): Promise<Content | undefined> {
  return openContent(context, tenantId, id, await inTenant(context.db, tenantId, (tx) => findSealed(tx, id)));
}

/**
 * Has a delivery worked on anew, by whoever calls; under another name where it is called otherwise than was thought.
 * @throws AppError `not_found`; `conflict` when its body is not kept, or it is a repeat.
 */
export async function reviveDeliveryIn(
  tx: TenantTx,
  actor: Actor,
  id: string,
  name: { key: string; topic: string | null } | undefined,
): Promise<HookDelivery> {
  const found = await findDelivery(tx, id);
  if (!found) throw absent();
  if (!(await updateToReceived(tx, id, name ?? { key: found.deliveryId, topic: found.topic })))
    throw new AppError('conflict', 'This delivery cannot be replayed: its body is not kept, or the same one is kept from before.');
  await recordAuditIn(tx, { actor: actor.name, action: 'delivery.replay', target: id, before: { state: found.state } });
  return found;
}

/** Which deliveries of a source are to be replayed: in these states, received from `from` on and before `to`. */
export interface ReplayRange {
  source: string;
  states: readonly DeliveryState[];
  from: string;
  to: string;
}

/** The ids of up to `limit` deliveries that can be replayed, oldest first, after this one. */
export async function listReplayableIn(tx: TenantTx, range: ReplayRange, after: string | undefined, limit: number): Promise<string[]> {
  return listReplayable(tx, range, after, limit);
}

/**
 * Deletes what is kept of all deliveries of a source but the one that asks for it; of those of one shop alone where one is named, and of
 * those that name none.
 */
export async function eraseDeliveriesOfSourceIn(tx: TenantTx, { id, source }: OpenDelivery, shop: string | undefined): Promise<void> {
  await deleteContentsOfSource(tx, { source, shop, except: id });
}

/** Deletes the names and the codes of the orders that these conversions are records of. */
export async function forgetOrderNamesIn(tx: TenantTx, conversionIds: readonly string[]): Promise<void> {
  if (conversionIds.length === 0) return;
  await deleteOrderRefs(tx, conversionIds);
  await deleteOrderCodes(tx, conversionIds);
}

/** Deletes what is kept of a person's deliveries; the names of their orders go with their conversions, which are found by them. */
export async function eraseDeliveriesIn(tx: TenantTx, { keys }: Subject): Promise<void> {
  await deleteContents(tx, keys);
}

/** What is kept of a person's deliveries, with the bodies as text, oldest first. */
export async function exportDeliveries(context: Context, _actor: 'system', tenantId: string, { keys }: Subject): Promise<object[]> {
  const rows = await inTenant(context.db, tenantId, (tx) => findContents(tx, keys), { readOnly: true });
  return Promise.all(
    rows.map(async (row) => {
      const { id, source, topic, receivedAt } = toDelivery(row);
      const content = await openContent(context, tenantId, id, row.sealed);
      return { id, source, topic, receivedAt, body: content?.body.toString() ?? '' };
    }),
  );
}
