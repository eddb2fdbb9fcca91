-- An insight whose finding no longer holds has ended; one that a person decided on keeps that decision, and says since when nonetheless.
alter table insights add column ended_at timestamptz;
alter table insights drop constraint insights_status_check;
alter table insights add constraint insights_status_check check (status in ('open', 'done', 'dismissed', 'ended'));
alter table insights add check (status <> 'ended' or ended_at is not null);
grant update (ended_at) on insights to app;

-- Of one day, what is more pressing comes first.
alter table insights add column rank smallint not null default 0 check (rank between 0 and 9);
grant update (rank) on insights to app;
create index insights_ranked on insights (tenant_id, day desc, rank desc, insight_id desc);
drop index insights_newest;
