-- What is booked, summed by day and by all that distinguishes what is due: budgets, reports and bookings read it in the place of the
-- entries, of which an active tenant's day has thousands. It is written by the statement that writes the entries.
create table cost_days (
  tenant_id uuid not null references tenants (tenant_id),
  day date not null,
  booked_month date not null,
  kind text not null,
  meter text not null,
  campaign text not null,
  feature text not null,
  price_version integer not null,
  tier smallint not null,
  unit text not null,
  currency text not null,
  quantity numeric not null check (quantity <> 'NaN'),
  amount numeric not null check (amount <> 'NaN'),
  primary key (tenant_id, day, booked_month, kind, meter, campaign, feature, price_version, tier, unit, currency)
) with (fillfactor = 70);
call protect_tenant_table('cost_days');
grant select, insert, update on cost_days to app;
create index cost_days_of_month on cost_days (tenant_id, booked_month);

-- Each entry stands in the sums of its day. Only a statement that writes both says so: a server from before this migration, which would
-- write entries alone, writes none, and the usage waits for one that does.
lock table cost_entries in share row exclusive mode;
alter table cost_entries add column is_summed boolean not null default true check (is_summed);
alter table cost_entries alter column is_summed drop default;

do $$
declare
  ids uuid[];
  one uuid;
begin
  set local role key_reader;
  select array_agg(t.tenant_id) into ids from public.tenants t;
  set local role owner;
  foreach one in array coalesce(ids, '{}') loop
    perform set_config('app.tenant_id', one::text, true);
    insert into cost_days
      select tenant_id, day, booked_month, kind, meter, campaign, feature, price_version, tier, unit, currency,
        coalesce(sum(quantity), 0), sum(amount)
      from cost_entries where tenant_id = one group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11;
  end loop;
  perform set_config('app.tenant_id', '', true);
end
$$;

-- Nothing looks for these any more.
drop index cost_entries_of_day, cost_entries_of_meter;
