import type { TenantTx } from '../../platform/tenant-door.ts';
import type { ClientKind, ClientScope, OauthClient } from './schema.ts';

interface ClientRow {
  id: string;
  name: string;
  kind: ClientKind;
  redirect_uris: string[];
  post_logout_redirect_uris: string[];
  scopes: ClientScope[];
  created_by: string;
  created_at: Date;
}

const COLUMNS = 'id, name, kind, redirect_uris, post_logout_redirect_uris, scopes, created_by, created_at';

export async function insertClient(tx: TenantTx, client: OauthClient): Promise<void> {
  const { id, name, kind, redirectUris, postLogoutRedirectUris, scopes, createdBy, createdAt } = client;
  await tx.query({
    text: `insert into oauth_clients (tenant_id, id, name, kind, redirect_uris, post_logout_redirect_uris, scopes, created_by, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [tx.tenantId, id, name, kind, redirectUris, postLogoutRedirectUris, scopes, createdBy, createdAt],
  });
}

/** Clients after this id, in the order of their ids, which is that of their creation. */
export async function listClients(tx: TenantTx, after: string | undefined, limit: number): Promise<OauthClient[]> {
  const rows = await tx.query<ClientRow>({
    text: `select ${COLUMNS} from oauth_clients where tenant_id = $1 and ($2::uuid is null or id > $2::uuid) order by id limit $3`,
    values: [tx.tenantId, after ?? null, limit],
  });
  return rows.map(toClient);
}

/** A client of this tenant, locked until the transaction ends where it is to be changed. */
export async function findClient(tx: TenantTx, id: string, lock?: 'for update'): Promise<OauthClient | undefined> {
  const [row] = await tx.query<ClientRow>({
    text: `select ${COLUMNS} from oauth_clients where tenant_id = $1 and id = $2 ${lock ?? ''}`,
    values: [tx.tenantId, id],
  });
  return row && toClient(row);
}

export async function updateClient(tx: TenantTx, client: OauthClient): Promise<void> {
  const { id, name, redirectUris, postLogoutRedirectUris, scopes } = client;
  await tx.query({
    text: `update oauth_clients set name = $3, redirect_uris = $4, post_logout_redirect_uris = $5, scopes = $6
           where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id, name, redirectUris, postLogoutRedirectUris, scopes],
  });
}

/** Deletes a client with its secrets. */
export async function deleteClient(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from oauth_clients where tenant_id = $1 and id = $2', values: [tx.tenantId, id] });
}

/** Adds a secret; those before it end at an instant, unless they end sooner. */
export async function insertSecret(
  tx: TenantTx,
  secret: { id: string; clientId: string; hash: Buffer; nowMs: number; previousUntilMs: number },
): Promise<void> {
  const { id, clientId, hash, nowMs, previousUntilMs } = secret;
  await tx.query({
    text: `update oauth_client_secrets set expires_at = $3
           where tenant_id = $1 and client_id = $2 and (expires_at is null or expires_at > $3)`,
    values: [tx.tenantId, clientId, new Date(previousUntilMs)],
  });
  await tx.query({
    text: 'delete from oauth_client_secrets where tenant_id = $1 and client_id = $2 and expires_at <= $3',
    values: [tx.tenantId, clientId, new Date(nowMs)],
  });
  await tx.query({
    text: 'insert into oauth_client_secrets (tenant_id, client_id, id, secret_hash, created_at) values ($1, $2, $3, $4, $5)',
    values: [tx.tenantId, clientId, id, hash, new Date(nowMs)],
  });
}

function toClient(row: ClientRow): OauthClient {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    redirectUris: row.redirect_uris,
    postLogoutRedirectUris: row.post_logout_redirect_uris,
    scopes: row.scopes,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
  };
}
