import type { AuthTx } from '../../platform/tenant-door.ts';
import type { Role } from '../../tenants/authorize.ts';

/** A session to be stored; of a person, or of a browser opened with an API key. */
export interface NewSession {
  id: string;
  tokenHash: Buffer;
  personId: string | null;
  keyHash: Buffer | null;
  tenantId: string | null;
  nowMs: number;
  expiresAtMs: number;
  /** Undefined while the second factor is still to come. */
  verifiedAtMs: number | undefined;
  userAgent: string;
  network: string;
  /** The connection of its tenant that the person came by, and cannot leave that tenant with. */
  ssoConnectionId: string | null;
}

/** A session as found by its token, with the person it is of. */
export interface FoundSession {
  id: string;
  keyHash: Buffer | null;
  tenantId: string | null;
  createdAtMs: number;
  lastSeenAtMs: number;
  expiresAtMs: number;
  verifiedAtMs: number | undefined;
  person: { id: string; email: string; name: string; hasFactor: boolean } | undefined;
  /** Set when the person came by a connection of the tenant, with whether its provider asks for a second factor. */
  sso: { connectionId: string; asksFactor: boolean } | undefined;
}

/** A session as its person sees it. */
export interface ListedSession {
  id: string;
  userAgent: string;
  network: string;
  createdAtMs: number;
  lastSeenAtMs: number;
  expiresAtMs: number;
}

interface SessionRow {
  id: string;
  key_hash: Buffer | null;
  acting_tenant_id: string | null;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
  verified_at: Date | null;
  user_agent: string;
  address_hint: string;
  person_id: string | null;
  email: string;
  name: string;
  has_factor: boolean;
  sso_connection_id: string | null;
  trusts_factor: boolean | null;
}

const at = (ms: number | undefined) => (ms === undefined ? null : new Date(ms));

export async function insertSession(tx: AuthTx, session: NewSession): Promise<void> {
  const { id, tokenHash, personId, keyHash, tenantId, nowMs, expiresAtMs, verifiedAtMs, userAgent, network, ssoConnectionId } = session;
  await tx.query({
    text: `insert into sessions (id, token_hash, person_id, key_hash, acting_tenant_id, created_at, last_seen_at, expires_at, verified_at,
             user_agent, address_hint, sso_connection_id)
           values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11)`,
    values: [id, tokenHash, personId, keyHash, tenantId, at(nowMs), at(expiresAtMs), at(verifiedAtMs), userAgent, network, ssoConnectionId],
  });
}

/**
 * The session of a token, of a person who is not disabled, by a connection that is there and enabled, or of a key; undefined when there is
 * none. Its age is the caller's to judge.
 */
export async function findSession(tx: AuthTx, tokenHash: Buffer): Promise<FoundSession | undefined> {
  const [row] = await tx.query<SessionRow>({
    name: 'find-session',
    text: `select s.id, s.key_hash, s.acting_tenant_id, s.created_at, s.last_seen_at, s.expires_at, s.verified_at, s.person_id, p.email,
             p.name, f.confirmed_at is not null as has_factor, s.sso_connection_id, c.trusts_factor
           from sessions s left join people p on p.id = s.person_id left join totp_factors f on f.person_id = s.person_id
             left join sso_connections c on c.id = s.sso_connection_id and c.tenant_id = s.acting_tenant_id and c.is_enabled
           where s.token_hash = $1 and p.disabled_at is null and (s.sso_connection_id is null or c.id is not null)`,
    values: [tokenHash],
  });
  return row && toFoundSession(row);
}

export async function updateLastSeen(tx: AuthTx, id: string, nowMs: number): Promise<void> {
  await tx.query({ text: 'update sessions set last_seen_at = $2 where id = $1', values: [id, at(nowMs)] });
}

/** Gives a session a new token; whoever holds the one before holds nothing. False when it is gone. */
export async function updateToken(
  tx: AuthTx,
  id: string,
  change: { tokenHash: Buffer; nowMs: number; expiresAtMs: number; verifiedAtMs: number | undefined },
): Promise<boolean> {
  const changed = await tx.query({
    text: `update sessions set token_hash = $2, last_seen_at = $3, expires_at = $4, verified_at = coalesce($5, verified_at)
           where id = $1 returning id`,
    values: [id, change.tokenHash, at(change.nowMs), at(change.expiresAtMs), at(change.verifiedAtMs)],
  });
  return changed.length === 1;
}

export async function updateTenant(tx: AuthTx, id: string, tenantId: string | null): Promise<void> {
  await tx.query({ text: 'update sessions set acting_tenant_id = $2 where id = $1 and sso_connection_id is null', values: [id, tenantId] });
}

/** The sessions a person has open, last used first. */
export async function listSessions(tx: AuthTx, personId: string, nowMs: number): Promise<ListedSession[]> {
  const rows = await tx.query<SessionRow>({
    text: `select id, user_agent, address_hint, created_at, last_seen_at, expires_at from sessions
           where person_id = $1 and verified_at is not null and expires_at > $2 order by last_seen_at desc, id`,
    values: [personId, at(nowMs)],
  });
  return rows.map(toListedSession);
}

/** Where a person acts. */
interface Place {
  personId: string;
  tenantId: string;
}

/** The sessions in which a person acts in a tenant, last used first. */
export async function listSessionsIn(tx: AuthTx, { personId, tenantId }: Place, nowMs: number): Promise<ListedSession[]> {
  const rows = await tx.query<SessionRow>({
    text: `select id, user_agent, address_hint, created_at, last_seen_at, expires_at from sessions
           where person_id = $1 and acting_tenant_id = $2 and verified_at is not null and expires_at > $3
           order by last_seen_at desc, id`,
    values: [personId, tenantId, at(nowMs)],
  });
  return rows.map(toListedSession);
}

/** Ends the sessions in which a person acts in a tenant, or one of them; tells how many. */
export async function deleteSessionsIn(tx: AuthTx, { personId, tenantId }: Place, id?: string): Promise<number> {
  const gone = await tx.query({
    text: 'delete from sessions where person_id = $1 and acting_tenant_id = $2 and ($3::uuid is null or id = $3::uuid) returning id',
    values: [personId, tenantId, id ?? null],
  });
  return gone.length;
}

export async function deleteByToken(tx: AuthTx, tokenHash: Buffer): Promise<{ id: string; personId: string | null } | undefined> {
  const [row] = await tx.query<{ id: string; person_id: string | null }>({
    text: 'delete from sessions where token_hash = $1 returning id, person_id',
    values: [tokenHash],
  });
  return row && { id: row.id, personId: row.person_id };
}

export async function deleteSession(tx: AuthTx, personId: string, id: string): Promise<boolean> {
  const gone = await tx.query({ text: 'delete from sessions where person_id = $1 and id = $2 returning id', values: [personId, id] });
  return gone.length === 1;
}

/** Ends a person's sessions except one, or all; tells how many. */
export async function deleteSessionsOf(tx: AuthTx, personId: string, exceptId?: string): Promise<number> {
  const gone = await tx.query({
    text: 'delete from sessions where person_id = $1 and ($2::uuid is null or id <> $2::uuid) returning id',
    values: [personId, exceptId ?? null],
  });
  return gone.length;
}

/** Forgets sessions that were over before an instant. */
export async function deleteOver(tx: AuthTx, beforeMs: number): Promise<void> {
  await tx.query({ text: 'delete from sessions where expires_at < $1', values: [at(beforeMs)] });
}

/** Whether a person signed in from this browser before. */
export async function isDeviceKnown(tx: AuthTx, email: string, deviceHash: Buffer): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 from person_devices d join people p on p.id = d.person_id where p.email = $1 and d.device_hash = $2`,
    values: [email, deviceHash],
  });
  return rows.length === 1;
}

/** Remembers a browser; tells whether it is new, and whether it is the person's first. */
export async function upsertDevice(tx: AuthTx, personId: string, deviceHash: Buffer, nowMs: number): Promise<'known' | 'new' | 'first'> {
  const [row] = await tx.query<{ is_new: boolean; others: number }>({
    text: `with others as (select count(*)::integer as count from person_devices where person_id = $1 and device_hash <> $2)
           insert into person_devices (person_id, device_hash, first_seen_at, last_seen_at) values ($1, $2, $3, $3)
           on conflict (person_id, device_hash) do update set last_seen_at = $3
           returning (xmax = 0) as is_new, (select count from others) as others`,
    values: [personId, deviceHash, at(nowMs)],
  });
  if (!row.is_new) return 'known';
  return row.others === 0 ? 'first' : 'new';
}

/** A person's role in a tenant; undefined when the person is no member. */
export async function findRole(tx: AuthTx, personId: string, tenantId: string): Promise<Role | undefined> {
  const [row] = await tx.query<{ role: Role }>({
    name: 'find-role',
    text: 'select role from members where person_id = $1 and tenant_id = $2',
    values: [personId, tenantId],
  });
  return row?.role;
}

/**
 * The tenant a person acts in at first: where they acted last, else where they became a member first. Where a tenant's own provider had
 * them act does not count: it would decide where they arrive by their password.
 */
export async function findFirstTenant(tx: AuthTx, personId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ tenant_id: string }>({
    text: `select m.tenant_id from members m where m.person_id = $1
           order by (
             select max(s.last_seen_at) from sessions s
             where s.person_id = $1 and s.acting_tenant_id = m.tenant_id and s.sso_connection_id is null
           ) desc nulls last, m.created_at, m.tenant_id
           limit 1`,
    values: [personId],
  });
  return row?.tenant_id;
}

function ssoOf({ sso_connection_id: connectionId, trusts_factor: asksFactor }: SessionRow): FoundSession['sso'] {
  return connectionId === null || asksFactor === null ? undefined : { connectionId, asksFactor };
}

function toFoundSession(row: SessionRow): FoundSession {
  const person = row.person_id === null ? undefined : { id: row.person_id, email: row.email, name: row.name, hasFactor: row.has_factor };
  return {
    id: row.id,
    keyHash: row.key_hash,
    tenantId: row.acting_tenant_id,
    createdAtMs: row.created_at.getTime(),
    lastSeenAtMs: row.last_seen_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
    verifiedAtMs: row.verified_at?.getTime(),
    person,
    sso: ssoOf(row),
  };
}

function toListedSession(row: SessionRow): ListedSession {
  return {
    id: row.id,
    userAgent: row.user_agent,
    network: row.address_hint,
    createdAtMs: row.created_at.getTime(),
    lastSeenAtMs: row.last_seen_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
  };
}
