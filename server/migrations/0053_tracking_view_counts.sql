-- Views of videos as their platforms tell them: totals by show or episode and day, of nobody in particular.

create table view_counts (
  tenant_id uuid not null references tenants,
  platform text not null check (platform in ('youtube', 'spotify')),
  show text not null check (length(show) between 1 and 200),
  episode text not null check (length(episode) <= 200),
  day date not null,
  views bigint not null check (views >= 0),
  entered_at timestamptz not null default now(),
  primary key (tenant_id, show, day, episode, platform)
);
call protect_tenant_table('view_counts');
grant select, insert, update, delete on view_counts to app;

-- Whose hosts are asked is seen by who wakes the work.
call open_to_jobs('event_sources');
grant select (tenant_id, kind, is_enabled) on event_sources to jobs;
