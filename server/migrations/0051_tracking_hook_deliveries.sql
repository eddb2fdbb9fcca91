-- What shops and tools delivered: a receipt of each delivery, its headers and body sealed, and what became of it.

create table hook_deliveries (
  tenant_id uuid not null references tenants,
  id uuid not null,
  source text not null,
  delivery_key text not null check (length(delivery_key) between 1 and 300),
  is_first boolean not null,
  topic text check (length(topic) between 1 and 200),
  state text not null check (
    state in ('received', 'waiting', 'kept', 'duplicate', 'set_aside', 'unknown_topic', 'refused', 'failed')
  ),
  reason text check (length(reason) between 1 and 500),
  received_at timestamptz not null,
  attempts integer not null default 0,
  due_at timestamptz,
  order_ref text check (length(order_ref) between 1 and 300),
  made text[] not null default '{}',
  bytes integer not null,
  sealed bytea,
  address_key uuid,
  agent_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid,
  check ((due_at is not null) = (state in ('received', 'waiting'))),
  primary key (tenant_id, id),
  foreign key (tenant_id, source) references event_sources (tenant_id, key) on delete cascade
);
alter table hook_deliveries alter column sealed set storage external;
create unique index hook_deliveries_once on hook_deliveries (tenant_id, source, delivery_key) where is_first;
create index hook_deliveries_due on hook_deliveries (tenant_id, due_at) where due_at is not null;
create index hook_deliveries_by_state on hook_deliveries (tenant_id, state, id);
create index hook_deliveries_by_source on hook_deliveries (tenant_id, source, id);
create index hook_deliveries_by_time on hook_deliveries (tenant_id, received_at);
create index hook_deliveries_by_user on hook_deliveries (tenant_id, user_key) where user_key is not null;
create index hook_deliveries_by_email on hook_deliveries (tenant_id, email_key) where email_key is not null;
create index hook_deliveries_by_click on hook_deliveries (tenant_id, click_key) where click_key is not null;
create index hook_deliveries_by_address on hook_deliveries (tenant_id, address_key) where address_key is not null;
call protect_tenant_table('hook_deliveries');
call open_to_jobs('hook_deliveries');
grant select, insert, update, delete on hook_deliveries to app;
grant select (tenant_id, due_at) on hook_deliveries to jobs;

-- By which other names a shop speaks of an order later, as when it refunds a payment, and how much of what was paid counts.
create table hook_orders (
  tenant_id uuid not null references tenants,
  source text not null,
  ref text not null check (length(ref) between 1 and 300),
  conversion_id text not null check (length(conversion_id) between 1 and 200),
  value_minor bigint not null check (value_minor >= 0),
  gross_minor bigint not null check (gross_minor >= 0),
  primary key (tenant_id, source, ref, conversion_id),
  foreign key (tenant_id, source) references event_sources (tenant_id, key) on delete cascade
);
create index hook_orders_by_conversion on hook_orders (tenant_id, conversion_id);
call protect_tenant_table('hook_orders');
grant select, insert, delete on hook_orders to app;
