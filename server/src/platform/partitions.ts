import type { Database } from './tenant-door.ts';

const DAY_MS = 86_400_000;
const BEHIND_DAYS = 435;
const AHEAD_DAYS = 65;

/** Makes the monthly partitions that events between 400 days ago and tomorrow go to, with room on both sides; safe to call any time. */
export async function ensureEventPartitions(db: Database, nowMs: number): Promise<void> {
  const day = (offsetDays: number) => new Date(nowMs + offsetDays * DAY_MS).toISOString().slice(0, 10);
  await db.jobs.query('select ensure_event_partitions($1::date, $2::date)', [day(-BEHIND_DAYS), day(AHEAD_DAYS)]);
}
