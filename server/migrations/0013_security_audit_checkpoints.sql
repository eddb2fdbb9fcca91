-- Signed ends of each tenant's chain of audit rows, kept to be handed out; and the filters by which the log is read.

create table audit_checkpoints (
  tenant_id uuid not null references tenants,
  seq bigint not null,
  hash bytea not null check (length(hash) = 32),
  previous bytea check (length(previous) = 32),
  at timestamptz not null,
  key_id text not null,
  signature bytea not null check (length(signature) = 64),
  primary key (tenant_id, seq)
);
call protect_tenant_table('audit_checkpoints');
grant select, insert on audit_checkpoints to app;

create index audit_log_by_actor on audit_log (tenant_id, actor, seq);
create index audit_log_by_action on audit_log (tenant_id, action, seq);
create index audit_log_by_target on audit_log (tenant_id, target, seq);

-- What signs them: the seed of an Ed25519 key, sealed, so that the database alone can make no checkpoint.
create table audit_signing_keys (
  id uuid primary key,
  sealed_seed bytea not null,
  created_at timestamptz not null default clock_timestamp()
);
call protect_people_table('audit_signing_keys');
grant select, insert on audit_signing_keys to auth;
