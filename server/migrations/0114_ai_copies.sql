-- Which copy of an episode a transcript is of, and how its text was made. An episode with inserted ads differs from listener to listener: a
-- creative, or a capture of a day, stands beside the episode's file.
alter table transcripts
  add column copy text not null default 'episode_file' check (copy in ('episode_file', 'creative', 'capture')),
  add column captured_at timestamptz,
  add column copy_note text check (length(copy_note) between 1 and 200),
  add column method text not null default 'given' check (method in ('given', 'speech_recognition')),
  add column provider text check (length(provider) between 1 and 100),
  add column model text check (length(model) between 1 and 200),
  add check ((copy = 'capture') = (captured_at is not null)),
  add check (copy <> 'episode_file' or copy_note is null),
  add check ((method = 'speech_recognition') = (model is not null) and (model is null) = (provider is null)),
  drop constraint transcripts_source_check,
  add constraint transcripts_source_check check (source in ('upload', 'feed', 'address', 'audio')),
  drop constraint transcripts_check,
  add constraint transcripts_source_url_check check (
    case source when 'upload' then url is null when 'audio' then true else url is not null end
  ),
  drop constraint transcripts_tenant_id_episode_source_key,
  add constraint transcripts_of_copies unique nulls not distinct (tenant_id, episode, source, copy, captured_at, copy_note);
