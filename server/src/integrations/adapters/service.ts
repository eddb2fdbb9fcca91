import { resolvePublicId } from '../../catalog/publicids/service.ts';
import { PUBLIC_ID } from '../../catalog/publicids/schema.ts';
import { createSharedAllowance, type SharedAllowance } from '../../platform/allowance.ts';
import { newId } from '../../platform/chance.ts';
import type { Context, EdgeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { systemActor } from '../../tenants/authorize.ts';
import { noteOrdersIn, noteUnmadeIn, type Unmade } from '../../tracking/deliveries/service.ts';
import type { ResolvedRequest } from '../../tracking/edge/schema.ts';
import { type Arriving, type Edge, isAdmitted, keepOrRefuse, publicRequestOf, spoolRequest } from '../../tracking/edge/service.ts';
import { type ConversionInput, MAX_BATCH } from '../../tracking/intake/schema.ts';
import { acceptConversions } from '../../tracking/intake/service.ts';
import type { SourceKind } from '../../tracking/sources/schema.ts';
import { noteFailedIn, noteReceivedIn, type OpenSource, openSource } from '../../tracking/sources/service.ts';
import { parseStrictJson } from '../../platform/strict-json.ts';
import { ga4Events, readGa4 } from './ga4.ts';
import { metaEvents, readMeta } from './meta.ts';
import { readPodscribe, tagRequestOf } from './podscribe.ts';
import { countGenuine, noteWrong, refuseGuesser } from '../admission/service.ts';
import { keepDelivery } from '../hooks/service.ts';
import { keptRefund } from './kept.ts';
import { type Adapting, type Credentials, isSecret, memberOf, type Reading, type RefundReading, splitKey, textOf } from './rules.ts';
import { readSegment, segmentEvents } from './segment.ts';

/** A server that showed a secret, or a page that anybody can open. */
type Origin = 'server' | 'pixel';

/** The source that a sender's credentials stand for. */
interface Sender {
  tenantId: string;
  source: OpenSource;
}

/** What became of a sender's events, each under its place among those that were sent. */
export interface Adapted {
  accepted: number;
  duplicates: number;
  /** Events that are none of those that count. */
  skipped: number;
  rejected: { index: number; detail: string }[];
}

/** A body that must be read to find its key is read up to this size, which is the largest that Segment's own clients send. */
const MOST_UNKNOWN_BYTES = 512 * 1024;
/** Refusals that another attempt would meet again. */
const FINAL = new Set(['suspended', 'quota_exceeded', 'forbidden']);

/** What a sender shows, and the address that it sends from. */
interface Shown extends Credentials {
  address: string;
}

/** @throws AppError `rate_limited` for an address that showed too many wrong keys, and a source that sends too much. */
async function findSender(context: Context, kind: SourceKind, { address, ...credentials }: Shown): Promise<Sender> {
  const shown = { address, publicId: credentials.publicId };
  refuseGuesser(context, 'public', shown);
  let sender: Sender;
  try {
    sender = await knownSender(context, kind, credentials);
  } catch (error) {
    if (error instanceof AppError && error.code === 'unauthenticated') noteWrong(context, 'public', shown);
    throw error;
  }
  await countGenuine(context, 'system', { tenantId: sender.tenantId, source: sender.source.key });
  return sender;
}

/** Reads a body whose key stands in it. */
function readUnknown(body: Buffer): unknown {
  if (body.length > MOST_UNKNOWN_BYTES)
    throw new AppError('too_large', 'Send a body of more than 512 KiB with its key in the header or the address.');
  return parseStrictJson(body);
}

/** Lists what nothing was made of among the deliveries of the source. */
async function noteUnmade(context: Context, { tenantId, source }: Sender, unmade: readonly Unmade[]): Promise<void> {
  const receivedAt = new Date(context.clock()).toISOString();
  await inTenant(context.db, tenantId, (tx) => noteUnmadeIn(tx, source.key, receivedAt, unmade));
}

/** What nothing was made of; a refund is a delivery itself. */
function unmadeOf(readings: readonly Reading[], rejected: Adapted['rejected']): Unmade[] {
  const skipped = readings.flatMap((reading): Unmade[] => {
    const reason = 'events of this name are none of those that count; the first of the day stands for all';
    return 'skipped' in reading ? [{ state: 'unknown_topic', topic: reading.skipped, reason }] : [];
  });
  const refused = rejected.flatMap(({ index, detail }): Unmade[] => {
    const reading = readings[index];
    if ('refund' in reading) return [];
    return [{ state: 'failed', topic: 'conversion' in reading ? reading.conversion.kind : null, reason: detail }];
  });
  return [...new Map(skipped.map((one) => [one.topic, one])).values(), ...refused];
}

/** The source whose public id and secret a sender shows; what is wrong with them is not told. */
async function knownSender(context: Context, kind: SourceKind, { publicId, secret }: Credentials): Promise<Sender> {
  const id = await resolvePublicId(context, 'public', publicId);
  const source = id?.kind === 'hook' ? await openSource(context, 'system', id.tenantId, id.target) : undefined;
  const isGenuine = source !== undefined && isSecret(secret, source.secrets);
  if (id && source?.kind === kind && !(isGenuine && source.isEnabled)) {
    const reason = isGenuine ? 'the source is switched off' : 'the secret that was shown is not that of the source';
    await noteUnmade(context, { tenantId: id.tenantId, source }, [{ state: 'refused', topic: null, reason }]);
  }
  if (!id || !source || source.kind !== kind || !source.isEnabled || !isGenuine)
    throw new AppError('unauthenticated', `These are not the id and the secret of a source of the kind "${kind}" that is on.`);
  return { tenantId: id.tenantId, source };
}

/** What a source's events are read with. */
function adaptingOf(context: Context, { source }: Sender): Adapting {
  return { source: source.key, receivedAtMs: context.clock(), revenue: source.options.revenue };
}

/** Conversions that were read, with their places among all readings. */
function conversionsOf(readings: readonly Reading[]): { index: number; conversion: ConversionInput }[] {
  return readings.flatMap((reading, index) => ('conversion' in reading ? [{ index, conversion: reading.conversion }] : []));
}

async function storeReadings(context: Context, sender: Sender, readings: readonly Reading[], as: Origin): Promise<Adapted> {
  const { tenantId } = sender;
  const result: Adapted = { accepted: 0, duplicates: 0, skipped: 0, rejected: [] };
  readings.forEach((reading, index) => {
    if ('fault' in reading) result.rejected.push({ index, detail: reading.fault });
    if ('skipped' in reading) result.skipped += 1;
  });
  const found = conversionsOf(readings);
  for (let from = 0; from < found.length; from += MAX_BATCH) {
    const part = found.slice(from, from + MAX_BATCH);
    const items = part.map(({ conversion }) => conversion);
    const { accepted, duplicates, rejected } = await acceptConversions(context, systemActor(tenantId), items, as);
    result.accepted += accepted;
    result.duplicates += duplicates;
    for (const { index, code, detail } of rejected) {
      // The same id again, told a little otherwise: where a sender names no time, that of its repetition differs.
      if (code === 'conflict') result.duplicates += 1;
      else result.rejected.push({ index: part[index].index, detail });
    }
  }
  for (const [index, reading] of readings.entries())
    if ('refund' in reading) await keepRefund(context, sender, reading.refund, { index, result });
  result.rejected.sort((a, b) => a.index - b.index);
  return result;
}

/** Keeps a refund, which lowers its order now or once that comes. */
async function keepRefund(
  context: Context,
  { tenantId, source }: Sender,
  refund: RefundReading,
  { index, result }: { index: number; result: Adapted },
): Promise<void> {
  const receivedAt = new Date(context.clock()).toISOString();
  const kept = {
    id: newId(),
    receivedAt,
    source: source.key,
    deliveryKey: refund.id,
    topic: 'refund',
    headers: {},
    body: keptRefund(refund),
  };
  const { state, reason } = await keepDelivery(context, 'system', tenantId, { ...kept, identity: refund.identity });
  if (state === 'duplicate') result.duplicates += 1;
  else if (state === 'failed') result.rejected.push({ index, detail: reason ?? 'the refund could not be taken' });
  else result.accepted += 1;
}

async function noteOutcome(
  context: Context,
  { tenantId, source }: Sender,
  readings: readonly Reading[],
  { rejected }: Adapted,
): Promise<void> {
  const unmade = unmadeOf(readings, rejected);
  const orderIds = conversionsOf(readings).flatMap(({ conversion }) => conversion.orderId ?? []);
  await inTenant(context.db, tenantId, async (tx) => {
    await noteReceivedIn(tx, source.key);
    await noteUnmadeIn(tx, source.key, new Date(context.clock()).toISOString(), unmade);
    // Refunds may wait for these orders.
    await noteOrdersIn(tx, source.key, [], [...new Set(orderIds)]);
    if (rejected.length > 0) await noteFailedIn(tx, source.key, rejected[0].detail);
  });
}

async function takeReadings(context: Context, sender: Sender, readings: readonly Reading[], as: Origin): Promise<Adapted> {
  try {
    const adapted = await storeReadings(context, sender, readings, as);
    await noteOutcome(context, sender, readings, adapted);
    return adapted;
  } catch (error) {
    if (error instanceof AppError && FINAL.has(error.code))
      await noteUnmade(context, sender, [{ state: 'failed', topic: null, reason: error.message }]);
    throw error;
  }
}

function tooMany(most: number): AppError {
  return new AppError('too_large', `One request holds at most ${most} events.`);
}

/** A write key is the public id with the secret behind it, as the name of Basic authentication or in the body; or name and password. */
function segmentCredentials({ name, password }: { name: string; password: string }): Credentials | undefined {
  if (name !== '' && password !== '') return { publicId: name, secret: password };
  return name === '' ? undefined : splitKey(name);
}

/**
 * Stores what of a call of Segment's tracking API counts. Each event stands alone; a `messageId` makes it a duplicate when it comes again.
 * @throws AppError `malformed_request`; `unauthenticated`; `rate_limited`; `invalid_request` when the one event there is cannot be read;
 * `too_large`; `suspended`; `quota_exceeded`; `unavailable`.
 */
export async function takeSegment(
  context: Context,
  _actor: 'public',
  { body, address, ...basic }: { name: string; password: string; body: Buffer; address: string },
): Promise<Adapted> {
  const shown = segmentCredentials(basic);
  const early = shown && (await findSender(context, 'segment', { ...shown, address }));
  const json = early ? parseStrictJson(body) : readUnknown(body);
  const inBody = () => findSender(context, 'segment', { ...splitKey(textOf(memberOf(json, 'writeKey')) ?? ''), address });
  const sender = early ?? (await inBody());
  const events = segmentEvents(json);
  if (events.length > MAX_BATCH) throw tooMany(MAX_BATCH);
  const adapting = adaptingOf(context, sender);
  const adapted = await takeReadings(
    context,
    sender,
    events.map((event) => readSegment(event, adapting)),
    'server',
  );
  const [first] = adapted.rejected;
  if (events.length === 1 && first) throw new AppError('invalid_request', `Nothing was stored: ${first.detail}.`);
  return adapted;
}

/**
 * Stores what of a body of the Measurement Protocol counts; a trial stores nothing and tells what would be refused.
 * @throws as `takeSegment`.
 */
export async function takeGa4(
  context: Context,
  _actor: 'public',
  { publicId, secret, address, body, isTrial }: Shown & { body: Buffer; isTrial: boolean },
): Promise<Pick<Adapted, 'rejected'>> {
  const sender = await findSender(context, 'ga4', { publicId: publicId.replace(/^G-/, '').toLowerCase(), secret, address });
  const json = parseStrictJson(body);
  const events = ga4Events(json);
  if (!events) throw new AppError('invalid_request', 'The body needs a list "events".');
  if (events.length > MAX_BATCH) throw tooMany(MAX_BATCH);
  const adapting = adaptingOf(context, sender);
  const readings = events.map((event) => readGa4(json, event, adapting));
  if (!isTrial) return takeReadings(context, sender, readings, 'server');
  return { rejected: readings.flatMap((reading, index) => ('fault' in reading ? [{ index, detail: reading.fault }] : [])) };
}

function formOf(body: Buffer): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body.toString()));
}

/**
 * Stores what of a request to the Conversions API counts, and tells how many events were taken and what is wrong with which. One that is
 * too old is refused alone. With a `test_event_code` nothing is stored.
 * @throws as `takeSegment`.
 */
export async function takeMeta(
  context: Context,
  _actor: 'public',
  { pixel, token, body, type, address }: { pixel: string; token: string; body: Buffer; type: string | undefined; address: string },
): Promise<{ received: number; messages: string[] }> {
  const find = (key: string) => {
    const isSplit = pixel !== '' && !key.startsWith(pixel);
    return findSender(context, 'meta', { ...(isSplit ? { publicId: pixel, secret: key } : splitKey(key)), address });
  };
  const early = token === '' ? undefined : await find(token);
  const read = early ? parseStrictJson : readUnknown;
  const json = (type ?? '').includes('x-www-form-urlencoded') ? formOf(body) : read(body);
  const sender = early ?? (await find(textOf(memberOf(json, 'access_token')) ?? ''));
  const events = metaEvents(json);
  if (!events) throw new AppError('invalid_request', 'The body needs a list "data".');
  if (events.length > MAX_BATCH) throw tooMany(MAX_BATCH);
  const adapting = adaptingOf(context, sender);
  const readings = events.map((event) => readMeta(event, adapting));
  if (textOf(memberOf(json, 'test_event_code')) !== undefined)
    return { received: events.length, messages: ['These are test events, so nothing was stored.'] };
  const { rejected } = await takeReadings(context, sender, readings, 'server');
  return { received: events.length - rejected.length, messages: rejected.map(({ index, detail }) => `data[${index}]: ${detail}.`) };
}

/** What one source's tag may be sent in one process, and what one address may send it. */
const TAG_REQUESTS_PER_SECOND = { perName: 1_000, perAddress: 10 };
const tagAllowances = new WeakMap<EdgeContext['spool'], SharedAllowance>();

function tagAllowanceOf({ spool }: EdgeContext): SharedAllowance {
  let allowance = tagAllowances.get(spool);
  if (!allowance) tagAllowances.set(spool, (allowance = createSharedAllowance(TAG_REQUESTS_PER_SECOND)));
  return allowance;
}

/**
 * Keeps a request of Podscribe's tag until it is taken; resolves once it is in the spool, and asks no database.
 * @throws AppError `not_found` for what cannot be an advertiser; `rate_limited` when one address, or all together, send it too much;
 * `unavailable` as `spoolRequest`.
 */
export async function keepTagRequest(
  context: EdgeContext,
  actor: 'public',
  arriving: Arriving,
  { publicId, body, edge }: { publicId: string; body: Uint8Array | undefined; edge?: Edge | undefined },
): Promise<void> {
  if (!PUBLIC_ID.test(publicId)) throw new AppError('not_found', 'There is no such advertiser.');
  const request = publicRequestOf(context, arriving, { kind: 'hook', publicId, body });
  if (edge && !isAdmitted(edge, actor, request))
    throw new AppError('rate_limited', 'Too much comes from this address at once, or to advertisers that do not exist.');
  if (!tagAllowanceOf(context).take(publicId, request.ip, context.clock()))
    throw new AppError('rate_limited', 'This advertiser is sent too much at once.', { retryAfterSeconds: 5 });
  await (edge ? keepOrRefuse(edge, actor, request) : spoolRequest(context, actor, request));
}

/**
 * Makes conversions of requests of Podscribe's tag, of the source `pixel`: whoever opens the page can have made them up. The same request
 * again changes nothing, and requests to other kinds of sources are left alone.
 * @throws AppError `unavailable` when nothing could be stored.
 */
export async function takeTagRequests(context: Context, _actor: 'public', requests: readonly ResolvedRequest[]): Promise<void> {
  for (const [, own] of Map.groupBy(requests, ({ tenantId, target }) => `${tenantId} ${target}`)) {
    const [{ tenantId, target }] = own;
    const source = await openSource(context, 'system', tenantId, target);
    if (source?.kind !== 'podscribe' || !source.isEnabled) continue;
    const readings = own.map(({ request }) => {
      const adapting = { source: source.key, receivedAtMs: Date.parse(request.receivedAt), revenue: source.options.revenue };
      return readPodscribe(tagRequestOf(request), adapting);
    });
    try {
      await takeReadings(context, { tenantId, source }, readings, 'pixel');
    } catch (error) {
      if (!(error instanceof AppError) || !FINAL.has(error.code)) throw error;
      context.log.warn({ tenantId, code: error.code }, 'a tenant takes no events of its tag');
    }
  }
}
