import type { DirectoryTx } from '../../platform/tenant-door.ts';

/** Of a longer queue only so many rows are looked at. */
export const MOST_ROWS = 100_000;

/** The tables in which work waits, by the name that is told of them, and since when a row waits there, where it says so. */
const QUEUES = [
  { name: 'conversions', from: 'dirty_conversions', since: 'waiting_since' },
  { name: 'touchpoints', from: 'new_touchpoints', since: 'received_at' },
  { name: 'requests', from: 'waiting_listeners', since: 'waiting_since' },
  { name: 'downloads', from: 'waiting_downloads where due_at <= now()', since: 'due_at' },
  { name: 'shares', from: 'share_marks', since: 'waiting_since' },
  { name: 'survey_answers', from: 'survey_waiting', since: 'since' },
  { name: 'hook_deliveries', from: 'hook_deliveries where due_at <= now()', since: 'due_at' },
  { name: 'webhooks', from: `webhook_deliveries where status = 'waiting' and due_at <= now()`, since: 'due_at' },
  { name: 'transcripts', from: 'waiting_transcripts', since: 'asked_at' },
  { name: 'transcriptions', from: 'waiting_transcriptions', since: 'asked_at' },
  { name: 'ratings', from: 'waiting_ratings', since: 'asked_at' },
  { name: 'runs', from: 'waiting_runs', since: null },
  { name: 'fits', from: 'waiting_fits', since: null },
  { name: 'validations', from: 'waiting_validations', since: null },
  { name: 'privacy_requests', from: 'privacy_work', since: null },
] as const;

/** One queue of all tenants together. */
export interface Queue {
  name: string;
  /** Rows that wait, 100,000 at most. */
  rows: number;
  /** Seconds that the oldest of them has waited, 0 when nothing waits; null where the rows do not say since when. */
  oldestSeconds: number | null;
}

function lookAt({ name, from, since }: (typeof QUEUES)[number]): string {
  const age = since === null ? 'null' : `coalesce(greatest(0, extract(epoch from clock_timestamp() - min(since))), 0)`;
  const looked = `select ${since ?? 'null'} as since from ${from} limit ${MOST_ROWS}`;
  return `select '${name}' as name, count(*)::integer as rows, ${age}::double precision as "oldestSeconds" from (${looked}) as looked`;
}

/** Every queue, as it stands. */
export async function findQueues(tx: DirectoryTx): Promise<Queue[]> {
  return tx.query<Queue>({ name: 'look-at-queues', text: QUEUES.map(lookAt).join(' union all ') });
}
