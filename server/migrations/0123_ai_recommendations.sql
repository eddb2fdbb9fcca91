-- What Earshot recommends to do, one row for each time that it does: figures, evidence and sentences as they were told last. Those that are
-- open are told anew each day; of each key one is open at most.
create table recommendations (
  tenant_id uuid not null references tenants,
  recommendation_id uuid not null,
  key text not null check (length(key) between 1 and 1000),
  kind text not null check (
    kind in ('move_budget', 'renew', 'cut', 'fix_tracking', 'change_position', 'cap_frequency', 'test_incrementality')
  ),
  status text not null check (status in ('open', 'dismissed', 'done', 'lapsed')),
  place integer not null check (place >= 0),
  currency text,
  advice jsonb not null check (octet_length(advice::text) <= 65536),
  period_from timestamptz not null,
  period_to timestamptz not null,
  worded jsonb check (octet_length(worded::text) <= 8192),
  created_at timestamptz not null,
  told_at timestamptz not null,
  decided_at timestamptz,
  decided_by text,
  note text check (length(note) between 1 and 1000),
  outcome jsonb check (octet_length(outcome::text) <= 8192),
  primary key (tenant_id, recommendation_id),
  check ((status in ('dismissed', 'done')) = (decided_at is not null)),
  check ((decided_at is null) = (decided_by is null)),
  check (outcome is null or status = 'done')
);
create unique index recommendations_open on recommendations (tenant_id, key) where status = 'open';
create index recommendations_by_key on recommendations (tenant_id, key, decided_at);
call protect_tenant_table('recommendations');
grant select, insert, update on recommendations to app;

-- When a tenant's figures were looked at last, and why nothing is recommended of some kinds.
create table recommendation_looks (
  tenant_id uuid not null references tenants,
  looked_at timestamptz not null,
  period_from timestamptz not null,
  period_to timestamptz not null,
  conversions integer not null check (conversions >= 0),
  silences jsonb not null check (octet_length(silences::text) <= 16384),
  primary key (tenant_id)
);
call protect_tenant_table('recommendation_looks');
grant select, insert, update on recommendation_looks to app;
