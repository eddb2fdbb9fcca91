-- What lists say of an event's address and program, derived before they are hashed; and the addresses themselves,
-- sealed and for a few days, so that lists of ranges that change can be asked about them anew.

alter table touchpoints
  add column country text,
  add column asn bigint,
  add column player text,
  add column list_version integer;
alter table conversions
  add column country text,
  add column asn bigint,
  add column player text,
  add column list_version integer;
grant update (connection_type, country, asn, player, list_version) on touchpoints to app;
grant update (connection_type, country, asn, player, list_version) on conversions to app;

-- The addresses that came in one transaction: their hashes, and in the same order what they are hashes of, sealed together.
create table event_addresses (
  tenant_id uuid not null,
  day date not null,
  address_keys uuid[] not null,
  sealed bytea not null
);
create index event_addresses_by_day on event_addresses (tenant_id, day);
call protect_tenant_table('event_addresses');
call open_to_intake('event_addresses', 'insert');
grant select, insert, delete on event_addresses to app;
grant insert on event_addresses to intake;

-- By which lists a tenant's kept addresses were last looked up.
create table network_states (
  tenant_id uuid not null references tenants,
  state text not null,
  primary key (tenant_id)
);
call protect_tenant_table('network_states');
grant select, insert, update on network_states to app;
