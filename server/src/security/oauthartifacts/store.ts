import type { AuthTx } from '../../platform/tenant-door.ts';
import type { Role, Scope } from '../../tenants/authorize.ts';
import type { ClientKind, ClientScope } from '../oauthclients/schema.ts';

/** A code, token, grant or request under way, as stored. The hashes are of what its holder holds. */
export interface StoredArtifact {
  idHash: Buffer;
  model: string;
  grantHash: Buffer | null;
  clientId: string | null;
  personId: string | null;
  scopes: string[];
  expiresAtMs: number;
  sealedPayload: Buffer;
}

/** An artifact as found. */
export interface FoundArtifact {
  consumedAtMs: number | undefined;
  sealedPayload: Buffer;
}

/** A client as the protocol needs it, with its tenant and the hashes of the secrets that are good now. */
export interface FoundClient {
  id: string;
  tenantId: string;
  name: string;
  kind: ClientKind;
  redirectUris: string[];
  postLogoutRedirectUris: string[];
  scopes: ClientScope[];
  secretHashes: Buffer[];
}

/** What an access token stands for: a client, and the person it acts for, with that person's present role. */
export interface FoundToken {
  clientId: string;
  tenantId: string;
  scopes: Scope[];
  person: { id: string; role: Role; hasFactor: boolean } | undefined;
}

/**
 * Stores an artifact, in place of what stood there. One that belongs to a grant keeps that grant from being revoked until the transaction
 * ends; false when the grant is gone, and then nothing is stored.
 */
export async function upsertArtifact(tx: AuthTx, artifact: StoredArtifact): Promise<boolean> {
  const { idHash, model, grantHash, clientId, personId, scopes, expiresAtMs, sealedPayload } = artifact;
  if (grantHash !== null) {
    const grants = await tx.query({ text: 'select 1 from oauth_artifacts where id_hash = $1 for share', values: [grantHash] });
    if (grants.length === 0) return false;
  }
  await tx.query({
    text: `insert into oauth_artifacts (id_hash, model, grant_hash, client_id, person_id, scopes, expires_at, sealed_payload)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (id_hash) do update set scopes = excluded.scopes, expires_at = excluded.expires_at,
             sealed_payload = excluded.sealed_payload`,
    values: [idHash, model, grantHash, clientId, personId, scopes, new Date(expiresAtMs), sealedPayload],
  });
  return true;
}

/** A grant that a tenant's own provider vouched for ends with the connection to it. */
function isVouchedFor(grant: 'a' | 'g'): string {
  const connections = `select 1 from sso_connections k where k.id = ${grant}.sso_connection_id and k.is_enabled`;
  return `(${grant}.sso_connection_id is null or exists (${connections}))`;
}

export async function findArtifact(tx: AuthTx, idHash: Buffer, nowMs: number): Promise<FoundArtifact | undefined> {
  const [row] = await tx.query<{ consumed_at: Date | null; sealed_payload: Buffer }>({
    name: 'find-oauth-artifact',
    text: `select consumed_at, sealed_payload from oauth_artifacts a where id_hash = $1 and expires_at > $2 and ${isVouchedFor('a')}`,
    values: [idHash, new Date(nowMs)],
  });
  return row && { consumedAtMs: row.consumed_at?.getTime(), sealedPayload: row.sealed_payload };
}

/** Marks a code or refresh token as used; false when it was before, or is gone. Of two that try at once, one succeeds. */
export async function updateConsumed(tx: AuthTx, idHash: Buffer, nowMs: number): Promise<boolean> {
  const rows = await tx.query({
    text: 'update oauth_artifacts set consumed_at = $2 where id_hash = $1 and consumed_at is null returning id_hash',
    values: [idHash, new Date(nowMs)],
  });
  return rows.length === 1;
}

/** Which grant and client an artifact belongs to; undefined when it is gone. */
export async function findOwner(
  tx: AuthTx,
  idHash: Buffer,
): Promise<{ grantHash: Buffer | null; clientId: string | undefined } | undefined> {
  const [row] = await tx.query<{ grant_hash: Buffer | null; client_id: string | null }>({
    text: 'select grant_hash, client_id from oauth_artifacts where id_hash = $1',
    values: [idHash],
  });
  return row && { grantHash: row.grant_hash, clientId: row.client_id ?? undefined };
}

export async function deleteArtifact(tx: AuthTx, idHash: Buffer): Promise<void> {
  await tx.query({ text: 'delete from oauth_artifacts where id_hash = $1', values: [idHash] });
}

/** Revokes a grant: first itself, which waits for what is being added to it, then everything that was given under it. */
export async function deleteGrant(tx: AuthTx, grantHash: Buffer): Promise<void> {
  await deleteArtifact(tx, grantHash);
  await deleteGrantMembers(tx, grantHash);
}

/** Ends everything that was given under a grant, and lets the grant stand. */
export async function deleteGrantMembers(tx: AuthTx, grantHash: Buffer): Promise<void> {
  await tx.query({ text: 'delete from oauth_artifacts where grant_hash = $1', values: [grantHash] });
}

/** Forgets what was over before an instant, at most so many at a time. */
export async function deleteOver(tx: AuthTx, beforeMs: number, limit: number): Promise<void> {
  await tx.query({
    text: `delete from oauth_artifacts where id_hash in (select id_hash from oauth_artifacts where expires_at < $1 limit $2)`,
    values: [new Date(beforeMs), limit],
  });
}

/** A client of any tenant by its id, which is the `client_id`. */
export async function findClientById(tx: AuthTx, id: string, nowMs: number): Promise<FoundClient | undefined> {
  const [row] = await tx.query<ClientRow>({
    text: `select c.id, c.tenant_id, c.name, c.kind, c.redirect_uris, c.post_logout_redirect_uris, c.scopes,
             array(select s.secret_hash from oauth_client_secrets s where s.tenant_id = c.tenant_id and s.client_id = c.id
               and (s.expires_at is null or s.expires_at > $2)) as secret_hashes
           from oauth_clients c where c.id = $1`,
    values: [id, new Date(nowMs)],
  });
  return row && toClient(row);
}

/**
 * What an access token stands for, while its client, its tenant, its grant and the membership of its person last. It can do what both the
 * token and the client can.
 */
export async function findAccessToken(tx: AuthTx, idHashes: Buffer[], nowMs: number): Promise<FoundToken | undefined> {
  const [row] = await tx.query<TokenRow>({
    name: 'find-access-token',
    text: `select c.id as client_id, c.tenant_id, a.person_id, m.role,
             exists (select 1 from totp_factors f where f.person_id = a.person_id and f.confirmed_at is not null) as has_factor,
             array(select unnest(a.scopes) intersect select unnest(c.scopes)) as scopes
           from oauth_artifacts a join oauth_clients c on c.id = a.client_id
           left join members m on m.tenant_id = c.tenant_id and m.person_id = a.person_id
           left join people p on p.id = a.person_id
           where a.id_hash = any ($1) and a.expires_at > $2
             and (a.grant_hash is null or exists (
               select 1 from oauth_artifacts g where g.id_hash = a.grant_hash and g.expires_at > $2 and ${isVouchedFor('g')}))
             and (a.person_id is null or (m.role is not null and p.disabled_at is null))`,
    values: [idHashes, new Date(nowMs)],
  });
  return row && toToken(row);
}

interface ClientRow {
  id: string;
  tenant_id: string;
  name: string;
  kind: ClientKind;
  redirect_uris: string[];
  post_logout_redirect_uris: string[];
  scopes: ClientScope[];
  secret_hashes: Buffer[];
}

interface TokenRow {
  client_id: string;
  tenant_id: string;
  person_id: string | null;
  role: Role | null;
  has_factor: boolean;
  scopes: Scope[];
}

function toClient(row: ClientRow): FoundClient {
  return {
    id: row.id,
    tenantId: row.tenant_id,
    name: row.name,
    kind: row.kind,
    redirectUris: row.redirect_uris,
    postLogoutRedirectUris: row.post_logout_redirect_uris,
    scopes: row.scopes,
    secretHashes: row.secret_hashes,
  };
}

function toToken(row: TokenRow): FoundToken {
  const person = row.person_id === null || row.role === null ? undefined : { id: row.person_id, role: row.role, hasFactor: row.has_factor };
  return { clientId: row.client_id, tenantId: row.tenant_id, scopes: row.scopes, person };
}
