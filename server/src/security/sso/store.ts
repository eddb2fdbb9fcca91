import type { AuthTx, TenantTx } from '../../platform/tenant-door.ts';
import type { SsoRole } from '../ssoconnections/schema.ts';

/** A request to a provider, as stored while a browser is away. */
export interface StoredRequest {
  stateHash: Buffer;
  browserHash: Buffer;
  connectionId: string | null;
  sealedPayload: Buffer;
}

export async function insertRequest(tx: AuthTx, request: StoredRequest, { nowMs, expiresAtMs }: { nowMs: number; expiresAtMs: number }) {
  await tx.query({ text: 'delete from sso_requests where expires_at < $1', values: [new Date(nowMs)] });
  await tx.query({
    text: `insert into sso_requests (state_hash, browser_hash, connection_id, sealed_payload, expires_at) values ($1, $2, $3, $4, $5)`,
    values: [request.stateHash, request.browserHash, request.connectionId, request.sealedPayload, new Date(expiresAtMs)],
  });
}

/** Takes a request that is not over; it can be taken once. */
export async function takeRequest(tx: AuthTx, stateHash: Buffer, nowMs: number): Promise<StoredRequest | undefined> {
  const [row] = await tx.query<{ browser_hash: Buffer; connection_id: string | null; sealed_payload: Buffer; expires_at: Date }>({
    text: 'delete from sso_requests where state_hash = $1 returning browser_hash, connection_id, sealed_payload, expires_at',
    values: [stateHash],
  });
  if (!row || row.expires_at.getTime() <= nowMs) return undefined;
  return { stateHash, browserHash: row.browser_hash, connectionId: row.connection_id, sealedPayload: row.sealed_payload };
}

/** Who an identity stands for with an authority; undefined when it came for the first time. */
export async function findIdentity(tx: AuthTx, authority: string, subjectHash: Buffer): Promise<string | undefined> {
  const [row] = await tx.query<{ person_id: string }>({
    text: 'select person_id from person_identities where authority = $1 and subject_hash = $2',
    values: [authority, subjectHash],
  });
  return row?.person_id;
}

export async function insertIdentity(
  tx: AuthTx,
  identity: { authority: string; subjectHash: Buffer; personId: string; nowMs: number },
): Promise<void> {
  await tx.query({
    text: `insert into person_identities (authority, subject_hash, person_id, created_at) values ($1, $2, $3, $4) on conflict do nothing`,
    values: [identity.authority, identity.subjectHash, identity.personId, new Date(identity.nowMs)],
  });
}

/** Whether a person belongs to a tenant. */
export async function isMemberOf(tx: AuthTx, personId: string, tenantId: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from members where tenant_id = $1 and person_id = $2',
    values: [tenantId, personId],
  });
  return rows.length === 1;
}

/** Makes a person a member of this tenant; false when they, or somebody with their address, are one already. */
export async function insertMemberHere(
  tx: TenantTx,
  member: { personId: string; email: string; name: string; role: SsoRole },
): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into members (tenant_id, person_id, email, name, role) values ($1, $2, $3, $4, $5) on conflict do nothing
           returning person_id`,
    values: [tx.tenantId, member.personId, member.email, member.name, member.role],
  });
  return rows.length === 1;
}
