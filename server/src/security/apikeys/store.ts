import type { Database, TenantTx } from '../../platform/tenant-door.ts';
import type { Scope, Tier } from '../../tenants/authorize.ts';
import type { ApiKey } from './schema.ts';

interface KeyRow {
  id: string;
  name: string;
  hint: string;
  scopes: Scope[];
  created_at: Date;
  revoked_at: Date | null;
}

/** What the look-up tells of a live key. */
export interface FoundKey {
  id: string;
  tenantId: string;
  scopes: Scope[];
  tier: Tier;
}

export async function insertApiKey(
  tx: TenantTx,
  key: { id: string; name: string; hash: Buffer; hint: string; scopes: Scope[] },
): Promise<ApiKey> {
  const [row] = await tx.query<KeyRow>({
    text: `insert into api_keys (tenant_id, id, name, key_hash, hint, scopes) values ($1, $2, $3, $4, $5, $6)
           returning id, name, hint, scopes, created_at, revoked_at`,
    values: [tx.tenantId, key.id, key.name, key.hash, key.hint, key.scopes],
  });
  return toApiKey(row);
}

/** Keys after this id, in the order of their ids, which is that of their creation. */
export async function listApiKeys(tx: TenantTx, after: string | undefined, limit: number): Promise<ApiKey[]> {
  const rows = await tx.query<KeyRow>({
    text: `select id, name, hint, scopes, created_at, revoked_at from api_keys
           where tenant_id = $1 and ($2::uuid is null or id > $2::uuid) order by id limit $3`,
    values: [tx.tenantId, after ?? null, limit],
  });
  return rows.map(toApiKey);
}

/** Revokes a key that is not revoked yet; tells what it found: nothing, a live key, or one revoked before, which stays as it was. */
export async function updateRevoked(tx: TenantTx, id: string): Promise<'absent' | 'live' | 'revoked'> {
  const changed = await tx.query({
    text: 'update api_keys set revoked_at = now() where tenant_id = $1 and id = $2 and revoked_at is null returning id',
    values: [tx.tenantId, id],
  });
  if (changed.length === 1) return 'live';
  const found = await tx.query({ text: 'select 1 from api_keys where tenant_id = $1 and id = $2', values: [tx.tenantId, id] });
  return found.length === 1 ? 'revoked' : 'absent';
}

/** The only read before a tenant is known: through the look-up function, by hash. */
export async function findKeyByHash(db: Database, hash: Buffer): Promise<FoundKey | undefined> {
  const result = await db.app.query<{ id: string; tenant_id: string; scopes: Scope[]; tier: Tier }>({
    name: 'find-api-key',
    text: 'select id, tenant_id, scopes, tier from find_api_key($1)',
    values: [hash],
  });
  const [row] = result.rows;
  return row && { id: row.id, tenantId: row.tenant_id, scopes: row.scopes, tier: row.tier };
}

function toApiKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}
