-- Calls that hear audio are paid by the minute: what was heard is recorded beside tokens, and money set aside for a long call is kept aside
-- for as long as somebody says that it is under way.
alter table usage_records add column audio_ms bigint not null default 0 check (audio_ms >= 0);
