-- What is kept for a while: answers for repeated requests, exports of people's data, and
-- whom tenants had mails sent to.

-- Old ones are deleted by a job, which sees who has any.
create index idempotent_requests_by_time on idempotent_requests (tenant_id, created_at);
call open_to_jobs('idempotent_requests');
grant select (tenant_id) on idempotent_requests to jobs;

-- Whose data an export holds, as keyed hashes, so that an erasure finds it. Those made before have none, and go with the first erasure.
alter table privacy_exports add column subject_keys jsonb;

-- Mails to people who may know nothing of the tenant, for a day, so that they have a limit. The receiver is a keyed hash.
create table stranger_mails (
  tenant_id uuid not null references tenants,
  id uuid not null,
  receiver bytea not null check (length(receiver) = 32),
  sent_at timestamptz not null,
  primary key (tenant_id, id)
);
create index stranger_mails_by_time on stranger_mails (tenant_id, sent_at);
call protect_tenant_table('stranger_mails');
call open_to_jobs('stranger_mails');
grant select, insert, delete on stranger_mails to app;
grant select (tenant_id) on stranger_mails to jobs;

-- What one person did and what was done to them, newest first.
create index platform_audit_log_by_actor on platform_audit_log (actor, seq desc);
create index platform_audit_log_by_target on platform_audit_log (target, seq desc);
