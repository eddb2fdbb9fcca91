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
  noteOrdersIn,
  type OpenDelivery,
  type Outcome,
} from '../../tracking/deliveries/service.ts';
import { NAME_PREFIX, type NotedOrder, type OrderRef } from '../../tracking/deliveries/schema.ts';
import { restateOrderIn } from '../../tracking/corrections/service.ts';
import {
  type ConversionEvidence,
  findConversionIn,
  findConversionsOfOrderIn,
  markOrderRecordsIn,
} from '../../tracking/evidence/service.ts';
import type { ConversionInput, IntakeResult } from '../../tracking/intake/schema.ts';
import { acceptConversions } from '../../tracking/intake/service.ts';
import { acceptRefunds, takeBackRefunds } from '../../tracking/refunds/service.ts';
import { noteFailedIn, type OpenSource, switchOffSourceIn } from '../../tracking/sources/service.ts';
import { findCustomersOfSourceIn } from '../../tracking/subjects/service.ts';
import { countedPart, isName, type Meaning, type PrivacyDraft, type RefundDraft } from '../hooks/rules.ts';

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
  const names = orders.flatMap(({ ref, orderId }) => (orderId === undefined ? [] : [ref.slice(NAME_PREFIX.length), orderId]));
  await markOrderRecordsIn(tx, [...new Set(names)]);
  for (const { id, valueMinor, currency } of conversions) {
    if (!news.has(id) || valueMinor === undefined || currency === undefined) continue;
    const edited = { conversionId: id, source, valueMinor, currency };
    if (!(await restateOrderIn(tx, actorOf(work).name, edited))) continue;
    brought.accepted += 1;
    if (!brought.made.includes(id)) brought.made.push(id);
  }
}

/** Of the records of an order, the one that a refund is told of: the source's own, else any; first one in its currency. */
function refundedRecord(records: readonly ConversionEvidence[], { kind, key }: OpenSource, currency: string | undefined) {
  const rank = ({ id, currency: own }: ConversionEvidence) =>
    (currency === undefined || own === currency ? 0 : 2) + (id.startsWith(`${kind}:${key}:`) ? 0 : 1);
  const [first] = records.filter(({ valueMinor }) => valueMinor !== null).toSorted((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1));
  return first as ConversionEvidence | undefined;
}

/** The order of a refund that names it as its shop does. */
async function findOrderedIn(tx: TenantTx, source: OpenSource, orderId: string, currency: string | undefined): Promise<Refunded[]> {
  const records = await findConversionsOfOrderIn(tx, orderId);
  const record = refundedRecord(records, source, currency);
  if (!record) return [];
  const [valueMinor, ...others] = [
    record.valueMinor ?? 0,
    ...records.map((one) => (one.currency === record.currency ? (one.valueMinor ?? 0) : 0)),
  ];
  return [
    {
      ref: orderId,
      conversionId: record.id,
      valueMinor: 0,
      grossMinor: 0,
      currency: record.currency,
      wholeMinor: Math.max(valueMinor, ...others),
    },
  ];
}

/** A conversion that a refund lowers, with its currency, and all that it can be lowered by. */
interface Refunded extends OrderRef {
  currency: string | null;
  wholeMinor: number;
}

async function findRefunded(context: Context, { tenantId, source }: Work, { order, currency }: RefundDraft): Promise<Refunded[]> {
  return inTenant(context.db, tenantId, async (tx) => {
    if ('orderId' in order) return findOrderedIn(tx, source, order.orderId, currency);
    const refs = 'ref' in order ? await findOrdersIn(tx, source.key, order.ref) : [];
    const orders: OrderRef[] = 'ref' in order ? refs : [{ ref: '', conversionId: order.conversionId, valueMinor: 0, grossMinor: 0 }];
    const found: Refunded[] = [];
    for (const one of orders) {
      const conversion = await findConversionIn(tx, one.conversionId);
      if (conversion) found.push({ ...one, currency: conversion.currency, wholeMinor: conversion.valueMinor ?? 0 });
    }
    return found;
  });
}

async function bringRefund(context: Context, work: Work, refund: RefundDraft, brought: Brought): Promise<void> {
  const [name] = Object.values(refund.order) as [string];
  if (!isName(name)) {
    brought.faults.push('the order of the refund has a name that is none');
    return;
  }
  const orders = await findRefunded(context, work, refund);
  if (orders.length === 0) {
    brought.waitsFor = name;
    return;
  }
  for (const order of orders) {
    if (refund.currency !== undefined && order.currency !== refund.currency) {
      brought.faults.push(`the refund is in ${refund.currency}, and its order in ${order.currency ?? 'no currency'}`);
      continue;
    }
    const { id, occurredAt } = refund;
    const valueMinor = refund.amountMinor === undefined ? order.wholeMinor : countedPart(refund.amountMinor, order);
    const accept = refund.isTakenBack === true ? takeBackRefunds : acceptRefunds;
    add(brought, id, await accept(context, actorOf(work), order.conversionId, [{ id, occurredAt, valueMinor }]));
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
