import { newId, randomSecret } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import type { ConversionEvidence } from '../evidence/rules.ts';
import type { HashedIdentity } from '../intake/rules.ts';
import { eraseShareEventsIn } from '../shares/service.ts';
import { type ErasedEvent, erasedEventOf, type Subject, subjectKeysOf } from './rules.ts';
import type { SubjectConversion, SubjectIdentity, SubjectRefund, SubjectTouchpoint } from './schema.ts';
import {
  type After,
  closeIntake,
  deleteConversions,
  deleteDirty,
  deleteEventKeys,
  deleteRefunds,
  deleteTouchpoints,
  findErasedKeys,
  findKeysOfSource,
  findSubjectConversionIds,
  findSubjectConversions,
  findSubjectRefunds,
  findConversionReaches,
  findTouchpointReaches,
  insertDirtyOfSubject,
  findSubjectTouchpoints,
  hasErasedMarks,
  insertDirtyReached,
  insertErasedEvents,
  type Reach,
  type ReachField,
  updateToAmounts,
} from './store.ts';

export type { ErasedEvent, Subject };

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

/** From the first event under a key to so long after the last. */
function reachesOf(events: readonly (HashedIdentity & { occurredAt: string })[], field: ReachField, spanMs: number): Reach[] {
  const reaches = new Map<string, Reach>();
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

export const TOUCHED = ['addressKey', 'userKey', 'emailKey', 'deviceKey', 'clickKey'] as const;
export const REMEMBERED = ['userKey', 'emailKey', 'deviceKey'] as const;

/** Marks the conversions that these events may have belonged to, or told something of. */
export async function markReachedIn(
  tx: TenantTx,
  events: readonly (HashedIdentity & { occurredAt: string })[],
  { fields, spanMs, reason }: { fields: readonly ReachField[]; spanMs: number; reason: string },
): Promise<void> {
  for (const field of fields) {
    const reaches = reachesOf(events, field, spanMs);
    if (reaches.length > 0) await insertDirtyReached(tx, field, reaches, reason);
  }
}

/** Keeps every event of the tenant waiting at intake until the transaction ends. */
export async function closeIntakeIn(tx: TenantTx): Promise<void> {
  await closeIntake(tx);
}

/**
 * Erases up to about `limit` touchpoints of a person. Conversions they may have belonged to within `lookbackDays` are marked `erased`. The
 * answer names each by the hash that keeps it out when it is sent again.
 */
export async function eraseTouchpointsIn(tx: TenantTx, subject: Subject, part: Part, lookbackDays: number): Promise<ErasedEvent[]> {
  const deleted = await deleteTouchpoints(tx, subject.keys, { limit: part.limit, before: part.before });
  if (deleted.length === 0) return [];
  await markReachedIn(tx, deleted, { fields: TOUCHED, spanMs: lookbackDays * DAY_MS, reason: 'erased' });
  const ids = deleted.map(({ id }) => id);
  const erased = ids.map((id) => erasedEventOf('touchpoint', id, subject.hashing));
  await deleteEventKeys(tx, 'touchpoint', ids);
  await eraseShareEventsIn(tx, 'touchpoint', ids);
  await insertErasedEvents(tx, erased);
  return erased;
}

/** The ids of up to `limit` conversions of a person. */
export async function findSubjectConversionIdsIn(tx: TenantTx, { keys }: Subject, { limit, before }: Part): Promise<string[]> {
  return findSubjectConversionIds(tx, keys, { limit, before });
}

/** The ids of those of these conversions that were erased before. */
export async function findErasedIdsIn(
  tx: TenantTx,
  { hashing }: Subject,
  conversions: readonly ConversionEvidence[],
): Promise<Set<string>> {
  const byKey = new Map(conversions.map(({ id }) => [erasedEventOf('conversion', id, hashing).idKey, id]));
  const found = byKey.size === 0 ? [] : await findErasedKeys(tx, 'conversion', [...byKey.keys()]);
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
  const refunds = await deleteRefunds(tx, ids);
  await deleteConversions(
    tx,
    others.map(({ id }) => id),
  );
  await updateToAmounts(tx, amounts);
  await deleteEventKeys(tx, 'conversion', ids);
  await eraseShareEventsIn(tx, 'conversion', ids);
  await markReachedIn(tx, all.map(withInstant), { fields: REMEMBERED, spanMs: Infinity, reason: 'erased' });
  await deleteDirty(tx, ids);
  const erased = ids.map((id) => erasedEventOf('conversion', id, subject.hashing));
  await insertErasedEvents(tx, erased);
  return { newIds: new Map(amounts.map((one) => [one.id, one.newId])), refunds, erased };
}

/** Keeps events with these hashes out again, as they were before an older copy of the database was put back. */
export async function restoreErasedEventsIn(tx: TenantTx, events: readonly ErasedEvent[]): Promise<void> {
  if (events.length > 0) await insertErasedEvents(tx, events);
}

/** Whether conversions still wait for the restatement that an erasure, a restriction or a rectification asks for. */
export async function hasUrgentWorkIn(tx: TenantTx): Promise<boolean> {
  return hasErasedMarks(tx);
}

/** A person's touchpoints, conversions and refunds, a part at a time; `after` are the last ones of the part before. */
export interface SubjectEvents {
  touchpoints: SubjectTouchpoint[];
  conversions: SubjectConversion[];
  refunds: SubjectRefund[];
}

/** Marks the conversions that one event, which is about to be corrected, may have belonged to or told something of. */
export async function markCorrectedIn(
  tx: TenantTx,
  kind: 'touchpoint' | 'conversion',
  event: HashedIdentity & { occurredAt: string },
  lookbackDays: number,
): Promise<void> {
  const reach = kind === 'touchpoint' ? { fields: TOUCHED, spanMs: lookbackDays * DAY_MS } : { fields: REMEMBERED, spanMs: Infinity };
  await markReachedIn(tx, [event], { ...reach, reason: 'rectified' });
}

/** Marks the conversions of a person, those their touchpoints may have belonged to, and those that tell of what they did before. */
export async function markSubjectIn(tx: TenantTx, { keys }: Subject, reason: string, lookbackDays: number): Promise<void> {
  for (const field of TOUCHED) {
    const reaches = await findTouchpointReaches(tx, keys, field, lookbackDays);
    if (reaches.length > 0) await insertDirtyReached(tx, field, reaches, reason);
  }
  for (const field of REMEMBERED) {
    const reaches = await findConversionReaches(tx, keys, field);
    if (reaches.length > 0) await insertDirtyReached(tx, field, reaches, reason);
  }
  await insertDirtyOfSubject(tx, keys, reason);
}

/** Everything that events say of a person, oldest first, read in parts of `limit`. */
export async function exportSubjectIn(tx: TenantTx, { keys }: Subject, limit: number): Promise<SubjectEvents> {
  const all: SubjectEvents = { touchpoints: [], conversions: [], refunds: [] };
  for (let after: After | undefined; ;) {
    const found = await findSubjectTouchpoints(tx, keys, after, limit);
    all.touchpoints.push(...found);
    if (found.length < limit) break;
    after = found[found.length - 1];
  }
  for (let after: After | undefined; ;) {
    const found = await findSubjectConversions(tx, keys, after, limit);
    all.conversions.push(...found);
    const ids = found.map(({ id }) => id);
    if (ids.length > 0) all.refunds.push(...(await findSubjectRefunds(tx, ids)));
    if (found.length < limit) break;
    after = found[found.length - 1];
  }
  return all;
}

/** A key of everybody with a conversion that a webhook of this source brought, from this shop alone if one is given. */
export async function findCustomersOfSourceIn(tx: TenantTx, source: string, shop: string | undefined): Promise<Subject['keys']> {
  return findKeysOfSource(tx, source, shop);
}
