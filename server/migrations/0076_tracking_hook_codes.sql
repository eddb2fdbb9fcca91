-- What promotion codes are called that a shop names by ids alone; ids in upper case, as codes are compared.
create table hook_codes (
  tenant_id uuid not null references tenants,
  source text not null,
  id text not null check (length(id) between 1 and 100),
  code text not null check (length(code) between 1 and 100),
  primary key (tenant_id, source, id),
  foreign key (tenant_id, source) references event_sources (tenant_id, key) on delete cascade
);
call protect_tenant_table('hook_codes');
grant select, insert on hook_codes to app;
grant update (code) on hook_codes to app;
