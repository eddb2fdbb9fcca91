import type { Context, EdgeContext } from '../../platform/context.ts';
import { AppError, refusal } from '../../platform/errors.ts';
import { type Outbound, openOutbound } from '../../platform/outbound.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { frameReader, frameSealer } from '../../platform/spool-frames.ts';
import { roundsToRest } from '../draining/rules.ts';
import { takePublicRecords, type Taken } from '../draining/service.ts';
import type { PublicRequestTakers } from '../edge/schema.ts';
import type { Snapshots } from '../snapshots/service.ts';
import { groupsOf, isToken, tokenOf } from './rules.ts';

/** Where the main installation answers redirectors. */
export const SNAPSHOT_PATH = '/edge/snapshot';
export const FRAMES_PATH = '/edge/frames';
/** The most that is sent at a time. */
export const MOST_SENT = { most: 250, characters: 2 * 1024 * 1024 };

const PULL_EVERY_MS = 2_000;
const PUSH_EVERY_MS = 500;
const MOST_SNAPSHOT_BYTES = 512 * 1024 * 1024;
/** What is handed over is committed before it is answered, however much of it must be tried one by one. */
const TIMEOUT_MS = 120_000;
/** The operator alone says where the main installation is: it may be anywhere. */
const ANYWHERE = ['0.0.0.0/0', '::/0'];

type Secrets = Pick<EdgeContext, 'sealingKey' | 'previousSealingKey'>;

function keysOf({ sealingKey, previousSealingKey }: Secrets): Buffer[] {
  return [sealingKey, previousSealingKey].flatMap((key) => (key === undefined ? [] : [deriveKey(key, 'edge tokens')]));
}

/** Lets a redirector of this installation in. @throws AppError `unauthenticated` for anybody else. */
export async function admitRedirector(
  context: Pick<Context, 'clock' | 'sealingKey' | 'previousSealingKey'>,
  _actor: 'public',
  field: string | undefined,
  asked: { method: string; path: string },
): Promise<void> {
  if (isToken(keysOf(context), field, asked, context.clock())) return;
  throw new AppError(
    'unauthenticated',
    "Only this installation's own redirectors may ask here. Give them the same EARSHOT_SECRET_KEY, and a clock that is right.",
  );
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

async function ask(
  { context, url, outbound }: Upstream,
  method: 'GET' | 'POST',
  path: string,
  more: { headers?: Record<string, string>; body?: Buffer },
) {
  const base = new URL(url).pathname.replace(/\/$/, '');
  const authorization = tokenOf(keysOf(context)[0], { method, path }, context.clock());
  const answer = await outbound.send({
    url: new URL(`${base}${path}`, url).href,
    method,
    headers: { ...more.headers, authorization },
    body: more.body,
    maxBytes: MOST_SNAPSHOT_BYTES,
    timeoutMs: TIMEOUT_MS,
  });
  if (answer.status === 200 || answer.status === 304) return answer;
  throw refusal(`The main installation answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 300)}`);
}

/** Fetches the public ids, where they changed. @throws Error when they cannot be had; those that are there then stay. */
export async function pullSnapshot(upstream: Upstream, _actor: 'system', snapshots: Snapshots): Promise<void> {
  const mark = snapshots.text()?.slice(0, 64);
  const headers: Record<string, string> = mark === undefined ? {} : { 'if-none-match': `"${mark}"` };
  const { status, body } = await ask(upstream, 'GET', SNAPSHOT_PATH, { headers });
  if (status === 304) snapshots.confirm();
  else if (!snapshots.replace(body.toString('utf8'))) throw refusal('What the main installation sent is marked by another secret.');
}

/**
 * Hands everything that waits in the spool to the main installation, oldest first, and removes each segment once that has committed it.
 * @throws Error when it cannot take it; it still waits, and is sent again as it is.
 */
export async function pushSpool(upstream: Upstream, _actor: 'system', signal?: AbortSignal): Promise<void> {
  const { spool, clock, sealingKey } = upstream.context;
  const seal = frameSealer({ sealingKey });
  for (const name of await spool.waiting()) {
    if (signal?.aborted === true) return;
    const segment = await spool.read(name);
    if (!segment) continue;
    const groups = groupsOf(
      segment.frames.flatMap(({ records }) => records),
      MOST_SENT,
    );
    for (const records of groups)
      await ask(upstream, 'POST', FRAMES_PATH, { headers: { 'content-type': 'application/octet-stream' }, body: seal(records, clock()) });
    await spool.remove(name);
  }
}

/** Work in rounds that, while it fails, is done ever less often, down to once in so many rounds. */
function restingRounds(work: (signal: AbortSignal) => Promise<void>): (signal: AbortSignal) => Promise<void> {
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
      throw error;
    }
  };
}

/** Keeps a redirector's snapshot up to date and empties its spool until `close`. */
export function startUpstream(upstream: Upstream, actor: 'system', snapshots: Snapshots): Rounds {
  const { log } = upstream.context;
  const pulling = startRounds(
    restingRounds(() => pullSnapshot(upstream, actor, snapshots)),
    { everyMs: PULL_EVERY_MS, failure: 'the public ids could not be fetched; public addresses are answered from those before', log },
  );
  const pushing = startRounds(
    restingRounds((signal) => pushSpool(upstream, actor, signal)),
    { everyMs: PUSH_EVERY_MS, failure: 'public requests could not be handed over; they wait in the spool', log },
  );
  return {
    close: async () => {
      await pulling.close();
      await pushing.close();
    },
  };
}
