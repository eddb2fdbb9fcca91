-- People, who may belong to several tenants; members, by which they belong to one; the chained audit log; keys under the master key; and
-- what waits to be sent.

create function audit_hash(
  chain text, seq bigint, id uuid, occurred_at timestamptz, actor text, action text, target text, before json, after json, previous bytea
) returns bytea
  language sql stable parallel safe
  set search_path = pg_catalog, pg_temp
  as $$
    select sha256(convert_to(string_agg(octet_length(convert_to(field, 'UTF8')) || ':' || field || ',', '' order by place), 'UTF8'))
    from unnest(array[
      chain, seq::text, id::text, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), actor, action, target,
      coalesce(before::text, ''), coalesce(after::text, ''), encode(previous, 'hex')
    ]) with ordinality as fields (field, place)
  $$;

-- The end of each tenant's chain: who appends locks it.
create table audit_heads (
  tenant_id uuid primary key references tenants,
  seq bigint not null,
  hash bytea not null check (length(hash) = 32)
);
call protect_tenant_table('audit_heads');
grant select on audit_heads to app;

alter table audit_log rename column subject to target;
alter table audit_log
  add column seq bigint,
  add column before json,
  add column after json,
  add column previous_hash bytea,
  add column hash bytea;

-- Chains the rows that are there, tenant by tenant.
do $$
declare
  ids uuid[];
  one uuid;
  entry record;
  last_seq bigint;
  last_hash bytea;
begin
  set local role key_reader;
  select array_agg(t.tenant_id) into ids from public.tenants t;
  set local role owner;
  foreach one in array coalesce(ids, '{}') loop
    perform set_config('app.tenant_id', one::text, true);
    last_seq := 0;
    last_hash := sha256('');
    for entry in select l.* from audit_log l where l.tenant_id = one order by l.occurred_at, l.id loop
      last_seq := last_seq + 1;
      update audit_log l
        set seq = last_seq, after = nullif(entry.detail, '{}')::text::json, previous_hash = last_hash,
          hash = audit_hash(
            one::text, last_seq, entry.id, entry.occurred_at, entry.actor, entry.action, entry.target, null,
            nullif(entry.detail, '{}')::text::json, last_hash
          )
        where l.tenant_id = one and l.id = entry.id
        returning l.hash into last_hash;
    end loop;
    insert into audit_heads (tenant_id, seq, hash) values (one, last_seq, last_hash);
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;

alter table audit_log
  drop column detail,
  alter column seq set not null,
  alter column previous_hash set not null,
  alter column hash set not null,
  alter column occurred_at drop default,
  add constraint audit_log_sizes check (octet_length(before::text) <= 16384 and octet_length(after::text) <= 16384),
  add constraint audit_log_by_seq unique (tenant_id, seq);
revoke insert on audit_log from app;

-- Appends to the chain of the tenant of this transaction. Nobody else may write the audit log, and nobody may change it.
create function append_audit(id uuid, actor text, action text, target text, before json, after json) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  tenant uuid := current_tenant_id();
  head audit_heads;
  happened_at timestamptz;
  new_hash bytea;
begin
  insert into audit_heads (tenant_id, seq, hash) values (tenant, 0, sha256('')) on conflict do nothing;
  select * into head from audit_heads h where h.tenant_id = tenant for update;
  happened_at := clock_timestamp();
  new_hash := audit_hash(tenant::text, head.seq + 1, id, happened_at, actor, action, target, before, after, head.hash);
  insert into audit_log (tenant_id, id, seq, occurred_at, actor, action, target, before, after, previous_hash, hash)
    values (tenant, id, head.seq + 1, happened_at, actor, action, target, before, after, head.hash, new_hash);
  update audit_heads h set seq = head.seq + 1, hash = new_hash where h.tenant_id = tenant;
end
$$;
grant execute on function append_audit(uuid, text, text, text, json, json) to app;

-- The same for the login that knows people, for a tenant it names.
create function append_audit_of(tenant uuid, id uuid, actor text, action text, target text, before json, after json) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform append_audit(id, actor, action, target, before, after);
  perform set_config('app.tenant_id', '', true);
end
$$;
grant execute on function append_audit_of(uuid, uuid, text, text, text, json, json) to auth;

-- People's tables hold no tenant's rows: a person may belong to several. Only the login `auth` reaches them.
create procedure protect_people_table(target regclass)
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy people_rows on %s for all to auth, owner using (true) with check (true)', target);
end
$$;

-- Lets the login that knows people see or write a tenant's table; the columns are granted one by one.
create procedure open_to_auth(target regclass, command text)
  language plpgsql
  as $$
begin
  execute format(
    'create policy auth_rows on %s for %s to auth %s %s',
    target,
    command,
    case command when 'insert' then '' else 'using (true)' end,
    case when command in ('all', 'insert', 'update') then 'with check (true)' else '' end
  );
end
$$;

create table people (
  id uuid primary key,
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  password_hash text,
  email_verified_at timestamptz,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);
call protect_people_table('people');
grant select, insert, update, delete on people to auth;

-- Signed-in browsers: of a person acting in one tenant, or opened with an API key, of which the hash stands here.
create table sessions (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  person_id uuid references people on delete cascade,
  key_hash bytea check (length(key_hash) = 32),
  acting_tenant_id uuid,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  -- When the person last proved who they are; null while the second factor is still asked for.
  verified_at timestamptz,
  user_agent text not null default '' check (length(user_agent) <= 400),
  address_hint text not null default '' check (length(address_hint) <= 64),
  check ((person_id is null) <> (key_hash is null))
);
create index sessions_by_person on sessions (person_id) where person_id is not null;
create index sessions_by_expiry on sessions (expires_at);
call protect_people_table('sessions');
grant select, insert, update, delete on sessions to auth;

-- E-mail address and name stand here too, so that a tenant sees those of its members without seeing people.
create table members (
  tenant_id uuid not null references tenants,
  person_id uuid not null,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  role text not null check (role in ('owner', 'admin', 'analyst', 'viewer', 'billing')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, person_id)
);
create index members_by_person on members (person_id, tenant_id);
create unique index members_by_email on members (tenant_id, email);
call protect_tenant_table('members');
call open_to_auth('members', 'all');
grant select, insert, update, delete on members to app;
grant select, insert, update, delete on members to auth;
call open_to_auth('tenants', 'select');
grant select (tenant_id, slug, name, tier, currency, simulated) on tenants to auth;

create table security_events (
  tenant_id uuid not null references tenants,
  id uuid not null,
  occurred_at timestamptz not null default now(),
  kind text not null check (kind ~ '^[a-z][a-z_]{1,60}$'),
  severity text not null check (severity in ('info', 'low', 'medium', 'high')),
  actor text not null check (length(actor) <= 200),
  detail json not null check (octet_length(detail::text) <= 4096),
  primary key (tenant_id, id)
);
create index security_events_by_time on security_events (tenant_id, occurred_at desc, id desc);
call protect_tenant_table('security_events');
call open_to_auth('security_events', 'insert');
grant select, insert on security_events to app;
grant insert on security_events to auth;

-- What operators and people did that is no one tenant's: one chain for the installation.
create table platform_audit_head (
  is_only boolean primary key default true check (is_only),
  seq bigint not null,
  hash bytea not null check (length(hash) = 32)
);
call protect_people_table('platform_audit_head');
grant select on platform_audit_head to auth;
insert into platform_audit_head (seq, hash) values (0, sha256(''));

create table platform_audit_log (
  seq bigint primary key,
  id uuid not null unique,
  occurred_at timestamptz not null,
  actor text not null,
  action text not null,
  target text not null,
  before json check (octet_length(before::text) <= 16384),
  after json check (octet_length(after::text) <= 16384),
  previous_hash bytea not null,
  hash bytea not null
);
create index platform_audit_log_by_time on platform_audit_log (occurred_at);
call protect_people_table('platform_audit_log');
grant select on platform_audit_log to auth;

create function append_platform_audit(id uuid, actor text, action text, target text, before json, after json) returns void
  language plpgsql security definer
  set search_path = pg_catalog, public, pg_temp
  as $$
declare
  head platform_audit_head;
  happened_at timestamptz;
  new_hash bytea;
begin
  select * into head from platform_audit_head for update;
  happened_at := clock_timestamp();
  new_hash := audit_hash('platform', head.seq + 1, id, happened_at, actor, action, target, before, after, head.hash);
  insert into platform_audit_log (seq, id, occurred_at, actor, action, target, before, after, previous_hash, hash)
    values (head.seq + 1, id, happened_at, actor, action, target, before, after, head.hash, new_hash);
  update platform_audit_head set seq = head.seq + 1, hash = new_hash;
end
$$;
grant execute on function append_platform_audit(uuid, text, text, text, json, json) to auth;

-- Keys that seal secrets, each wrapped by the master key: a tenant's own, and the installation's.
create table data_keys (
  tenant_id uuid not null references tenants,
  id uuid not null,
  wrapped bytea not null,
  created_at timestamptz not null default clock_timestamp(),
  primary key (tenant_id, id)
);
call protect_tenant_table('data_keys');
grant select, insert, update, delete on data_keys to app;

create table installation_keys (
  id uuid primary key,
  wrapped bytea not null,
  created_at timestamptz not null default clock_timestamp()
);
call protect_people_table('installation_keys');
grant select, insert, update, delete on installation_keys to auth;

-- Mails and webhook calls that wait to be sent, sealed; a tenant's transaction may add to them and read none.
create table outbox (
  id uuid primary key,
  kind text not null check (kind in ('mail', 'webhook')),
  created_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  attempts integer not null default 0,
  sealed_content bytea not null
);
create index outbox_by_due on outbox (due_at);
call protect_people_table('outbox');
create policy outbox_additions on outbox for insert to app with check (true);
grant insert on outbox to app;
grant select, insert, update, delete on outbox to auth;
