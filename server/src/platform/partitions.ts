import type { Context } from './context.ts';
import type { Database } from './tenant-door.ts';

const DAY_MS = 86_400_000;
const BEHIND_DAYS = 435;
const AHEAD_DAYS = 65;

/** Makes the monthly partitions that events between 400 days ago and tomorrow go to, with room on both sides; safe to call any time. */
export async function ensureEventPartitions(db: Database, nowMs: number): Promise<void> {
  const day = (offsetDays: number) => new Date(nowMs + offsetDays * DAY_MS).toISOString().slice(0, 10);
  await db.jobs.query('select ensure_event_partitions($1::date, $2::date)', [day(-BEHIND_DAYS), day(AHEAD_DAYS)]);
}

/** Makes the partitions that events of one month (as 2019-07) go to; it stays as long as it holds an event. Safe to call any time. */
async function ensureMonthPartitions(db: Database, month: string): Promise<void> {
  await db.jobs.query('select ensure_event_partitions($1::date, $1::date)', [`${month}-01`]);
}

/**
 * Drops the partitions of months that ended more than 435 days ago and hold no event of any tenant: in PostgreSQL's files, not only in what
 * one login sees. Those of tenants that keep events longer stay. Resolves with how many were dropped.
 */
export async function dropEmptyEventPartitions(db: Database, nowMs: number): Promise<number> {
  const before = new Date(nowMs - BEHIND_DAYS * DAY_MS).toISOString().slice(0, 10);
  const { rows } = await db.jobs.query<{ dropped: number }>('select drop_empty_event_partitions($1::date) as dropped', [before]);
  return rows[0].dropped;
}

/** Makes new partitions while a process runs, until `close`. */
export interface PartitionUpkeep {
  close(): Promise<void>;
}

/**
 * Looks once a day (or every `everyMs`) which partitions the coming events need, so that a process that runs for months never lacks one. A
 * failure is logged and tried again the next time: there is room for 65 days.
 */
export function startPartitionUpkeep({ db, clock, log }: Context, everyMs: number = DAY_MS): PartitionUpkeep {
  let looking: Promise<void> | undefined;
  const look = async () => {
    try {
      await ensureEventPartitions(db, clock());
    } catch (error) {
      log.warn({ err: error }, 'the partitions of the coming months could not be made; it is tried again tomorrow');
    } finally {
      looking = undefined;
    }
  };
  const timer = setInterval(() => {
    looking ??= look();
  }, everyMs);
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Makes room for events of months that are further back than events otherwise come in: those before `before`. */
export async function ensureMonthsOf(db: Database, events: readonly { occurredAt: string }[], before: string): Promise<void> {
  const months = new Set(events.filter(({ occurredAt }) => occurredAt < before).map(({ occurredAt }) => occurredAt.slice(0, 7)));
  for (const month of [...months].sort()) await ensureMonthPartitions(db, month);
}
