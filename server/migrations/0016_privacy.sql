-- Requests of people about their data. A request holds keyed hashes of the person while it is open, and nothing of them afterwards.

create table privacy_requests (
  tenant_id uuid not null references tenants,
  id uuid not null,
  kind text not null check (kind in ('access', 'portability', 'rectification', 'erasure', 'restriction', 'objection')),
  status text not null check (status in ('received', 'verifying', 'in_progress', 'done', 'refused', 'expired')),
  objects boolean not null,
  subject_keys jsonb,
  sealed_corrections bytea,
  code_hash bytea check (length(code_hash) = 32),
  code_tries smallint not null default 0,
  verification text check (verification in ('signed_in', 'mail_confirmed', 'document', 'known_person')),
  received_at timestamptz not null,
  due_at timestamptz not null,
  extension text check (extension in ('complexity', 'number_of_requests')),
  finished_at timestamptz,
  refusal text check (
    refusal in ('identity_not_verified', 'manifestly_unfounded', 'excessive', 'legal_obligation', 'rights_of_others')
  ),
  ended_at timestamptz,
  progress jsonb,
  receipt json,
  primary key (tenant_id, id),
  check (status not in ('in_progress', 'done') or verification is not null),
  check ((status = 'refused') = (refusal is not null))
);
create index privacy_requests_by_time on privacy_requests (tenant_id, received_at desc, id desc);
call protect_tenant_table('privacy_requests');
call open_to_jobs('privacy_requests');
grant select, insert, update on privacy_requests to app;
grant select (tenant_id) on privacy_requests to jobs;

-- Requests whose work waits, or was begun by a process that died.
create table privacy_work (
  tenant_id uuid not null,
  request_id uuid not null,
  primary key (tenant_id, request_id),
  foreign key (tenant_id, request_id) references privacy_requests (tenant_id, id)
);
call protect_tenant_table('privacy_work');
call open_to_jobs('privacy_work');
grant select, insert, delete on privacy_work to app;
grant select (tenant_id) on privacy_work to jobs;

-- What was gathered for a person: a zip, sealed, until it expires.
create table privacy_exports (
  tenant_id uuid not null,
  request_id uuid not null,
  sealed bytea not null,
  sha256 bytea not null check (length(sha256) = 32),
  expires_at timestamptz not null,
  primary key (tenant_id, request_id),
  foreign key (tenant_id, request_id) references privacy_requests (tenant_id, id)
);
alter table privacy_exports alter column sealed set storage external;
call protect_tenant_table('privacy_exports');
grant select, insert, delete on privacy_exports to app;

-- What a person may have put right in an event.
grant update (kind, currency) on conversions to app;
grant update (address_key, agent_key, user_key, email_key, device_key, click_key, connection_type) on touchpoints to app;
