-- What models answered, for 30 days, so that the same question about the same text is not paid for twice. Never across tenants.
create table ai_answers (
  tenant_id uuid not null references tenants (tenant_id),
  question_hash bytea not null check (length(question_hash) = 32),
  answer jsonb not null check (pg_column_size(answer) <= 262144),
  answered_at timestamptz not null,
  primary key (tenant_id, question_hash)
);
call protect_tenant_table('ai_answers');
grant select, insert, update, delete on ai_answers to app;
create index ai_answers_by_time on ai_answers (tenant_id, answered_at);
