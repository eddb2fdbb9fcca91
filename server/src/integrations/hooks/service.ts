import { PUBLIC_ID } from '../../catalog/publicids/schema.ts';
import { resolvePublicId } from '../../catalog/publicids/service.ts';
import type { Context, EdgeContext } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { oneLine } from '../../platform/names.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize, systemActor } from '../../tenants/authorize.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import type { HookDelivery } from '../../tracking/deliveries/schema.ts';
import {
  claimDeliveries,
  forgetOldDeliveries,
  getDelivery,
  type Incoming,
  laterOutcome,
  listReplayableIn,
  listTenantsWithDueIn,
  type OpenDelivery,
  openDeliveryContent,
  type Outcome,
  type ReplayRange,
  reviveDeliveryIn,
  settleDeliveryIn,
  storeDelivery,
} from '../../tracking/deliveries/service.ts';
import type { PublicRequest, ResolvedRequest } from '../../tracking/edge/schema.ts';
import { type OpenSource, openSource } from '../../tracking/sources/service.ts';
import { type Arriving, type Edge, isAbsent, isAdmitted, keepOrRefuse, publicRequestOf } from '../../tracking/edge/service.ts';
import { adapterOf, HOOK_FIELDS } from './adapters.ts';
import { countRefused } from '../admission/service.ts';
import { bringMeaning } from '../meanings/service.ts';
import { parseBody } from './reading.ts';
import { bodyKey, type DeliveryName, type HookAdapter, type HookRequest, type Meaning, NO_JSON, type Reading, subjectOf } from './rules.ts';

const LOOK_EVERY_MS = 5_000;
const TIDY_EVERY_MS = 3_600_000;
const BATCH = 20;

/** What a delivery came to at the door. */
export type Reception = { status: 'taken' } | { status: 'pinged' } | { status: 'absent' } | { status: 'refused'; reason: string };

/** What reads the delivery never throws for what somebody sent; should it do so all the same, the delivery is kept and has failed. */
function meaningOf(context: Context, adapter: HookAdapter, json: unknown, reading: Reading): Meaning {
  if (json === undefined) return { fault: NO_JSON };
  try {
    return adapter.meaningOf(json, reading);
  } catch (error) {
    context.log.error({ err: error, source: reading.source }, 'a delivery could not be read');
    return { fault: 'it could not be read' };
  }
}

function hookOf({ headers, body = '', receivedAt }: PublicRequest): HookRequest {
  return { headers, body: Buffer.from(body, 'base64'), receivedAtMs: Date.parse(receivedAt) };
}

/** The kind of source that an address names: the second part of `/hooks/<source>/<publicId>`. */
function namedKind({ target }: PublicRequest): string | undefined {
  return /^\/hooks\/([a-z0-9]+)\//.exec(target)?.[1];
}

/** A delivery that has just come, and what it came to. */
interface Arrived {
  resolved: ResolvedRequest;
  /** Whether its sender waits for an answer, and can be told to wait. */
  isHeard: boolean;
}

function nameOf(adapter: HookAdapter, hook: HookRequest, json: unknown): DeliveryName {
  const { key, topic, shop = '' } = adapter.nameOf(hook, json);
  return { key: oneLine(key) || bodyKey(hook.body), topic: oneLine(topic ?? '') || null, shop: oneLine(shop) || undefined };
}

/** A delivery at the address of a source that can be read, and whom it is from. */
interface AtSource {
  source: OpenSource;
  adapter: HookAdapter;
  hook: HookRequest;
}

/** Whether it is genuine is found out from its bytes, before anything reads them: anybody can send some. */
async function store(context: Context, { resolved, isHeard }: Arrived, { source, adapter, hook }: AtSource) {
  const { request, tenantId } = resolved;
  const refusal = adapter.refusal(hook, source.secrets);
  if (isHeard && refusal !== undefined) countRefused(context, 'public', { publicId: request.publicId, address: request.ip });
  const json = refusal === undefined ? parseBody(hook.body) : undefined;
  const { key, topic, shop } = nameOf(adapter, hook, json);
  const reading = { source: source.key, topic, headers: hook.headers, options: source.options };
  const meaning = refusal === undefined ? meaningOf(context, adapter, json, reading) : undefined;
  const identity = meaning && (subjectOf(meaning) ?? adapter.whoOf?.(json, reading));
  const { id, receivedAt } = request;
  const incoming = { id, receivedAt, source: source.key, deliveryKey: key, topic, shop, headers: hook.headers, body: hook.body };
  await storeDelivery(context, 'public', tenantId, { ...incoming, identity, refusal });
  return { refusal, meaning };
}

async function take(context: Context, { resolved, isHeard }: Arrived): Promise<Reception> {
  const { request, tenantId, target } = resolved;
  const source = await openSource(context, 'system', tenantId, target);
  const adapter = source && source.kind === namedKind(request) ? adapterOf(source.kind) : undefined;
  if (!source || !adapter) return { status: 'absent' };
  const hook = hookOf(request);
  if (adapter.isPing(hook)) return { status: 'pinged' };
  const { refusal, meaning } = await store(context, { resolved, isHeard }, { source, adapter, hook });
  if (refusal !== undefined) return { status: 'refused', reason: refusal };
  await workOn(context, tenantId, request.id, meaning);
  return { status: 'taken' };
}

/** Where a delivery goes, and what answers public addresses there, if anything does. */
export interface HookAddress {
  publicId: string;
  edge?: Edge | undefined;
}

/**
 * Lets a delivery come before its body is read: all of its arrival that signatures and sources need.
 * @throws AppError `not_found` for what cannot be a source; `rate_limited` when too much comes from its address.
 */
export async function admitHook(
  context: EdgeContext,
  actor: 'public',
  arriving: Arriving,
  { publicId, edge }: HookAddress,
): Promise<PublicRequest> {
  if (!PUBLIC_ID.test(publicId)) throw new AppError('not_found', 'Nothing takes deliveries at this address.');
  const request = publicRequestOf(context, arriving, { kind: 'hook', publicId, fields: HOOK_FIELDS });
  if (edge && !isAdmitted(edge, actor, request, 'delivery'))
    throw new AppError('rate_limited', 'Too much comes from this address at once, or to sources that do not exist.', {
      retryAfterSeconds: 60,
    });
  return request;
}

/**
 * Keeps a delivery where no database is asked: whether it is genuine is found out when it is taken. Resolves once it is in the spool.
 * @throws AppError `not_found` when it is certain that no source has this address; as `keepOrRefuse`.
 */
export async function keepHook(edge: Edge, actor: 'public', request: PublicRequest): Promise<void> {
  if (await isAbsent(edge, actor, request)) throw new AppError('not_found', 'Nothing takes deliveries at this address.');
  await keepOrRefuse(edge, actor, request);
}

/**
 * Takes a delivery at its address: checks that it is genuine, stores a receipt of it, and works on it. Once this resolves it is not lost;
 * what could not be done yet is tried again in the background.
 * @throws AppError `unavailable` when it could not be stored; `rate_limited` for an address that sends too much that is not genuine.
 */
export async function receiveHook(context: Context, actor: 'public', request: PublicRequest): Promise<Reception> {
  const id = await resolvePublicId(context, actor, request.publicId);
  if (id?.kind !== 'hook') return { status: 'absent' };
  return take(context, { resolved: { request, tenantId: id.tenantId, target: id.target }, isHeard: true });
}

/** Takes deliveries that waited in the spool while the database was away; nobody hears any more that one was refused. */
export async function takeHookRequests(context: Context, _actor: 'system', requests: ResolvedRequest[]): Promise<void> {
  for (const resolved of requests) await take(context, { resolved, isHeard: false });
}

async function outcomeOf(context: Context, tenantId: string, delivery: OpenDelivery, known: Meaning | undefined): Promise<Outcome> {
  const { content, topic } = delivery;
  const source = await openSource(context, 'system', tenantId, delivery.source);
  const adapter = source && adapterOf(source.kind);
  if (!source || !adapter || !content) return { state: 'failed', reason: 'its content is not kept any more', made: [] };
  const reading = { source: source.key, topic, headers: content.headers, options: source.options };
  const meaning = known ?? meaningOf(context, adapter, parseBody(content.body), reading);
  return bringMeaning(context, 'system', { tenantId, source, delivery }, meaning);
}

async function workOnOne(context: Context, tenantId: string, delivery: OpenDelivery, known?: Meaning): Promise<void> {
  let outcome: Outcome;
  try {
    outcome = await outcomeOf(context, tenantId, delivery, known);
  } catch (error) {
    const isTold = error instanceof AppError;
    if (!isTold) context.log.error({ err: error, tenantId, delivery: delivery.id }, 'a delivery could not be worked on; it is tried again');
    outcome = laterOutcome(delivery, isTold ? error.message : 'it could not be worked on; the log of the server says why');
  }
  await inTenant(context.db, tenantId, (tx) => settleDeliveryIn(tx, delivery, outcome));
}

/** Works on a delivery that is stored, and read if its meaning is known; what hinders it is logged, the background comes back to it. */
async function workOn(context: Context, tenantId: string, id: string, known?: Meaning): Promise<void> {
  try {
    for (const delivery of await claimDeliveries(context, 'system', tenantId, { id })) await workOnOne(context, tenantId, delivery, known);
  } catch (error) {
    context.log.warn({ err: error, tenantId }, 'a delivery is stored, and worked on later');
  }
}

/**
 * Stores something genuine that a source sent to another address than a webhook's, and works on it; what the same key came with before is
 * not stored again. Resolves with what became of it: it may wait.
 * @throws AppError `unavailable` when it could not be stored.
 */
export async function keepDelivery(context: Context, actor: 'system', tenantId: string, incoming: Incoming): Promise<HookDelivery> {
  await storeDelivery(context, 'public', tenantId, incoming);
  await workOn(context, tenantId, incoming.id);
  return getDelivery(context, { ...systemActor(tenantId), kind: actor }, incoming.id);
}

/** Works on every delivery of a tenant that is due. */
export async function workOnDeliveries(context: Context, actor: 'system', tenantId: string, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true) {
    const claimed = await claimDeliveries(context, actor, tenantId, { limit: BATCH });
    for (const delivery of claimed) await workOnOne(context, tenantId, delivery);
    if (claimed.length < BATCH) return;
  }
}

/** Works on what is due every five seconds, and deletes old deliveries every hour, until `close`. */
export function startHooks(context: Context, actor: 'system', everyMs: number = LOOK_EVERY_MS): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const tenants = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      return (await listTenantsWithDueIn(tx)).filter((tenantId) => !resting.has(tenantId));
    });
    const work = (tenantId: string) => workOnDeliveries(context, actor, tenantId, signal);
    await forEachTenant(tenants, work, {
      task: 'hook-deliveries',
      failure: 'deliveries of a tenant could not be worked on; they wait',
      log,
      signal,
    });
  };
  const working = startRounds(look, { everyMs, failure: 'deliveries could not be worked on; they wait', log });
  const failure = 'old deliveries could not be deleted; it is tried again in an hour';
  const tidying = startRounds(() => forgetOldDeliveries(context, actor), { everyMs: TIDY_EVERY_MS, failure, log });
  return { close: async () => void (await Promise.all([working.close(), tidying.close()])) };
}

/** One that was refused may be genuine by a secret that the source got since; only then what it calls itself is believed. */
async function nameIfGenuine(context: Context, { tenantId }: Actor, delivery: HookDelivery): Promise<DeliveryName | undefined> {
  if (delivery.state !== 'refused') return undefined;
  const source = await openSource(context, 'system', tenantId, delivery.source);
  const content = await openDeliveryContent(context, 'system', tenantId, delivery.id);
  const adapter = source && adapterOf(source.kind);
  if (!source || !content || !adapter) return undefined;
  const hook = { ...content, receivedAtMs: Date.parse(delivery.receivedAt) };
  const refusal = adapter.refusal(hook, source.secrets);
  if (refusal !== undefined) throw new AppError('conflict', `This delivery is still refused: ${refusal}.`);
  return nameOf(adapter, hook, parseBody(hook.body));
}

/**
 * Works on a delivery once more, as it came; what it brought before it does not bring again.
 * @throws AppError `forbidden`; `not_found`; `conflict` when its body is not kept any more, or it is still not genuine.
 */
export async function replayDelivery(context: Context, actor: Actor, id: string): Promise<HookDelivery> {
  authorize(actor, 'deliveries.replay');
  const name = await nameIfGenuine(context, actor, await getDelivery(context, { ...actor, kind: 'system' }, id));
  await inTenant(context.db, actor.tenantId, (tx) => reviveDeliveryIn(tx, actor, id, name));
  await workOn(context, actor.tenantId, id);
  return getDelivery(context, { ...actor, kind: 'system' }, id);
}

/** Who hears of each delivery that was replayed, and may have no further one begun. */
export interface Following {
  heard(delivery: HookDelivery): void;
  signal?: AbortSignal;
}

/** Replays what of a source can be replayed in a range, oldest first; resolves with how many there were. @throws AppError `forbidden`. */
export async function replayRange(context: Context, actor: Actor, range: ReplayRange, { heard, signal }: Following): Promise<number> {
  authorize(actor, 'deliveries.replay');
  let count = 0;
  for (let after: string | undefined; signal?.aborted !== true;) {
    const ids = await inTenant(context.db, actor.tenantId, (tx) => listReplayableIn(tx, range, after, BATCH));
    for (const id of ids) {
      try {
        heard(await replayDelivery(context, actor, id));
        count += 1;
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      }
    }
    if (ids.length < BATCH) return count;
    after = ids[ids.length - 1];
  }
  return count;
}
