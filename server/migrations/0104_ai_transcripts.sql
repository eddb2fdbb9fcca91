-- What was said in episodes: at most one transcript of each episode and source. Another content is another version in the same place.
create table transcripts (
  tenant_id uuid not null references tenants,
  transcript_id uuid not null,
  episode text not null,
  source text not null check (source in ('upload', 'feed', 'address')),
  url text check (length(url) between 1 and 2000),
  language text check (length(language) between 1 and 35),
  format text not null check (format in ('vtt', 'srt', 'json', 'html', 'text')),
  timing text not null check (timing in ('stated', 'estimated')),
  version integer not null default 1 check (version > 0),
  content_hash bytea not null check (octet_length(content_hash) = 32),
  segment_count integer not null check (segment_count between 1 and 200000),
  duration_ms bigint not null check (duration_ms between 0 and 1000000000),
  warnings jsonb not null check (octet_length(warnings::text) <= 65536),
  created_at timestamptz not null,
  created_by text not null,
  read_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (tenant_id, transcript_id),
  unique (tenant_id, episode, source),
  foreign key (tenant_id, episode) references episodes,
  check ((source = 'upload') = (url is null))
);
call protect_tenant_table('transcripts');
grant select, insert, update, delete on transcripts to app;

-- The segments of a transcript in the order of their start, as [start, end, text, speaker] with times in milliseconds: up to 200 in a row,
-- since a page of them is read at a time and an export takes thousands of rows at once.
create table transcript_parts (
  tenant_id uuid not null references tenants,
  transcript_id uuid not null,
  first_segment integer not null check (first_segment >= 0),
  segments jsonb not null check (jsonb_array_length(segments) between 1 and 200),
  primary key (tenant_id, transcript_id, first_segment),
  foreign key (tenant_id, transcript_id) references transcripts on delete cascade
);
call protect_tenant_table('transcript_parts');
grant select, insert, delete on transcript_parts to app;
