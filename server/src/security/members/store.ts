import type { AuthTx, TenantTx, Transaction } from '../../platform/tenant-door.ts';
import type { Role } from '../../tenants/authorize.ts';

/** A member as the tenant sees them. */
export interface StoredMember {
  personId: string;
  email: string;
  name: string;
  role: Role;
  createdAt: string;
}

interface MemberRow {
  person_id: string;
  email: string;
  name: string;
  role: Role;
  created_at: Date;
}

const COLUMNS = 'person_id, email, name, role, created_at';

/** Members after this person, in the order of their ids. */
export async function listMembers(tx: TenantTx, after: string | undefined, limit: number): Promise<StoredMember[]> {
  const rows = await tx.query<MemberRow>({
    text: `select ${COLUMNS} from members
           where tenant_id = $1 and ($2::uuid is null or person_id > $2::uuid) order by person_id limit $3`,
    values: [tx.tenantId, after ?? null, limit],
  });
  return rows.map(toMember);
}

/** Until the transaction ends nobody else changes who belongs to this tenant, so that what is decided about its owners stays true. */
export async function lockMembers(tx: Transaction, tenantId: string): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`members|${tenantId}`] });
}

export async function findMember(tx: TenantTx | AuthTx, tenantId: string, personId: string): Promise<StoredMember | undefined> {
  const [row] = await tx.query<MemberRow>({
    text: `select ${COLUMNS} from members where tenant_id = $1 and person_id = $2`,
    values: [tenantId, personId],
  });
  return row && toMember(row);
}

export async function isMember(tx: TenantTx, email: string): Promise<boolean> {
  const rows = await tx.query({ text: 'select 1 from members where tenant_id = $1 and email = $2', values: [tx.tenantId, email] });
  return rows.length > 0;
}

export async function countOwners(tx: TenantTx | AuthTx, tenantId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `select count(*)::integer as count from members where tenant_id = $1 and role = 'owner'`,
    values: [tenantId],
  });
  return row.count;
}

export async function updateRole(tx: TenantTx, personId: string, role: Role): Promise<void> {
  await tx.query({ text: 'update members set role = $3 where tenant_id = $1 and person_id = $2', values: [tx.tenantId, personId, role] });
}

/** Makes a person a member; false when they are one already. */
export async function insertMember(
  tx: AuthTx,
  member: { tenantId: string; personId: string; email: string; name: string; role: Role; createdAtMs: number },
): Promise<boolean> {
  const { tenantId, personId, email, name, role, createdAtMs } = member;
  const rows = await tx.query({
    text: `insert into members (tenant_id, person_id, email, name, role, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict do nothing returning person_id`,
    values: [tenantId, personId, email, name, role, new Date(createdAtMs)],
  });
  return rows.length === 1;
}

/** Takes a person out of a tenant, and ends their sessions there. */
export async function deleteMember(tx: AuthTx, tenantId: string, personId: string): Promise<void> {
  await tx.query({ text: 'delete from members where tenant_id = $1 and person_id = $2', values: [tenantId, personId] });
  await tx.query({ text: 'delete from sessions where person_id = $1 and acting_tenant_id = $2', values: [personId, tenantId] });
}

/** The tenants a person belongs to, with the role there, in the order in which they came to them. */
export async function listMemberships(tx: AuthTx, personId: string): Promise<{ tenantId: string; role: Role }[]> {
  const rows = await tx.query<{ tenant_id: string; role: Role }>({
    text: 'select tenant_id, role from members where person_id = $1 order by created_at, tenant_id',
    values: [personId],
  });
  return rows.map(({ tenant_id, role }) => ({ tenantId: tenant_id, role }));
}

function toMember(row: MemberRow): StoredMember {
  const { person_id, email, name, role } = row;
  return { personId: person_id, email, name, role, createdAt: row.created_at.toISOString() };
}
