-- Audio that is to become a transcript, and how far that is.
create table transcriptions (
  tenant_id uuid not null references tenants (tenant_id),
  transcription_id uuid not null,
  episode text not null,
  source text not null check (source in ('enclosure', 'address', 'upload')),
  url text check (length(url) between 1 and 2000),
  language text check (length(language) between 1 and 35),
  copy text not null check (copy in ('episode_file', 'creative', 'capture')),
  captured_at timestamptz,
  copy_note text check (length(copy_note) between 1 and 200),
  asked_provider text check (length(asked_provider) between 1 and 100),
  asked_model text check (length(asked_model) between 1 and 200),
  state text not null check (state in ('expecting', 'waiting', 'fetching', 'transcribing', 'done', 'failed')),
  failure text check (length(failure) between 1 and 500),
  bytes bigint check (bytes > 0),
  received_bytes bigint not null default 0 check (received_bytes >= 0),
  audio_kind text,
  audio_ms bigint check (audio_ms >= 0),
  heard_ms bigint not null default 0 check (heard_ms >= 0),
  provider text,
  model text,
  calls integer not null default 0 check (calls >= 0),
  cost_micros bigint not null default 0 check (cost_micros >= 0),
  transcript_id uuid,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, transcription_id),
  foreign key (tenant_id, episode) references episodes,
  check ((source = 'upload') = (url is null))
);
call protect_tenant_table('transcriptions');
grant select, insert, update, delete on transcriptions to app;

-- The bytes of such a file in parts of a mebibyte, until it is heard: so it is neither held in memory nor fetched twice.
create table transcription_audio (
  tenant_id uuid not null references tenants (tenant_id),
  transcription_id uuid not null,
  part integer not null check (part between 0 and 600),
  bytes bytea not null check (octet_length(bytes) between 1 and 1048576),
  primary key (tenant_id, transcription_id, part),
  foreign key (tenant_id, transcription_id) references transcriptions on delete cascade
);
call protect_tenant_table('transcription_audio');
grant select, insert, update, delete on transcription_audio to app;

-- The pieces in which it is heard, and what was heard in each, so that nothing is paid for twice when a process ends.
create table transcription_pieces (
  tenant_id uuid not null references tenants (tenant_id),
  transcription_id uuid not null,
  place integer not null check (place >= 0),
  from_byte bigint not null check (from_byte >= 0),
  to_byte bigint not null check (to_byte > from_byte),
  start_ms bigint not null check (start_ms >= 0),
  most_ms bigint not null check (most_ms >= 0),
  is_exact boolean not null,
  heard jsonb check (pg_column_size(heard) <= 16777216),
  primary key (tenant_id, transcription_id, place),
  foreign key (tenant_id, transcription_id) references transcriptions on delete cascade
);
call protect_tenant_table('transcription_pieces');
grant select, insert, update, delete on transcription_pieces to app;

-- Waiting: audio whose bytes are to be fetched or heard.
create table waiting_transcriptions (
  tenant_id uuid not null references tenants (tenant_id),
  transcription_id uuid not null,
  asked_at timestamptz not null,
  primary key (tenant_id, transcription_id),
  foreign key (tenant_id, transcription_id) references transcriptions on delete cascade
);
call protect_tenant_table('waiting_transcriptions');
grant select, insert, update, delete on waiting_transcriptions to app;
call open_to_jobs('waiting_transcriptions');
grant select (tenant_id) on waiting_transcriptions to jobs;
