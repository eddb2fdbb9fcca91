import type pg from 'pg';

/** Tables that hold no tenant's rows. */
const SHARED_TABLES = ['schema_migrations'];

/** Indexes that may not lead with the tenant: a name unique across tenants, and the look-up before a tenant is known. */
const LEADERLESS_INDEXES = ['tenants_slug_key', 'api_keys_by_hash'];

const CANONICAL = '(tenant_id = ( SELECT current_tenant_id() AS current_tenant_id))';
const OF_INTAKE = '(tenant_id = ANY (( SELECT intake_tenant_ids() AS intake_tenant_ids)::uuid[]))';

/** Who else than `app` and `owner` may touch which tables, and how; a column list where single columns are granted. */
const OTHER_GRANTS: Record<string, string[]> = {
  intake: [
    'conversion_keys INSERT',
    'conversion_keys SELECT(fingerprint,id,tenant_id)',
    'conversions INSERT',
    'dirty_conversions INSERT',
    'new_touchpoints INSERT',
    'touchpoint_keys INSERT',
    'touchpoint_keys SELECT(fingerprint,id,tenant_id)',
    'touchpoints INSERT',
  ],
  jobs: [
    'changed_codes SELECT(tenant_id)',
    'dirty_conversions SELECT(tenant_id)',
    'new_touchpoints SELECT(tenant_id)',
    'tenants SELECT(slug,tenant_id)',
  ],
  key_reader: ['api_keys SELECT(id,key_hash,revoked_at,scopes,tenant_id)', 'tenants SELECT(slug,tenant_id,tier)'],
};

const DEFINER_FUNCTIONS = ['ensure_event_partitions owned by owner', 'find_api_key owned by key_reader'];

interface TableRow {
  oid: number;
  name: string;
  kind: string;
  is_partition: boolean;
  rls: boolean;
  force: boolean;
  tenant_column: boolean;
  tenant_not_null: boolean;
}

async function tableFaults(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<TableRow>(
    `select c.oid::integer, c.relname as name, c.relkind as kind, c.relispartition as is_partition, c.relrowsecurity as rls, c.relforcerowsecurity as force,
       a.attname is not null as tenant_column, coalesce(a.attnotnull, false) as tenant_not_null
     from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm', 'v', 'f') order by c.relname`,
  );
  return rows.flatMap((table) => {
    if (table.kind !== 'r' && table.kind !== 'p') return [`${table.name} is a view, materialized view or foreign table`];
    if (SHARED_TABLES.includes(table.name)) return [];
    if (!table.tenant_column) return [`${table.name} has no tenant_id`];
    const faults: string[] = [];
    if (!table.tenant_not_null) faults.push(`${table.name}.tenant_id may be null`);
    if (!table.rls) faults.push(`${table.name} has row-level security off`);
    if (!table.force) faults.push(`${table.name} does not force row-level security`);
    return faults;
  });
}

interface PolicyRow {
  table: string;
  policy: string;
  command: string;
  permissive: boolean;
  roles: string;
  using: string | null;
  check: string | null;
}

function policyFaultsOf(table: string, policies: PolicyRow[]): string[] {
  const faults: string[] = [];
  const of = (role: string) => policies.filter(({ roles }) => roles.split(',').includes(role));
  for (const role of ['app', 'intake', 'jobs', 'key_reader', 'public']) {
    if (of(role).length > 1) faults.push(`${table} has several policies for ${role}`);
  }
  if (of('public').length > 0) faults.push(`${table} has a policy for everybody`);
  const [own] = of('app');
  if (!own) return [...faults, `${table} has no policy for app`];
  if (own.command !== '*' || own.using !== CANONICAL || own.check !== CANONICAL || own.roles !== 'app,owner' || !own.permissive)
    faults.push(`${table} has another policy for app than the canonical one`);
  const [intake] = of('intake');
  if (intake && (intake.check !== OF_INTAKE || (intake.command !== 'a' && intake.using !== OF_INTAKE)))
    faults.push(`${table} opens to intake beyond the batch's tenants`);
  for (const role of ['jobs', 'key_reader'])
    if (of(role).some(({ command }) => command !== 'r')) faults.push(`${table} lets ${role} write`);
  return faults;
}

async function policyFaults(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<PolicyRow>(
    `select c.relname as "table", p.polname as policy, p.polcmd as command, p.polpermissive as permissive,
       (select string_agg(case when r = 0 then 'public' else pg_get_userbyid(r)::text end, ',' order by pg_get_userbyid(r)::text) from unnest(p.polroles) as r) as roles,
       pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
     from pg_class c left join pg_policy p on p.polrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
  );
  const tables = Map.groupBy(rows, ({ table }) => table);
  return [...tables].flatMap(([table, policies]) =>
    SHARED_TABLES.includes(table)
      ? []
      : policyFaultsOf(
          table,
          policies.filter(({ policy }) => policy !== null),
        ),
  );
}

async function keyFaults(client: pg.Client): Promise<string[]> {
  const indexes = await client.query<{ name: string; leader: string; table: string }>(
    `select i.relname as name, a.attname as leader, t.relname as "table"
     from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
     left join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
     where t.relnamespace = 'public'::regnamespace`,
  );
  const foreign = await client.query<{ name: string; columns: string[] }>(
    `select k.conname as name, array(select attname::text from pg_attribute where attrelid = k.conrelid and attnum = any (k.conkey)) as columns
     from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace`,
  );
  return [
    ...indexes.rows
      .filter(({ name, leader, table }) => leader !== 'tenant_id' && !LEADERLESS_INDEXES.includes(name) && !SHARED_TABLES.includes(table))
      .map(({ name }) => `index ${name} does not lead with tenant_id`),
    ...foreign.rows.filter(({ columns }) => !columns.includes('tenant_id')).map(({ name }) => `foreign key ${name} leaves tenant_id out`),
  ];
}

async function grantFaults(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ role: string; grant: string }>(
    `select case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee)::text end as role, c.relname || ' ' || g.privilege_type as grant
     from pg_class c, aclexplode(c.relacl) g
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
     union all
     select case when g.grantee = 0 then 'public' else pg_get_userbyid(g.grantee)::text end,
       c.relname || ' ' || g.privilege_type || '(' || string_agg(a.attname::text, ',' order by a.attname::text) || ')'
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attacl is not null, aclexplode(a.attacl) g
     where c.relnamespace = 'public'::regnamespace group by g.grantee, c.relname, g.privilege_type`,
  );
  return rows
    .filter(({ role, grant }) => role !== 'owner' && role !== 'app' && !(OTHER_GRANTS[role] ?? []).includes(grant))
    .map(({ role, grant }) => `${role} may ${grant}`);
}

async function roleFaults(client: pg.Client): Promise<string[]> {
  const roles = await client.query<{ name: string; excess: boolean; inherits: boolean }>(
    `select rolname as name, rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls as excess, rolinherit as inherits
     from pg_roles where rolname in ('owner', 'app', 'intake', 'jobs', 'key_reader')`,
  );
  const owned = await client.query<{ name: string }>(
    `select relname as name from pg_class where pg_get_userbyid(relowner) in ('app', 'intake', 'key_reader')
     union all select proname from pg_proc where pg_get_userbyid(proowner) in ('app', 'intake')`,
  );
  const members = await client.query<{ member: string; role: string }>(
    `select pg_get_userbyid(member)::text as member, pg_get_userbyid(roleid)::text as role from pg_auth_members
     where pg_get_userbyid(member) in ('owner', 'app', 'intake', 'jobs', 'key_reader')`,
  );
  const definers = await client.query<{ name: string; path: boolean }>(
    `select proname || ' owned by ' || pg_get_userbyid(proowner) as name,
       exists (select 1 from unnest(proconfig) as setting where setting like 'search_path=%') as path
     from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1`,
  );
  return [
    ...roles.rows.filter(({ excess, inherits }) => excess || inherits).map(({ name }) => `role ${name} has more rights than it needs`),
    ...owned.rows.map(({ name }) => `${name} is owned by a role that must own nothing`),
    ...members.rows
      .filter(({ member, role }) => member !== 'owner' || role !== 'key_reader')
      .map(({ member, role }) => `${member} is a member of ${role}`),
    ...definers.rows
      .filter(({ name, path }) => !path || !DEFINER_FUNCTIONS.includes(name))
      .map(({ name }) => `unexpected definer function ${name}`),
  ];
}

/** Everything in a database's catalogue that would let one tenant's rows out; `client` signs in as the superuser. */
export async function catalogueFaults(client: pg.Client): Promise<string[]> {
  const found: string[] = [];
  for (const look of [tableFaults, policyFaults, keyFaults, grantFaults, roleFaults]) found.push(...(await look(client)));
  return found;
}
