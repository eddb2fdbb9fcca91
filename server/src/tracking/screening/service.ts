import type { Context } from '../../platform/context.ts';
import type { IntakeTx, TenantTx } from '../../platform/tenant-door.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import type { HashedIdentity } from '../intake/rules.ts';
import { bareFingerprint, erasedEventOf, type EventKind, objectionKeyOf, objectionKeysOf, type Subject } from '../subjects/rules.ts';
import { findErasedKeys } from '../subjects/store.ts';
import {
  type AskedHash,
  deleteObjections,
  findErasedEvents,
  findObjections,
  findOwnObjections,
  findScreenedTenants,
  insertObjections,
} from './store.ts';

/** From now on, events of this person come in without their identity. The caller closes intake first. */
export async function objectIn(tx: TenantTx, { keys, hashing }: Subject, requestId: string): Promise<void> {
  await insertObjections(
    tx,
    requestId,
    keys.map((key) => objectionKeyOf(key, hashing)),
  );
}

/** Takes an objection back: events that come from now on keep their identity again. */
export async function endObjectionIn(tx: TenantTx, requestId: string): Promise<void> {
  await deleteObjections(tx, requestId);
}

/** A row as far as it is screened. */
export interface ScreenedRow extends HashedIdentity {
  tenantId: string;
  id: string;
  fingerprint: string;
}

/** What the rows are, and how one of them loses its identity. */
export interface Screening<Row> {
  kind: EventKind;
  dropIdentity(row: Row, keys: Subject['hashing']): void;
}

/** What intake does with rows of tenants where somebody was erased or has objected. */
export interface Screened<Row> {
  /** The rows to be stored; those of people who objected have lost their identity. */
  rows: Row[];
  /** "tenant id" of the events that are answered as duplicates when they are not stored, whatever they hold. */
  quiet: Set<string>;
}

function askedOf(tenantId: string, hashes: readonly string[]): AskedHash[] {
  return hashes.map((hash) => ({ tenantId, hash }));
}

/**
 * Keeps erased events out, and the identities of people who objected. Tenants without either, which is nearly all of them, cost one look-up
 * per transaction and nothing per event.
 */
export async function screenIn<Row extends ScreenedRow>(
  context: Context,
  tx: IntakeTx,
  { kind, dropIdentity }: Screening<Row>,
  rows: Row[],
): Promise<Screened<Row>> {
  const quiet = new Set<string>();
  const screened = await findScreenedTenants(tx, [...new Set(rows.map(({ tenantId }) => tenantId))]);
  if (screened.size === 0) return { rows, quiet };
  const keysOf = new Map<string, Subject['hashing']>();
  for (const tenantId of screened) keysOf.set(tenantId, await getTenantKeys(context, 'system', tenantId));
  const concerned = rows.flatMap((row) => {
    const keys = keysOf.get(row.tenantId);
    if (!keys) return [];
    return [{ row, keys, idKey: erasedEventOf(kind, row.id, keys).idKey, objections: objectionKeysOf(row, keys) }];
  });
  const erased = await findErasedEvents(
    tx,
    kind,
    concerned.flatMap(({ row, idKey }) => askedOf(row.tenantId, [idKey])),
  );
  const objected = await findObjections(
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
      dropIdentity(row, keys);
      row.fingerprint = bareFingerprint(kind, row.id, keys);
    }
  }
  return { rows: rows.filter((row) => !out.has(row)), quiet };
}

/** What tells whether something that a person said may be kept with what ties it to them. */
export interface ScreenedHashes {
  objections: readonly string[];
  /** Of the conversion it is about. */
  conversion: string | undefined;
}

/** What is screened by of something that comes with an identity, or about a conversion. */
export function screenedHashesOf(identity: HashedIdentity, conversionId: string | null, keys: Subject['hashing']): ScreenedHashes {
  const conversion = conversionId === null ? undefined : erasedEventOf('conversion', conversionId, keys).idKey;
  return { objections: objectionKeysOf(identity, keys), conversion };
}

/** Those of these that are of somebody who objected, or about a conversion that was erased. */
export async function findScreenedIn(tx: TenantTx, all: readonly ScreenedHashes[]): Promise<Set<ScreenedHashes>> {
  const objected = await findOwnObjections(
    tx,
    all.flatMap(({ objections }) => objections),
  );
  const erased = await findErasedKeys(
    tx,
    'conversion',
    all.flatMap(({ conversion }) => conversion ?? []),
  );
  const [objections, conversions] = [new Set(objected), new Set(erased)];
  return new Set(
    all.filter(
      (one) => one.objections.some((hash) => objections.has(hash)) || (one.conversion !== undefined && conversions.has(one.conversion)),
    ),
  );
}
