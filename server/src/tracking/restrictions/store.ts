import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { SubjectField, SubjectKey } from '../subjects/schema.ts';

/** Stores restrictions; returns how many were not there before. */
export async function insertRestrictions(tx: TenantTx, requestId: string, keys: readonly SubjectKey[]): Promise<number> {
  const rows = await tx.query({
    text: `insert into restricted_identities (tenant_id, request_id, field, identity_key, agent_key)
           select $1, $2, * from unnest($3::text[], $4::uuid[], $5::uuid[]) on conflict do nothing returning 1`,
    values: [tx.tenantId, requestId, column(keys, (one) => one.field), column(keys, (one) => one.key), column(keys, (one) => one.agentKey)],
  });
  return rows.length;
}

export async function deleteRestrictions(tx: TenantTx, requestId: string): Promise<void> {
  await tx.query({ text: 'delete from restricted_identities where tenant_id = $1 and request_id = $2', values: [tx.tenantId, requestId] });
}

export async function findRestrictions(tx: TenantTx): Promise<SubjectKey[]> {
  const rows = await tx.query<{ field: SubjectField; key: string; agent: string | null }>({
    name: 'find-restrictions',
    text: `select distinct field, replace(identity_key::text, '-', '') as key, replace(agent_key::text, '-', '') as agent
           from restricted_identities where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return rows.map(({ field, key, agent }) => ({ field, key, agentKey: agent ?? undefined }));
}

/** The identities that one request restricts. */
export async function findRestrictedKeys(tx: TenantTx, requestId: string): Promise<SubjectKey[]> {
  const rows = await tx.query<{ field: SubjectField; key: string; agent: string | null }>({
    text: `select field, replace(identity_key::text, '-', '') as key, replace(agent_key::text, '-', '') as agent
           from restricted_identities where tenant_id = $1 and request_id = $2`,
    values: [tx.tenantId, requestId],
  });
  return rows.map(({ field, key, agent }) => ({ field, key, agentKey: agent ?? undefined }));
}
