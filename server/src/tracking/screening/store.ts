import { column } from '../../platform/columns.ts';
import type { IntakeTx, TenantTx } from '../../platform/tenant-door.ts';
import type { EventKind } from '../subjects/rules.ts';

export async function insertObjections(tx: TenantTx, requestId: string, objectionKeys: readonly string[]): Promise<void> {
  await tx.query({
    text: `insert into objected_identities (tenant_id, objection_key, request_id) select $1, key, $3 from unnest($2::uuid[]) as key
           on conflict do nothing`,
    values: [tx.tenantId, column(objectionKeys, (key) => key), requestId],
  });
}

export async function deleteObjections(tx: TenantTx, requestId: string): Promise<void> {
  await tx.query({ text: 'delete from objected_identities where tenant_id = $1 and request_id = $2', values: [tx.tenantId, requestId] });
}

/** Which of these tenants have erased an event or been objected to. */
export async function findScreenedTenants(tx: IntakeTx, tenantIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ tenant_id: string }>({
    name: 'find-screened-tenants',
    text: `select asked.tenant_id from unnest($1::uuid[]) as asked (tenant_id)
           where exists (select 1 from erased_events where tenant_id = asked.tenant_id)
             or exists (select 1 from objected_identities where tenant_id = asked.tenant_id)`,
    values: [column(tenantIds, (id) => id)],
  });
  return new Set(rows.map((row) => row.tenant_id));
}

/** A hash to be looked up among a tenant's. */
export interface AskedHash {
  tenantId: string;
  hash: string;
}

/** Those of these hashes that are of erased events, by "tenant hash". */
export async function findErasedEvents(tx: IntakeTx, kind: EventKind, asked: readonly AskedHash[]): Promise<Set<string>> {
  const rows = await tx.query<{ found: string }>({
    name: 'find-erased-events',
    text: `select asked.tenant_id || ' ' || replace(asked.hash::text, '-', '') as found
           from unnest($1::uuid[], $2::uuid[]) as asked (tenant_id, hash)
           cross join lateral (
             select 1 from erased_events where tenant_id = asked.tenant_id and kind = $3 and id_key = asked.hash offset 0
           ) as known`,
    values: [column(asked, (one) => one.tenantId), column(asked, (one) => one.hash), kind],
  });
  return new Set(rows.map(({ found }) => found));
}

/** Those of these hashes that are of objections, by "tenant hash". */
export async function findObjections(tx: IntakeTx, asked: readonly AskedHash[]): Promise<Set<string>> {
  const rows = await tx.query<{ found: string }>({
    name: 'find-objections',
    text: `select asked.tenant_id || ' ' || replace(asked.hash::text, '-', '') as found
           from unnest($1::uuid[], $2::uuid[]) as asked (tenant_id, hash)
           cross join lateral (
             select 1 from objected_identities where tenant_id = asked.tenant_id and objection_key = asked.hash limit 1
           ) as known`,
    values: [column(asked, (one) => one.tenantId), column(asked, (one) => one.hash)],
  });
  return new Set(rows.map(({ found }) => found));
}

/** Those of these hashes that are of objections to the tenant of this transaction. */
export async function findOwnObjections(tx: TenantTx, hashes: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ key: string }>({
    text: `select replace(objection_key::text, '-', '') as key from objected_identities
           where tenant_id = $1 and objection_key = any ($2::uuid[])`,
    values: [tx.tenantId, column(hashes, (hash) => hash)],
  });
  return rows.map(({ key }) => key);
}
