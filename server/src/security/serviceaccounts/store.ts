import type { TenantTx } from '../../platform/tenant-door.ts';
import type { NewServiceAccount, ServiceAccount } from './schema.ts';

interface AccountRow {
  id: string;
  name: string;
  role: ServiceAccount['role'];
  created_at: Date;
  disabled_at: Date | null;
}

export async function insertServiceAccount(
  tx: TenantTx,
  account: NewServiceAccount & { id: string; createdAtMs: number },
): Promise<ServiceAccount> {
  const [row] = await tx.query<AccountRow>({
    text: `insert into service_accounts (tenant_id, id, name, role, created_at) values ($1, $2, $3, $4, $5)
           returning id, name, role, created_at, disabled_at`,
    values: [tx.tenantId, account.id, account.name, account.role, new Date(account.createdAtMs)],
  });
  return toServiceAccount(row);
}

/** Accounts after this id, in the order of their ids, which is that of their creation. */
export async function listServiceAccounts(tx: TenantTx, after: string | undefined, limit: number): Promise<ServiceAccount[]> {
  const rows = await tx.query<AccountRow>({
    text: `select id, name, role, created_at, disabled_at from service_accounts
           where tenant_id = $1 and ($2::uuid is null or id > $2::uuid) order by id limit $3`,
    values: [tx.tenantId, after ?? null, limit],
  });
  return rows.map(toServiceAccount);
}

/** Holds the row until the transaction ends. */
export async function lockServiceAccount(tx: TenantTx, id: string): Promise<ServiceAccount | undefined> {
  const [row] = await tx.query<AccountRow>({
    text: 'select id, name, role, created_at, disabled_at from service_accounts where tenant_id = $1 and id = $2 for update',
    values: [tx.tenantId, id],
  });
  return row && toServiceAccount(row);
}

export async function updateServiceAccount(tx: TenantTx, account: ServiceAccount): Promise<void> {
  await tx.query({
    text: 'update service_accounts set name = $3, role = $4, disabled_at = $5 where tenant_id = $1 and id = $2',
    values: [tx.tenantId, account.id, account.name, account.role, account.disabledAt],
  });
}

function toServiceAccount(row: AccountRow): ServiceAccount {
  const { id, name, role } = row;
  return { id, name, role, createdAt: row.created_at.toISOString(), disabledAt: row.disabled_at?.toISOString() ?? null };
}
