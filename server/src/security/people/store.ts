import type { AuthTx } from '../../platform/tenant-door.ts';
import type { Role } from '../../tenants/authorize.ts';

/** A person, with what signing in needs to know. */
export interface Person {
  id: string;
  email: string;
  name: string;
  passwordHash: string | undefined;
  isVerified: boolean;
  isDisabled: boolean;
  hasFactor: boolean;
}

interface PersonRow {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  is_verified: boolean;
  is_disabled: boolean;
  has_factor: boolean;
}

const COLUMNS = `p.id, p.email, p.name, p.password_hash, p.email_verified_at is not null as is_verified, 
  p.disabled_at is not null as is_disabled,
  exists (select 1 from totp_factors f where f.person_id = p.id and f.confirmed_at is not null) as has_factor`;

/** Stores a person; false when the address is taken. */
export async function insertPerson(
  tx: AuthTx,
  person: { id: string; email: string; name: string; passwordHash: string | null; verifiedAtMs: number | undefined },
): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into people (id, email, name, password_hash, email_verified_at) values ($1, $2, $3, $4, $5) on conflict do nothing
           returning id`,
    values: [
      person.id,
      person.email,
      person.name,
      person.passwordHash,
      person.verifiedAtMs === undefined ? null : new Date(person.verifiedAtMs),
    ],
  });
  return rows.length === 1;
}

export async function findByEmail(tx: AuthTx, email: string): Promise<Person | undefined> {
  const [row] = await tx.query<PersonRow>({
    name: 'find-person',
    text: `select ${COLUMNS} from people p where p.email = $1`,
    values: [email],
  });
  return row && toPerson(row);
}

export async function findById(tx: AuthTx, id: string): Promise<Person | undefined> {
  const [row] = await tx.query<PersonRow>({ text: `select ${COLUMNS} from people p where p.id = $1`, values: [id] });
  return row && toPerson(row);
}

/** As `findById`; until the transaction ends nobody else changes the person's password, address or second factor. */
export async function lockPerson(tx: AuthTx, id: string): Promise<Person | undefined> {
  // What is read in the statement that waits for the lock may be older than the lock.
  await tx.query({ text: 'select 1 from people where id = $1 for no key update', values: [id] });
  return findById(tx, id);
}

/** Sets a password; with `fromMail` its holder has shown to read the mail of the address, too. */
export async function updatePassword(tx: AuthTx, id: string, passwordHash: string, fromMailAtMs?: number): Promise<void> {
  await tx.query({
    text: 'update people set password_hash = $2, email_verified_at = coalesce(email_verified_at, $3) where id = $1',
    values: [id, passwordHash, fromMailAtMs === undefined ? null : new Date(fromMailAtMs)],
  });
}

/** Hashes the same password anew, unless it was changed meanwhile. */
export async function updateHash(tx: AuthTx, id: string, { from, to }: { from: string; to: string }): Promise<void> {
  await tx.query({ text: 'update people set password_hash = $3 where id = $1 and password_hash = $2', values: [id, from, to] });
}

/** Renames a person, here and wherever a tenant shows them as a member; tells in which. */
export async function updateName(tx: AuthTx, id: string, name: string): Promise<string[]> {
  await tx.query({ text: 'update people set name = $2 where id = $1', values: [id, name] });
  return tenantsOf(await tx.query({ text: 'update members set name = $2 where person_id = $1 returning tenant_id', values: [id, name] }));
}

function tenantsOf(rows: { tenant_id: string }[]): string[] {
  return rows.map(({ tenant_id }) => tenant_id).sort();
}

/** Gives a person an address that was verified; tells which tenants show it as a member’s. Undefined when somebody else has it. */
export async function updateEmail(tx: AuthTx, id: string, email: string, verifiedAtMs: number): Promise<string[] | undefined> {
  const rows = await tx.query({
    text: `update people set email = $2, email_verified_at = $3
           where id = $1 and not exists (select 1 from people where email = $2 and id <> $1) returning id`,
    values: [id, email, new Date(verifiedAtMs)],
  });
  if (rows.length === 0) return undefined;
  const text = 'update members set email = $2 where person_id = $1 and email <> $2 returning tenant_id';
  return tenantsOf(await tx.query({ text, values: [id, email] }));
}

/** Whether a transaction failed because somebody took the address at the same time. */
export function isEmailTaken(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'people_email_key';
}

/** Makes a person a member of a tenant; false when they are one. */
export async function insertMember(
  tx: AuthTx,
  member: { tenantId: string; id: string; email: string; name: string; role: Role },
): Promise<boolean> {
  const rows = await tx.query({
    text: `insert into members (tenant_id, person_id, email, name, role) values ($1, $2, $3, $4, $5) on conflict do nothing returning role`,
    values: [member.tenantId, member.id, member.email, member.name, member.role],
  });
  return rows.length === 1;
}

function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    passwordHash: row.password_hash ?? undefined,
    isVerified: row.is_verified,
    isDisabled: row.is_disabled,
    hasFactor: row.has_factor,
  };
}
