-- What was predicted, from what was known on a day, and what came of it. Of what is predicted daily there is one of each day.
create table predictions (
  tenant_id uuid not null references tenants,
  prediction_id uuid not null,
  kind text not null check (kind in ('campaign_outcome', 'episode_downloads', 'campaign_pacing')),
  subject text check (length(subject) between 1 and 200),
  as_of date not null,
  due_on date,
  is_daily boolean not null,
  basis jsonb not null check (pg_column_size(basis) <= 262144),
  result jsonb not null check (pg_column_size(result) <= 1048576),
  outcome jsonb check (pg_column_size(outcome) <= 65536),
  outcome_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, prediction_id),
  check ((outcome is null) = (outcome_at is null))
);
create unique index predictions_daily on predictions (tenant_id, kind, subject, as_of) where is_daily;
create index predictions_due on predictions (tenant_id, due_on) where outcome is null and due_on is not null;
call protect_tenant_table('predictions');
grant select, insert, delete on predictions to app;
grant update (due_on, outcome, outcome_at) on predictions to app;
