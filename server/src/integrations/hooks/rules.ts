import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type ConversionInput, type DisputeStand, type Identity, orderIdOf, type RefundKind } from '../../tracking/intake/schema.ts';
import { NAME_PREFIX, type NamedCode, type NotedOrder } from '../../tracking/deliveries/schema.ts';
import type { SettledOptions } from '../../tracking/sources/schema.ts';
import type { SubjectIdentity } from '../../tracking/subjects/schema.ts';

/** A delivery as it reached an address. */
export interface HookRequest {
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  /** Byte for byte. */
  body: Buffer;
  receivedAtMs: number;
}

/** What the sender calls a delivery, and what it is about. */
export interface DeliveryName {
  key: string;
  topic: string | null;
  /** From which shop it says that it comes. */
  shop?: string | undefined;
}

/** What of an order is given back. */
export interface RefundDraft {
  id: string;
  /** Under which the same refund may have been kept before. */
  formerId?: string | undefined;
  occurredAt: string;
  /** Of what was paid; how much of it counts follows from the order. Undefined for all of it. */
  amountMinor: number | undefined;
  /** Undefined for that of the order, where all of it is given back. */
  currency: string | undefined;
  /** True for a refund that did not come about after all: what it took is given back. */
  isTakenBack?: true;
  /** A refund where it is left out. */
  kind?: RefundKind;
  /** Of a dispute: how it stands, and of which instant that is; what it takes or gives back follows from what is known of it. */
  dispute?: { stand: DisputeStand; toldAt: string | undefined };
  /** The conversion it belongs to, another name of its order, or the order's own. */
  order: { conversionId: string } | { ref: string } | { orderId: string };
}

/** What a person, or a shop for them, asks for. */
export interface PrivacyDraft {
  kind: 'access' | 'erasure';
  identities: SubjectIdentity[];
}

/** What a delivery means. */
export interface Meaning {
  /** Why it cannot be understood. */
  fault?: string;
  /** Why a part of it cannot be understood; the rest is brought. */
  partFault?: string | undefined;
  /** Why nothing is made of it. */
  setAside?: string;
  /** True when nobody knows what it is about. */
  isUnknown?: true;
  conversions?: ConversionInput[];
  /** All codes of its order, as codes are compared; the first that is mapped at the time of the order is the conversion's. */
  promoCodes?: readonly string[];
  /** What codes are called that orders name by ids; both as codes are compared. */
  namedCodes?: readonly NamedCode[];
  refunds?: RefundDraft[];
  /** Other names of its order. */
  orders?: NotedOrder[];
  privacy?: PrivacyDraft[];
  /** The shop, of those that deliver to the source, of whose customers everything is to be erased. */
  erasesShop?: string;
  /** What whoever looks at the source should know. */
  notice?: string;
}

/** What a delivery is read with. */
export interface Reading {
  source: string;
  topic: string | null;
  headers: Readonly<Record<string, string>>;
  options: SettledOptions;
}

/** How one kind of source speaks: pure decisions alone. */
export interface HookAdapter {
  /** The header fields it reads, in lower case; no others are kept of a delivery. */
  fields: readonly string[];
  /** Whether it only asks if anybody is there. */
  isPing(request: HookRequest): boolean;
  /** Why a delivery is not genuine; undefined when it is. Any of the secrets will do. */
  refusal(request: HookRequest, secrets: readonly Buffer[]): string | undefined;
  /** `json` is undefined for a body that is none, and for one that is not known to be genuine: it has not been read then. */
  nameOf(request: HookRequest, json: unknown): DeliveryName;
  meaningOf(json: unknown, reading: Reading): Meaning;
  /** Whom a body tells of that brings nothing, as an order that is not paid: it is kept and has to be found for them. */
  whoOf?(json: unknown, reading: Reading): Identity;
}

export const NO_SECRET = 'the source has no secret yet, so nothing can be told to be genuine';
export const NO_SIGNATURE = 'the delivery carries no signature';
export const WRONG_SIGNATURE = 'the signature does not belong to this body and secret';
export const NO_JSON = 'the body is no JSON';

/** Whether one of the signatures is that of the text under one of the secrets (HMAC-SHA-256), compared in constant time (FIPS 198-1). */
export function isSigned(signatures: readonly Buffer[], parts: readonly (string | Buffer)[], secrets: readonly Buffer[]): boolean {
  let found = false;
  for (const secret of secrets) {
    const hmac = createHmac('sha256', secret);
    for (const part of parts) hmac.update(part);
    const expected = hmac.digest();
    for (const signature of signatures) if (signature.length === expected.length && timingSafeEqual(signature, expected)) found = true;
  }
  return found;
}

/** Why a body is not genuine that carries its signature in base64 in one header field. */
export function refusalOfBody({ headers, body }: HookRequest, field: string, secrets: readonly Buffer[]): string | undefined {
  const signature = headers[field];
  if (secrets.length === 0) return NO_SECRET;
  if (signature === undefined || signature === '') return NO_SIGNATURE;
  return isSigned([Buffer.from(signature, 'base64')], [body], secrets) ? undefined : WRONG_SIGNATURE;
}

/** A name for a body that has none: its SHA-256, or so many hexadecimal digits of it. */
export function bodyKey(body: Buffer, digits = 64): string {
  return createHash('sha256').update(body).digest('hex').slice(0, digits);
}

/** Whether a text can be the name of an order: of 1 to 200 characters, none of them a control character. */
export function isName(text: string): boolean {
  return /^[^\p{Cc}]{1,200}$/u.test(text);
}

/** The order id: the first of these names that can be one; the last where none can. */
export function orderIdAmong(names: readonly (string | undefined)[], last: string): string {
  return (
    names
      .filter((name) => name !== undefined)
      .map(orderIdOf)
      .find(isName) ?? last
  );
}

/** An order that became a conversion, as it is noted under the ref of its shop and under further names by which others may call it. */
export function notedOrders(order: NotedOrder & { orderId: string }, names: readonly (string | undefined)[]): NotedOrder[] {
  const { orderId, ...own } = order;
  const others = names.filter((name) => name !== undefined).map(orderIdOf);
  const named = [...new Set(others)].filter((name) => name !== orderId && isName(name));
  return [own, ...named.map((name) => ({ ...order, ref: NAME_PREFIX + name }))];
}

/** Whom a meaning tells of: the first identity in it; undefined where none is. */
export function subjectOf({ conversions, privacy }: Meaning): Identity | undefined {
  return conversions?.[0]?.identity ?? withoutEmail(privacy?.[0]?.identities);
}

function withoutEmail(identities: readonly SubjectIdentity[] | undefined): Identity | undefined {
  if (identities === undefined) return undefined;
  const merged = Object.assign({}, ...identities) as SubjectIdentity;
  const { email, ...identity } = merged;
  const emailSha256 = email === undefined ? undefined : createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
  return emailSha256 === undefined ? identity : { ...identity, emailSha256 };
}
