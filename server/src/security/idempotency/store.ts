import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';

/** What a request is known by inside its tenant. */
export interface RequestName {
  principal: string;
  route: string;
  key: string;
}

/** A request that was done, and what it was answered. */
export interface DoneRequest {
  bodyHash: Buffer;
  sealedAnswer: Buffer;
}

/** Takes the lock of a place until the transaction ends; false when another transaction holds it. */
export async function tryLock(tx: TenantTx, place: string): Promise<boolean> {
  const [row] = await tx.query<{ locked: boolean }>({
    text: 'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as locked',
    values: [place],
  });
  return row.locked;
}

export async function deleteBefore(tx: TenantTx, instantMs: number): Promise<void> {
  await tx.query({
    text: 'delete from idempotent_requests where tenant_id = $1 and created_at < $2',
    values: [tx.tenantId, new Date(instantMs)],
  });
}

export async function listTenantsWithAnswers(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['idempotent_requests']);
}

export async function findRequest(tx: TenantTx, { principal, route, key }: RequestName): Promise<DoneRequest | undefined> {
  const [row] = await tx.query<{ body_hash: Buffer; sealed_answer: Buffer }>({
    text: `select body_hash, sealed_answer from idempotent_requests
           where tenant_id = $1 and principal = $2 and route = $3 and key = $4`,
    values: [tx.tenantId, principal, route, key],
  });
  return row && { bodyHash: row.body_hash, sealedAnswer: row.sealed_answer };
}

export async function insertRequest(tx: TenantTx, name: RequestName, done: DoneRequest, instantMs: number): Promise<void> {
  await tx.query({
    text: `insert into idempotent_requests (tenant_id, principal, route, key, body_hash, sealed_answer, created_at)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [tx.tenantId, name.principal, name.route, name.key, done.bodyHash, done.sealedAnswer, new Date(instantMs)],
  });
}

export async function listRequests(tx: TenantTx): Promise<(RequestName & { sealedAnswer: Buffer })[]> {
  const rows = await tx.query<RequestName & { sealed_answer: Buffer }>({
    text: 'select principal, route, key, sealed_answer from idempotent_requests where tenant_id = $1',
    values: [tx.tenantId],
  });
  return rows.map(({ sealed_answer, ...request }) => ({ ...request, sealedAnswer: sealed_answer }));
}

/** Puts the request down anew with the answer sealed otherwise: nobody may change one that is kept. */
export async function replaceAnswer(tx: TenantTx, name: RequestName, sealedAnswer: Buffer): Promise<void> {
  const [found] = await tx.query<{ body_hash: Buffer; created_at: Date }>({
    text: `delete from idempotent_requests where tenant_id = $1 and principal = $2 and route = $3 and key = $4
           returning body_hash, created_at`,
    values: [tx.tenantId, name.principal, name.route, name.key],
  });
  if (found) await insertRequest(tx, name, { bodyHash: found.body_hash, sealedAnswer }, found.created_at.getTime());
}
