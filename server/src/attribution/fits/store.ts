import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { leaveTraceIn } from '../../platform/trace-marks.ts';
import type { Fit, FitResult, FittedModel, FitUnit } from './schema.ts';

/** What a fit is of: the newest one of the same terms is the one in use. */
export interface FitTerms {
  model: FittedModel;
  unit: FitUnit;
  lookbackDays: number;
  order: number;
}

interface FitRow {
  fit_id: string;
  created_at: Date;
  created_by: string;
  state: Fit['state'];
  model: FittedModel;
  unit: FitUnit;
  lookback_days: number;
  chain_order: number;
  finished_at: Date | null;
  result: FitResult | null;
  failure: string | null;
}

const COLUMNS = 'fit_id, created_at, created_by, state, model, unit, lookback_days, chain_order, finished_at, result, failure';

export interface NewFitRow {
  id: string;
  createdAt: string;
  createdBy: string;
  terms: FitTerms;
}

/** Keeps a fit and leaves word that it waits. */
export async function insertFit(tx: TenantTx, { id, createdAt, createdBy, terms }: NewFitRow): Promise<Fit> {
  const [row] = await tx.query<FitRow>({
    text: `insert into model_fits (tenant_id, fit_id, created_at, created_by, model, unit, lookback_days, chain_order)
           values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
    values: [tx.tenantId, id, createdAt, createdBy, terms.model, terms.unit, terms.lookbackDays, terms.order],
  });
  await tx.query({ text: 'insert into waiting_fits (tenant_id, fit_id) values ($1, $2)', values: [tx.tenantId, id] });
  await leaveTraceIn(tx, 'fits');
  return toFit(row);
}

export async function countWaitingFits(tx: TenantTx): Promise<number> {
  const [{ count }] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from waiting_fits where tenant_id = $1',
    values: [tx.tenantId],
  });
  return count;
}

/** As lists have them: a fit's numbers by unit can be many. */
const LISTED = COLUMNS.replace('result', `jsonb_set(result, '{fits}', '[]') as result`);

export interface FitFilter {
  model: FittedModel | undefined;
  unit: FitUnit | undefined;
}

/** Fits, the newest first; only those before `beforeId`, when given. */
export async function listFits(tx: TenantTx, filter: FitFilter, beforeId: string | undefined, limit: number): Promise<Fit[]> {
  const rows = await tx.query<FitRow>({
    text: `select ${LISTED} from model_fits
           where tenant_id = $1 and ($2::uuid is null or fit_id < $2)
             and ($3::text is null or model = $3) and ($4::text is null or unit = $4)
           order by fit_id desc limit $5`,
    values: [tx.tenantId, beforeId ?? null, filter.model ?? null, filter.unit ?? null, limit],
  });
  return rows.map(toFit);
}

export async function findFit(tx: TenantTx, id: string): Promise<Fit | undefined> {
  const [row] = await tx.query<FitRow>({
    text: `select ${COLUMNS} from model_fits where tenant_id = $1 and fit_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toFit(row);
}

/** The newest fit of these terms that came to an answer. */
export async function findNewestFit(tx: TenantTx, terms: FitTerms): Promise<Fit | undefined> {
  const [row] = await tx.query<FitRow>({
    name: 'find-newest-fit',
    text: `select ${COLUMNS} from model_fits
           where tenant_id = $1 and model = $2 and unit = $3 and lookback_days = $4 and chain_order = $5 and result is not null
           order by fit_id desc limit 1`,
    values: [tx.tenantId, terms.model, terms.unit, terms.lookbackDays, terms.order],
  });
  return row && toFit(row);
}

/** When the newest fit of some terms read its events, RFC 3339 with microseconds, and whether it has to be made again for its own sake. */
export interface FitReading {
  /** Null while it waits. */
  readAt: string | null;
  /** Whether paths changed since, or it does not tell who was watched. */
  isOld: boolean;
}

/** The reading of the newest fit of these terms that did not fail. */
export async function findNewestReading(tx: TenantTx, terms: FitTerms): Promise<FitReading | undefined> {
  const [row] = await tx.query<FitReading>({
    text: `select to_char(f.read_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "readAt",
             coalesce(f.read_at < h.at or not f.result ? 'peopleKnownBy', false) as "isOld"
           from model_fits f, ledger_heads h
           where f.tenant_id = $1 and f.model = $2 and f.unit = $3 and f.lookback_days = $4 and f.chain_order = $5
             and f.state <> 'failed' and h.tenant_id = $1
           order by f.fit_id desc limit 1`,
    values: [tx.tenantId, terms.model, terms.unit, terms.lookbackDays, terms.order],
  });
  return row;
}

/** The fit that has waited longest. */
export async function findNextFit(tx: TenantTx): Promise<Fit | undefined> {
  const [row] = await tx.query<FitRow>({
    text: `select ${COLUMNS.split(', ')
      .map((name) => `f.${name}`)
      .join(', ')}
           from waiting_fits w join model_fits f using (tenant_id, fit_id) where w.tenant_id = $1 order by w.fit_id limit 1`,
    values: [tx.tenantId],
  });
  return row && toFit(row);
}

/**
 * Notes that a fit is under way, which reads what is there from now on; resolves with that instant, undefined when it has ended already.
 * The caller has locked the paths.
 */
export async function startFit(tx: TenantTx, id: string): Promise<string | undefined> {
  const rows = await tx.query<{ readAt: string }>({
    text: `update model_fits set state = 'running', read_at = clock_timestamp()
           where tenant_id = $1 and fit_id = $2 and state in ('waiting', 'running')
           returning to_char(read_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "readAt"`,
    values: [tx.tenantId, id],
  });
  return rows[0]?.readAt;
}

/** Has whoever else leaves word of fits for the tenant in this way wait for the end of this transaction. */
export async function lockFitRequests(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('fits:' || $1, 0))`, values: [tx.tenantId] });
}

/** How a fit ended. */
export type FitEnd = { finishedAt: string } & (
  | { state: 'done' | 'insufficient'; result: FitResult; failure?: undefined }
  | { state: 'failed'; failure: string; result?: undefined }
);

/** Ends a fit that read what was there at this instant. False when it has ended already, or was started anew since. */
export async function finishFit(
  tx: TenantTx,
  { id, readAt }: { id: string; readAt: string },
  { state, finishedAt, result, failure }: FitEnd,
): Promise<boolean> {
  const ended = await tx.query({
    text: `update model_fits set state = $4, finished_at = $5, result = $6, failure = $7
           where tenant_id = $1 and fit_id = $2 and state = 'running' and read_at = $3 returning fit_id`,
    values: [tx.tenantId, id, readAt, state, finishedAt, result === undefined ? null : JSON.stringify(result), failure ?? null],
  });
  if (ended.length === 0) return false;
  await tx.query({ text: 'delete from waiting_fits where tenant_id = $1 and fit_id = $2', values: [tx.tenantId, id] });
  return true;
}

/** Deletes all but the newest fits of the same terms, never the newest one that came to effects; a run keeps the fit it uses itself. */
export async function deleteOldFits(tx: TenantTx, terms: FitTerms, kept: number): Promise<void> {
  await tx.query({
    text: `delete from model_fits where tenant_id = $1 and fit_id in (
             select fit_id from model_fits
             where tenant_id = $1 and model = $2 and unit = $3 and lookback_days = $4 and chain_order = $5
             order by fit_id desc offset $6
           ) and fit_id is distinct from (
             select fit_id from model_fits
             where tenant_id = $1 and model = $2 and unit = $3 and lookback_days = $4 and chain_order = $5 and state = 'done'
             order by fit_id desc limit 1
           )`,
    values: [tx.tenantId, terms.model, terms.unit, terms.lookbackDays, terms.order, kept],
  });
}

export async function listTenantsWithWaitingFits(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['waiting_fits']);
}

/** The tenants that have paths. */
export async function listTenantsWithLedgers(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['ledger_heads']);
}

function toFit(row: FitRow): Fit {
  return {
    id: row.fit_id,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    state: row.state,
    model: row.model,
    unit: row.unit,
    lookbackDays: row.lookback_days,
    order: row.chain_order,
    finishedAt: row.finished_at?.toISOString() ?? null,
    result: row.result,
    failure: row.failure,
  };
}
