-- The tenant door: who is asking, and the one shape every tenant-owned table takes.

alter default privileges revoke execute on functions from public;

create function current_tenant_id() returns uuid
  language sql stable parallel safe
  as $$ select nullif(current_setting('app.tenant_id', true), '')::uuid $$;
grant execute on function current_tenant_id() to app, owner;

create function intake_tenant_ids() returns uuid[]
  language sql stable parallel safe
  as $$ select string_to_array(nullif(current_setting('app.tenant_ids', true), ''), ',')::uuid[] $$;
grant execute on function intake_tenant_ids() to intake;

-- Gives a table the canonical policy: rows of the tenant of this transaction, for the application and for back-fills alike.
create procedure protect_tenant_table(target regclass)
  language plpgsql
  as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_rows on %s for all to app, owner %s %s',
    target,
    'using (tenant_id = (select current_tenant_id()))',
    'with check (tenant_id = (select current_tenant_id()))'
  );
end
$$;

-- Lets the intake role add rows for the tenants it has authenticated in this batch, and nothing else.
create procedure open_to_intake(target regclass, command text)
  language plpgsql
  as $$
begin
  execute format(
    'create policy intake_rows on %s for %s to intake %s with check (tenant_id = any ((select intake_tenant_ids())::uuid[]))',
    target,
    command,
    case command when 'all' then 'using (tenant_id = any ((select intake_tenant_ids())::uuid[]))' else '' end
  );
end
$$;

-- Lets the job runner see which tenants have rows in a table; the columns it may read are granted one by one.
create procedure open_to_jobs(target regclass)
  language plpgsql
  as $$
begin
  execute format('create policy job_directory on %s for select to jobs using (true)', target);
end
$$;

create table tenants (
  tenant_id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (length(name) between 1 and 200),
  tier text not null check (tier in ('free', 'starter', 'professional', 'enterprise')),
  currency text check (currency ~ '^[A-Z]{3}$'),
  simulated boolean not null default false,
  sealed_key bytea not null,
  created_at timestamptz not null default now()
);
call protect_tenant_table('tenants');
call open_to_jobs('tenants');
grant select, insert, update on tenants to app;
grant select (tenant_id, slug) on tenants to jobs;

create table audit_log (
  tenant_id uuid not null references tenants,
  id uuid not null,
  occurred_at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null default '{}' check (pg_column_size(detail) <= 8192),
  primary key (tenant_id, id)
);
create index audit_log_by_time on audit_log (tenant_id, occurred_at);
call protect_tenant_table('audit_log');
grant select, insert on audit_log to app;
