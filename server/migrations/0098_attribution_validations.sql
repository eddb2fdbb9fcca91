-- Validations: models held against simulated worlds. What was asked for, how far it is, and what it came to.
create table attribution_validations (
  tenant_id uuid not null references tenants (tenant_id),
  validation_id uuid not null,
  created_at timestamptz not null,
  created_by text not null,
  state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  options jsonb not null,
  started_at timestamptz,
  finished_at timestamptz,
  worlds_done integer not null default 0,
  figures jsonb,
  failure text,
  primary key (tenant_id, validation_id),
  check ((state = 'done') = (figures is not null))
);
call protect_tenant_table('attribution_validations');
grant select, insert, update, delete on attribution_validations to app;

-- Waiting: validations that are to be computed.
create table waiting_validations (
  tenant_id uuid not null,
  validation_id uuid not null,
  primary key (tenant_id, validation_id),
  foreign key (tenant_id, validation_id) references attribution_validations (tenant_id, validation_id) on delete cascade
);
call protect_tenant_table('waiting_validations');
grant select, insert, delete on waiting_validations to app;
call open_to_jobs('waiting_validations');
grant select (tenant_id) on waiting_validations to jobs;
