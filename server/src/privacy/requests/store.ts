import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { leaveTraceIn } from '../../platform/trace-marks.ts';
import type { SubjectKey } from '../../tracking/subjects/schema.ts';
import type { PrivacyRequest, Receipt, RequestKind, RequestState } from './schema.ts';

/** A request as stored, beside what is told of it: whose it is, sealed corrections, and the code that was mailed. */
export interface StoredRequest {
  request: Omit<PrivacyRequest, 'isOverdue'>;
  subjectKeys: SubjectKey[] | null;
  sealedCorrections: Buffer | null;
  codeHash: Buffer | null;
  codeTries: number;
}

interface Row {
  id: string;
  kind: RequestKind;
  status: RequestState;
  objects: boolean;
  verification: PrivacyRequest['verification'];
  received_at: Date;
  due_at: Date;
  extension: PrivacyRequest['extension'];
  finished_at: Date | null;
  refusal: PrivacyRequest['refusal'];
  ended_at: Date | null;
  expires_at: Date | null;
  receipt: Receipt | null;
  subject_keys: SubjectKey[] | null;
  sealed_corrections: Buffer | null;
  code_hash: Buffer | null;
  code_tries: number;
}

const SELECT = `select r.id, r.kind, r.status, r.objects, r.verification, r.received_at, r.due_at, r.extension, r.finished_at, r.refusal,
    r.ended_at, e.expires_at, r.receipt, r.subject_keys, r.sealed_corrections, r.code_hash, r.code_tries
  from privacy_requests r left join privacy_exports e on e.tenant_id = r.tenant_id and e.request_id = r.id`;

function toStored(row: Row): StoredRequest {
  const { id, kind, status, objects, verification, extension, refusal, receipt } = row;
  return {
    request: {
      id,
      kind,
      status,
      objects,
      verification,
      receivedAt: row.received_at.toISOString(),
      dueAt: row.due_at.toISOString(),
      extension,
      finishedAt: row.finished_at?.toISOString() ?? null,
      refusal,
      endedAt: row.ended_at?.toISOString() ?? null,
      exportExpiresAt: row.expires_at?.toISOString() ?? null,
      receipt,
    },
    subjectKeys: row.subject_keys,
    sealedCorrections: row.sealed_corrections,
    codeHash: row.code_hash,
    codeTries: row.code_tries,
  };
}

/** What a new request is stored with. */
export interface NewRow {
  id: string;
  kind: RequestKind;
  status: RequestState;
  objects: boolean;
  subjectKeys: readonly SubjectKey[];
  sealedCorrections: Buffer | undefined;
  codeHash: Buffer | undefined;
  verification: PrivacyRequest['verification'];
  receivedAt: string;
  dueAt: string;
}

export async function insertRequest(tx: TenantTx, row: NewRow): Promise<void> {
  await tx.query({
    text: `insert into privacy_requests (tenant_id, id, kind, status, objects, subject_keys, sealed_corrections, code_hash, verification,
             received_at, due_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      tx.tenantId,
      row.id,
      row.kind,
      row.status,
      row.objects,
      JSON.stringify(row.subjectKeys),
      row.sealedCorrections ?? null,
      row.codeHash ?? null,
      row.verification,
      row.receivedAt,
      row.dueAt,
    ],
  });
}

export async function findRequest(tx: TenantTx, id: string): Promise<StoredRequest | undefined> {
  const [row] = await tx.query<Row>({ text: `${SELECT} where r.tenant_id = $1 and r.id = $2`, values: [tx.tenantId, id] });
  return row && toStored(row);
}

/** Keeps others from changing a request until the transaction ends; false when there is none. */
export async function lockRequest(tx: TenantTx, id: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from privacy_requests where tenant_id = $1 and id = $2 for update',
    values: [tx.tenantId, id],
  });
  return rows.length > 0;
}

/** Requests, newest first, from a place on. */
export async function listRequests(tx: TenantTx, before: { receivedAt: string; id: string } | undefined, limit: number) {
  const rows = await tx.query<Row>({
    text: `${SELECT} where r.tenant_id = $1 and ($2::timestamptz is null or (r.received_at, r.id) < ($2::timestamptz, $3::uuid))
           order by r.received_at desc, r.id desc limit $4`,
    values: [tx.tenantId, before?.receivedAt ?? null, before?.id ?? null, limit],
  });
  return rows.map(toStored);
}

/** What of a request changes; what is left out stays. */
export interface Change {
  status?: RequestState;
  verification?: PrivacyRequest['verification'];
  extension?: PrivacyRequest['extension'];
  dueAt?: string;
  refusal?: PrivacyRequest['refusal'];
  finishedAt?: string;
  endedAt?: string;
  receipt?: Receipt;
}

export async function updateRequest(tx: TenantTx, id: string, change: Change): Promise<void> {
  await tx.query({
    text: `update privacy_requests set status = coalesce($3, status), verification = coalesce($4, verification),
             extension = coalesce($5, extension), due_at = coalesce($6, due_at), refusal = coalesce($7, refusal),
             finished_at = coalesce($8, finished_at), ended_at = coalesce($9, ended_at), receipt = coalesce($10, receipt)
           where tenant_id = $1 and id = $2`,
    values: [
      tx.tenantId,
      id,
      change.status ?? null,
      change.verification ?? null,
      change.extension ?? null,
      change.dueAt ?? null,
      change.refusal ?? null,
      change.finishedAt ?? null,
      change.endedAt ?? null,
      change.receipt === undefined ? null : JSON.stringify(change.receipt),
    ],
  });
}

/** Removes everything of the person from a request that is over. */
export async function forgetSubject(tx: TenantTx, id: string): Promise<void> {
  await tx.query({
    text: `update privacy_requests set subject_keys = null, sealed_corrections = null, code_hash = null where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id],
  });
}

export async function updateTries(tx: TenantTx, id: string): Promise<void> {
  await tx.query({
    text: 'update privacy_requests set code_tries = code_tries + 1 where tenant_id = $1 and id = $2',
    values: [tx.tenantId, id],
  });
}

export async function insertWork(tx: TenantTx, requestId: string): Promise<void> {
  await tx.query({
    text: 'insert into privacy_work (tenant_id, request_id) values ($1, $2) on conflict do nothing',
    values: [tx.tenantId, requestId],
  });
  await leaveTraceIn(tx, 'privacy-requests');
}

export async function deleteWork(tx: TenantTx, requestId: string): Promise<void> {
  await tx.query({ text: 'delete from privacy_work where tenant_id = $1 and request_id = $2', values: [tx.tenantId, requestId] });
}

/** The requests whose work waits, oldest first. */
export async function listWork(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ request_id: string }>({
    text: 'select request_id from privacy_work where tenant_id = $1 order by request_id',
    values: [tx.tenantId],
  });
  return rows.map((row) => row.request_id);
}

/** What the parts of an erasure have done so far. */
export async function findProgress(tx: TenantTx, id: string): Promise<Record<string, number>> {
  const [row] = await tx.query<{ progress: Record<string, number> | null }>({
    text: 'select progress from privacy_requests where tenant_id = $1 and id = $2 for update',
    values: [tx.tenantId, id],
  });
  return row?.progress ?? {};
}

export async function updateProgress(tx: TenantTx, id: string, progress: Record<string, number>): Promise<void> {
  await tx.query({
    text: 'update privacy_requests set progress = $3 where tenant_id = $1 and id = $2',
    values: [tx.tenantId, id, JSON.stringify(progress)],
  });
}

/** Requests that have waited since before an instant for their person to be made sure of. */
export async function listUnverified(tx: TenantTx, before: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `select id from privacy_requests where tenant_id = $1 and status in ('received', 'verifying') and received_at < $2 order by id`,
    values: [tx.tenantId, before],
  });
  return rows.map(({ id }) => id);
}

export async function insertExport(
  tx: TenantTx,
  row: { requestId: string; sealed: Buffer; sha256: string; expiresAt: string; subjectKeys: readonly SubjectKey[] },
): Promise<void> {
  await tx.query({
    text: `insert into privacy_exports (tenant_id, request_id, sealed, sha256, expires_at, subject_keys)
           values ($1, $2, $3, decode($4, 'hex'), $5, $6)
           on conflict (tenant_id, request_id) do nothing`,
    values: [tx.tenantId, row.requestId, row.sealed, row.sha256, row.expiresAt, JSON.stringify(row.subjectKeys)],
  });
}

export async function findExport(tx: TenantTx, requestId: string) {
  const [row] = await tx.query<{ sealed: Buffer; sha256: Buffer; expires_at: Date }>({
    text: 'select sealed, sha256, expires_at from privacy_exports where tenant_id = $1 and request_id = $2',
    values: [tx.tenantId, requestId],
  });
  return row && { sealed: row.sealed, sha256: row.sha256.toString('hex'), expiresAt: row.expires_at.toISOString() };
}

/** Deletes exports that have expired; returns whose they were. */
export async function deleteExportsBefore(tx: TenantTx, now: string): Promise<string[]> {
  const rows = await tx.query<{ request_id: string }>({
    text: 'delete from privacy_exports where tenant_id = $1 and expires_at <= $2 returning request_id',
    values: [tx.tenantId, now],
  });
  return rows.map((row) => row.request_id);
}

/** Deletes exports of whoever has one of these keys, and those of which nobody knows whose they are; returns their requests. */
export async function deleteExportsOf(tx: TenantTx, keys: readonly SubjectKey[]): Promise<string[]> {
  const rows = await tx.query<{ request_id: string }>({
    text: `delete from privacy_exports where tenant_id = $1
             and (subject_keys is null
               or exists (select 1 from jsonb_array_elements(subject_keys) own join jsonb_array_elements($2::jsonb) gone on own = gone))
           returning request_id`,
    values: [tx.tenantId, JSON.stringify(keys)],
  });
  return rows.map((row) => row.request_id);
}

export async function listTenantsWithPrivacyWork(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['privacy_work']);
}

export async function listTenantsWithRequests(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['privacy_requests']);
}
