-- What a sponsor is promised of a placement's read. Each change is a version; airchecks keep the one that they held a read against.
create table briefs (
  tenant_id uuid not null references tenants,
  placement text not null,
  details jsonb not null check (octet_length(details::text) <= 65536),
  version integer not null default 1 check (version > 0),
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (tenant_id, placement),
  foreign key (tenant_id, placement) references placements on delete cascade
);
call protect_tenant_table('briefs');
grant select, insert, update, delete on briefs to app;

-- Reads that were checked in transcripts, each with what it was checked against: they stand when brief, placement or transcript is gone.
create table airchecks (
  tenant_id uuid not null references tenants,
  aircheck_id uuid not null,
  placement text not null,
  campaign text not null,
  show text not null,
  transcript_id uuid not null,
  transcript jsonb not null check (octet_length(transcript::text) <= 4096),
  brief jsonb not null check (octet_length(brief::text) <= 65536),
  brief_version integer not null,
  outcome text not null check (outcome in ('pass', 'fail', 'uncertain')),
  read jsonb check (octet_length(read::text) <= 65536),
  counts jsonb not null check (octet_length(counts::text) <= 200),
  requirements jsonb not null check (octet_length(requirements::text) <= 1048576),
  method text not null,
  model text not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, aircheck_id)
);
create index airchecks_by_placement on airchecks (tenant_id, placement, aircheck_id desc);
create index airchecks_by_transcript on airchecks (tenant_id, transcript_id, aircheck_id desc);
call protect_tenant_table('airchecks');
grant select, insert, delete on airchecks to app;
