import { createHash } from 'node:crypto';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { resolvePublicIds } from '../../catalog/publicids/service.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import type { Losses } from '../../platform/spool-losses.ts';
import {
  asideMark,
  asideName,
  dropAllAside,
  dropAside,
  expireAside,
  putAside,
  readAside,
  retryAside,
  spoolStatus,
} from '../../platform/spool-aside.ts';
import type { Spool } from '../../platform/spool.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { ID_KINDS, PublicRequest, type PublicRequestKind, type PublicRequestTakers, type ResolvedRequest } from '../edge/schema.ts';
import { dueAtMs, isDue, isPassing, isRefusal, roundsToRest } from './rules.ts';

const ROUND_EVERY_MS = 500;
/** So many are handed over together, and read without a break: others have their turn after a few milliseconds. */
const [MOST_TOGETHER, READ_TOGETHER] = [100, 50];
/** Addresses in the clear are kept no longer, aside or not. */
const ASIDE_MS = 7 * 86_400_000;
/** What is aside is looked through at least so often, for what has stood there too long. */
const LOOK_EVERY_MS = 60_000;

/** What became of records. */
export interface Taken {
  taken: number;
  /** Of public ids that mean nothing, or something else. */
  unknown: number;
  /** Dropped, because they themselves are what cannot be stored. */
  refused: number;
  aside: number;
}

/** A record as it stands in the spool, and what it says; undefined when it cannot be read. */
interface Read {
  record: string;
  request: PublicRequest | undefined;
}

function readRecord(record: string): Read {
  try {
    return { record, request: PublicRequest.safeParse(JSON.parse(record)).data };
  } catch (cause) {
    if (cause instanceof SyntaxError) return { record, request: undefined };
    throw cause;
  }
}

interface Known extends ResolvedRequest {
  record: string;
}

interface Draining {
  context: Context;
  takers: PublicRequestTakers;
  /** What to do with one that cannot be done. */
  setAside(record: string, reason: string): Promise<void>;
  counts: Taken;
}

async function moveAside({ counts, setAside }: Draining, record: string, reason: string): Promise<void> {
  await setAside(record, reason);
  counts.aside += 1;
}

/** Hands requests over together; when that fails for a reason of their own, in halves, until what cannot be done stands alone. */
async function takeAll(draining: Draining, kind: PublicRequestKind, known: Known[]): Promise<void> {
  const take = draining.takers[kind];
  if (!take) {
    for (const { record } of known) await moveAside(draining, record, `Nothing here takes requests of the kind "${kind}".`);
    return;
  }
  try {
    await take(draining.context, known);
    draining.counts.taken += known.length;
  } catch (error) {
    if (isPassing(error)) throw error;
    if (known.length === 1 && isRefusal(error)) {
      draining.context.log.warn(
        { err: error, kind, id: known[0].request.id },
        'a public request is none that can be stored, and is dropped',
      );
      draining.counts.refused += 1;
      return;
    }
    if (known.length === 1) {
      draining.context.log.error({ err: error, kind }, 'a public request could not be taken and is put aside');
      return moveAside(draining, known[0].record, error instanceof Error ? error.message : String(error));
    }
    const middle = known.length >> 1;
    await takeAll(draining, kind, known.slice(0, middle));
    await takeAll(draining, kind, known.slice(middle));
  }
}

async function takeRecords(draining: Draining, records: readonly string[]): Promise<void> {
  const byKind = new Map<PublicRequestKind, Known[]>();
  const read: Read[] = [];
  for (let from = 0; from < records.length; from += READ_TOGETHER) {
    read.push(...records.slice(from, from + READ_TOGETHER).map(readRecord));
    await othersTurn();
  }
  const asked = new Set(read.flatMap(({ request }) => request?.publicId ?? []));
  const ids = await resolvePublicIds(draining.context, 'public', [...asked]);
  for (const { record, request } of read) {
    const id = request && ids.get(request.publicId);
    if (!request) await moveAside(draining, record, 'This is no public request of this version.');
    else if (!id || id.kind !== ID_KINDS[request.kind]) draining.counts.unknown += 1;
    else {
      const group = byKind.get(request.kind) ?? [];
      byKind.set(request.kind, group);
      group.push({ record, request, tenantId: id.tenantId, target: id.target });
    }
  }
  for (const [kind, known] of byKind) {
    for (let from = 0; from < known.length; from += MOST_TOGETHER) {
      await takeAll(draining, kind, known.slice(from, from + MOST_TOGETHER));
      await othersTurn();
    }
  }
}

/**
 * Hands records of a spool to who takes their kind, and resolves after everything they said is committed. What cannot be done for a reason
 * of its own is put aside in this installation's spool, for seven days at most; what can never be stored, and requests to public ids that
 * mean nothing, are counted and dropped.
 * @throws AppError `unavailable`, or another passing failure, when the same records are to be handed over again later.
 */
export async function takePublicRecords(
  context: Context,
  _actor: 'system',
  takers: PublicRequestTakers,
  records: readonly string[],
): Promise<Taken> {
  const counts: Taken = { taken: 0, unknown: 0, refused: 0, aside: 0 };
  const setAside = async (record: string, reason: string) => {
    const triedAt = new Date(context.clock()).toISOString();
    // Under the request's own id, so that the same one handed over again stands there once.
    const name = asideName(readRecord(record).request?.id ?? createHash('sha256').update(record).digest('hex').slice(0, 32));
    try {
      await putAside(context.spool, { record, reason, attempts: 1, triedAt, since: triedAt }, name);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'too_large') throw error;
      context.spool.giveUp(1, error.message);
    }
  };
  await takeRecords({ context, takers, setAside, counts }, records);
  return counts;
}

/** What of a spool's aside is due when, as of a state of its folder: so that a round with nothing to do opens no file. */
interface AsideIndex {
  mark: string | undefined;
  nextAtMs: number;
}
const indexes = new WeakMap<Spool, AsideIndex>();

/** Tries what is aside again whose time has come; what fails once more stays, with the reason of this attempt. */
async function retryDue(context: Context, takers: PublicRequestTakers): Promise<void> {
  const { spool } = context;
  const known = indexes.get(spool);
  if (known && known.mark === (await asideMark(spool.folder)) && context.clock() < known.nextAtMs) return;
  const expired = await expireAside(spool, context.clock() - ASIDE_MS);
  if (expired > 0) spool.giveUp(expired, 'They could not be done for seven days.');
  for (const { name, record, attempts, triedAt, since } of await readAside(spool)) {
    if (!isDue({ attempts, triedAt }, context.clock())) continue;
    let failed = false;
    const setAside = async (_record: string, reason: string) => {
      failed = true;
      const now = new Date(context.clock()).toISOString();
      await putAside(spool, { record, reason, attempts: attempts + 1, triedAt: now, since: since ?? triedAt }, name);
    };
    await takeRecords({ context, takers, setAside, counts: { taken: 0, unknown: 0, refused: 0, aside: 0 } }, [record]);
    if (!failed) await dropAside(spool, name);
  }
  const mark = await asideMark(spool.folder);
  const times = (await readAside(spool)).map((one) => dueAtMs(one));
  indexes.set(spool, { mark, nextAtMs: Math.min(context.clock() + LOOK_EVERY_MS, ...times) });
}

/**
 * Takes everything that waits in this installation's spool, oldest first, and removes each segment once what it held is committed;
 * then what is aside and due. A process that dies in between takes the same records again, which changes nothing.
 * @throws as `takePublicRecords`; what was not taken still waits.
 */
export async function drainSpool(context: Context, actor: 'system', takers: PublicRequestTakers, signal?: AbortSignal): Promise<Taken> {
  const sum: Taken = { taken: 0, unknown: 0, refused: 0, aside: 0 };
  for (const name of await context.spool.waiting()) {
    if (signal?.aborted === true) return sum;
    const segment = await context.spool.read(name);
    if (!segment) continue;
    const counts = await takePublicRecords(
      context,
      actor,
      takers,
      segment.frames.flatMap(({ records }) => records),
    );
    for (const key of ['taken', 'unknown', 'refused', 'aside'] as const) sum[key] += counts[key];
    await context.spool.remove(name);
  }
  await retryDue(context, takers);
  return sum;
}

/** Drains the spool twice a second until `close`; while it fails, ever less often, down to once in half a minute. */
export function startDraining(context: Context, actor: 'system', takers: PublicRequestTakers): Rounds {
  let failures = 0;
  let resting = 0;
  const round = async (signal: AbortSignal) => {
    if (resting-- > 0) return;
    try {
      await drainSpool(context, actor, takers, signal);
      failures = 0;
      resting = 0;
    } catch (error) {
      resting = roundsToRest(++failures);
      throw error;
    }
  };
  return startRounds(round, {
    everyMs: ROUND_EVERY_MS,
    failure: 'public requests could not be taken; they wait in the spool',
    log: context.log,
  });
}

/** One request that is aside, without whom it is from. */
export interface AsideRequest {
  /** Empty, as is the kind, where the record cannot be read. */
  id: string;
  kind: string;
  attempts: number;
  triedAt: string;
  reason: string;
}

/** What a spool holds, for people: nothing of listeners is in it. */
export interface SpoolReport {
  waiting: number;
  oldestWaitingAt: string | null;
  aside: AsideRequest[];
  /** Segments that were sealed under a secret that is not here. */
  foreignSegments: number;
  /** Segments of which a part could not be read. */
  damagedSegments: number;
  lost: Losses | null;
}

/** What waits in a spool, what is aside and why, and what was lost, as its files tell. */
export async function getSpoolStatus(spool: Spool, _actor: 'system'): Promise<SpoolReport> {
  const { waiting, oldestWaitingAtMs, aside, foreignSegments, damagedSegments, lost } = await spoolStatus(spool);
  return {
    waiting,
    oldestWaitingAt: oldestWaitingAtMs === undefined ? null : new Date(oldestWaitingAtMs).toISOString(),
    aside: aside.map(({ record, attempts, triedAt, reason }) => {
      const { id = '', kind = '' } = readRecord(record).request ?? {};
      return { id, kind, attempts, triedAt, reason };
    }),
    foreignSegments,
    damagedSegments,
    lost: lost ?? null,
  };
}

/** Has all that is aside tried once more by whoever drains the spool; resolves with how many requests and segments that is. */
export async function retrySpool(spool: Spool, _actor: 'system'): Promise<{ records: number; segments: number }> {
  return retryAside(spool);
}

/** Forgets all that is aside; resolves with how many requests and segments that was. */
export async function dropSpool(spool: Spool, _actor: 'system'): Promise<{ records: number; segments: number }> {
  return dropAllAside(spool);
}
