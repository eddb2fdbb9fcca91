-- What a provider may be asked of transcripts; of those that are there, nothing until somebody says so.
alter table ai_providers
  add column transcript_tasks text[] not null default '{}' check (transcript_tasks <@ array['ad_reads', 'ad_scan']);
