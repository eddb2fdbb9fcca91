import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Covered, Cursor } from './rules.ts';

interface Row {
  source: string;
  cursor: Cursor | null;
  covered: Covered;
  due_at: Date;
  window_started_at: Date | null;
  window_requests: number;
  failures: number;
  finished_at: Date | null;
  fault: string | null;
  requests: number;
  stored: number;
  rests_until: Date | null;
}

/** How far a host has been asked. */
export interface StoredPull {
  source: string;
  cursor: Cursor | null;
  covered: Covered;
  dueAt: string;
  windowStartedAt: string | null;
  windowRequests: number;
  failures: number;
  finishedAt: string | null;
  fault: string | null;
  requests: number;
  stored: number;
  /** Until when the host asked to be left alone. */
  restsUntil: string | null;
}

/** What changes with an answer. */
export type Change = Pick<
  StoredPull,
  'cursor' | 'covered' | 'dueAt' | 'windowStartedAt' | 'windowRequests' | 'failures' | 'finishedAt' | 'fault' | 'restsUntil'
> & {
  requests: number;
  stored: number;
};

const COLUMNS = `source, cursor, covered, due_at, window_started_at, window_requests, failures, finished_at, fault, requests, stored,
  rests_until`;

/** Adds a pull for each of these sources that has none, due at once. */
export async function insertPulls(tx: TenantTx, sources: readonly string[], now: string): Promise<void> {
  await tx.query({
    text: `insert into pulls (tenant_id, source, due_at)
           select $1, source, $3 from unnest($2::text[]) as s (source) on conflict do nothing`,
    values: [tx.tenantId, sources, now],
  });
}

export async function listPulls(tx: TenantTx): Promise<StoredPull[]> {
  const rows = await tx.query<Row>({ text: `select ${COLUMNS} from pulls where tenant_id = $1 order by source`, values: [tx.tenantId] });
  return rows.map(toPull);
}

/** Takes a pull that is due, for nobody else until an instant; undefined when it is not due, or somebody else has it. */
export async function claimPull(
  tx: TenantTx,
  source: string,
  { now, until }: { now: string; until: string },
): Promise<StoredPull | undefined> {
  const [row] = await tx.query<Row>({
    text: `update pulls set leased_until = $4
           where tenant_id = $1 and source = $2 and due_at <= $3 and (leased_until is null or leased_until <= $3)
           returning ${COLUMNS}`,
    values: [tx.tenantId, source, now, until],
  });
  return row && toPull(row);
}

/** Writes down how far a pull is; `until` keeps it from others, and null gives it free. */
export async function updatePull(tx: TenantTx, source: string, change: Change, until: string | null): Promise<void> {
  await tx.query({
    text: `update pulls set cursor = $3, due_at = $4, window_started_at = $5, window_requests = $6, failures = $7, finished_at = $8,
             fault = $9, requests = requests + $10, stored = stored + $11, leased_until = $12, covered = $13, rests_until = $14
           where tenant_id = $1 and source = $2`,
    values: [
      tx.tenantId,
      source,
      change.cursor === null ? null : JSON.stringify(change.cursor),
      change.dueAt,
      change.windowStartedAt,
      change.windowRequests,
      change.failures,
      change.finishedAt,
      change.fault,
      change.requests,
      change.stored,
      until,
      JSON.stringify(change.covered),
      change.restsUntil,
    ],
  });
}

/** Makes a source's pull due now, unless its host asked to be left alone: then it stays, and the instant until which is returned. */
export async function updateDue(tx: TenantTx, source: string, now: string): Promise<string | undefined> {
  const rows = await tx.query<{ until: Date }>({
    text: `with made_due as (
             update pulls set due_at = $3 where tenant_id = $1 and source = $2 and (rests_until is null or rests_until <= $3)
           )
           select rests_until as until from pulls where tenant_id = $1 and source = $2 and rests_until > $3`,
    values: [tx.tenantId, source, now],
  });
  return rows[0]?.until.toISOString();
}

function toPull(row: Row): StoredPull {
  return {
    source: row.source,
    cursor: row.cursor,
    covered: row.covered,
    dueAt: row.due_at.toISOString(),
    windowStartedAt: row.window_started_at?.toISOString() ?? null,
    windowRequests: row.window_requests,
    failures: row.failures,
    finishedAt: row.finished_at?.toISOString() ?? null,
    fault: row.fault,
    requests: row.requests,
    stored: row.stored,
    restsUntil: row.rests_until?.toISOString() ?? null,
  };
}
