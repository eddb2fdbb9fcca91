import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { leaveTraceIn } from '../../platform/trace-marks.ts';
import type { RunRequest } from './rules.ts';
import type { Run, RunOutcome } from './schema.ts';

interface RunRow {
  run_id: string;
  created_at: Date;
  created_by: string;
  state: Run['state'];
  request: RunRequest;
  as_of: string | null;
  started_at: Date | null;
  finished_at: Date | null;
  progress: number;
  outcome: RunOutcome | null;
  failure: string | null;
}

const COLUMNS = `run_id, created_at, created_by, state, request,
  to_char(as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as as_of, started_at, finished_at, progress, outcome, failure`;

export interface NewRunRow {
  id: string;
  createdAt: string;
  createdBy: string;
  request: RunRequest;
}

/** Keeps a run and leaves word that it waits. */
export async function insertRun(tx: TenantTx, { id, createdAt, createdBy, request }: NewRunRow): Promise<Run> {
  const [row] = await tx.query<RunRow>({
    text: `insert into attribution_runs (tenant_id, run_id, created_at, created_by, request) values ($1, $2, $3, $4, $5)
           returning ${COLUMNS}`,
    values: [tx.tenantId, id, createdAt, createdBy, JSON.stringify(request)],
  });
  await tx.query({ text: 'insert into waiting_runs (tenant_id, run_id) values ($1, $2)', values: [tx.tenantId, id] });
  await leaveTraceIn(tx, 'runs');
  return toRun(row);
}

export async function countWaitingRuns(tx: TenantTx): Promise<number> {
  const [{ count }] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from waiting_runs where tenant_id = $1',
    values: [tx.tenantId],
  });
  return count;
}

/** As lists have them: a fit's numbers by unit can be many. */
const LISTED = COLUMNS.replace(
  'request',
  `case when request #> '{model,fit,result,fits}' is null then request
     else jsonb_set(request, '{model,fit,result,fits}', '[]') end as request`,
);

/** Runs, the newest first; only those before `beforeId`, when given. */
export async function listRuns(tx: TenantTx, beforeId: string | undefined, limit: number): Promise<Run[]> {
  const rows = await tx.query<RunRow>({
    text: `select ${LISTED} from attribution_runs where tenant_id = $1 and ($2::uuid is null or run_id < $2)
           order by run_id desc limit $3`,
    values: [tx.tenantId, beforeId ?? null, limit],
  });
  return rows.map(toRun);
}

export async function findRun(tx: TenantTx, id: string): Promise<Run | undefined> {
  const [row] = await tx.query<RunRow>({
    text: `select ${COLUMNS} from attribution_runs where tenant_id = $1 and run_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toRun(row);
}

export async function deleteRun(tx: TenantTx, id: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'delete from attribution_runs where tenant_id = $1 and run_id = $2 returning run_id',
    values: [tx.tenantId, id],
  });
  return rows.length === 1;
}

/** The run that has waited longest, with what it is to compute. */
export async function findNextRun(tx: TenantTx): Promise<{ id: string; request: RunRequest } | undefined> {
  const [row] = await tx.query<{ id: string; request: RunRequest }>({
    text: `select r.run_id as id, r.request from waiting_runs w join attribution_runs r using (tenant_id, run_id)
           where w.tenant_id = $1 order by w.run_id limit 1`,
    values: [tx.tenantId],
  });
  return row;
}

/**
 * Notes that a run is under way; resolves with the instant as of which it is computed: the first one that was noted for it, so that all who
 * ever compute it compute the same. Undefined when it has ended already.
 */
export async function startRun(
  tx: TenantTx,
  id: string,
  { asOf, startedAt }: { asOf: string; startedAt: string },
): Promise<string | undefined> {
  const rows = await tx.query<Pick<RunRow, 'as_of'>>({
    text: `with started as (
             update attribution_runs set state = 'running', as_of = coalesce(as_of, $3), started_at = $4, progress = 0
             where tenant_id = $1 and run_id = $2 and state in ('waiting', 'running') returning *
           )
           select ${COLUMNS} from started`,
    values: [tx.tenantId, id, asOf, startedAt],
  });
  return rows[0]?.as_of ?? undefined;
}

/** False when the run is no longer wanted. */
export async function updateProgress(tx: TenantTx, id: string, progress: number): Promise<boolean> {
  const rows = await tx.query({
    text: 'update attribution_runs set progress = $3 where tenant_id = $1 and run_id = $2 returning run_id',
    values: [tx.tenantId, id, progress],
  });
  return rows.length === 1;
}

/** How a run ended. */
export type RunEnd = { finishedAt: string } & (
  | { state: 'done'; outcome: RunOutcome; failure?: undefined }
  | { state: 'failed'; failure: string; outcome?: undefined }
);

/** Ends a run that was started at this instant. False when it has ended already, was deleted, or was started anew since. */
export async function finishRun(
  tx: TenantTx,
  { id, startedAt }: { id: string; startedAt: string },
  { state, finishedAt, outcome, failure }: RunEnd,
): Promise<boolean> {
  const ended = await tx.query({
    text: `update attribution_runs set state = $4, finished_at = $5, outcome = $6, failure = $7, progress = coalesce($8, progress)
           where tenant_id = $1 and run_id = $2 and state = 'running' and started_at = $3 returning run_id`,
    values: [
      tx.tenantId,
      id,
      startedAt,
      state,
      finishedAt,
      outcome === undefined ? null : JSON.stringify(outcome),
      failure ?? null,
      outcome?.conversions ?? null,
    ],
  });
  if (ended.length === 0) return false;
  await tx.query({ text: 'delete from waiting_runs where tenant_id = $1 and run_id = $2', values: [tx.tenantId, id] });
  return true;
}

export async function listTenantsWithWaitingRuns(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['waiting_runs']);
}

function toRun(row: RunRow): Run {
  const { model, options } = row.request;
  return {
    id: row.run_id,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    state: row.state,
    progress: row.progress,
    asOf: row.as_of,
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    model,
    options,
    outcome: row.outcome,
    failure: row.failure,
  };
}
