-- A show may say that the transcripts which its feed names (podcast:transcript) are kept as they come.
alter table shows add column imports_transcripts boolean not null default false;

-- Episodes of such shows whose feeds name transcripts: for which addresses each was looked after, and when it is next, where it waits.
create table fed_transcripts (
  tenant_id uuid not null references tenants (tenant_id),
  episode text not null,
  show text not null,
  addresses_hash bytea not null,
  due_at timestamptz,
  failures integer not null default 0 check (failures >= 0),
  problem text check (length(problem) between 1 and 500),
  primary key (tenant_id, episode),
  foreign key (tenant_id, episode) references episodes,
  foreign key (tenant_id, show) references shows
);
create index fed_transcripts_by_show on fed_transcripts (tenant_id, show);
create index fed_transcripts_by_due on fed_transcripts (tenant_id, due_at);
call protect_tenant_table('fed_transcripts');
call open_to_jobs('fed_transcripts');
grant select, insert, update, delete on fed_transcripts to app;
grant select (tenant_id, due_at) on fed_transcripts to jobs;
