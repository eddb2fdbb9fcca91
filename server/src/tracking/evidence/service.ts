import { countChangedCodesIn, listTenantsWithChangedCodesIn } from '../../catalog/codes/service.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { countWaitingRequestsIn } from '../downloads/service.ts';
import { NO_IDENTITY } from '../intake/rules.ts';
import { orderIdOf } from '../intake/schema.ts';
import { findHistory } from '../histories/store.ts';
import { insertDirtyByOrderCodes } from '../ordercodes/store.ts';
import { findOrderNames, insertDirtyByOrders } from '../ordernames/store.ts';
import { findRestrictionsIn, isRestricted } from '../restrictions/service.ts';
import {
  type ConversionEvidence,
  type History,
  HISTORY_FIELDS,
  historyOf,
  joinSpans,
  KEY_FIELDS,
  type KeyField,
  type KeyHistory,
  type KeySpan,
  type OrderName,
  MOST_RECORDS_PER_ORDER,
  MOST_TOUCHPOINTS_PER_KEY,
  type TouchpointEvidence,
  windowOf,
  withOrderNames,
  withoutCrowdedOrders,
  withRefunds,
  withShopsApart,
} from './rules.ts';
import {
  countWaiting,
  type DirtyConversion,
  findConversions,
  findConversionsOfOrders,
  findCrowded,
  findRefunds,
  findTouchpoints,
  hasUrgentMarks,
  insertAllDirty,
  insertDirty,
  insertDirtyAfter,
  insertDirtyByCodes,
  listTenantsWithWork,
  preferIndexProbes,
  takeDirty,
  type TakenConversion,
  type TakenTouchpoints,
  takeTouchpoints,
} from './store.ts';

export { MOST_TOUCHPOINTS_PER_KEY };
export type { ConversionEvidence, DirtyConversion, History, TakenConversion, TakenTouchpoints, TouchpointEvidence };

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

const MOST_PRIORITY = { live: 0, imported: 1, set_aside: 32_000 } as const;

/**
 * Takes up to `limit` conversions whose path is to be built, each with the reason it waited for: live ones first, then those that imports
 * marked, then those that were set aside; none beyond `upTo`.
 */
export async function takeDirtyConversionsIn(tx: TenantTx, limit: number, upTo: keyof typeof MOST_PRIORITY): Promise<TakenConversion[]> {
  return takeDirty(tx, limit, MOST_PRIORITY[upTo]);
}

/** Marks a conversion to be matched again, ahead of what imports left. */
export async function markDirtyIn(tx: TenantTx, id: string, reason: string): Promise<void> {
  await insertDirty(tx, [{ id, reason, priority: 0 }]);
}

/** Gives conversions back that were taken to be matched and have to wait for another round. */
export async function returnDirtyIn(tx: TenantTx, conversions: readonly DirtyConversion[]): Promise<void> {
  if (conversions.length > 0) await insertDirty(tx, conversions);
}

/** Marks the conversions that carry one of these codes, also beside others. */
export async function markCodesDirtyIn(tx: TenantTx, codes: string[]): Promise<void> {
  if (codes.length === 0) return;
  await insertDirtyByCodes(tx, codes);
  await insertDirtyByOrderCodes(tx, codes);
}

/** Marks every conversion of the tenant, and why; returns how many. */
export async function markAllDirtyIn(tx: TenantTx, reason: 'identity_rule_changed'): Promise<number> {
  return insertAllDirty(tx, reason);
}

/** Marks every conversion between two instants, the first included, and why; returns how many. */
export async function markSpanDirtyIn(tx: TenantTx, span: { from: string; before: string }, reason: 'rebuild'): Promise<number> {
  return insertAllDirty(tx, reason, span);
}

/** Marks the later conversions of the people behind these, because their purchase and visit history changed. */
export async function markLaterConversionsIn(tx: TenantTx, conversions: ConversionEvidence[]): Promise<void> {
  const telling = conversions.filter(({ kind }) => kind === 'purchase' || kind === 'subscription' || kind === 'visit');
  if (telling.length > 0) await insertDirtyAfter(tx, telling);
}

/** The ids under which records of these orders may stand, with the names among them. */
async function findNamesIn(tx: TenantTx, ofOrders: readonly string[]): Promise<{ orderIds: string[]; names: OrderName[] }> {
  const names = ofOrders.length === 0 ? [] : await findOrderNames(tx, [...new Set(ofOrders)]);
  return { orderIds: [...new Set([...ofOrders, ...names.flatMap(({ name, orderId }) => [name, orderId])])], names };
}

/** The ids under which records of these orders, and answers about them, may stand: their own, and other names of them. */
export async function findOrderIdsIn(tx: TenantTx, orderIds: readonly string[]): Promise<string[]> {
  return (await findNamesIn(tx, orderIds)).orderIds;
}

/** Marks the records of orders by these ids, and of those that one of them was taken for a name of: which is which has become clearer. */
export async function markOrderRecordsIn(tx: TenantTx, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length > 0) await insertDirtyByOrders(tx, orderIds);
}

/**
 * These conversions, and every other conversion of the same orders, each with what was refunded of its sale. Of an order id on too many
 * records the records are told without it; so many come that those who took it for an order are among them.
 */
export async function findConversionsWithOrdersIn(tx: TenantTx, ids: string[]): Promise<ConversionEvidence[]> {
  const asked = await findConversions(tx, ids);
  const { orderIds, names } = await findNamesIn(
    tx,
    asked.flatMap(({ orderId }) => orderId ?? []),
  );
  const related = orderIds.length === 0 ? [] : await findConversionsOfOrders(tx, orderIds, MOST_RECORDS_PER_ORDER + ids.length + 1);
  const told = withOrderNames([...new Map([...asked, ...related].map((one) => [one.id, one])).values()], names);
  const all = withShopsApart(withoutCrowdedOrders(told));
  const refunds =
    all.length === 0
      ? []
      : await findRefunds(
          tx,
          all.map(({ id }) => id),
        );
  return withRefunds(all, refunds);
}

/** One conversion; undefined when the tenant has none of this id. */
export async function findConversionIn(tx: TenantTx, id: string): Promise<ConversionEvidence | undefined> {
  return (await findConversionsWithOrdersIn(tx, [id])).find((conversion) => conversion.id === id);
}

/** The records of one conversion's order, itself among them; none when the tenant has no conversion of this id. */
export async function findRecordsIn(tx: TenantTx, id: string): Promise<ConversionEvidence[]> {
  const found = await findConversionsWithOrdersIn(tx, [id]);
  const own = found.find((conversion) => conversion.id === id);
  return own === undefined ? [] : found.filter((one) => one === own || (one.order !== null && one.order === own.order));
}

/** The records of an order, those of several shops' orders under one id told apart; none for an id on so many that it names no order. */
export async function findConversionsOfOrderIn(tx: TenantTx, orderId: string): Promise<ConversionEvidence[]> {
  const asked = orderIdOf(orderId);
  const { orderIds, names } = await findNamesIn(tx, [asked]);
  const of = names.find(({ name }) => name === asked)?.orderId ?? asked;
  const records = withOrderNames(await findConversionsOfOrders(tx, orderIds, MOST_RECORDS_PER_ORDER + 1), names);
  const found = records.filter((record) => record.orderId === of);
  return found.length > MOST_RECORDS_PER_ORDER ? [] : withShopsApart(found);
}

/** What conversions are matched against. */
export interface Candidates {
  /** The conversions without the keys that stand for nobody, in the order given. */
  conversions: ConversionEvidence[];
  /** Ids of those that a restriction keeps out of matching. */
  restricted: ReadonlySet<string>;
  /** Every touchpoint that shares a remaining key with one of them inside its lookback, and others; each once, in no particular order. */
  touchpoints: TouchpointEvidence[];
}

/** Of the conversions whose windows lie in these spans, those under whose key there are too many touchpoints. */
async function crowdedIn(
  tx: TenantTx,
  field: KeyField,
  windows: Map<ConversionEvidence, KeySpan>,
  full: ReadonlySet<string>,
): Promise<Set<ConversionEvidence>> {
  const doubtful = [...windows].filter(([, { key }]) => full.has(key));
  if (doubtful.length === 0) return new Set();
  const spans = doubtful.map(([, window]) => window);
  const crowded = await findCrowded(tx, field, spans, MOST_TOUCHPOINTS_PER_KEY);
  return new Set(doubtful.filter((_, place) => crowded[place]).map(([conversion]) => conversion));
}

/** One field's touchpoints, and the conversions whose key in it stands for nobody. Spans that hold too much are looked at one by one. */
async function findByFieldIn(tx: TenantTx, field: KeyField, windows: Map<ConversionEvidence, KeySpan>) {
  const found = await findTouchpoints(tx, field, joinSpans([...windows.values()]), MOST_TOUCHPOINTS_PER_KEY + 1);
  const counts = new Map<string, number>();
  for (const touchpoint of found) counts.set(touchpoint[field] ?? '', (counts.get(touchpoint[field] ?? '') ?? 0) + 1);
  const full = new Set([...counts].filter(([, count]) => count > MOST_TOUCHPOINTS_PER_KEY).map(([key]) => key));
  const crowded = await crowdedIn(tx, field, windows, full);
  const rest = [...windows].filter(([conversion, { key }]) => full.has(key) && !crowded.has(conversion)).map(([, window]) => window);
  const more = rest.length === 0 ? [] : await findTouchpoints(tx, field, joinSpans(rest), Number.MAX_SAFE_INTEGER);
  return { touchpoints: [...found.filter((touchpoint) => !full.has(touchpoint[field] ?? '')), ...more], crowded };
}

/**
 * What these conversions may match: touchpoints under their keys, those aside that more than 10,000 touchpoints carry in the lookback, and
 * events that a restriction keeps out of matching.
 */
export async function findCandidatesIn(tx: TenantTx, asked: ConversionEvidence[], lookbackDays: number): Promise<Candidates> {
  const restrictions = await findRestrictionsIn(tx);
  const restricted = new Set(asked.filter((conversion) => isRestricted(conversion, restrictions)).map(({ id }) => id));
  const conversions = asked.map((conversion) =>
    restricted.has(conversion.id) ? { ...conversion, ...NO_IDENTITY, promoCode: null, promoCodes: undefined } : { ...conversion },
  );
  const byId = new Map<string, TouchpointEvidence>();
  const plain = new Map(conversions.map((conversion) => [conversion, { ...conversion }]));
  for (const field of KEY_FIELDS) {
    const windows = new Map(
      conversions.flatMap((conversion) => {
        const window = windowOf(conversion, field, lookbackDays * DAY_MS);
        return window === undefined ? [] : [[conversion, window] as const];
      }),
    );
    if (windows.size === 0) continue;
    const { touchpoints, crowded } = await findByFieldIn(tx, field, windows);
    for (const touchpoint of touchpoints) if (!isRestricted(touchpoint, restrictions)) byId.set(touchpoint.id, touchpoint);
    for (const conversion of crowded) plain.set(conversion, { ...conversion, ...plain.get(conversion), [field]: undefined });
  }
  return { conversions: [...plain.values()], restricted, touchpoints: [...byId.values()] };
}

/** Whether a restriction keeps one of these conversions out of matching. */
export async function areRestrictedIn(tx: TenantTx, conversions: readonly ConversionEvidence[]): Promise<boolean> {
  const restrictions = await findRestrictionsIn(tx);
  return conversions.some((conversion) => isRestricted(conversion, restrictions));
}

/** Whether one of these conversions waits for the restatement that an erasure, a restriction or a rectification asks for. */
export async function areUrgentIn(tx: TenantTx, conversions: readonly ConversionEvidence[]): Promise<boolean> {
  return hasUrgentMarks(
    tx,
    conversions.map(({ id }) => id),
  );
}

/** Of each of these conversions, by its id, what is known of its person before it. */
export async function findHistoriesIn(tx: TenantTx, conversions: ConversionEvidence[]): Promise<Map<string, History>> {
  const byKey = new Map<string, KeyHistory>();
  const restricted = [...(await findRestrictionsIn(tx)).keys];
  for (const field of HISTORY_FIELDS) {
    const keys = [...new Set(conversions.flatMap((conversion) => conversion[field] ?? []))];
    if (keys.length === 0) continue;
    for (const [key, history] of await findHistory(tx, field, keys, restricted)) byKey.set(key, history);
  }
  return new Map(conversions.map((conversion) => [conversion.id, historyOf(conversion, byKey)]));
}

/** Work that waits, counted up to 100,000 of each kind. */
export interface Waiting {
  conversions: number;
  touchpoints: number;
  codes: number;
  /** Requests that are to be counted, and counted downloads that are to become touchpoints. */
  requests: number;
  /** All of them together. Zero means that every acknowledged event is in the paths. */
  all: number;
  oldestAt: Date | null;
}

/** How much of the tenant's acknowledged work is not in its paths yet. */
export async function countWaitingIn(tx: TenantTx): Promise<Waiting> {
  const { conversions, touchpoints, oldestAt } = await countWaiting(tx, MOST_COUNTED);
  const codes = await countChangedCodesIn(tx);
  const requests = await countWaitingRequestsIn(tx, MOST_COUNTED);
  const instants = [oldestAt, codes.oldestAt, requests.oldestAt].flatMap((at) => at ?? []).sort((a, b) => a.getTime() - b.getTime());
  const all = conversions + touchpoints + codes.count + requests.count;
  return { conversions, touchpoints, codes: codes.count, requests: requests.count, all, oldestAt: instants[0] ?? null };
}

/** The tenants that have touchpoints, conversions or codes waiting. */
export async function listTenantsWithWorkIn(tx: DirectoryTx): Promise<string[]> {
  return [...new Set([...(await listTenantsWithWork(tx)), ...(await listTenantsWithChangedCodesIn(tx))])];
}
