-- Answers to "how did you hear about us", the phrases that people have said to mean a show, and answers that wait for their conversion.
create table survey_answers (
  tenant_id uuid not null references tenants,
  id text not null check (length(id) between 1 and 200),
  occurred_at timestamptz not null,
  received_at timestamptz not null default now(),
  answer text not null check (length(answer) between 1 and 500),
  phrase text not null check (length(phrase) <= 1000),
  is_podcast boolean not null,
  order_id text check (length(order_id) between 1 and 200),
  conversion_id text check (length(conversion_id) between 1 and 200),
  state text not null check (state in ('mapped', 'waiting', 'unmapped', 'confirmed', 'rejected')),
  show text,
  score real,
  reason text not null,
  candidates jsonb not null check (octet_length(candidates::text) <= 8192),
  revision integer not null default 0,
  touchpoint_id text,
  primary key (tenant_id, id)
);
create index survey_answers_by_time on survey_answers (tenant_id, occurred_at, id);
create index survey_answers_by_order on survey_answers (tenant_id, order_id) where order_id is not null;
create index survey_answers_by_conversion on survey_answers (tenant_id, conversion_id) where conversion_id is not null;
create index survey_answers_by_phrase on survey_answers (tenant_id, phrase) where state in ('waiting', 'unmapped');
call protect_tenant_table('survey_answers');
grant select, insert, update, delete on survey_answers to app;

create table survey_aliases (
  tenant_id uuid not null references tenants,
  phrase text not null check (length(phrase) between 1 and 1000),
  show text not null check (length(show) between 1 and 200),
  created_at timestamptz not null default now(),
  primary key (tenant_id, phrase)
);
call protect_tenant_table('survey_aliases');
grant select, insert, update, delete on survey_aliases to app;

create table survey_waiting (
  tenant_id uuid not null references tenants,
  answer_id text not null,
  since timestamptz not null default now(),
  primary key (tenant_id, answer_id),
  foreign key (tenant_id, answer_id) references survey_answers on delete cascade
);
call protect_tenant_table('survey_waiting');
call open_to_jobs('survey_waiting');
grant select, insert, delete on survey_waiting to app;
grant select (tenant_id) on survey_waiting to jobs;
