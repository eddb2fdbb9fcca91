import type { AuthTx } from '../../platform/tenant-door.ts';
import type { AccountExport } from './schema.ts';

const MOST_ACTIONS = 1_000;

interface PersonRow {
  id: string;
  email: string;
  name: string;
  created_at: Date;
  email_verified_at: Date | null;
  has_password: boolean;
  has_factor: boolean;
  devices: number;
}

/** Everything the installation keeps of a person; undefined when there is no such person. */
export async function findAccount(tx: AuthTx, personId: string): Promise<AccountExport | undefined> {
  const [row] = await tx.query<PersonRow>({
    text: `select id, email, name, created_at, email_verified_at, password_hash is not null as has_password,
             exists (select 1 from totp_factors f where f.person_id = p.id and f.confirmed_at is not null) as has_factor,
             (select count(*)::integer from person_devices d where d.person_id = p.id) as devices
           from people p where id = $1`,
    values: [personId],
  });
  if (!row) return undefined;
  const { id, email, name, created_at, email_verified_at, has_password, has_factor, devices } = row;
  return {
    person: { id, email, name, createdAt: created_at.toISOString(), emailVerifiedAt: email_verified_at?.toISOString() ?? null },
    hasPassword: has_password,
    hasSecondFactor: has_factor,
    memberships: [],
    sessions: await listSessions(tx, personId),
    devices,
    actions: await listActions(tx, personId),
  };
}

async function listSessions(tx: AuthTx, personId: string): Promise<AccountExport['sessions']> {
  const rows = await tx.query<{ created_at: Date; last_seen_at: Date; expires_at: Date; user_agent: string; address_hint: string }>({
    text: 'select created_at, last_seen_at, expires_at, user_agent, address_hint from sessions where person_id = $1 order by created_at',
    values: [personId],
  });
  return rows.map((row) => ({
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    userAgent: row.user_agent,
    network: row.address_hint,
  }));
}

async function listActions(tx: AuthTx, personId: string): Promise<AccountExport['actions']> {
  const rows = await tx.query<{ occurred_at: Date; action: string; target: string }>({
    // Two walks along two indexes; one condition for both would read the whole log.
    text: `select occurred_at, action, target from (
             (select seq, occurred_at, action, target from platform_audit_log where target = $1 order by seq desc limit $3)
             union
             (select seq, occurred_at, action, target from platform_audit_log where actor = $2 order by seq desc limit $3)
           ) own order by seq desc limit $3`,
    values: [personId, `person:${personId}`, MOST_ACTIONS],
  });
  return rows.map((row) => ({ occurredAt: row.occurred_at.toISOString(), action: row.action, target: row.target }));
}

/** Stores the code that confirms a person's deletion, in place of an earlier one. */
export async function upsertCode(tx: AuthTx, personId: string, codeHash: Buffer, expiresAtMs: number): Promise<void> {
  await tx.query({
    text: `insert into account_codes (person_id, code_hash, expires_at) values ($1, $2, $3)
           on conflict (person_id) do update set code_hash = excluded.code_hash, expires_at = excluded.expires_at, tries = 0`,
    values: [personId, codeHash, new Date(expiresAtMs)],
  });
}

/** Counts a try of a person's code and returns it; undefined when there is none that is still good. */
export async function takeTry(tx: AuthTx, personId: string, { nowMs, most }: { nowMs: number; most: number }): Promise<Buffer | undefined> {
  const [row] = await tx.query<{ code_hash: Buffer }>({
    text: `update account_codes set tries = tries + 1 where person_id = $1 and expires_at > $2 and tries < $3 returning code_hash`,
    values: [personId, new Date(nowMs), most],
  });
  return row?.code_hash;
}

/** Deletes a person with everything that is theirs alone. */
export async function deletePerson(tx: AuthTx, personId: string): Promise<void> {
  await tx.query({ text: 'delete from people where id = $1', values: [personId] });
}
