-- What stands in a tenant's bill. Rows are only ever added: what was booked wrongly is set right by further rows. Of usage, `quantity` is
-- in the meter's unit, `price_version` 0 is of meters that count money, and tier 0 is the included quantity.
create table cost_entries (
  tenant_id uuid not null references tenants (tenant_id),
  entry_id uuid not null,
  kind text not null check (kind in ('usage', 'purchase', 'credit', 'tax')),
  booked_month date not null check (extract(day from booked_month) = 1),
  day date not null,
  meter text not null default '' check (length(meter) <= 100),
  campaign text not null default '',
  feature text not null default '',
  price_version integer not null default 0,
  tier smallint not null default 0,
  quantity numeric(34, 10) check (quantity <> 'NaN'),
  unit text not null default '',
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  amount numeric(34, 10) not null check (amount <> 'NaN'),
  corrects_month date check (extract(day from corrects_month) = 1),
  corrects_entry uuid,
  note text check (length(note) between 1 and 500),
  booked_at timestamptz not null,
  booked_by text not null check (length(booked_by) between 1 and 200),
  primary key (tenant_id, entry_id),
  foreign key (tenant_id, corrects_entry) references cost_entries,
  check ((kind = 'usage') = (meter <> '' and quantity is not null and note is null and corrects_entry is null))
);
call protect_tenant_table('cost_entries');
grant select, insert on cost_entries to app;
create index cost_entries_of_month on cost_entries
  (tenant_id, booked_month, kind, meter, day, campaign, feature, price_version, tier, corrects_month);
create index cost_entries_of_meter on cost_entries (tenant_id, meter, day) where kind = 'usage';
