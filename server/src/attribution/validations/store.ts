import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { leaveTraceIn } from '../../platform/trace-marks.ts';
import type { StoredValidation, Validation, ValidationOptions, ValidationSummary } from './schema.ts';
import { worldsInAll } from './worlds.ts';

interface SummaryRow {
  validation_id: string;
  created_at: Date;
  created_by: string;
  state: ValidationSummary['state'];
  options: ValidationOptions;
  worlds_done: number;
  started_at: Date | null;
  finished_at: Date | null;
  failure: string | null;
}

const COLUMNS = 'validation_id, created_at, created_by, state, options, worlds_done, started_at, finished_at, failure';

export interface NewValidationRow {
  id: string;
  createdAt: string;
  createdBy: string;
  options: ValidationOptions;
}

/** Keeps a validation and leaves word that it waits. */
export async function insertValidation(tx: TenantTx, { id, createdAt, createdBy, options }: NewValidationRow): Promise<ValidationSummary> {
  const [row] = await tx.query<SummaryRow>({
    text: `insert into attribution_validations (tenant_id, validation_id, created_at, created_by, options) values ($1, $2, $3, $4, $5)
           returning ${COLUMNS}`,
    values: [tx.tenantId, id, createdAt, createdBy, JSON.stringify(options)],
  });
  await tx.query({ text: 'insert into waiting_validations (tenant_id, validation_id) values ($1, $2)', values: [tx.tenantId, id] });
  await leaveTraceIn(tx, 'validations');
  return toSummary(row);
}

/** How many there are, and how many of them wait or are under way. */
export async function countValidations(tx: TenantTx): Promise<{ all: number; waiting: number }> {
  const [counts] = await tx.query<{ all: number; waiting: number }>({
    text: `select count(*)::integer as "all", count(*) filter (where state in ('waiting', 'running'))::integer as waiting
           from attribution_validations where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return counts;
}

/** Validations, the newest first; only those before `beforeId`, when given. */
export async function listValidations(tx: TenantTx, beforeId: string | undefined, limit: number): Promise<ValidationSummary[]> {
  const rows = await tx.query<SummaryRow>({
    text: `select ${COLUMNS} from attribution_validations where tenant_id = $1 and ($2::uuid is null or validation_id < $2)
           order by validation_id desc limit $3`,
    values: [tx.tenantId, beforeId ?? null, limit],
  });
  return rows.map(toSummary);
}

export async function findValidation(tx: TenantTx, id: string): Promise<StoredValidation | undefined> {
  const [row] = await tx.query<SummaryRow & { figures: Validation | null }>({
    text: `select ${COLUMNS}, figures from attribution_validations where tenant_id = $1 and validation_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && { ...toSummary(row), figures: row.figures };
}

export async function deleteValidation(tx: TenantTx, id: string): Promise<void> {
  await tx.query({
    text: 'delete from attribution_validations where tenant_id = $1 and validation_id = $2',
    values: [tx.tenantId, id],
  });
}

/** The validation that has waited longest, which is under way from now on. */
export async function startNextValidation(tx: TenantTx, startedAt: string): Promise<ValidationSummary | undefined> {
  const [row] = await tx.query<SummaryRow>({
    text: `update attribution_validations set state = 'running', started_at = $2, worlds_done = 0
           where tenant_id = $1
             and validation_id = (select validation_id from waiting_validations where tenant_id = $1 order by validation_id limit 1)
           returning ${COLUMNS}`,
    values: [tx.tenantId, startedAt],
  });
  return row && toSummary(row);
}

/** False when the validation is no longer wanted. */
export async function updateWorldsDone(tx: TenantTx, id: string, worldsDone: number): Promise<boolean> {
  const rows = await tx.query({
    text: `update attribution_validations set worlds_done = $3 where tenant_id = $1 and validation_id = $2 returning validation_id`,
    values: [tx.tenantId, id, worldsDone],
  });
  return rows.length === 1;
}

/** How a validation ended. */
export type ValidationEnd = { finishedAt: string } & (
  | { figures: Validation; failure?: undefined }
  | { failure: string; figures?: undefined }
);

/** False when it has ended already, or was deleted. */
export async function finishValidation(tx: TenantTx, id: string, { finishedAt, figures, failure }: ValidationEnd): Promise<boolean> {
  const waited = await tx.query({
    text: 'delete from waiting_validations where tenant_id = $1 and validation_id = $2 returning validation_id',
    values: [tx.tenantId, id],
  });
  if (waited.length === 0) return false;
  const worldsDone = figures === undefined ? null : worldsInAll(figures.options);
  await tx.query({
    text: `update attribution_validations
           set state = $3, finished_at = $4, figures = $5, failure = $6, worlds_done = coalesce($7, worlds_done)
           where tenant_id = $1 and validation_id = $2`,
    values: [
      tx.tenantId,
      id,
      figures === undefined ? 'failed' : 'done',
      finishedAt,
      figures === undefined ? null : JSON.stringify(figures),
      failure ?? null,
      worldsDone,
    ],
  });
  return true;
}

export async function listTenantsWithWaitingValidations(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['waiting_validations']);
}

function toSummary(row: SummaryRow): ValidationSummary {
  return {
    id: row.validation_id,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    state: row.state,
    options: row.options,
    worldsDone: row.worlds_done,
    worldsInAll: worldsInAll(row.options),
    startedAt: row.started_at?.toISOString() ?? null,
    finishedAt: row.finished_at?.toISOString() ?? null,
    failure: row.failure,
  };
}
