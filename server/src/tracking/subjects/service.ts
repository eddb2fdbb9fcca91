import { newId, randomSecret } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import type { IntakeTx, TenantTx } from '../../platform/tenant-door.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import type { ConversionEvidence } from '../evidence/rules.ts';
import { dropIdentity, type EventRow, type HashedIdentity } from '../intake/rules.ts';
import {
  bareFingerprint,
  type ErasedEvent,
  erasedEventOf,
  type EventKind,
  isRestricted,
  NO_RESTRICTIONS,
  objectionKeyOf,
  objectionKeysOf,
  type Restrictions,
  restrictionsOf,
  type Subject,
  subjectKeysOf,
} from './rules.ts';
import type { SubjectConversion, SubjectIdentity, SubjectKey, SubjectRefund, SubjectTouchpoint } from './schema.ts';
import * as store from './store.ts';

export { type ErasedEvent, isRestricted, type Restrictions, type Subject };

const DAY_MS = 86_400_000;

/** The person whom these identities name, under the tenant's keys; nothing of the identities themselves is kept. */
export async function findSubject(
  context: Context,
  actor: 'system',
  tenantId: string,
  identities: readonly SubjectIdentity[],
): Promise<Subject> {
  const hashing = await getTenantKeys(context, actor, tenantId);
  return { keys: subjectKeysOf(identities, hashing), hashing };
}

/** How much of a person one transaction takes: so many events of each kind, and only those received before an instant if one is given. */
export interface Part {
  limit: number;
  before?: string;
}

function reachesOf(events: readonly (HashedIdentity & { occurredAt: string })[], field: store.ReachField, spanMs: number): store.Reach[] {
  const reaches = new Map<string, store.Reach>();
  for (const event of events) {
    const key = event[field];
    if (key === undefined) continue;
    const toAt = spanMs === Infinity ? 'infinity' : new Date(Date.parse(event.occurredAt) + spanMs).toISOString();
    const known = reaches.get(key);
    if (!known) reaches.set(key, { key, fromAt: event.occurredAt, toAt });
    else {
      if (event.occurredAt < known.fromAt) known.fromAt = event.occurredAt;
      if (toAt > known.toAt) known.toAt = toAt;
    }
  }
  return [...reaches.values()];
}

const TOUCHED = ['addressKey', 'userKey', 'emailKey', 'deviceKey', 'clickKey'] as const;
const REMEMBERED = ['userKey', 'emailKey', 'deviceKey'] as const;

async function markReachedIn(
  tx: TenantTx,
  events: readonly (HashedIdentity & { occurredAt: string })[],
  { fields, spanMs, reason }: { fields: readonly store.ReachField[]; spanMs: number; reason: string },
): Promise<void> {
  for (const field of fields) {
    const reaches = reachesOf(events, field, spanMs);
    if (reaches.length > 0) await store.insertDirtyReached(tx, field, reaches, reason);
  }
}

/** Keeps every event of the tenant waiting at intake until the transaction ends. */
export async function closeIntakeIn(tx: TenantTx): Promise<void> {
  await store.closeIntake(tx);
}

/**
 * Erases up to about `limit` touchpoints of a person. Conversions they may have belonged to within `lookbackDays` are marked `erased`. The
 * answer names each by the hash that keeps it out when it is sent again.
 */
export async function eraseTouchpointsIn(tx: TenantTx, subject: Subject, part: Part, lookbackDays: number): Promise<ErasedEvent[]> {
  const deleted = await store.deleteTouchpoints(tx, subject.keys, { limit: part.limit, before: part.before });
  if (deleted.length === 0) return [];
  await markReachedIn(tx, deleted, { fields: TOUCHED, spanMs: lookbackDays * DAY_MS, reason: 'erased' });
  const ids = deleted.map(({ id }) => id);
  const erased = ids.map((id) => erasedEventOf('touchpoint', id, subject.hashing));
  await store.deleteEventKeys(tx, 'touchpoint', ids);
  await store.insertErasedEvents(tx, erased);
  return erased;
}

/** The ids of up to `limit` conversions of a person. */
export async function findSubjectConversionIdsIn(tx: TenantTx, { keys }: Subject, { limit, before }: Part): Promise<string[]> {
  return store.findSubjectConversionIds(tx, keys, { limit, before });
}

/** The ids of those of these conversions that were erased before. */
export async function findErasedIdsIn(
  tx: TenantTx,
  { hashing }: Subject,
  conversions: readonly ConversionEvidence[],
): Promise<Set<string>> {
  const byKey = new Map(conversions.map(({ id }) => [erasedEventOf('conversion', id, hashing).idKey, id]));
  const found = byKey.size === 0 ? [] : await store.findErasedKeys(tx, 'conversion', [...byKey.keys()]);
  return new Set(found.flatMap((key) => byKey.get(key) ?? []));
}

/** What a person's conversions became: each kept one's new id by its old one, how many refunds went, and what keeps them all out. */
export interface Amounts {
  newIds: Map<string, string>;
  refunds: number;
  erased: ErasedEvent[];
}

function withInstant(conversion: ConversionEvidence): ConversionEvidence & { occurredAt: string } {
  return { ...conversion, occurredAt: new Date(conversion.occurredAtMs).toISOString() };
}

/**
 * Makes anonymous amounts of the conversions that count: kind, currency, what is left of the value after refunds, and the day stay, under a
 * new id. Other records of the same orders, and refunds, are deleted. Later conversions of whoever shares a user, an e-mail or a device
 * with them are marked `erased`, because they are told what came before.
 */
export async function eraseConversionsIn(
  tx: TenantTx,
  subject: Subject,
  { kept, others }: { kept: readonly ConversionEvidence[]; others: readonly ConversionEvidence[] },
): Promise<Amounts> {
  const all = [...kept, ...others];
  const ids = all.map(({ id }) => id);
  const amounts = kept.map((conversion) => ({
    id: conversion.id,
    newId: `erased:${newId()}`,
    fingerprint: randomSecret(16).toString('hex'),
    valueMinor: conversion.valueMinor === null ? null : Math.max(0, conversion.valueMinor - conversion.refundedMinor),
  }));
  const refunds = await store.deleteRefunds(tx, ids);
  await store.deleteConversions(
    tx,
    others.map(({ id }) => id),
  );
  await store.updateToAmounts(tx, amounts);
  await store.deleteEventKeys(tx, 'conversion', ids);
  await markReachedIn(tx, all.map(withInstant), { fields: REMEMBERED, spanMs: Infinity, reason: 'erased' });
  await store.deleteDirty(tx, ids);
  const erased = ids.map((id) => erasedEventOf('conversion', id, subject.hashing));
  await store.insertErasedEvents(tx, erased);
  return { newIds: new Map(amounts.map((one) => [one.id, one.newId])), refunds, erased };
}

/** Keeps events with these hashes out again, as they were before an older copy of the database was put back. */
export async function restoreErasedEventsIn(tx: TenantTx, events: readonly ErasedEvent[]): Promise<void> {
  if (events.length > 0) await store.insertErasedEvents(tx, events);
}

/** Whether conversions still wait for the restatement that an erasure, a restriction or a rectification asks for. */
export async function hasUrgentWorkIn(tx: TenantTx): Promise<boolean> {
  return store.hasErasedMarks(tx);
}

/** A person's touchpoints, conversions and refunds, a part at a time; `after` are the last ones of the part before. */
export interface SubjectEvents {
  touchpoints: SubjectTouchpoint[];
  conversions: SubjectConversion[];
  refunds: SubjectRefund[];
}

/** Everything that events say of a person, oldest first, read in parts of `limit`. */
export async function exportSubjectIn(tx: TenantTx, { keys }: Subject, limit: number): Promise<SubjectEvents> {
  const all: SubjectEvents = { touchpoints: [], conversions: [], refunds: [] };
  for (let after: store.After | undefined; ;) {
    const found = await store.findSubjectTouchpoints(tx, keys, after, limit);
    all.touchpoints.push(...found);
    if (found.length < limit) break;
    after = found[found.length - 1];
  }
  for (let after: store.After | undefined; ;) {
    const found = await store.findSubjectConversions(tx, keys, after, limit);
    all.conversions.push(...found);
    const ids = found.map(({ id }) => id);
    if (ids.length > 0) all.refunds.push(...(await store.findSubjectRefunds(tx, ids)));
    if (found.length < limit) break;
    after = found[found.length - 1];
  }
  return all;
}

/** From now on, events of this person come in without their identity. The caller closes intake first. */
export async function objectIn(tx: TenantTx, { keys, hashing }: Subject, requestId: string): Promise<void> {
  await store.insertObjections(
    tx,
    requestId,
    keys.map((key) => objectionKeyOf(key, hashing)),
  );
}

/** Takes an objection back: events that come from now on keep their identity again. */
export async function endObjectionIn(tx: TenantTx, requestId: string): Promise<void> {
  await store.deleteObjections(tx, requestId);
}

/**
 * Keeps this person's events out of matching from now on, or lets them in again with `endRestrictionIn`. What they may have belonged to is
 * marked by the caller with `markSubjectIn`.
 */
export async function restrictIn(tx: TenantTx, { keys }: Subject, requestId: string): Promise<void> {
  await store.insertRestrictions(tx, requestId, keys);
}

/** Takes a restriction back. */
export async function endRestrictionIn(tx: TenantTx, requestId: string): Promise<void> {
  await store.deleteRestrictions(tx, requestId);
}

/** The identities of the tenant that are not to be matched. */
export async function findRestrictionsIn(tx: TenantTx): Promise<Restrictions> {
  const restricted = await store.findRestrictions(tx);
  return restricted.length === 0 ? NO_RESTRICTIONS : restrictionsOf(restricted);
}

/** What intake does with rows of tenants where somebody was erased or has objected. */
export interface Screened<Row> {
  /** The rows to be stored; those of people who objected have lost their identity. */
  rows: Row[];
  /** "tenant id" of the events that are answered as duplicates when they are not stored, whatever they hold. */
  quiet: Set<string>;
}

function askedOf(tenantId: string, hashes: readonly string[]): store.AskedHash[] {
  return hashes.map((hash) => ({ tenantId, hash }));
}

/**
 * Keeps erased events out, and the identities of people who objected. Tenants without either, which is nearly all of them, cost one look-up
 * per transaction and nothing per event.
 */
export async function screenIn<Row extends EventRow>(context: Context, tx: IntakeTx, kind: EventKind, rows: Row[]): Promise<Screened<Row>> {
  const quiet = new Set<string>();
  const screened = await store.findScreenedTenants(tx, [...new Set(rows.map(({ tenantId }) => tenantId))]);
  if (screened.size === 0) return { rows, quiet };
  const keysOf = new Map<string, Subject['hashing']>();
  for (const tenantId of screened) keysOf.set(tenantId, await getTenantKeys(context, 'system', tenantId));
  const concerned = rows.flatMap((row) => {
    const keys = keysOf.get(row.tenantId);
    if (!keys) return [];
    return [{ row, keys, idKey: erasedEventOf(kind, row.id, keys).idKey, objections: objectionKeysOf(row, keys) }];
  });
  const erased = await store.findErasedEvents(
    tx,
    kind,
    concerned.flatMap(({ row, idKey }) => askedOf(row.tenantId, [idKey])),
  );
  const objected = await store.findObjections(
    tx,
    concerned.flatMap(({ row, objections }) => askedOf(row.tenantId, objections)),
  );
  const out = new Set<Row>();
  for (const { row, keys, idKey, objections } of concerned) {
    const isErased = erased.has(`${row.tenantId} ${idKey}`);
    const isObjected = objections.some((hash) => objected.has(`${row.tenantId} ${hash}`));
    if (isErased || isObjected) quiet.add(`${row.tenantId} ${row.id}`);
    if (isErased) out.add(row);
    else if (isObjected) {
      dropIdentity(row);
      row.fingerprint = bareFingerprint(kind, row.id, keys);
    }
  }
  return { rows: rows.filter((row) => !out.has(row)), quiet };
}

/** The keys of a person as a request may hold them. */
export type { SubjectKey };
