-- How far hosts have been asked for their figures: what comes next, when, and what became of it last.

create table pulls (
  tenant_id uuid not null references tenants,
  source text not null,
  cursor jsonb,
  due_at timestamptz not null,
  leased_until timestamptz,
  window_started_at timestamptz,
  window_requests integer not null default 0,
  failures integer not null default 0,
  finished_at timestamptz,
  fault text check (length(fault) between 1 and 500),
  requests bigint not null default 0,
  stored bigint not null default 0,
  primary key (tenant_id, source),
  foreign key (tenant_id, source) references event_sources (tenant_id, key) on delete cascade
);
call protect_tenant_table('pulls');
grant select, insert, update, delete on pulls to app;
