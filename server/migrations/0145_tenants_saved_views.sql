-- Rooms of the dashboard as they were looked at, under a name: a person's own, or everybody's, without a person.
create table saved_views (
  tenant_id uuid not null references tenants (tenant_id),
  view_id uuid not null,
  person_id uuid,
  name text not null check (length(name) between 1 and 80),
  address text not null check (address ~ '^/' and length(address) <= 2000),
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, view_id),
  foreign key (tenant_id, person_id) references members (tenant_id, person_id) on delete cascade
);
call protect_tenant_table('saved_views');
grant select, insert, update, delete on saved_views to app;
create index saved_views_by_person on saved_views (tenant_id, person_id);
