import { createHash, timingSafeEqual } from 'node:crypto';
import { Instant } from '../../platform/item-batch.ts';
import { Currency, minorAmount } from '../../platform/money.ts';
import { type ConversionInput, Identity, MAX_VALUE_MINOR } from '../../tracking/intake/schema.ts';

/** What one event of a sender becomes; or why nothing is made of it: because it is none of those that count, or because it is faulty. */
export type Reading = { conversion: ConversionInput } | { refund: RefundReading } | { skipped: string } | { fault: string };

/** What of an order was given back, as its sender tells: all of it where no amount is told. */
export interface RefundReading {
  id: string;
  occurredAt: string;
  orderId: string;
  valueMinor?: number | undefined;
  currency?: string | undefined;
  /** Whom it tells of. */
  identity: Identity;
}

/** What an event is read with. */
export interface Adapting {
  /** The source's key: ids of what it sends stand under it. */
  source: string;
  receivedAtMs: number;
  /** What of an order counts, where its parts are told. */
  revenue: 'gross' | 'without_tax' | 'without_tax_and_shipping';
}

/** The public id and the secret that a sender shows. */
export interface Credentials {
  publicId: string;
  secret: string;
}

const PUBLIC_ID_LENGTH = 12;

/** The two parts of a key that is one text: twelve characters of the public id, and the secret after them. */
export function splitKey(key: string): Credentials {
  return { publicId: key.slice(0, PUBLIC_ID_LENGTH), secret: key.slice(PUBLIC_ID_LENGTH) };
}

/** Whether a secret is one of these, compared in constant time. */
export function isSecret(given: string, secrets: readonly Buffer[]): boolean {
  const digest = (text: string | Buffer) => createHash('sha256').update(text).digest();
  const own = digest(given);
  return secrets.reduce((found, secret) => timingSafeEqual(own, digest(secret)) || found, false);
}

/** A member of an object of somebody else's; undefined for anything else. */
export function memberOf(value: unknown, ...names: string[]): unknown {
  return names.reduce<unknown>(
    (found, name) =>
      found !== null && typeof found === 'object' && Object.hasOwn(found, name) ? (found as Record<string, unknown>)[name] : undefined,
    value,
  );
}

/** A text of somebody else's as it can be stored: cut, without U+0000 and halves of surrogate pairs. */
function storable(text: string, most: number): string {
  return text.replaceAll('\0', '').trim().slice(0, most).toWellFormed();
}

/** A text of somebody else's, or a number as a text, cut to what is kept; undefined when there is none. */
export function textOf(value: unknown, most = 200): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return (typeof value === 'string' && storable(value, most)) || undefined;
}

/** The first of a list, or the value itself. */
export function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

/** A truth as senders write it. */
export function truthOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === '1' || value === 'true') return true;
  return value === 0 || value === '0' || value === 'false' ? false : undefined;
}

/** An instant in RFC 3339; undefined for anything else. */
export function instantOf(value: unknown): string | undefined {
  return Instant.safeParse(value).data;
}

/** An instant from a count of units since 1970; undefined when it is none, or lies beyond the years 1970 to 9999. */
export function instantOfCount(value: unknown, perMs: number): string | undefined {
  const count = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  if (typeof count !== 'number' || !(count > 0)) return undefined;
  const ms = Math.floor(count / perMs);
  return ms < 253_402_300_800_000 ? new Date(ms).toISOString() : undefined;
}

/** The hash of an e-mail address that was sent as a hash or in the clear. */
function emailOf(value: unknown): Pick<Identity, 'emailSha256' | 'emailMd5'> {
  const text = textOf(value, 500)?.toLowerCase();
  if (text === undefined) return {};
  if (/^[0-9a-f]{64}$/.test(text)) return { emailSha256: text };
  if (/^[0-9a-f]{32}$/.test(text)) return { emailMd5: text };
  return text.includes('@') ? { emailSha256: createHash('sha256').update(text).digest('hex') } : {};
}

/** An address, unless what was sent is none. */
function ipOf(value: unknown): string | undefined {
  return Identity.shape.ip.safeParse(value).data;
}

/** Who a sender says it was, as it says it. */
export interface Told {
  ip?: unknown;
  userAgent?: unknown;
  userId?: unknown;
  deviceId?: unknown;
  /** In the clear, or as its hash. */
  email?: unknown;
  /** What may hold the click id among the event's own fields. */
  fields?: unknown;
  /** The click id of the page it names, where the fields hold none. */
  clickId?: string | undefined;
}

/** What of that can be kept as an identity. */
export function identityOf({ ip, userAgent, userId, deviceId, email, fields, clickId }: Told): Identity {
  return {
    ip: ipOf(ip),
    userAgent: textOf(userAgent, 2_000),
    userId: textOf(userId, 500),
    deviceId: textOf(deviceId, 500),
    clickId: textOf(memberOf(fields, 'click_id')) ?? textOf(memberOf(fields, 'esid')) ?? clickId,
    ...emailOf(email),
  };
}

/** What the address of a page says: the click id, and the campaign marks. */
export function pageMarks(address: unknown): { clickId?: string; marks: Record<string, string> } {
  const text = typeof address === 'string' ? address.slice(0, 4_000) : '';
  const query = new URLSearchParams(text.includes('?') ? text.slice(text.indexOf('?')).replace(/#.*$/, '') : '');
  const marks: Record<string, string> = {};
  for (const [name, value] of query) if (/^utm_(source|medium|campaign|content|term)$/.test(name)) marks[name] = storable(value, 200);
  const clickId = query.get('click_id') ?? query.get('esid');
  return clickId === null || !/^[\w.~-]{1,200}$/.test(clickId) ? { marks } : { clickId, marks };
}

/** What of a referrer, an address or a bare host, is kept: its host. */
export function referrerOf(value: unknown): { referrer?: string } {
  const text = typeof value === 'string' ? value.slice(0, 4_000) : '';
  const address = text.includes('://') ? text : `https://${text}`;
  const host = text !== '' && URL.canParse(address) ? new URL(address).hostname : '';
  return host === '' ? {} : { referrer: host };
}

/** What was paid, or why it cannot be told: nothing where nothing is said of it. */
export type Sale = Pick<ConversionInput, 'valueMinor' | 'currency'> | { fault: string };

/** An amount and its currency, where a sender names both. */
export function saleOf(amount: unknown, currency: unknown): Sale {
  if (amount === undefined || amount === null || amount === '') return {};
  const code = Currency.safeParse(textOf(currency)?.toUpperCase()).data;
  if (code === undefined) return { fault: 'a value needs a currency of ISO 4217' };
  const valueMinor = minorAmount(amount, code);
  if (valueMinor === undefined || valueMinor > MAX_VALUE_MINOR) return { fault: 'the value is no amount that is taken' };
  return { valueMinor, currency: code };
}

/** A name that does not repeat by chance for an event that has none: of its content and of when it came. */
export function nameOf(event: unknown, at: string | number): string {
  return createHash('sha256')
    .update(`${at}\n${JSON.stringify(event)}`)
    .digest('hex')
    .slice(0, 32);
}

/** What a reader found; its id is put under the kind and the key of its source, so that two sources never share one. */
export interface Draft extends Omit<ConversionInput, 'id' | 'valueMinor' | 'currency'> {
  name: string;
  sale: Sale;
}

/** An id of ours has no room for every name of theirs: what is too long is told by its hash. */
function idOf(kind: string, { source }: Adapting, name: string): string {
  const id = `${kind}:${source}:${name}`;
  const isFit = id.length <= 200 && !/\p{Cc}/u.test(id);
  return isFit ? id : `${kind}:${source}:${createHash('sha256').update(name).digest('hex').slice(0, 40)}`;
}

/** A finished reading of one event. */
export function readingOf(kind: string, adapting: Adapting, { name, sale, ...rest }: Draft): Reading {
  return 'fault' in sale ? sale : { conversion: { ...rest, id: idOf(kind, adapting, name), ...sale } };
}

/** What a reader found of a refund. */
export interface RefundDraft {
  /** The sender's own id of it, if it has one. */
  name: string | undefined;
  occurredAt: string;
  orderId: string | undefined;
  sale: Sale;
  /** What was given back, by product; where it is told without an amount, a part of the order is meant. */
  items: unknown;
  identity: Identity;
}

/**
 * A finished reading of a refund. One without an id of its own is known by its order and what it says, not by when it came: the same
 * again changes nothing.
 */
export function refundReadingOf(
  kind: string,
  adapting: Adapting,
  { name, orderId, sale, items, occurredAt, identity }: RefundDraft,
): Reading {
  if ('fault' in sale) return sale;
  if (orderId === undefined) return { fault: 'a refund needs the id of its order' };
  if (sale.valueMinor === undefined && Array.isArray(items) && items.length > 0)
    return { fault: 'a refund of some products needs a value and its currency' };
  const said = sale.valueMinor === undefined ? `${orderId}:all` : `${orderId}:${nameOf([sale, items], '')}`;
  return { refund: { id: idOf(kind, adapting, `refund:${name ?? said}`), occurredAt, orderId, ...sale, identity } };
}
