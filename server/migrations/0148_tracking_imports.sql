-- Files of events that are sent in parts: how they are read, how far they were, and what came of their lines. claimed_until is until when
-- a part that is being stored keeps others out.
create table imports (
  tenant_id uuid not null references tenants (tenant_id),
  import_id uuid not null,
  kind text not null check (kind in ('touchpoints', 'conversions')),
  file_name text not null check (length(file_name) between 1 and 200),
  bytes bigint not null check (bytes > 0),
  fingerprint text not null check (fingerprint ~ '^[0-9a-f]{64}$'),
  format text not null check (format in ('csv', 'ndjson')),
  columns jsonb check (length(columns::text) <= 200000),
  defaults jsonb not null check (length(defaults::text) <= 100000),
  taken_bytes bigint not null default 0 check (taken_bytes between 0 and bytes),
  taken_lines bigint not null default 0,
  accepted bigint not null default 0,
  duplicates bigint not null default 0,
  rejected bigint not null default 0,
  created_at timestamptz not null,
  created_by text not null,
  changed_at timestamptz not null,
  finished_at timestamptz,
  claimed_until timestamptz,
  primary key (tenant_id, import_id)
);
call protect_tenant_table('imports');
grant select, insert, update, delete on imports to app;
create unique index imports_open on imports (tenant_id, kind, fingerprint, bytes) where finished_at is null;
create index imports_by_change on imports (tenant_id, changed_at);

-- Lines that were not taken, and why; nothing of what stands in them.
create table import_rejects (
  tenant_id uuid not null references tenants (tenant_id),
  import_id uuid not null,
  line bigint not null,
  code text not null,
  pointer text not null check (length(pointer) <= 500),
  reason text not null check (length(reason) <= 1000),
  primary key (tenant_id, import_id, line),
  foreign key (tenant_id, import_id) references imports (tenant_id, import_id) on delete cascade
);
call protect_tenant_table('import_rejects');
grant select, insert, delete on import_rejects to app;
