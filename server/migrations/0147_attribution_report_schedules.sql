-- Reports that are mailed again and again, and whom outside the tenant they are mailed to. next_at names the period that is to come:
-- whoever mails one moves it in the same transaction. person_id is whoever answers for it, with whose role it ends; null where a program
-- does.
create table report_schedules (
  tenant_id uuid not null references tenants (tenant_id),
  schedule_id uuid not null,
  title text not null check (length(title) between 1 and 120),
  report jsonb not null check (length(report::text) <= 20000),
  every text not null check (every in ('day', 'week', 'month')),
  hour smallint not null check (hour between 0 and 23),
  weekday smallint not null check (weekday between 1 and 7),
  month_day smallint not null check (month_day between 1 and 28),
  to_members boolean not null,
  shows_spend boolean not null,
  is_paused boolean not null default false,
  next_at timestamptz not null,
  created_at timestamptz not null,
  created_by text not null,
  person_id uuid,
  last_at timestamptz,
  last_mails integer,
  last_problem text,
  primary key (tenant_id, schedule_id)
);
call protect_tenant_table('report_schedules');
call open_to_jobs('report_schedules');
grant select (tenant_id, next_at, is_paused) on report_schedules to jobs;
create index report_schedules_by_due on report_schedules (tenant_id, next_at) where not is_paused;
grant select, insert, update, delete on report_schedules to app;

create table report_recipients (
  tenant_id uuid not null references tenants (tenant_id),
  schedule_id uuid not null,
  recipient_id uuid not null,
  email text not null check (length(email) <= 254),
  unsubscribed_at timestamptz,
  primary key (tenant_id, schedule_id, recipient_id),
  foreign key (tenant_id, schedule_id) references report_schedules (tenant_id, schedule_id)
);
call protect_tenant_table('report_recipients');
grant select, insert, delete on report_recipients to app;
grant update (unsubscribed_at) on report_recipients to app;
