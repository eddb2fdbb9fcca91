-- What a person's consent, erasure, objection and restriction leave at the events.

alter table touchpoints
  add column consent text not null default 'unknown' check (consent in ('granted', 'denied', 'unknown'));
alter table conversions
  add column consent text not null default 'unknown' check (consent in ('granted', 'denied', 'unknown')),
  add column is_erased boolean not null default false;

-- An erased conversion stays as an amount of its day, under an id that is nobody's.
grant update (
  id, occurred_at, received_at, value_minor, order_id, promo_code, is_new_customer, address_key, agent_key, user_key, email_key,
  device_key, click_key, connection_type, metadata, consent, is_erased
) on conversions to app;
grant insert on conversion_keys to app;

alter table dirty_conversions drop constraint dirty_conversions_reason_check;
alter table dirty_conversions add constraint dirty_conversions_reason_check check (
  reason in (
    'new', 'late_touchpoint', 'refund', 'promo_code', 'duplicate_order', 'customer_history', 'rebuild', 'erased', 'restricted', 'rectified'
  )
);
grant update on dirty_conversions to app;

-- Keyed hashes of the ids of erased events, so that the same event sent again stays out.
create table erased_events (
  tenant_id uuid not null references tenants,
  kind text not null check (kind in ('touchpoint', 'conversion')),
  id_key uuid not null,
  primary key (tenant_id, kind, id_key)
);
call protect_tenant_table('erased_events');
call open_to_intake('erased_events', 'all');
grant select, insert on erased_events to app;
grant select (tenant_id, kind, id_key) on erased_events to intake;

-- Identities that are not kept when they arrive: hashed once more, apart from the hashes that events carry.
create table objected_identities (
  tenant_id uuid not null references tenants,
  objection_key uuid not null,
  request_id uuid not null,
  primary key (tenant_id, objection_key, request_id)
);
call protect_tenant_table('objected_identities');
call open_to_intake('objected_identities', 'all');
grant select, insert, delete on objected_identities to app;
grant select (tenant_id, objection_key) on objected_identities to intake;

-- Identities whose events are kept and not matched; a user agent beside an address, which alone is nobody's own.
create table restricted_identities (
  tenant_id uuid not null references tenants,
  request_id uuid not null,
  field text not null check (field in ('user', 'email', 'device', 'click', 'address_agent')),
  identity_key uuid not null,
  agent_key uuid check ((agent_key is not null) = (field = 'address_agent')),
  primary key (tenant_id, request_id, field, identity_key)
);
call protect_tenant_table('restricted_identities');
grant select, insert, delete on restricted_identities to app;
