import type { AuthTx, TenantTx } from '../../platform/tenant-door.ts';
import type { Scope } from '../../tenants/authorize.ts';
import type { KeyRights } from './rights.ts';
import type { ApiKey } from './schema.ts';

interface KeyRow {
  id: string;
  name: string;
  hint: string;
  scopes: Scope[];
  expires_at: Date | null;
  allowed_networks: string[];
  requests_per_minute: number | null;
  service_account_id: string | null;
  created_at: Date;
  revoked_at: Date | null;
  previous_until: Date | null;
  last_used_at: Date | null;
  last_network: string | null;
}

const COLUMNS = `id, name, hint, scopes, expires_at, allowed_networks, requests_per_minute, service_account_id, created_at, revoked_at,
  previous_until, last_used_at, last_network`;

/** What of a key may change, beside its secret. */
export interface KeyTerms extends KeyRights {
  name: string;
}

/** A secret as it is stored: its hash, and enough of it to recognise it. */
export interface StoredSecret {
  hash: Buffer;
  hint: string;
}

export async function insertApiKey(tx: TenantTx, id: string, terms: KeyTerms, secret: StoredSecret): Promise<ApiKey> {
  const [row] = await tx.query<KeyRow>({
    text: `insert into api_keys (tenant_id, id, name, key_hash, hint, scopes, expires_at, allowed_networks, requests_per_minute,
             service_account_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
    values: [tx.tenantId, id, terms.name, secret.hash, secret.hint, ...valuesOf(terms), terms.serviceAccountId],
  });
  return toApiKey(row);
}

/** Keys after this id, in the order of their ids, which is that of their creation. */
export async function listApiKeys(tx: TenantTx, after: string | undefined, limit: number): Promise<ApiKey[]> {
  const rows = await tx.query<KeyRow>({
    text: `select ${COLUMNS} from api_keys
           where tenant_id = $1 and ($2::uuid is null or id > $2::uuid) order by id limit $3`,
    values: [tx.tenantId, after ?? null, limit],
  });
  return rows.map(toApiKey);
}

/** Every key of a service account, revoked ones too. */
export async function listKeysOfAccount(tx: TenantTx, serviceAccountId: string): Promise<ApiKey[]> {
  const rows = await tx.query<KeyRow>({
    text: `select ${COLUMNS} from api_keys where tenant_id = $1 and service_account_id = $2 order by id`,
    values: [tx.tenantId, serviceAccountId],
  });
  return rows.map(toApiKey);
}

/** Holds the row until the transaction ends, so that what is decided about it stays true. */
export async function lockApiKey(tx: TenantTx, id: string): Promise<ApiKey | undefined> {
  const [row] = await tx.query<KeyRow>({
    text: `select ${COLUMNS} from api_keys where tenant_id = $1 and id = $2 for update`,
    values: [tx.tenantId, id],
  });
  return row && toApiKey(row);
}

export async function updateTerms(tx: TenantTx, id: string, terms: KeyTerms): Promise<ApiKey> {
  const [row] = await tx.query<KeyRow>({
    text: `update api_keys set name = $3, scopes = $4, expires_at = $5, allowed_networks = $6, requests_per_minute = $7
           where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    values: [tx.tenantId, id, terms.name, ...valuesOf(terms)],
  });
  return toApiKey(row);
}

/** Gives a key a new secret; the present one works until `previousUntilMs`, the one before it no more. */
export async function updateSecret(tx: TenantTx, id: string, secret: StoredSecret, previousUntilMs: number): Promise<ApiKey> {
  const [row] = await tx.query<KeyRow>({
    text: `update api_keys set previous_hash = key_hash, previous_until = $5, key_hash = $3, hint = $4
           where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    values: [tx.tenantId, id, secret.hash, secret.hint, new Date(previousUntilMs)],
  });
  return toApiKey(row);
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

/** How many keys live at an instant. Until the transaction ends nobody else counts, so that a limit is never overshot. */
export async function countLiveKeys(tx: TenantTx, nowMs: number): Promise<number> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`api_keys|${tx.tenantId}`] });
  const [row] = await tx.query<{ count: number }>({
    text: `select count(*)::integer as count from api_keys
           where tenant_id = $1 and revoked_at is null and (expires_at is null or expires_at > $2)`,
    values: [tx.tenantId, new Date(nowMs)],
  });
  return row.count;
}

/** A live key whose secret a person was shown. */
export interface KnownKey {
  id: string;
  name: string;
  hint: string;
}

/** The live keys whose secret a member was shown: those they made or rotated, and those that these keys made or rotated in turn. */
export async function listKeysKnownTo(tx: TenantTx, personId: string, nowMs: number): Promise<KnownKey[]> {
  return tx.query<KnownKey>({ text: 'select id, name, hint from keys_known_to($1, $2)', values: [personId, new Date(nowMs)] });
}

/** Revokes them; returns which they were. */
export async function revokeKeysKnownTo(tx: TenantTx, personId: string, nowMs: number): Promise<KnownKey[]> {
  return tx.query<KnownKey>({ text: 'select id, name, hint from revoke_keys_known_to($1, $2)', values: [personId, new Date(nowMs)] });
}

/** The same for the login that knows people, in a tenant it names; revoked only where that is asked. */
export async function settleKeysOf(
  tx: AuthTx,
  member: { tenantId: string; personId: string },
  { nowMs, revokes }: { nowMs: number; revokes: boolean },
): Promise<KnownKey[]> {
  return tx.query<KnownKey>({
    text: 'select id, name, hint from settle_keys_of($1, $2, $3, $4)',
    values: [member.tenantId, member.personId, new Date(nowMs), revokes],
  });
}

function valuesOf({ scopes, expiresAt, allowedNetworks, requestsPerMinute }: KeyTerms): unknown[] {
  return [scopes, expiresAt, allowedNetworks, requestsPerMinute];
}

function toApiKey(row: KeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    expiresAt: row.expires_at?.toISOString() ?? null,
    allowedNetworks: row.allowed_networks,
    requestsPerMinute: row.requests_per_minute,
    serviceAccountId: row.service_account_id,
    createdAt: row.created_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    previousWorksUntil: row.previous_until?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    lastNetwork: row.last_network,
  };
}
