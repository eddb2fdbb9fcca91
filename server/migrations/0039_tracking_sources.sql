-- What sends events or figures by itself: shops and tools that call an address of their own, and hosts that are asked.

create table event_sources (
  tenant_id uuid not null references tenants,
  key text not null check (key ~ '^[a-z0-9][a-z0-9_-]{0,99}$'),
  kind text not null check (
    kind in ('shopify', 'woocommerce', 'stripe', 'segment', 'ga4', 'meta', 'podscribe', 'transistor', 'simplecast', 'op3')
  ),
  name text check (length(name) between 1 and 200),
  is_enabled boolean not null,
  options jsonb not null check (octet_length(options::text) <= 262144),
  sealed_secret bytea,
  sealed_previous_secret bytea,
  previous_until timestamptz,
  last_received_at timestamptz,
  last_failed_at timestamptz,
  last_fault text check (length(last_fault) <= 300),
  created_at timestamptz not null default now(),
  check ((sealed_previous_secret is null) = (previous_until is null)),
  primary key (tenant_id, key)
);
call protect_tenant_table('event_sources');
grant select, insert, update, delete on event_sources to app;
