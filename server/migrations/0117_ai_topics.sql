-- Two kinds more: the topics of an episode, and who and what is named in it.
alter table transcript_analyses drop constraint transcript_analyses_kind_check;
alter table transcript_analyses add constraint transcript_analyses_kind_check
  check (kind in ('ad_reads', 'keywords', 'topics', 'entities', 'summary', 'sentiment', 'brand_safety', 'chapters'));
