import type { ConnectionType, ConversionSource, HashedIdentity } from '../intake/rules.ts';
import type { CONVERSION_KINDS, ExposureEvidence, TOUCHPOINT_KINDS } from '../intake/schema.ts';

export type TouchpointKind = (typeof TOUCHPOINT_KINDS)[number];
export type ConversionKind = (typeof CONVERSION_KINDS)[number];

/** A stored touchpoint as matching sees it: opaque identity keys, an instant in milliseconds, and where the ad ran. */
export interface TouchpointEvidence extends HashedIdentity {
  id: string;
  occurredAtMs: number;
  kind: TouchpointKind;
  campaign: string | null;
  channel: string | null;
  show: string | null;
  episode: string | null;
  placement: string | null;
  /** How its delivery is known; null for what is no exposure. */
  deliveryEvidence: ExposureEvidence | null;
  connectionType: ConnectionType;
  /** Whether it is of people who did not hear the ad: it tells of a device on their address, and nothing belongs to it. */
  isControl?: boolean | undefined;
}

/** A shop whose webhook told of an order: the system it runs on, and its name there. */
export interface Shop {
  system: string;
  name: string;
}

/** A stored conversion as matching sees it; `refundedMinor` is what of its sale was refunded so far. */
export interface ConversionEvidence extends HashedIdentity {
  id: string;
  occurredAtMs: number;
  kind: ConversionKind;
  source: ConversionSource;
  valueMinor: number | null;
  currency: string | null;
  orderId: string | null;
  /** What the records of one order have in common: the order id, and the shop's name where several shops use the same ids. */
  order: string | null;
  /** Other names of the order, under which records of it may have been sent; undefined where there are none. */
  orderNames?: readonly string[] | undefined;
  /** The shop that told of it, and by what; null where it came otherwise. */
  shop: Shop | null;
  promoCode: string | null;
  /** All codes of its order in the order's own sequence, where it named several or named them by ids; undefined for others. */
  promoCodes?: readonly string[] | undefined;
  isNewCustomer: boolean | null;
  connectionType: ConnectionType;
  /** Host of the page the visitor came from, lower case. */
  referrer: string | null;
  /** utm_source of the landing page, lower case. */
  utm: string | null;
  refundedMinor: number;
  /** What of `refundedMinor` the buyer's bank took back and has not given back. */
  chargedBackMinor: number;
  /** Whether it is what is left of an erased person's: an amount of its day. */
  isErased: boolean;
}

/** The earliest conversion of one sort under a key: when it was, its order, and the earliest that is not of that order. */
export interface Earliest {
  atMs: number;
  orderId: string | null;
  otherAtMs: number | undefined;
}

/** The earliest purchase or subscription, and the earliest visit, on record under one identity key. */
export interface KeyHistory {
  purchase?: Earliest;
  visit?: Earliest;
}

/** When the person behind a conversion first bought or subscribed, and first visited, before it; undefined when that is not on record. */
export interface History {
  purchaseAtMs: number | undefined;
  visitAtMs: number | undefined;
}

/** The earliest instant for a conversion of this order (null for none): records of its own order are not earlier ones. */
export function earliestBeside({ atMs, orderId, otherAtMs }: Earliest, ofOrder: string | null): number | undefined {
  return orderId !== null && orderId === ofOrder ? otherAtMs : atMs;
}

/** What the histories of a conversion's user, e-mail and device say of the time before it. */
export function historyOf(conversion: ConversionEvidence, byKey: ReadonlyMap<string, KeyHistory>): History {
  const earliest = (sort: keyof KeyHistory) => {
    const instants = HISTORY_FIELDS.flatMap((field) => {
      const found = byKey.get(conversion[field] ?? '')?.[sort];
      const isNamed = conversion.orderNames?.includes(found?.orderId ?? '') === true;
      const at = found && earliestBeside(found, isNamed ? found.orderId : conversion.orderId);
      return at !== undefined && at < conversion.occurredAtMs ? [at] : [];
    });
    return instants.length === 0 ? undefined : Math.min(...instants);
  };
  return { purchaseAtMs: earliest('purchase'), visitAtMs: earliest('visit') };
}

/** The identity fields by which a person is known over time; an address is nobody's own. */
export const HISTORY_FIELDS = ['userKey', 'emailKey', 'deviceKey'] as const;

/** The identity fields that tie events together, in the order of their columns. */
export const KEY_FIELDS = ['addressKey', 'userKey', 'emailKey', 'deviceKey', 'clickKey'] as const;
export type KeyField = (typeof KEY_FIELDS)[number];

/** An identity key and the span of time in which touchpoints under it matter. */
export interface KeySpan {
  key: string;
  fromMs: number;
  toMs: number;
}

/**
 * The most touchpoints that may carry one key in a conversion's lookback. A key on more of them (a carrier's address, a proxy's, a user id
 * like "guest") stands for nobody and matches nothing. A household of 20 devices with an ad every five hours each stays below it.
 */
export const MOST_TOUCHPOINTS_PER_KEY = 10_000;

/**
 * The most records one order may have. An order id on more of them ("null", a test) names no order, and its records stand for themselves.
 */
export const MOST_RECORDS_PER_ORDER = 100;

/** A name by which others may call an order, and the id that its shop's own record of it carries. */
export interface OrderName {
  name: string;
  orderId: string;
}

/**
 * The conversions with their orders under one id: one that was sent with another name of its order is told under the id of the shop's own
 * record. A name of several orders is none of them.
 */
export function withOrderNames(conversions: readonly ConversionEvidence[], names: readonly OrderName[]): ConversionEvidence[] {
  const byName = Map.groupBy(names, ({ name }) => name);
  const byOrder = Map.groupBy(
    names.filter(({ name }) => byName.get(name)?.length === 1),
    ({ orderId }) => orderId,
  );
  return conversions.map((conversion) => {
    const [found, ...others] = byName.get(conversion.orderId ?? '') ?? [];
    const orderId = found === undefined || others.length > 0 ? conversion.orderId : found.orderId;
    const orderNames = byOrder.get(orderId ?? '')?.map(({ name }) => name);
    return orderNames === undefined ? conversion : { ...conversion, orderId, order: orderId, orderNames };
  });
}

/** The conversions without the order ids that name no order: those on more than 100 of them. */
export function withoutCrowdedOrders(conversions: readonly ConversionEvidence[]): ConversionEvidence[] {
  const counts = new Map<string, number>();
  for (const { orderId } of conversions) if (orderId !== null) counts.set(orderId, (counts.get(orderId) ?? 0) + 1);
  return conversions.map((conversion) => {
    const isCrowded = conversion.orderId !== null && (counts.get(conversion.orderId) ?? 0) > MOST_RECORDS_PER_ORDER;
    return isCrowded ? { ...conversion, orderId: null, order: null } : conversion;
  });
}

/** The system on which the most shops told of these records, and the records that they told; undefined where none has two. */
function shopsApart(records: readonly ConversionEvidence[]): ConversionEvidence[] | undefined {
  const bySystem = Map.groupBy(
    records.filter(({ shop }) => shop !== null),
    ({ shop }) => shop?.system ?? '',
  );
  const shopsOf = (told: readonly ConversionEvidence[]) => new Set(told.map(({ shop }) => shop?.name)).size;
  const [most] = [...bySystem].toSorted(([a, x], [b, y]) => shopsOf(y) - shopsOf(x) || (a < b ? -1 : 1));
  return most === undefined || shopsOf(most[1]) < 2 ? undefined : most[1];
}

/**
 * Tells orders of several shops apart that use the same order ids, as every shop that counts from 1001 does: two shops on one system never
 * tell of one order. A record that no such shop told belongs to the one whose record is nearest in time, ties to the smaller id.
 */
export function withShopsApart(conversions: readonly ConversionEvidence[]): ConversionEvidence[] {
  const byOrder = Map.groupBy(conversions, ({ orderId }) => orderId);
  return conversions.map((conversion) => {
    const { orderId, occurredAtMs } = conversion;
    const told = orderId === null ? undefined : shopsApart(byOrder.get(orderId) ?? []);
    if (told === undefined) return conversion;
    const distance = (one: ConversionEvidence) => (one.id === conversion.id ? -1 : Math.abs(one.occurredAtMs - occurredAtMs));
    const nearest = told.reduce((best, one) => {
      const by = distance(one) - distance(best);
      return by < 0 || (by === 0 && one.id < best.id) ? one : best;
    });
    return { ...conversion, order: `${orderId}\0${nearest.shop?.name ?? ''}` };
  });
}

/** The key a conversion carries in one field with its own lookback, both ends included; undefined when it carries none. */
export function windowOf(conversion: ConversionEvidence, field: KeyField, lookbackMs: number): KeySpan | undefined {
  const key = conversion[field];
  return key === undefined ? undefined : { key, fromMs: conversion.occurredAtMs - lookbackMs, toMs: conversion.occurredAtMs };
}

/** Spans of equal keys joined wherever they meet, so that no instant under a key stands in two of them. */
export function joinSpans(spans: readonly KeySpan[]): KeySpan[] {
  const joined: KeySpan[] = [];
  const inOrder = spans.toSorted((a, b) => (a.key === b.key ? a.fromMs - b.fromMs : a.key < b.key ? -1 : 1));
  for (const span of inOrder) {
    const last = joined.at(-1);
    if (last?.key === span.key && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs);
    else joined.push({ ...span });
  }
  return joined;
}

/** The system that told of a refund, by its id; empty for those that came by the API itself. */
function tellerOf(refundId: string): string {
  return /^(shopify|woocommerce|stripe|segment|ga4|meta|podscribe):/.exec(refundId)?.[1] ?? '';
}

/** A refund of a sale as it counts. */
interface CountedRefund {
  valueMinor: number;
  isChargeback: boolean;
}

type RefundedAmounts = Pick<ConversionEvidence, 'refundedMinor' | 'chargedBackMinor'>;
const NOTHING_REFUNDED: RefundedAmounts = { refundedMinor: 0, chargedBackMinor: 0 };

/** What one teller's refunds come to: neither refunds nor chargebacks, each with what was taken back of them, come to less than nothing. */
function amountsOf(told: readonly (readonly [string, CountedRefund])[]): RefundedAmounts {
  const sum = (ofChargebacks: boolean) =>
    told.reduce((all, [, { valueMinor, isChargeback }]) => (isChargeback === ofChargebacks ? all + valueMinor : all), 0);
  const chargedBackMinor = Math.max(0, sum(true));
  return { refundedMinor: Math.max(0, sum(false)) + chargedBackMinor, chargedBackMinor };
}

/**
 * The conversions with what was refunded of each one's sale. The records of one order in one currency are one sale: whichever of them a
 * refund was sent for, and whichever counts, it lowers the value; one refund id sent for two of them is one refund, of the larger value.
 * One below zero takes a refund back that did not come about; one of the whole sale gives back what its largest record comes to.
 * Where several systems tell of a sale's refunds (a shop's webhook, another one's, the API), they tell of the same ones: the largest sum
 * counts. A refund is in the currency of the record it was sent for, and takes nothing from a record in another one.
 */
export function withRefunds(
  conversions: readonly ConversionEvidence[],
  refunds: readonly { conversionId: string; id: string; valueMinor: number; isWhole?: boolean; isChargeback?: boolean }[],
): ConversionEvidence[] {
  const saleOf = ({ id, order, currency }: ConversionEvidence) =>
    order === null ? `conversion ${id}` : `order ${currency ?? ''} ${order}`;
  const sales = new Map(conversions.map((conversion) => [conversion.id, saleOf(conversion)]));
  const wholes = new Map<string, number>();
  for (const one of conversions) wholes.set(saleOf(one), Math.max(wholes.get(saleOf(one)) ?? 0, one.valueMinor ?? 0));
  const bySale = new Map<string, Map<string, CountedRefund>>();
  for (const { conversionId, id, isWhole, isChargeback, valueMinor: told } of refunds) {
    const sale = sales.get(conversionId) ?? '';
    const valueMinor = isWhole === true ? (wholes.get(sale) ?? told) : told;
    const known = bySale.get(sale) ?? new Map<string, CountedRefund>();
    const before = known.get(id);
    if (!before || Math.abs(valueMinor) > Math.abs(before.valueMinor)) known.set(id, { valueMinor, isChargeback: isChargeback === true });
    bySale.set(sale, known);
  }
  const refundedOf = (sale: string) => {
    const told = Map.groupBy(bySale.get(sale) ?? [], ([id]) => tellerOf(id));
    const [most = NOTHING_REFUNDED] = [...told.values()].map(amountsOf).sort((a, b) => b.refundedMinor - a.refundedMinor);
    return most;
  };
  return conversions.map((conversion) => ({ ...conversion, ...refundedOf(saleOf(conversion)) }));
}
