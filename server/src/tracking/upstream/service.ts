import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { Context, EdgeContext } from '../../platform/context.ts';
import { deriveEdgeKeys, type EdgeKeys } from '../../platform/edge-key.ts';
import { AppError, refusal } from '../../platform/errors.ts';
import { OutboundError } from '../../platform/outbound-error.ts';
import { type Outbound, openOutbound } from '../../platform/outbound.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { seal, unseal } from '../../platform/sealing.ts';
import { frameReader, frameSealer } from '../../platform/spool-frames.ts';
import { roundsToRest } from '../draining/rules.ts';
import { takePublicRecords, type Taken } from '../draining/service.ts';
import type { PublicRequestTakers } from '../edge/schema.ts';
import type { SnapshotEntry } from '../snapshots/schema.ts';
import { readEntries, writeEntries } from '../snapshots/rules.ts';
import { lookUpEntry, type Snapshots } from '../snapshots/service.ts';
import { type Asked, groupsOf, hashOf, readToken, tokenOf } from './rules.ts';

/** Where the main installation answers redirectors. */
export const SNAPSHOT_PATH = '/edge/snapshot';
export const IDS_PATH = '/edge/ids';
export const FRAMES_PATH = '/edge/frames';
/** The most that is sent at a time. */
export const MOST_SENT = { most: 250, characters: 2 * 1024 * 1024 };

const [deflate, inflate] = [promisify<Uint8Array | string, Buffer>(deflateRaw), promisify(inflateRaw)];
const PULL_EVERY_MS = 2_000;
const PUSH_EVERY_MS = 500;
const MOST_SNAPSHOT_BYTES = 512 * 1024 * 1024;
/** What is handed over is committed before it is answered, however much of it must be tried one by one. */
const TIMEOUT_MS = 120_000;
/** Somebody waits for what one id means. */
const LOOK_UP_TIMEOUT_MS = 2_000;
/** The operator alone says where the main installation is: it may be anywhere. */
const ANYWHERE = ['0.0.0.0/0', '::/0'];

const keysOf = (context: EdgeKeys) => deriveEdgeKeys(context, 'edge tokens');
/** What answers are sealed by: nobody in between can tell a redirector that something was taken, or where a link leads. */
const answerKeysOf = (context: EdgeKeys) => deriveEdgeKeys(context, 'edge answers');
const placeOf = (mark: string) => `answer:${mark}`;

/** A redirector's question that is let in. */
export interface Admitted {
  /** Whether a body is the one that the redirector meant to send. */
  isMeant(body: Uint8Array | undefined): boolean;
  /** Seals an answer to this question and no other. */
  seal(plain: Uint8Array): Buffer;
}

/** Lets a redirector of this installation in. @throws AppError `unauthenticated` for anybody else. */
export async function admitRedirector(
  context: Pick<Context, 'clock'> & EdgeKeys,
  _actor: 'public',
  field: string | undefined,
  asked: Asked,
): Promise<Admitted> {
  const admission = readToken(keysOf(context), field, asked, context.clock());
  if (!admission)
    throw new AppError(
      'unauthenticated',
      "Only this installation's own redirectors may ask here. Give them the EARSHOT_EDGE_KEY of `earshot edge key`, and a right clock.",
    );
  const { keyIndex, bodyHash, mark } = admission;
  return {
    isMeant: (body) => hashOf(body) === bodyHash,
    seal: (plain) => seal(answerKeysOf(context)[keyIndex], placeOf(mark), plain),
  };
}

/**
 * Takes the sealed frames that a redirector sends, and resolves after everything they say is committed.
 * @throws AppError `invalid_request` for what is no frame of this installation; what `takePublicRecords` throws.
 */
export async function takeFrames(context: Context, actor: 'system', takers: PublicRequestTakers, bytes: Buffer): Promise<Taken> {
  const { frames, foreign, damagedBytes, tornBytes } = frameReader(context)(bytes);
  if (foreign + damagedBytes + tornBytes > 0 || frames.length === 0)
    throw new AppError('invalid_request', 'These are no whole frames that the secret of this installation opens.');
  return takePublicRecords(
    context,
    actor,
    takers,
    frames.flatMap(({ records }) => records),
  );
}

/** A redirector's main installation. */
export interface Upstream {
  context: EdgeContext;
  url: string;
  outbound: Outbound;
}

/** The main installation at an address without a slash at the end. */
export function openUpstream(context: EdgeContext, url: string): Upstream {
  return { context, url, outbound: openOutbound({ networks: ANYWHERE }) };
}

interface Question {
  method: 'GET' | 'POST';
  path: string;
  body?: Buffer;
  timeoutMs?: number;
}

/** Asks, and opens the answer, which the main installation alone can have given, to this question alone. */
async function ask({ context, url, outbound }: Upstream, { method, path, body, timeoutMs = TIMEOUT_MS }: Question): Promise<Buffer> {
  const base = new URL(url).pathname.replace(/\/$/, '');
  const { field, mark } = tokenOf(keysOf(context)[0], { method, path }, hashOf(body), context.clock());
  const answer = await outbound.send({
    url: new URL(`${base}${path}`, url).href,
    method,
    headers: { authorization: field, ...(body && { 'content-type': 'application/octet-stream' }) },
    body,
    maxBytes: MOST_SNAPSHOT_BYTES,
    timeoutMs,
  });
  if (answer.status !== 200)
    throw refusal(`The main installation answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 300)}`);
  const plain = unseal(answerKeysOf(context)[0], placeOf(mark), answer.body);
  if (!plain) throw refusal('What answered is not the main installation of this edge key.');
  return plain;
}

/** The public ids as they are sent: nothing at all to a redirector that has them. @throws AppError `unavailable` before they were read. */
export async function packSnapshot(_actor: 'system', snapshots: Snapshots, has: string | undefined): Promise<Buffer> {
  const rows = snapshots.rows();
  if (rows === undefined) throw new AppError('unavailable', 'The public ids have not been read yet.', { retryAfterSeconds: 2 });
  return has === rows.hash ? Buffer.alloc(0) : deflate(rows.text);
}

/** What an id means now, as it is sent. @throws AppError `unavailable`. */
export async function packEntry(context: Context, actor: 'system', publicId: string): Promise<string> {
  const found = await lookUpEntry(context, actor, publicId);
  return writeEntries(found ? [found] : []);
}

/** Fetches the public ids, where they changed. @throws Error when they cannot be had; those that are there then stay. */
export async function pullSnapshot(upstream: Upstream, _actor: 'system', snapshots: Snapshots): Promise<void> {
  const plain = await ask(upstream, { method: 'GET', path: `${SNAPSHOT_PATH}?has=${snapshots.rows()?.hash ?? ''}` });
  if (plain.length === 0) snapshots.confirm();
  else snapshots.replace((await inflate(plain, { maxOutputLength: MOST_SNAPSHOT_BYTES })).toString('utf8'));
}

/** What an id means now; undefined when nothing has it. @throws Error when that cannot be asked. */
export async function askForEntry(upstream: Upstream, _actor: 'system', publicId: string): Promise<SnapshotEntry | undefined> {
  const plain = await ask(upstream, { method: 'GET', path: `${IDS_PATH}/${publicId}`, timeoutMs: LOOK_UP_TIMEOUT_MS });
  return readEntries(plain.toString('utf8'))[0];
}

/**
 * Hands everything that waits in the spool to the main installation, oldest first, and removes each segment once that has committed it.
 * @throws Error when it cannot take it; it still waits, and is sent again as it is.
 */
export async function pushSpool(upstream: Upstream, _actor: 'system', signal?: AbortSignal): Promise<void> {
  const { spool, clock, edgeKey } = upstream.context;
  const sealFrame = frameSealer({ edgeKey });
  for (const name of await spool.waiting()) {
    if (signal?.aborted === true) return;
    const segment = await spool.read(name);
    if (!segment) continue;
    const groups = groupsOf(
      segment.frames.flatMap(({ records }) => records),
      MOST_SENT,
    );
    for (const records of groups) await ask(upstream, { method: 'POST', path: FRAMES_PATH, body: sealFrame(records, clock()) });
    await spool.remove(name);
  }
}

/** Work in rounds that, while it fails, is done ever less often, down to once in so many rounds. */
function restingRounds(url: string, work: (signal: AbortSignal) => Promise<void>): (signal: AbortSignal) => Promise<void> {
  let failures = 0;
  let resting = 0;
  return async (signal) => {
    if (resting-- > 0) return;
    try {
      await work(signal);
      failures = 0;
      resting = 0;
    } catch (error) {
      resting = roundsToRest(++failures);
      throw mendable(error, url);
    }
  };
}

/** What an operator can mend, as one sentence with the fix; anything else as it is. */
function mendable(error: unknown, url: string): unknown {
  if (!(error instanceof AppError || error instanceof OutboundError)) return error;
  return refusal(
    `${url} does not take part: ${error.message} Let this machine reach EARSHOT_UPSTREAM_URL, set EARSHOT_EDGE_KEY to what ` +
      '"earshot edge key" prints there, and set the clocks by NTP; "earshot doctor --role tracking" looks again.',
    { cause: error },
  );
}

/** Keeps a redirector's snapshot up to date and empties its spool until `close`. */
export function startUpstream(upstream: Upstream, actor: 'system', snapshots: Snapshots): Rounds {
  const { url } = upstream;
  const { log } = upstream.context;
  const pulling = startRounds(
    restingRounds(url, () => pullSnapshot(upstream, actor, snapshots)),
    { everyMs: PULL_EVERY_MS, failure: 'the public ids could not be fetched; public addresses are answered from those before', log },
  );
  const pushing = startRounds(
    restingRounds(url, (signal) => pushSpool(upstream, actor, signal)),
    { everyMs: PUSH_EVERY_MS, failure: 'public requests could not be handed over; they wait in the spool', log },
  );
  return {
    close: async () => {
      await pulling.close();
      await pushing.close();
    },
  };
}
