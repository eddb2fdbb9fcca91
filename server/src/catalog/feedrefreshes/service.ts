import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { type FeedAnswer, fetchFeed } from '../feedfetch/service.ts';
import { type HostTurns, pauseAfterFailure, restAsked, takeTurn, auditedAddress } from '../feeds/rules.ts';
import { chance, feedGate, nextDueIn, type Read, takeReadIn } from '../feeds/service.ts';
import {
  claimFeed,
  type ClaimedFeed,
  findRest,
  listDue,
  listTenantsWithDue,
  lockClaimed,
  lockFollowing,
  releaseFeed,
  updateFailed,
  updateRead,
} from '../feeds/store.ts';
import type { Show } from '../shows/schema.ts';
import { getShowIn } from '../shows/service.ts';
import { findShow, findShowByFeed, upsertShowFeed } from '../shows/store.ts';

const LOOK_EVERY_MS = 5_000;
/** A feed that is being read is nobody else's for so long; longer than reading one can take. */
const LEASE_MS = 120_000;
const DUE_AT_ONCE = 500;

/** Where a feed moved for good, unless another show of the tenant has that address. */
async function moveIn(tx: TenantTx, { show, url }: ClaimedFeed, answer: Read): Promise<string | undefined> {
  if (answer.url === url) return undefined;
  await lockFollowing(tx);
  if ((await findShowByFeed(tx, [answer.url])) !== undefined) return undefined;
  await upsertShowFeed(tx, { key: show, feedUrl: answer.url });
  return answer.url;
}

/** Writes down what came of reading a feed, and what is new in the audit log; a reading by hand stands there in any case. */
async function settleIn(context: Context, tx: TenantTx, claimed: ClaimedFeed, { answer, actor }: { answer: FeedAnswer; actor: string }) {
  const { show } = claimed;
  if (!(await lockClaimed(tx, claimed))) return;
  const record = (after: Record<string, unknown>) => recordAuditIn(tx, { actor, action: 'show.refresh', target: show, after });
  switch (answer.kind) {
    case 'read': {
      const movedTo = await moveIn(tx, claimed, answer);
      const { isNews, ...changes } = await takeReadIn(context, tx, show, answer);
      const moved = movedTo === undefined ? {} : { movedTo: auditedAddress(movedTo) };
      if (isNews || movedTo !== undefined || actor !== 'system') await record({ ...changes, ...moved });
      return;
    }
    case 'unchanged':
      await updateRead(tx, show, { at: new Date(context.clock()), dueAt: await nextDueIn(context, tx, show, answer.freshSeconds) });
      if (actor !== 'system') await record({});
      return;
    case 'gone':
      await updateFailed(tx, show, { problem: 'The host says that the feed is gone for good (410).', dueAt: null });
      await record({ isGone: true });
      return;
    case 'failed': {
      const { problem, retryAfterSeconds } = answer;
      const pause = pauseAfterFailure(claimed.failures + 1, { retryAfterSeconds, chance: chance() });
      const [dueAt, restsUntil] = [pause, restAsked(retryAfterSeconds)].map((seconds) => new Date(context.clock() + 1_000 * seconds));
      await updateFailed(tx, show, { problem, dueAt, restsUntil });
      if (actor !== 'system') await record({ problem });
    }
  }
}

/** How a feed is read. */
interface Reading {
  tenantId: string;
  /** Who has it read, as the audit log says it. */
  name: string;
  isByHand: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Takes a feed that nobody reads, reads it and settles it; whatever goes wrong, it is given back. A feed is taken only when there is room
 * to read it, so that it is never taken for longer than reading takes. False when there was none to take.
 */
async function readOne(context: Context, show: string, { tenantId, name, isByHand, signal }: Reading): Promise<boolean> {
  return feedGate().run(tenantId, async () => {
    const nowMs = context.clock();
    const lease = { at: new Date(nowMs), until: new Date(nowMs + LEASE_MS), isByHand };
    const claimed = await inTenant(context.db, tenantId, (tx) => claimFeed(tx, show, lease));
    if (!claimed) return false;
    try {
      const { url, etag, lastModified, contentHash } = claimed;
      // By hand as well: who asks now wants what is new, and a host that says that nothing is need not send all of it.
      const known = isByHand ? { etag, lastModified } : { etag, lastModified, contentHash };
      const answer = await fetchFeed(context, 'system', { url, ...known, ...(signal ? { signal } : {}) });
      await inTenant(context.db, tenantId, (tx) => settleIn(context, tx, claimed, { answer, actor: name }), { patient: !isByHand });
    } catch (error) {
      await inTenant(context.db, tenantId, (tx) => releaseFeed(tx, show));
      throw error;
    }
    return true;
  });
}

/**
 * Reads a show's feed now, whether it is due or not; a host that says that nothing changed is taken at its word. That it
 * cannot be read is no error: the answer's `feed` says why. Earshot's own pause after a failure does not count, what the host asked for
 * (Retry-After, a week at most) does.
 * @throws AppError `forbidden`; `not_found`; `conflict` for a show without a feed, and while its feed is being read or its host is to be
 * left alone, with the time.
 */
export async function refreshShow(context: Context, actor: Actor, key: string): Promise<Show> {
  authorize(actor, 'catalog.write');
  const { tenantId, name } = actor;
  const show = await inTenant(context.db, tenantId, (tx) => findShow(tx, key));
  if (!show) throw new AppError('not_found', 'There is no such show.');
  if (show.feedUrl === null) throw new AppError('conflict', 'This show has no feed; give it a feedUrl first.');
  const nowMs = context.clock();
  const restsUntil = await inTenant(context.db, tenantId, (tx) => findRest(tx, key, new Date(nowMs)));
  if (restsUntil !== undefined) {
    const said = `The host of this feed asked to be left alone until ${restsUntil.toISOString()} (Retry-After); it is read after that.`;
    throw new AppError('conflict', said, { retryAfterSeconds: Math.ceil((restsUntil.getTime() - nowMs) / 1_000) });
  }
  if (!(await readOne(context, key, { tenantId, name, isByHand: true })))
    throw new AppError('conflict', 'The feed of this show is being read; look again shortly.', { retryAfterSeconds: 5 });
  return inTenant(context.db, tenantId, (tx) => getShowIn(context, tx, key));
}

/**
 * Reads the feeds of one tenant that are due, one after the other, and no host twice within two seconds: what is held up by that stays due.
 * `turns` says when each host may be asked again. Resolves with the number of feeds that were read, well or not.
 */
export async function refreshDueShows(
  context: Context,
  _actor: 'system',
  tenantId: string,
  { turns, signal }: { turns: HostTurns; signal?: AbortSignal },
): Promise<number> {
  const due = await inTenant(context.db, tenantId, (tx) => listDue(tx, new Date(context.clock()), DUE_AT_ONCE));
  let count = 0;
  for (const { show, url } of due) {
    if (signal?.aborted === true) break;
    if (!takeTurn(turns, url, context.clock())) continue;
    if (await readOne(context, show, { tenantId, name: 'system', isByHand: false, signal })) count += 1;
  }
  return count;
}

/**
 * Reads what is due of all tenants in the background until `close`, which breaks off what is being read: it stays due. Tenants take turns,
 * so that nobody waits for another one's slow hosts.
 */
export function startFeedRefreshes(context: Context, actor: 'system'): Rounds {
  const turns: HostTurns = new Map();
  const running = new Map<string, Promise<unknown>>();

  function begin(tenantId: string, signal: AbortSignal): void {
    if (running.has(tenantId)) return;
    const work = refreshDueShows(context, actor, tenantId, { turns, signal })
      .catch((error: unknown) => {
        if (!signal.aborted) context.log.warn({ err: error, tenantId }, 'feeds could not be read; it is tried again shortly');
      })
      .finally(() => running.delete(tenantId));
    running.set(tenantId, work);
  }

  const rounds = startRounds(
    async (signal) => {
      const awake = await inDirectory(context.db, async (tx) => {
        const resting = await listRestingTenantsIn(tx);
        return (await listTenantsWithDue(tx, new Date(context.clock()))).filter((tenantId) => !resting.has(tenantId));
      });
      for (const tenantId of awake) begin(tenantId, signal);
    },
    { everyMs: LOOK_EVERY_MS, failure: 'feeds that are due could not be looked up; they are looked up again shortly', log: context.log },
  );
  return {
    close: async () => {
      await rounds.close();
      await Promise.all(running.values());
    },
  };
}
