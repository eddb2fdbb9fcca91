import type { TenantTx } from './tenant-door.ts';

/** A member of a tenant, as somebody to write to. */
export interface Addressee {
  personId: string;
  email: string;
  role: 'owner' | 'admin' | 'analyst' | 'viewer' | 'billing';
}

interface MemberRow {
  person_id: string;
  email: string;
  role: Addressee['role'];
}

const COLUMNS = 'person_id, email, role';

/** The members of the transaction's tenant, in the order of their addresses. */
export async function listAddresseesIn(tx: TenantTx): Promise<Addressee[]> {
  const rows = await tx.query<MemberRow>({
    text: `select ${COLUMNS} from members where tenant_id = $1 order by email`,
    values: [tx.tenantId],
  });
  return rows.map(toAddressee);
}

/** A person as a member of the transaction's tenant; with `hold` they stay one until it ends. Undefined for anybody else. */
export async function findAddresseeIn(tx: TenantTx, personId: string, hold = false): Promise<Addressee | undefined> {
  const [row] = await tx.query<MemberRow>({
    text: `select ${COLUMNS} from members where tenant_id = $1 and person_id = $2 ${hold ? 'for key share' : ''}`,
    values: [tx.tenantId, personId],
  });
  return row && toAddressee(row);
}

function toAddressee({ person_id, email, role }: MemberRow): Addressee {
  return { personId: person_id, email, role };
}
