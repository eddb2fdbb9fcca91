-- What was found in transcripts, and how the finding stands; `none` are those that were kept before there was any.
alter table transcripts
  add column analysis_state text not null default 'none' check (analysis_state in ('none', 'waiting', 'done', 'failed')),
  add column analysed_at timestamptz,
  add column analysis_failure text check (length(analysis_failure) between 1 and 500);

-- Each with the method and the model by which it was found, and how far that can be relied on.
create table transcript_analyses (
  tenant_id uuid not null references tenants,
  transcript_id uuid not null,
  kind text not null check (kind in ('ad_reads', 'keywords', 'summary', 'sentiment', 'brand_safety', 'chapters')),
  method text not null,
  model text not null,
  confidence text not null check (confidence in ('weak', 'fair')),
  result jsonb not null check (pg_column_size(result) <= 4194304),
  computed_at timestamptz not null,
  primary key (tenant_id, transcript_id, kind),
  foreign key (tenant_id, transcript_id) references transcripts on delete cascade
);
call protect_tenant_table('transcript_analyses');
grant select, insert, delete on transcript_analyses to app;

-- Waiting: transcripts that are to be analysed, in the version they had then.
create table waiting_transcripts (
  tenant_id uuid not null,
  transcript_id uuid not null,
  version integer not null,
  asked_at timestamptz not null,
  primary key (tenant_id, transcript_id),
  foreign key (tenant_id, transcript_id) references transcripts on delete cascade
);
call protect_tenant_table('waiting_transcripts');
grant select, insert, update, delete on waiting_transcripts to app;
call open_to_jobs('waiting_transcripts');
grant select (tenant_id) on waiting_transcripts to jobs;
