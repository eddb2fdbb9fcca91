-- Members come by invitation: a link that works once, of which only the hash stands here.

create table invitations (
  tenant_id uuid not null references tenants,
  id uuid not null,
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  role text not null check (role in ('owner', 'admin', 'analyst', 'viewer', 'billing')),
  token_hash bytea not null check (length(token_hash) = 32),
  -- The person who invited; null for the operator.
  invited_by uuid,
  created_at timestamptz not null,
  sent_at timestamptz not null,
  sends integer not null default 1,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);
create unique index invitations_open on invitations (tenant_id, email) where accepted_at is null and revoked_at is null;
create index invitations_by_inviter on invitations (tenant_id, invited_by);
-- Whoever follows a link is known by it alone, before any tenant is.
create unique index invitations_by_token on invitations (token_hash, tenant_id);
call protect_tenant_table('invitations');
call open_to_auth('invitations', 'all');
grant select, insert, update, delete on invitations to app;
grant select on invitations to auth;
grant update (accepted_at, email, revoked_at) on invitations to auth;
