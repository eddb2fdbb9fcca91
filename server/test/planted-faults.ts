/** A way to break the schema so that a tenant's rows could get out. */
export interface PlantedFault {
  /** What is wrong, as a sentence without full stop. */
  name: string;
  /** Breaks it, as the superuser. */
  sql: string;
  /** What the lint of the catalogue must say, or the beginning of it. */
  fault: string;
}

type Row = readonly [name: string, sql: string, fault: string];

const policy = (name: string, table: string, rest: string) => `create policy ${name} on ${table} ${rest}`;
const canonical = '(tenant_id = (select current_tenant_id()))';

const TABLES: readonly Row[] = [
  ['row security is off', 'alter table refunds disable row level security', 'refunds has row-level security off'],
  ['FORCE is off', 'alter table slots no force row level security', 'slots does not force row-level security'],
  ['a partitioned table is off', 'alter table conversions disable row level security', 'conversions has row-level security off'],
  ['a partition is off', 'alter table touchpoints_202611 disable row level security', 'touchpoints_202611 has row-level security off'],
  ['a partition is not forced', 'alter table touchpoints_202611 no force row level security', 'touchpoints_202611 does not force'],
  [
    'a partition is made by hand',
    `create table touchpoints_old partition of touchpoints for values from ('2001-01-01') to ('2002-01-01')`,
    'touchpoints_old has row-level security off',
  ],
  [
    'tenant_id may be null',
    'alter table audit_log drop constraint audit_log_pkey; alter table audit_log alter tenant_id drop not null',
    'audit_log.tenant_id may be null',
  ],
  ['a table has no tenant', 'create table extra (id integer)', 'extra has no tenant_id'],
  ['tenant_id is no uuid', 'create table extra (tenant_id text not null)', 'extra.tenant_id is of type text'],
  ['a table belongs to another role', 'alter table campaigns owner to app', 'campaigns is owned by app'],
  ['a view shows rows', 'create view peek as select * from campaigns', 'peek is a view'],
  ['a materialized view copies rows', 'create materialized view copy as select * from campaigns', 'copy is a materialized view'],
  ['a sequence counts what all do', 'create sequence counter', 'counter is a sequence'],
  [
    'a trigger sees every row',
    `create function spy() returns trigger language plpgsql as 'begin return new; end';
     create trigger spy before insert on paths for each row execute function spy()`,
    'paths has a trigger',
  ],
  ['a rule rewrites a statement', 'create rule more as on delete to paths do instead nothing', 'paths has a rule'],
];

const POLICIES: readonly Row[] = [
  ['a policy is dropped', 'drop policy tenant_rows on campaigns', 'campaigns has no policy for app'],
  ['a policy of a partition is dropped', 'drop policy tenant_rows on conversions_202611', 'conversions_202611 has no policy for app'],
  [
    'a policy lets everything through',
    `drop policy tenant_rows on shows; ${policy('tenant_rows', 'shows', 'to app, owner using (true)')}`,
    'shows has another policy for app',
  ],
  [
    'WITH CHECK lets everything in',
    `drop policy tenant_rows on paths; ${policy('tenant_rows', 'paths', `to app, owner using ${canonical} with check (true)`)}`,
    'paths has another policy for app',
  ],
  [
    'WITH CHECK is missing',
    `drop policy tenant_rows on paths; ${policy('tenant_rows', 'paths', `to app, owner using ${canonical}`)}`,
    'paths has another policy for app',
  ],
  [
    'a policy asks without the sub-select',
    `drop policy tenant_rows on paths;
     create policy tenant_rows on paths to app, owner
       using (tenant_id = current_tenant_id()) with check (tenant_id = current_tenant_id())`,
    'paths has another policy for app',
  ],
  ['a second policy widens the first', policy('more', 'paths', 'for select to app using (true)'), 'paths has a policy for app'],
  ['a second policy is the same', policy('more', 'paths', `to app, owner using ${canonical}`), 'paths has several policies for app,owner'],
  ['a policy is for everybody', policy('more', 'paths', 'for select using (true)'), 'paths has a policy for everybody'],
  ['a policy is for a stranger', policy('more', 'paths', 'for select to postgres using (true)'), 'paths has a policy for postgres'],
  [
    'intake may add for any tenant',
    `drop policy intake_rows on conversions; ${policy('intake_rows', 'conversions', 'for insert to intake with check (true)')}`,
    'conversions opens to intake',
  ],
  ['intake may read', policy('more', 'paths', 'for select to intake using (true)'), 'paths opens to intake'],
  [
    'a share opens its table to every tenant',
    `drop policy live_shares on campaign_rollups; ${policy('live_shares', 'campaign_rollups', 'for select to share_reader using (true)')}`,
    'campaign_rollups opens to share_reader',
  ],
  ['a share lets figures be written', policy('more', 'paths', `to share_reader using ${canonical}`), 'paths opens to share_reader'],
  ['jobs may write', policy('more', 'paths', 'to jobs using (true)'), 'paths lets jobs write'],
];

const KEYS: readonly Row[] = [
  ['an index does not lead with the tenant', 'create index by_key on paths (converted_at)', 'index by_key does not lead'],
  ['an index leads with an expression', 'create index by_day on paths (length(reason))', 'index by_day does not lead'],
  ['a name is unique across tenants', 'alter table vendor_reports add constraint one_name unique (key)', 'index one_name does not lead'],
  [
    'a foreign key leaves the tenant out',
    'alter table audit_log add constraint bad foreign key (target) references tenants (slug) not valid',
    'foreign key bad leaves tenant_id out',
  ],
  [
    'a foreign key crosses the tenant with another column',
    `alter table shows add other_id uuid; alter table shows add constraint bad foreign key (other_id) references tenants not valid`,
    'foreign key bad leaves tenant_id out',
  ],
];

const GRANTS: readonly Row[] = [
  ['everybody may read a table', 'grant select on campaigns to public', 'public may campaigns SELECT'],
  ['app may read a partition itself', 'grant select on touchpoints_202611 to app', 'app may touchpoints_202611 SELECT'],
  ['intake may write a partition itself', 'grant insert on touchpoints_202611 to intake', 'intake may touchpoints_202611 INSERT'],
  ['app may empty a table', 'grant truncate on campaigns to app', 'app may campaigns TRUNCATE'],
  ['app may refer to a table', 'grant references on campaigns to app', 'app may campaigns REFERENCES'],
  ['app may add triggers', 'grant trigger on campaigns to app', 'app may campaigns TRIGGER'],
  ['app may write the list of migrations', 'grant insert on schema_migrations to app', 'app may schema_migrations INSERT'],
  ['app may pass its rights on', 'grant select on campaigns to app with grant option', 'app may pass on campaigns SELECT'],
  ['intake may read more than keys', 'grant select on conversions to intake', 'intake may conversions SELECT'],
  ['intake may read one column more', 'grant select (order_id) on conversions to intake', 'intake may conversions SELECT(order_id)'],
  [
    'jobs may read a name',
    'grant select (name) on tenants to jobs',
    'jobs may tenants SELECT(closed_at,erase_after,name,slug,suspended_at,tenant_id)',
  ],
  ['a tenant may name a grantee itself', 'grant update on shares to app', 'app may shares UPDATE'],
  ['the sums of a matching share can be read', 'grant select on matched_rollups to app', 'app may matched_rollups SELECT'],
  ['a share shows events', 'grant select on conversions to share_reader', 'share_reader may conversions SELECT'],
  ['app may enter the job runner', 'grant usage on schema graphile_worker to app', 'app may enter or create in the schema graphile_worker'],
  ['app may create tables', 'grant create on schema public to app', 'app may enter or create in the schema public'],
  [
    'tables of the future are open',
    'alter default privileges for role owner grant select on tables to app',
    'app gets SELECT on every new one of the tables',
  ],
  [
    'functions of the future are open',
    'alter default privileges for role owner grant execute on functions to public',
    'everybody may run every new function',
  ],
];

const leak = (more: string) => `create function leak() returns bigint language sql ${more} as 'select count(*) from public.paths'`;

const FUNCTIONS: readonly Row[] = [
  ['a definer function is added', leak(`security definer set search_path = pg_catalog, pg_temp`), 'unexpected definer function leak'],
  ['a known definer function loses its path', 'alter function find_api_key reset search_path', 'find_api_key has no fixed search_path'],
  [
    'a known definer function looks into the session first',
    'alter function find_api_key set search_path = pg_catalog',
    'find_api_key has no fixed search_path',
  ],
  ['a definer function gets another owner', 'alter function find_api_key owner to postgres', 'function find_api_key is owned by postgres'],
  ['a share asks as another role', 'alter function share_figures owner to owner', 'function share_figures is owned by owner'],
  ['everybody may look up keys', 'grant execute on function find_api_key to public', 'public may run find_api_key'],
  ['app may make partitions', 'grant execute on function ensure_event_partitions to app', 'app may run ensure_event_partitions'],
  ['everybody may run a function that forgot to say', leak(''), 'public may run leak'],
  ['the context function is cached', 'alter function current_tenant_id immutable', 'current_tenant_id is not STABLE'],
  ['a function is called leakproof', 'alter function current_tenant_id leakproof', 'current_tenant_id is called leakproof'],
  [
    'the context function answers a fixed tenant',
    `create or replace function current_tenant_id() returns uuid language sql stable as $$ select gen_random_uuid() $$`,
    'current_tenant_id answers otherwise',
  ],
];

const ROLES: readonly Row[] = [
  ['app may bypass row security', 'alter role app bypassrls', 'role app has more rights'],
  ['the owner may bypass row security', 'alter role owner bypassrls', 'role owner has more rights'],
  ['intake is a superuser', 'alter role intake superuser', 'role intake has more rights'],
  ['a role inherits', 'alter role jobs inherit', 'role jobs has more rights'],
  ['app is member of the owner', 'grant owner to app', 'app is a member of owner'],
  ['app is member of the key reader', 'grant key_reader to app', 'app is a member of key_reader'],
  ['app reads everything by a built-in role', 'grant pg_read_all_data to app', 'app is a member of pg_read_all_data'],
  [
    'app starts with a tenant set',
    `alter role app set app.tenant_id = '00000000-0000-0000-0000-000000000000'`,
    'role app has a tenant set from the start',
  ],
];

/** Every breach that the lint of the catalogue and the probes are held against. */
export const PLANTED_FAULTS: readonly PlantedFault[] = [...TABLES, ...POLICIES, ...KEYS, ...GRANTS, ...FUNCTIONS, ...ROLES].map(
  ([name, sql, fault]) => ({ name, sql, fault }),
);
