-- The logo and colour of a tenant, which pages that it shares are shown by. The logo is text in base64, as it is told.
create table tenant_brands (
  tenant_id uuid not null references tenants (tenant_id),
  colour text check (colour ~ '^#[0-9a-f]{6}$'),
  logo text check (length(logo) <= 90000),
  logo_type text check (logo_type in ('image/png', 'image/jpeg', 'image/webp')),
  logo_width integer check (logo_width between 1 and 1024),
  logo_height integer check (logo_height between 1 and 1024),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (tenant_id),
  check (num_nonnulls(logo, logo_type, logo_width, logo_height) in (0, 4))
);
call protect_tenant_table('tenant_brands');
grant select, insert, update, delete on tenant_brands to app;
