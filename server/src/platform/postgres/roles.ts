import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { inAdminTransaction, loginUrl, versionNumber } from './connection.ts';
import { scramVerifier } from './scram.ts';
import { refusal } from '../errors.ts';

/** The roles that sign in. */
export const LOGINS = ['owner', 'app', 'intake', 'jobs', 'auth'] as const;

/** The roles that cannot sign in; each owns the functions through which `app` reaches a little past its tenant. */
export const READERS = ['key_reader', 'share_reader', 'id_claimer'] as const;

/** Every role of an installation. */
export const ROLES = [...LOGINS, ...READERS] as const;

/** How soon the database notices that whoever opened a connection is gone: 10 seconds of silence, then three questions 5 seconds apart. */
const STILL_THERE = { tcp_keepalives_idle: 10, tcp_keepalives_interval: 5, tcp_keepalives_count: 3 };

const ROLES_LOCK = 7_203_111;

const ATTRIBUTES = {
  rolsuper: 'superuser',
  rolcreatedb: 'createdb',
  rolcreaterole: 'createrole',
  rolinherit: 'inherit',
  rolreplication: 'replication',
  rolbypassrls: 'bypassrls',
};

type Attribute = keyof typeof ATTRIBUTES;
type RoleRow = Record<Attribute | 'rolcanlogin', boolean> & { rolname: string };

/** A role's password: HMAC-SHA-256 of its name under the installation's secret, base64url, so that it need not be stored. */
export function rolePassword(secretKey: string, role: string): string {
  return createHmac('sha256', secretKey).update(`earshot:role:${role}`).digest('base64url');
}

/** The address of the login that owns the tables, at the server and database of another login's address. */
export function ownerUrlOf(url: string, secretKey: string): string {
  return loginUrl(url, { role: 'owner', password: rolePassword(secretKey, 'owner') });
}

/**
 * The statement that makes a role what it must be. A plain administrator may not even repeat superuser attributes, so only differences are
 * named.
 */
function roleStatement(name: string, found: RoleRow | undefined, login: string): string {
  if (!found) return `create role ${name} noinherit ${login}`;
  const excess = (Object.keys(ATTRIBUTES) as Attribute[]).filter((attribute) => found[attribute]);
  return `alter role ${name} ${excess.map((attribute) => `no${ATTRIBUTES[attribute]}`).join(' ')} ${login}`;
}

async function refuseMemberships(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ member: string; role: string }>(
    `select pg_get_userbyid(member) as member, pg_get_userbyid(roleid) as role from pg_auth_members
     where pg_get_userbyid(member) = any ($1) and not (pg_get_userbyid(member) = 'owner' and pg_get_userbyid(roleid) = any ($2))`,
    [[...ROLES], [...READERS]],
  );
  if (rows.length === 0) return;
  const fixes = rows.map(({ member, role }) => `revoke ${role} from ${member}`).join('; ');
  throw refusal(`Roles of Earshot belong to other roles, which could open rows to them. Run as an administrator: ${fixes}`);
}

/**
 * Creates the roles, or brings them back to what they must be: plain (no superuser, no role or database creation, no bypass of row-level
 * security), inheriting nothing, member of nothing, living in UTC. The one exception: `owner` may become one of the readers, without
 * inheriting its rights, so that a migration can hand it the functions it owns. `adminUrl` signs in as a superuser or a role with
 * CREATEROLE. `appPassword` replaces the derived password of `app`, where the operator chose one.
 * @throws Error when a role belongs to a role it must not belong to.
 */
export async function ensureRoles(adminUrl: string, secretKey: string, appPassword?: string): Promise<void> {
  await inAdminTransaction(adminUrl, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [ROLES_LOCK]);
    const { rows } = await client.query<RoleRow>(
      `select rolname, rolcanlogin, ${Object.keys(ATTRIBUTES).join(', ')} from pg_roles where rolname = any ($1)`,
      [[...ROLES]],
    );
    const find = (name: string) => rows.find((row) => row.rolname === name);
    for (const login of LOGINS) {
      const password = login === 'app' && appPassword !== undefined ? appPassword : rolePassword(secretKey, login);
      await client.query(roleStatement(login, find(login), `login password '${scramVerifier(password)}'`));
      // Days are days of UTC: elsewhere an interval of 90 days would be an hour longer or shorter twice a year.
      await client.query(`alter role ${login} set timezone to 'UTC'`);
      // A machine that is gone without a word would otherwise keep its locks for two hours.
      for (const [name, seconds] of Object.entries(STILL_THERE)) await client.query(`alter role ${login} set ${name} to ${seconds}`);
    }
    // Before 16 a grant has no options of its own; that `owner` is NOINHERIT has the same effect there.
    const options = (await versionNumber(client)) >= 160_000 ? 'with inherit false, set true' : '';
    for (const reader of READERS) {
      await client.query(roleStatement(reader, find(reader), 'nologin'));
      await client.query(`grant ${reader} to owner ${options}`);
    }
    await refuseMemberships(client);
  });
}
