import type { ClientBase } from 'pg';
import { READERS, ROLES } from './roles.ts';

/** What the roles of an installation are, belong to or have set that is more than they need. */
export async function roleFaults(client: ClientBase): Promise<string[]> {
  const names = [[...ROLES]];
  const excess = await client.query<{ name: string }>(
    `select rolname::text as name from pg_roles where rolname = any ($1)
       and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls or rolinherit) order by 1`,
    names,
  );
  const members = await client.query<{ member: string; role: string }>(
    `select pg_get_userbyid(member)::text as member, pg_get_userbyid(roleid)::text as role from pg_auth_members
     where pg_get_userbyid(member) = any ($1) and not (pg_get_userbyid(member) = 'owner' and pg_get_userbyid(roleid) = any ($2))
     order by 1, 2`,
    [...names, [...READERS]],
  );
  const tenants = await client.query<{ owner: string }>(
    `select case when s.setrole = 0 then 'the database' else 'role ' || pg_get_userbyid(s.setrole) end as owner
     from pg_db_role_setting s
     where (s.setrole = 0 or pg_get_userbyid(s.setrole) = any ($1))
       and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
       and exists (select 1 from unnest(s.setconfig) as setting where setting like 'app.tenant\\_id%') order by 1`,
    names,
  );
  return [
    ...excess.rows.map(({ name }) => `role ${name} has more rights than it needs`),
    ...members.rows.map(({ member, role }) => `${member} is a member of ${role}`),
    ...tenants.rows.map(({ owner }) => `${owner} has a tenant set from the start`),
  ];
}
