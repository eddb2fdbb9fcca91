import type { Context } from '../../platform/context.ts';
import { type DirectoryTx, inTenant, type IntakeTx, type TenantTx } from '../../platform/tenant-door.ts';
import { sealForInstallation, unsealForInstallation } from '../../platform/vault.ts';
import { type ConversionRow, hash, hashIdentity, type TouchpointRow } from '../intake/rules.ts';
import { CONTROL_ARM, type Identity } from '../intake/schema.ts';
import { isMatchable, keysOfShare, type SharedIdentity, type ShareHashing } from './rules.ts';
import type { Place, SharedTouchpoint, TouchpointsAsked } from './store.ts';
import * as store from './store.ts';

export type { Place, SharedIdentity, SharedTouchpoint, ShareHashing };

/** How long the shares a tenant takes part in are remembered; events of a share that was just revoked are cleared away with the others. */
const TRUST_MS = 2_000;
const MOST_REMEMBERED = 10_000;

interface Remembered {
  hashings: ShareHashing[];
  untilMs: number;
}

const rememberedByContext = new WeakMap<Context, Map<string, Remembered>>();

function placeOf(shareId: string): string {
  return `share_keys|${shareId}|sealed_key`;
}

/** A share's secret, 32 bytes, as it is stored. */
export async function sealShareKey(context: Context, _actor: 'system', shareId: string, secret: Uint8Array): Promise<Buffer> {
  return sealForInstallation(context, placeOf(shareId), secret);
}

async function openHashings(context: Context, tenantId: string): Promise<ShareHashing[]> {
  const keys = await inTenant(context.db, tenantId, store.listKeys, { readOnly: true });
  const hashings: ShareHashing[] = [];
  for (const { share_id: shareId, campaign, kinds, sealed_key: sealed } of keys) {
    const secret = await unsealForInstallation(context, placeOf(shareId), sealed);
    if (!secret) throw new Error('the key of a share cannot be opened: EARSHOT_SECRET_KEY is not the one this installation was made with');
    hashings.push({ shareId, campaign: campaign ?? undefined, kinds: kinds ?? undefined, ...keysOfShare(secret) });
  }
  return hashings;
}

/** The live matching shares that a tenant takes part in, with their keys; remembered for two seconds, so that others pay nothing. */
export async function findShareHashings(context: Context, _actor: 'system', tenantId: string): Promise<readonly ShareHashing[]> {
  let tenants = rememberedByContext.get(context);
  if (!tenants) rememberedByContext.set(context, (tenants = new Map<string, Remembered>()));
  const known = tenants.get(tenantId);
  const nowMs = context.clock();
  if (known && known.untilMs > nowMs) return known.hashings;
  const hashings = await openHashings(context, tenantId);
  if (tenants.size >= MOST_REMEMBERED) tenants.clear();
  tenants.set(tenantId, { hashings, untilMs: nowMs + TRUST_MS });
  return hashings;
}

/** What one share's events are hashed under, looked up anew; undefined when the tenant does not take part in it, or it is over. */
export async function findShareHashing(
  context: Context,
  _actor: 'system',
  tenantId: string,
  shareId: string,
): Promise<ShareHashing | undefined> {
  return (await openHashings(context, tenantId)).find((one) => one.shareId === shareId);
}

/** Forgets which shares there are, so that the next event looks anew. */
export function forgetShareHashings(context: Context): void {
  rememberedByContext.delete(context);
}

function identityUnder({ shareId, identity }: ShareHashing, event: { identity: Identity; promoCode?: string }): SharedIdentity {
  // Of a batch the agents are hashed once for the tenant; a share has few enough events for once more.
  const hashing = { keys: { identity, fingerprint: identity }, agentHashes: new Map<string, string>() };
  const codeKey = event.promoCode === undefined ? undefined : hashShareCode(identity, event.promoCode);
  return { shareId, ...hashIdentity(event.identity, hashing), ...(codeKey === undefined ? {} : { codeKey }) };
}

/** A promo code under a share's key. */
export function hashShareCode(identity: ShareHashing['identity'], code: string): string {
  return hash(identity, `code\0${code}`);
}

/** What a touchpoint is under the shares of its campaign; undefined when it takes part in none, as in the control arm of a test. */
export function shareTouchpoint(
  hashings: readonly ShareHashing[],
  { campaign, arm, identity = {} }: { campaign?: string; arm?: string | undefined; identity?: Identity },
): SharedIdentity[] | undefined {
  if (arm === CONTROL_ARM) return undefined;
  const own = hashings.filter((one) => one.campaign !== undefined && one.campaign === campaign);
  const shared = own.map((one) => identityUnder(one, { identity })).filter(isMatchable);
  return shared.length === 0 ? undefined : shared;
}

/** What a conversion is under the shares that take its kind; undefined when it takes part in none. */
export function shareConversion(
  hashings: readonly ShareHashing[],
  { kind, promoCode, identity = {} }: { kind: string; promoCode?: string; identity?: Identity },
): SharedIdentity[] | undefined {
  const taking = hashings.filter(({ campaign, kinds }) => campaign === undefined && (kinds === undefined || kinds.includes(kind)));
  const shared = taking.map((one) => identityUnder(one, { identity, promoCode })).filter(isMatchable);
  return shared.length === 0 ? undefined : shared;
}

/** Stores what shares ask of touchpoints, in the transaction that stores them. */
export async function insertShareTouchpointsIn(tx: IntakeTx, rows: readonly TouchpointRow[]): Promise<void> {
  await store.insertShareTouchpoints(tx, rows);
}

/** Stores what shares ask of conversions, in the transaction that stores them. */
export async function insertShareConversionsIn(tx: IntakeTx, rows: readonly ConversionRow[]): Promise<void> {
  await store.insertShareConversions(tx, rows);
}

/** A share's touchpoints of the grantor that carry a key of one of these identities, in no particular order. */
export async function findShareTouchpointsIn(tx: TenantTx, shareId: string, asked: TouchpointsAsked): Promise<SharedTouchpoint[]> {
  return store.findShareTouchpoints(tx, shareId, asked);
}

/**
 * What the grantee's conversions are under a share's key, by id, in the order of their instants: up to `limit` of them after a place; and
 * the place to go on from, undefined at the end.
 */
export async function listShareConversionsIn(tx: TenantTx, shareId: string, part: { after: Place | undefined; limit: number }) {
  return store.listShareConversions(tx, shareId, part);
}

/** What these conversions are under a share's key, by id; those that take no part in it are left out. */
export async function findSharedIdentitiesIn(tx: TenantTx, shareId: string, ids: readonly string[]): Promise<Map<string, SharedIdentity>> {
  return ids.length === 0 ? new Map() : store.findSharedIdentities(tx, shareId, ids);
}

/** Id and instant of every touchpoint of a share, in order, some thousands at a time. */
export function readShareTouchpointsIn(tx: TenantTx, shareId: string): AsyncGenerator<{ id: string; occurredAt: string }[]> {
  return store.readShareTouchpoints(tx, shareId);
}

/** Deletes every event of a share that is over. */
export async function deleteShareEventsIn(tx: TenantTx, shareId: string): Promise<void> {
  await store.deleteOfShare(tx, shareId);
}

/** Deletes what shares hold of events that were erased or grew too old; the shares are matched again without them. */
export async function eraseShareEventsIn(tx: TenantTx, kind: 'touchpoint' | 'conversion', ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await store.deleteOfEvents(tx, kind, ids);
}

/** What says that a share of the tenant got or lost events since it was last matched. */
export async function listShareArrivalsIn(tx: TenantTx): Promise<{ id: string; shareId: string }[]> {
  return store.listArrivals(tx);
}

/** Takes back what was matched meanwhile. */
export async function deleteShareArrivalsIn(tx: TenantTx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await store.deleteArrivals(tx, ids);
}

/** The tenants of which a share got or lost events. */
export async function listTenantsWithShareArrivalsIn(tx: DirectoryTx): Promise<string[]> {
  return store.listTenantsWithArrivals(tx);
}

/** Leaves word that shares are to be matched again because these conversions changed, as by a refund. */
export async function touchSharesOfConversionsIn(tx: TenantTx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await store.insertArrivalsOfConversions(tx, ids);
}

/** Leaves word that every share with events of the tenant is to be matched again, because of whom may be matched. */
export async function touchAllSharesIn(tx: TenantTx): Promise<void> {
  await store.insertArrivalsOfAll(tx);
}
