-- Dated findings of analyses, anomalies and forecasts: one of each source and key, which a later finding of that key changes in place.
create table insights (
  tenant_id uuid not null references tenants,
  insight_id uuid not null,
  source text not null check (source in ('analysis', 'anomaly', 'forecast')),
  kind text not null check (kind ~ '^[a-z][a-z0-9_]{0,63}$'),
  insight_key text not null check (length(insight_key) between 1 and 200),
  day date not null,
  subject_type text not null check (subject_type in ('tenant', 'campaign', 'show', 'episode', 'transcript')),
  subject_key text check (length(subject_key) between 1 and 200),
  finding text not null check (length(finding) between 1 and 500),
  evidence jsonb not null check (jsonb_typeof(evidence) = 'array' and octet_length(evidence::text) <= 16384),
  status text not null default 'open' check (status in ('open', 'done', 'dismissed')),
  note text check (length(note) between 1 and 500),
  found_at timestamptz not null,
  changed_at timestamptz not null,
  status_at timestamptz,
  status_by text,
  primary key (tenant_id, insight_id),
  unique (tenant_id, source, insight_key),
  check ((subject_type = 'tenant') = (subject_key is null)),
  check ((status_at is null) = (status_by is null))
);
call protect_tenant_table('insights');
create index insights_newest on insights (tenant_id, day desc, insight_id desc);
grant select, insert on insights to app;
grant update (kind, day, subject_type, subject_key, finding, evidence, status, note, changed_at, status_at, status_by) on insights to app;
