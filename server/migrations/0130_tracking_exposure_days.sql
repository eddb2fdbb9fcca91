-- How many exposures of people who heard the ad each UTC day has, by what they name; '' stands for nothing named. Sums of stored
-- touchpoints, kept so that what looks at a long history reads of events only the days that changed.
create table exposure_days (
  tenant_id uuid not null references tenants,
  day date not null,
  kind text not null check (kind in ('impression', 'download')),
  campaign text not null check (length(campaign) <= 200),
  show text not null check (length(show) <= 200),
  placement text not null check (length(placement) <= 200),
  is_counted_here boolean not null,
  exposures bigint not null check (exposures > 0),
  primary key (tenant_id, day, kind, campaign, show, placement, is_counted_here)
);
call protect_tenant_table('exposure_days');
grant select, insert, delete on exposure_days to app;

-- Up to which instant what was received is in the sums of a month; a month without a row is not counted yet.
create table exposure_months (
  tenant_id uuid not null references tenants,
  month date not null check (extract(day from month) = 1),
  counted_at timestamptz not null,
  primary key (tenant_id, month)
);
call protect_tenant_table('exposure_months');
grant select, insert, update on exposure_months to app;

-- Days of which a touchpoint was deleted since they were counted; one row for each statement that deleted any.
create table exposure_marks (
  tenant_id uuid not null references tenants,
  day date not null,
  mark_id uuid not null default gen_random_uuid(),
  primary key (tenant_id, day, mark_id)
);
call protect_tenant_table('exposure_marks');
grant select, insert, delete on exposure_marks to app;

-- Which days changed is known of the sums themselves now.
alter table anomaly_rounds drop column counted_at;
