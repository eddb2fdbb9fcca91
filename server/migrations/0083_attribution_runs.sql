-- What a tenant's paths were at an instant: each version holds from the instant that its transaction was given under the tenant's lock
-- until the one that took its place. These instants only ever grow, so that an instant once past always answers the same.
create table ledger_heads (
  tenant_id uuid primary key references tenants (tenant_id),
  at timestamptz not null
);
call protect_tenant_table('ledger_heads');
grant select, insert, update on ledger_heads to app;

-- Conversions in the order of their ledger: by time, then by id whatever the database's collation.
drop index paths_by_time;
create index paths_by_time on paths (tenant_id, converted_at, conversion_id collate "C");
create index path_history_by_time on path_history (tenant_id, converted_at, conversion_id collate "C");

-- Stored computations. Their credits are not kept: the versions of paths are, from which they come out the same again.
create table attribution_runs (
  tenant_id uuid not null references tenants (tenant_id),
  run_id uuid not null,
  created_at timestamptz not null,
  created_by text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  request jsonb not null,
  as_of timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  progress integer not null default 0,
  outcome jsonb,
  failure text,
  primary key (tenant_id, run_id),
  check ((state = 'done') = (outcome is not null))
);
call protect_tenant_table('attribution_runs');
grant select, insert, update, delete on attribution_runs to app;

-- Waiting: runs that are to be computed.
create table waiting_runs (
  tenant_id uuid not null,
  run_id uuid not null,
  primary key (tenant_id, run_id),
  foreign key (tenant_id, run_id) references attribution_runs (tenant_id, run_id) on delete cascade
);
call protect_tenant_table('waiting_runs');
grant select, insert, delete on waiting_runs to app;
call open_to_jobs('waiting_runs');
grant select (tenant_id) on waiting_runs to jobs;
