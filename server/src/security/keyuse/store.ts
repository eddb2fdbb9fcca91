import type { Database, TenantTx } from '../../platform/tenant-door.ts';
import type { Role, Scope, Tier } from '../../tenants/authorize.ts';
import type { StoredUse } from './rules.ts';

interface UseRow {
  last_used_at: Date | null;
  last_network: string | null;
  known_networks: string[];
}

/** What is stored of a key's use; the row is held until the transaction ends, so that each new network is told of once. */
export async function lockUse(tx: TenantTx, keyId: string): Promise<StoredUse | undefined> {
  const [row] = await tx.query<UseRow>({
    text: 'select last_used_at, last_network, known_networks from api_keys where tenant_id = $1 and id = $2 for update',
    values: [tx.tenantId, keyId],
  });
  return row && { lastUsedAtMs: row.last_used_at?.getTime(), lastNetwork: row.last_network, knownNetworks: row.known_networks };
}

export async function updateUse(tx: TenantTx, keyId: string, use: StoredUse): Promise<void> {
  await tx.query({
    text: 'update api_keys set last_used_at = $3, last_network = $4, known_networks = $5 where tenant_id = $1 and id = $2',
    values: [tx.tenantId, keyId, use.lastUsedAtMs === undefined ? null : new Date(use.lastUsedAtMs), use.lastNetwork, use.knownNetworks],
  });
}

/** What the look-up tells of a key, live or not. */
export interface FoundKey {
  id: string;
  tenantId: string;
  tier: Tier;
  scopes: Scope[];
  isRevoked: boolean;
  endsAtMs: number | undefined;
  allowedNetworks: string[];
  requestsPerMinute: number | undefined;
  /** Of the service account that it belongs to. */
  role: Role | undefined;
  isDisabled: boolean;
}

interface FoundRow {
  id: string;
  tenant_id: string;
  tier: Tier;
  scopes: Scope[];
  is_revoked: boolean;
  ends_at: Date | null;
  allowed_networks: string[];
  requests_per_minute: number | null;
  role: Role | null;
  is_disabled: boolean | null;
}

/** The only read before a tenant is known: through the look-up function, by hash. */
export async function findKeyByHash(db: Database, hash: Buffer): Promise<FoundKey | undefined> {
  const result = await db.app.query<FoundRow>({
    name: 'find-api-key',
    text: `select id, tenant_id, tier, scopes, is_revoked, ends_at, allowed_networks, requests_per_minute, role, is_disabled
           from find_api_key($1)`,
    values: [hash],
  });
  const [row] = result.rows;
  return (
    row && {
      id: row.id,
      tenantId: row.tenant_id,
      tier: row.tier,
      scopes: row.scopes,
      isRevoked: row.is_revoked,
      endsAtMs: row.ends_at?.getTime(),
      allowedNetworks: row.allowed_networks,
      requestsPerMinute: row.requests_per_minute ?? undefined,
      role: row.role ?? undefined,
      isDisabled: row.is_disabled === true,
    }
  );
}
