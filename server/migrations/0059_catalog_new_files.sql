-- Waiting: addresses that the catalogue has since a moment ago, and for which requests may have come before.
create table new_files (
  tenant_id uuid not null references tenants,
  address text not null check (octet_length(address) between 1 and 1000),
  added_at timestamptz not null,
  primary key (tenant_id, address)
);
call protect_tenant_table('new_files');
grant select, insert, update, delete on new_files to app;
