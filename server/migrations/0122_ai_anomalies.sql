-- Series that are watched for what is unusual: one value a day or an hour from `starts_at` on, null where nothing was measured. They are
-- made of sums that other tables keep, so that a look at them reads no events.
create table metric_series (
  tenant_id uuid not null references tenants,
  grain text not null check (grain in ('day', 'hour')),
  metric text not null check (metric in ('downloads', 'impressions', 'conversions', 'spend', 'match_rate')),
  subject_type text not null check (subject_type in ('tenant', 'show', 'campaign')),
  subject_key text not null check (length(subject_key) <= 200),
  starts_at timestamptz not null,
  points double precision[] not null check (cardinality(points) between 1 and 1000),
  primary key (tenant_id, grain, metric, subject_type, subject_key),
  check ((subject_type = 'tenant') = (subject_key = ''))
);
call protect_tenant_table('metric_series');
grant select, insert, delete on metric_series to app;

-- What was unusual, alerts of one cause together; the same anomaly found again changes its row in place.
create table anomalies (
  tenant_id uuid not null references tenants,
  anomaly_id uuid not null,
  group_key text not null check (length(group_key) between 1 and 2000),
  grain text not null check (grain in ('day', 'hour')),
  cause text not null check (cause in ('source_silent', 'tenant', 'shows', 'campaigns', 'show', 'campaign', 'series')),
  family text not null check (family in ('delivery', 'outcome', 'matching')),
  direction text not null check (direction in ('up', 'down')),
  subject_type text not null check (subject_type in ('tenant', 'show', 'campaign')),
  subject_key text not null check (length(subject_key) <= 200),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  members jsonb not null check (jsonb_typeof(members) = 'array' and octet_length(members::text) <= 1048576),
  finding text not null check (length(finding) between 1 and 500),
  status text not null default 'open' check (status in ('open', 'gone', 'useful', 'expected', 'wrong')),
  note text check (length(note) between 1 and 500),
  judged_at timestamptz,
  judged_by text,
  notified_at timestamptz,
  found_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, anomaly_id),
  unique (tenant_id, group_key),
  check (starts_at <= ends_at),
  check ((judged_at is null) = (judged_by is null))
);
call protect_tenant_table('anomalies');
create index anomalies_newest on anomalies (tenant_id, starts_at desc, anomaly_id desc);
grant select, insert on anomalies to app;
grant update (cause, ends_at, members, finding, status, note, judged_at, judged_by, notified_at, changed_at) on anomalies to app;

-- How far a tenant's series have been looked through, and since when events that came are not in them yet.
create table anomaly_rounds (
  tenant_id uuid primary key references tenants,
  days_through date,
  hours_through timestamptz,
  counted_at timestamptz
);
call protect_tenant_table('anomaly_rounds');
grant select, insert, update on anomaly_rounds to app;
