import type pg from 'pg';

const HEADING = `-- Generated from server/migrations by "npm run generate"; change the schema in a new migration.
-- What all migrations together make of the schema "public", by name, to be read and compared; partitions are left out.
`;

/** A line of the schema and the table it belongs to. */
interface Line {
  table: string;
  text: string;
}

/** Tables that people declared: partitions and what extensions brought stand elsewhere. */
const IS_DECLARED = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

const TABLES = `
  select c.relname as "table", ')' || coalesce(' partition by ' || lower(pg_get_partkeydef(c.oid)), '')
    || coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') || ';' as text
  from pg_class c where ${IS_DECLARED} order by c.relname collate "C"`;

const COLUMNS = `
  select c.relname as "table", quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod)
    || case when a.attstorage <> t.typstorage then
         ' storage ' || case a.attstorage when 'e' then 'external' when 'm' then 'main' when 'x' then 'extended' else 'plain' end
       else '' end
    || case when a.attcollation <> t.typcollation then ' collate ' || a.attcollation::regcollation else '' end
    || case when a.attnotnull then ' not null' else '' end
    || coalesce(case a.attgenerated when '' then ' default ' || pg_get_expr(d.adbin, d.adrelid, true)
         when 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid, true) || ') stored'
         else ' generated always as (' || pg_get_expr(d.adbin, d.adrelid, true) || ')' end, '') as text
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where ${IS_DECLARED} order by c.relname collate "C", a.attnum`;

/** From 18 on NOT NULL is a constraint too; the columns say it already. */
const CONSTRAINTS = `
  select c.relname as "table", 'constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid, true) as text
  from pg_class c join pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'u', 'x', 'f', 'c')
  where ${IS_DECLARED} order by c.relname collate "C", position(k.contype in 'puxfc'), k.conname collate "C"`;

const INDEXES = `
  select c.relname as "table", replace(pg_get_indexdef(x.indexrelid, 0, true), ' ON ONLY ', ' ON ') || ';' as text
  from pg_class c join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
  where ${IS_DECLARED} and not exists (select 1 from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
  order by c.relname collate "C", i.relname collate "C"`;

const PROTECTION = `
  select c.relname as "table", 'alter table ' || quote_ident(c.relname) || ' ' || protection.word || ' row level security;' as text
  from pg_class c
  cross join lateral (values (1, 'enable', c.relrowsecurity), (2, 'force', c.relforcerowsecurity)) as protection (place, word, is_on)
  where ${IS_DECLARED} and protection.is_on order by c.relname collate "C", protection.place`;

const POLICIES = `
  select c.relname as "table", 'create policy ' || quote_ident(p.polname) || ' on ' || quote_ident(c.relname)
    || case when p.polpermissive then '' else ' as restrictive' end
    || ' for ' || case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end
    || ' to ' || (select string_agg(name, ', ' order by name collate "C")
         from (select case when r = 0 then 'public' else pg_get_userbyid(r)::text end as name from unnest(p.polroles) as r) as roles)
    || coalesce(e'\n  using (' || pg_get_expr(p.polqual, p.polrelid, true) || ')', '')
    || coalesce(e'\n  with check (' || pg_get_expr(p.polwithcheck, p.polrelid, true) || ')', '') || ';' as text
  from pg_class c join pg_policy p on p.polrelid = c.oid where ${IS_DECLARED} order by c.relname collate "C", p.polname collate "C"`;

const TABLE_GRANTS = `
  select c.relname as "table", 'grant ' || g.privileges || ' on ' || quote_ident(c.relname) || ' to ' || g.role || ';' as text
  from pg_class c cross join lateral (
    select case when grantee = 0 then 'public' else pg_get_userbyid(grantee)::text end as role,
      string_agg(lower(privilege_type), ', ' order by position(left(privilege_type, 1) in 'SIUDTRM')) as privileges
    from aclexplode(c.relacl) where grantee <> c.relowner group by grantee
    union all
    select case when grantee = 0 then 'public' else pg_get_userbyid(grantee)::text end,
      lower(privilege_type) || ' (' || string_agg(quote_ident(a.attname), ', ' order by a.attnum) || ')'
    from pg_attribute a cross join lateral aclexplode(a.attacl)
    where a.attrelid = c.oid and not a.attisdropped group by grantee, privilege_type
  ) as g where ${IS_DECLARED} order by c.relname collate "C", g.role collate "C", g.privileges collate "C"`;

const FUNCTIONS = `
  select rtrim(pg_get_functiondef(f.oid), e'\n') || ';' || coalesce(g.lines, '')
    || case when pg_get_userbyid(f.proowner) = 'owner' then '' else
         e'\nalter ' || kind || ' ' || f.oid::regprocedure || ' owner to ' || pg_get_userbyid(f.proowner) || ';' end as text
  from pg_proc f cross join lateral (select case f.prokind when 'p' then 'procedure' else 'function' end as kind) as word
  cross join lateral (
    select string_agg(e'\ngrant execute on ' || kind || ' ' || f.oid::regprocedure || ' to ' || role || ';', ''
      order by role collate "C") as lines
    from (select case when grantee = 0 then 'public' else pg_get_userbyid(grantee)::text end as role
          from aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) where grantee <> f.proowner) as roles
  ) as g
  where f.pronamespace = 'public'::regnamespace and f.prokind in ('f', 'p')
    and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
  order by f.oid::regprocedure::text collate "C"`;

async function linesOf(client: pg.Client, query: string): Promise<Map<string, string[]>> {
  const { rows } = await client.query<Line>(query);
  return rows.reduce((all, { table, text }) => all.set(table, [...(all.get(table) ?? []), text]), new Map<string, string[]>());
}

async function readParts(client: pg.Client) {
  await client.query('begin isolation level repeatable read read only');
  await client.query('set local search_path to public');
  const functions = await client.query<{ text: string }>(FUNCTIONS);
  const tables = await client.query<Line>(TABLES);
  const within = [await linesOf(client, COLUMNS), await linesOf(client, CONSTRAINTS)];
  const beside = [];
  for (const query of [INDEXES, PROTECTION, POLICIES, TABLE_GRANTS]) beside.push(await linesOf(client, query));
  await client.query('commit');
  return { functions: functions.rows, tables: tables.rows, within, beside };
}

/**
 * The schema `public` of a migrated database as readable SQL: functions, then every table with its columns, keys, indexes, policies and
 * grants. The same migrations give the same text on one major version of PostgreSQL, whoever asks. `client` is in no transaction.
 */
export async function renderSchema(client: pg.Client): Promise<string> {
  const { functions, tables, within, beside } = await readParts(client);
  const texts = (parts: Map<string, string[]>[], table: string) => parts.flatMap((part) => part.get(table) ?? []);
  const blocks = tables.map(({ table, text }) =>
    [`create table ${table} (\n  ${texts(within, table).join(',\n  ')}\n${text}`, ...texts(beside, table)].join('\n'),
  );
  return [HEADING, ...functions.map(({ text }) => `${text}\n`), ...blocks.map((text) => `${text}\n`)].join('\n');
}
