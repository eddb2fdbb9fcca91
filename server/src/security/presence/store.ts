import type { AuthTx, TenantTx } from '../../platform/tenant-door.ts';
import type { Role } from '../../tenants/authorize.ts';

/** A member's role, which nobody changes or takes away until the transaction ends; undefined when they are no member. */
export async function holdRole(tx: TenantTx, personId: string): Promise<Role | undefined> {
  const [row] = await tx.query<{ role: Role }>({
    text: 'select role from members where tenant_id = $1 and person_id = $2 for share',
    values: [tx.tenantId, personId],
  });
  return row?.role;
}

/** What of a key may have changed since it was sent. */
export interface KeyState {
  isEnded: boolean;
  /** Whether the secret with this hash was replaced by another. */
  isReplaced: boolean;
  /** Of the service account that the key belongs to. */
  role: Role | undefined;
}

/** How a key stands now of which a secret with this hash was sent; undefined when there is no such key. */
export async function findKeyState(tx: TenantTx, keyId: string, hash: Buffer | undefined): Promise<KeyState | undefined> {
  const [row] = await tx.query<{ is_ended: boolean; is_replaced: boolean; role: Role | null }>({
    text: `select k.revoked_at is not null or a.disabled_at is not null as is_ended, k.key_hash <> coalesce($3, k.key_hash) as is_replaced,
             a.role
           from api_keys k left join service_accounts a on a.tenant_id = k.tenant_id and a.id = k.service_account_id
           where k.tenant_id = $1 and k.id = $2`,
    values: [tx.tenantId, keyId, hash ?? null],
  });
  return row && { isEnded: row.is_ended, isReplaced: row.is_replaced, role: row.role ?? undefined };
}

/** Whether a person's session, in which they have proved who they are, has not been ended. */
export async function isSessionOpen(tx: AuthTx, personId: string, sessionId: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from sessions where id = $1 and person_id = $2 and verified_at is not null',
    values: [sessionId, personId],
  });
  return rows.length === 1;
}
