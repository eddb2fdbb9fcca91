import type { IntakeResult } from '../../platform/item-batch.ts';
import { findCodesIn } from '../../catalog/codes/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { createErasureOfKeys, createPrivacyRequest } from '../../privacy/requests/service.ts';
import { type Actor, systemActor } from '../../tenants/authorize.ts';
import {
  eraseDeliveriesOfSourceIn,
  findNamedCodesIn,
  findOrdersIn,
  nameCodesIn,
  noteOrderCodesIn,
  noteOrdersIn,
  type OpenDelivery,
  type Outcome,
} from '../../tracking/deliveries/service.ts';
import { NAME_PREFIX, type NotedOrder } from '../../tracking/deliveries/schema.ts';
import { restateOrderIn } from '../../tracking/corrections/service.ts';
import {
  type ConversionEvidence,
  findConversionIn,
  findConversionsOfOrderIn,
  markOrderRecordsIn,
} from '../../tracking/evidence/service.ts';
import type { ConversionInput } from '../../tracking/intake/schema.ts';
import { acceptConversions } from '../../tracking/intake/service.ts';
import { acceptDispute, acceptToldRefund, knownRefundIdIn, recountRefundsIn, type ToldRefund } from '../../tracking/refunds/service.ts';
import { noteFailedIn, type OpenSource, switchOffSourceIn } from '../../tracking/sources/service.ts';
import { findCustomersOfSourceIn } from '../../tracking/subjects/service.ts';
import { isName, type Meaning, type PrivacyDraft, type RefundDraft } from '../hooks/rules.ts';

/** So many keys of people go into one request of erasure. */
const KEYS_PER_REQUEST = 500;
/** So many codes of one order are looked at. */
const MOST_CODES = 20;
const LONGEST_WAIT_SECONDS = 21_600;
const WAIT_SECONDS = 600;

/** A delivery at work, and whose it is. */
export interface Work {
  tenantId: string;
  source: OpenSource;
  delivery: OpenDelivery;
}

/** What has been brought so far. */
interface Brought {
  made: string[];
  accepted: number;
  /** What stood in the way of a part, in words. */
  faults: string[];
  /** The name of the order that a refund waits for. */
  waitsFor?: string;
  /** What was there already with other content. */
  differs: boolean;
  /** The conversion that a refund was brought to, whose person it tells of. */
  conversionId?: string;
}

function actorOf({ tenantId, source }: Work): Actor {
  return { ...systemActor(tenantId), name: `source:${source.key}` };
}

function add(brought: Brought, id: string, { accepted, rejected }: IntakeResult): void {
  brought.accepted += accepted;
  const faults = rejected.filter(({ code }) => code !== 'conflict').map(({ detail }) => detail);
  brought.faults.push(...faults);
  if (rejected.length > faults.length) brought.differs = true;
  if (faults.length === 0) brought.made.push(id);
}

/**
 * A conversion with the first of its order's codes that stands for a campaign at its time, or the first of them where none does. Where the
 * order names codes by ids, they are those that the source told of.
 */
async function withCodeIn(tx: TenantTx, { source }: Work, conversion: ConversionInput, told: readonly string[]): Promise<ConversionInput> {
  const ids = told.slice(0, MOST_CODES);
  const named = await findNamedCodesIn(tx, source.key, ids);
  const codes = ids.map((id) => named.get(id) ?? id);
  const book = await findCodesIn(tx, codes);
  const mapped = codes.find((code) => book.at(code, Date.parse(conversion.occurredAt)) !== undefined);
  return codes.length === 0 ? conversion : { ...conversion, promoCode: mapped ?? codes[0] };
}

async function bringConversions(context: Context, work: Work, meaning: Meaning, brought: Brought): Promise<void> {
  const { conversions = [], orders = [], promoCodes = [] } = meaning;
  for (const one of conversions) {
    const isPlain = promoCodes.length === 0 || (promoCodes.length === 1 && work.source.kind !== 'stripe');
    const conversion = isPlain ? one : await inTenant(context.db, work.tenantId, (tx) => withCodeIn(tx, work, one, promoCodes));
    add(brought, conversion.id, await acceptConversions(context, actorOf(work), [conversion], 'webhook'));
    if (isPlain || brought.faults.length > 0) continue;
    const told = { conversionId: one.id, source: work.source.key, codes: promoCodes.slice(0, MOST_CODES) };
    await inTenant(context.db, work.tenantId, (tx) => noteOrderCodesIn(tx, told));
  }
  if (conversions.length + orders.length === 0) return;
  if (conversions.length === 0) brought.accepted += 1;
  // What was not taken has no other names either.
  if (brought.faults.length > 0) return;
  const names = orders.filter(({ ref, conversionId }) => isName(ref) && isName(conversionId));
  const named = [...new Map(names.map((one) => [`${one.ref}\0${one.conversionId}`, one])).values()];
  await inTenant(context.db, work.tenantId, (tx) => noteIn(tx, work, { conversions, orders: named }, brought));
}

/** Notes what orders came to; a conversion that was brought before, with what its order came to earlier, is restated. */
async function noteIn(
  tx: TenantTx,
  work: Work,
  { conversions, orders }: { conversions: readonly ConversionInput[]; orders: readonly NotedOrder[] },
  brought: Brought,
): Promise<void> {
  const source = work.source.key;
  const ids = conversions.map(({ id }) => id);
  const news = await noteOrdersIn(tx, source, orders, ids);
  for (const id of news) await recountRefundsIn(tx, actorOf(work).name, id);
  for (const { id, valueMinor, currency } of conversions) {
    if (!news.has(id) || valueMinor === undefined || currency === undefined) continue;
    const edited = { conversionId: id, source, valueMinor, currency };
    if (!(await restateOrderIn(tx, actorOf(work).name, edited))) continue;
    brought.accepted += 1;
    if (!brought.made.includes(id)) brought.made.push(id);
  }
  // Last: whoever marks a conversion has locked it before.
  const names = orders.flatMap(({ ref, orderId }) => (orderId === undefined ? [] : [ref.slice(NAME_PREFIX.length), orderId]));
  await markOrderRecordsIn(tx, [...new Set(names)]);
}

/** Whether a source told of a record itself. */
function isOwn({ id }: ConversionEvidence, { kind, key }: OpenSource): boolean {
  return id.startsWith(`${kind}:${key}:`);
}

/** Of the records of an order, the one that a refund is told of: the source's own, else any; first one in its currency. */
function refundedRecord(records: readonly ConversionEvidence[], source: OpenSource, currency: string | undefined) {
  const rank = (one: ConversionEvidence) => (currency === undefined || one.currency === currency ? 0 : 2) + (isOwn(one, source) ? 0 : 1);
  const [first] = records.filter(({ valueMinor }) => valueMinor !== null).toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  return first as ConversionEvidence | undefined;
}

/**
 * The record that a refund is told of which names its order as its shop does. Where several shops use this order id, it is the source's own
 * record, which says of which shop it is; until that comes nothing does.
 */
async function findOrderedIn(tx: TenantTx, source: OpenSource, orderId: string, currency: string | undefined): Promise<Refunded[]> {
  const records = await findConversionsOfOrderIn(tx, orderId);
  const record = refundedRecord(records, source, currency);
  if (!record) return [];
  const areSeveral = new Set(records.map(({ order }) => order)).size > 1;
  return areSeveral && !isOwn(record, source) ? [] : [{ conversionId: record.id, currency: record.currency }];
}

/** A conversion that a refund lowers, and its currency. */
interface Refunded {
  conversionId: string;
  currency: string | null;
}

async function findRefundedIn(tx: TenantTx, { source }: Work, { order, currency }: RefundDraft): Promise<Refunded[]> {
  if ('orderId' in order) return findOrderedIn(tx, source, order.orderId, currency);
  const ids =
    'ref' in order ? (await findOrdersIn(tx, source.key, order.ref)).map(({ conversionId }) => conversionId) : [order.conversionId];
  const found: Refunded[] = [];
  for (const id of ids) {
    const conversion = await findConversionIn(tx, id);
    if (conversion) found.push({ conversionId: id, currency: conversion.currency });
  }
  return found;
}

/** The conversions that a refund lowers, and the id under which it is kept. */
async function findRefunded(context: Context, work: Work, refund: RefundDraft) {
  return inTenant(context.db, work.tenantId, async (tx) => {
    const orders = await findRefundedIn(tx, work, refund);
    const ids = orders.map(({ conversionId }) => conversionId);
    return { orders, id: await knownRefundIdIn(tx, ids, refund) };
  });
}

/** What a refund gives back: of an order that its shop speaks of, a part of what was paid for it. */
function givenBy({ amountMinor, order }: RefundDraft): ToldRefund['gives'] {
  if (amountMinor === undefined) return 'all';
  return 'ref' in order ? { paidMinor: amountMinor } : { valueMinor: amountMinor };
}

async function bringRefund(context: Context, work: Work, refund: RefundDraft, brought: Brought): Promise<void> {
  const [name] = Object.values(refund.order) as [string];
  if (!isName(name)) {
    brought.faults.push('the order of the refund has a name that is none');
    return;
  }
  const { orders, id } = await findRefunded(context, work, refund);
  if (orders.length === 0) {
    brought.waitsFor = name;
    return;
  }
  for (const order of orders) {
    if (refund.currency !== undefined && order.currency !== refund.currency) {
      brought.faults.push(`the refund is in ${refund.currency}, and its order in ${order.currency ?? 'no currency'}`);
      continue;
    }
    const { kind = 'refund', dispute } = refund;
    const told = { id, occurredAt: refund.occurredAt, gives: givenBy(refund), isTakenBack: refund.isTakenBack === true, kind };
    const actor = actorOf(work);
    const accept = dispute
      ? acceptDispute(context, actor, order.conversionId, { ...told, ...dispute })
      : acceptToldRefund(context, actor, order.conversionId, told);
    add(brought, id, await accept);
    brought.conversionId = order.conversionId;
  }
}

/** A person's request goes through once, also when the delivery is worked on again within a day. */
async function bringPrivacy(context: Context, work: Work, { kind, identities }: PrivacyDraft, brought: Brought): Promise<void> {
  const input = { kind, identities, verification: 'known_person' } as const;
  const { id } = await createPrivacyRequest(context, actorOf(work), input, `delivery-${work.delivery.id}`);
  brought.made.push(id);
  brought.accepted += 1;
}

/**
 * Everything of a shop's customers goes: what it delivered at once, their events by requests of erasure. A source of that shop alone is
 * switched off; other shops that deliver to the source keep what is theirs.
 */
async function eraseShop(context: Context, work: Work, shop: string, brought: Brought): Promise<void> {
  const { tenantId, source, delivery } = work;
  const actor = actorOf(work);
  const isOnly = source.options.shop === shop;
  const only = isOnly ? undefined : shop;
  const keys = await inTenant(context.db, tenantId, (tx) => findCustomersOfSourceIn(tx, source.key, only));
  for (let from = 0; from < keys.length; from += KEYS_PER_REQUEST) {
    brought.made.push((await createErasureOfKeys(context, actor, keys.slice(from, from + KEYS_PER_REQUEST))).id);
  }
  await inTenant(context.db, tenantId, async (tx) => {
    await eraseDeliveriesOfSourceIn(tx, delivery, only);
    const notice = `the shop ${shop} had everything of its customers erased`;
    if (isOnly) await switchOffSourceIn(tx, actor, source.key, notice);
    else await noteFailedIn(tx, source.key, notice);
  });
  brought.accepted += 1;
}

function outcomeOf({ made, accepted, faults, waitsFor, differs }: Brought, { attempts }: OpenDelivery): Outcome {
  if (faults.length > 0) return { state: 'failed', reason: faults[0], made };
  if (waitsFor !== undefined) {
    const pauseSeconds = Math.min(LONGEST_WAIT_SECONDS, WAIT_SECONDS * attempts);
    return { state: 'waiting', reason: 'its order has not come yet', made, pauseSeconds, orderRef: waitsFor };
  }
  if (accepted > 0) return { state: 'kept', reason: null, made };
  return { state: 'duplicate', reason: differs ? 'kept already, with other content' : 'kept already', made };
}

/**
 * Brings what a delivery means into the tenant: conversions, refunds and requests of people, each under an id that derives from the
 * sender's own, so that the same again changes nothing. Resolves with what became of it.
 * @throws AppError when it cannot be done now, as with a tenant that is suspended or beyond its quota.
 */
export async function bringMeaning(context: Context, _actor: 'system', work: Work, meaning: Meaning): Promise<Outcome> {
  const { topic } = work.delivery;
  if (meaning.fault !== undefined) return { state: 'failed', reason: meaning.fault, made: [] };
  if (meaning.isUnknown) return { state: 'unknown_topic', reason: `nothing is made of the topic "${topic ?? ''}"`, made: [] };
  if (meaning.setAside !== undefined) return { state: 'set_aside', reason: meaning.setAside, made: [] };
  const isPrivacy = meaning.privacy !== undefined || meaning.erasesShop !== undefined;
  if (!work.source.isEnabled && !isPrivacy) return { state: 'set_aside', reason: 'the source is switched off', made: [] };
  const brought: Brought = { made: [], accepted: 0, faults: [], differs: false };
  await bringConversions(context, work, meaning, brought);
  for (const refund of meaning.refunds ?? []) await bringRefund(context, work, refund, brought);
  for (const privacy of meaning.privacy ?? []) await bringPrivacy(context, work, privacy, brought);
  if (meaning.erasesShop !== undefined) await eraseShop(context, work, meaning.erasesShop, brought);
  const { namedCodes = [] } = meaning;
  if (namedCodes.length > 0) {
    await inTenant(context.db, work.tenantId, (tx) => nameCodesIn(tx, work.source.key, namedCodes));
    brought.accepted += 1;
  }
  if (meaning.partFault !== undefined) brought.faults.push(meaning.partFault);
  const { notice } = meaning;
  if (notice !== undefined) {
    await inTenant(context.db, work.tenantId, (tx) => noteFailedIn(tx, work.source.key, notice));
    brought.accepted += 1;
  }
  return { ...outcomeOf(brought, work.delivery), conversionId: brought.conversionId };
}
