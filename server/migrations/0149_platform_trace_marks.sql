-- Which requests asked for background work, while traces are exported: the work's trace links to theirs. Nothing but ids of traces.
create table trace_marks (
  tenant_id uuid not null references tenants (tenant_id),
  id uuid not null,
  task text not null check (length(task) between 1 and 50),
  traceparent text not null check (traceparent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-01$'),
  left_at timestamptz not null,
  primary key (tenant_id, id)
);
call protect_tenant_table('trace_marks');
grant select, insert, delete on trace_marks to app;

-- Since when work waits, for whoever watches the queues: instants, and nothing of what waits.
grant select (waiting_since) on dirty_conversions to jobs;
grant select (received_at) on new_touchpoints to jobs;
grant select (due_at) on waiting_downloads to jobs;
grant select (waiting_since) on waiting_listeners to jobs;
grant select (waiting_since) on share_marks to jobs;
grant select (since) on survey_waiting to jobs;
grant select (asked_at) on waiting_transcripts to jobs;
grant select (asked_at) on waiting_transcriptions to jobs;
grant select (asked_at) on waiting_ratings to jobs;
