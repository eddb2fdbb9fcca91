-- AI spend that was set aside before a call, and what the call came to. What is never settled stays counted: a limit on money is kept even
-- when a process dies in between.

create table ai_spend_reservations (
  tenant_id uuid not null references tenants,
  id uuid not null,
  month date not null,
  reserved_cents bigint not null check (reserved_cents > 0),
  settled_cents bigint check (settled_cents between 0 and reserved_cents),
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
call protect_tenant_table('ai_spend_reservations');
grant select, insert, update on ai_spend_reservations to app;
