import type { AuthTx, TenantTx, Transaction } from '../../platform/tenant-door.ts';
import type { Membership, SsoConnection, SsoRole } from './schema.ts';

/** A connection as stored. */
export type StoredConnection = Omit<SsoConnection, 'signInUrl' | 'callbackUrl'> & { tenantId: string; sealedSecret: Buffer };

interface ConnectionRow {
  tenant_id: string;
  id: string;
  name: string;
  issuer: string;
  client_id: string;
  sealed_secret: Buffer;
  domains: string[];
  membership: Membership;
  default_role: SsoRole;
  trusts_factor: boolean;
  is_enabled: boolean;
  created_at: Date;
}

export async function insertConnection(tx: TenantTx, connection: Omit<StoredConnection, 'tenantId'>): Promise<void> {
  const { id, name, issuer, clientId, sealedSecret, domains, membership, defaultRole, providerAsksFactor, enabled, createdAt } = connection;
  await tx.query({
    text: `insert into sso_connections (tenant_id, id, name, issuer, client_id, sealed_secret, domains, membership, default_role,
             trusts_factor, is_enabled, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    values: [
      tx.tenantId,
      id,
      name,
      issuer,
      clientId,
      sealedSecret,
      domains,
      membership,
      defaultRole,
      providerAsksFactor,
      enabled,
      createdAt,
    ],
  });
}

export async function listConnections(tx: TenantTx): Promise<StoredConnection[]> {
  const rows = await tx.query<ConnectionRow>({
    text: 'select * from sso_connections where tenant_id = $1 order by id',
    values: [tx.tenantId],
  });
  return rows.map(toConnection);
}

/** A connection of this tenant, locked until the transaction ends where it is to be changed. */
export async function findConnection(tx: TenantTx, id: string, lock?: 'for update'): Promise<StoredConnection | undefined> {
  return findOne(tx, `tenant_id = $1 and id = $2 ${lock ?? ''}`, [tx.tenantId, id]);
}

/** A connection of any tenant by its id, which stands in the address that its members begin at. */
export async function findConnectionById(tx: AuthTx, id: string): Promise<StoredConnection | undefined> {
  return findOne(tx, 'id = $1', [id]);
}

async function findOne(tx: Transaction, condition: string, values: string[]): Promise<StoredConnection | undefined> {
  const [row] = await tx.query<ConnectionRow>({ text: `select * from sso_connections where ${condition}`, values });
  return row && toConnection(row);
}

export async function updateConnection(tx: TenantTx, connection: StoredConnection): Promise<void> {
  const { id, name, issuer, clientId, sealedSecret, domains, membership, defaultRole, providerAsksFactor, enabled } = connection;
  await tx.query({
    text: `update sso_connections set name = $3, issuer = $4, client_id = $5, sealed_secret = $6, domains = $7, membership = $8,
             default_role = $9, trusts_factor = $10, is_enabled = $11
           where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id, name, issuer, clientId, sealedSecret, domains, membership, defaultRole, providerAsksFactor, enabled],
  });
}

export async function deleteConnection(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from sso_connections where tenant_id = $1 and id = $2', values: [tx.tenantId, id] });
}

function toConnection(row: ConnectionRow): StoredConnection {
  return {
    tenantId: row.tenant_id,
    id: row.id,
    name: row.name,
    issuer: row.issuer,
    clientId: row.client_id,
    sealedSecret: row.sealed_secret,
    domains: row.domains,
    membership: row.membership,
    defaultRole: row.default_role,
    providerAsksFactor: row.trusts_factor,
    enabled: row.is_enabled,
    createdAt: row.created_at.toISOString(),
  };
}
