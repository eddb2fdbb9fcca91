-- Which mails of a tenant a member chose to get, or to get no more; without a row they get what the kind sends unless told otherwise. It
-- goes with the membership, so that whoever comes back begins anew.
create table mail_choices (
  tenant_id uuid not null references tenants,
  person_id uuid not null,
  kind text not null check (kind ~ '^[a-z][a-z_]{1,40}$'),
  is_mailed boolean not null,
  changed_at timestamptz not null,
  primary key (tenant_id, person_id, kind),
  foreign key (tenant_id, person_id) references members (tenant_id, person_id) on delete cascade
);
call protect_tenant_table('mail_choices');
call open_to_auth('mail_choices', 'select');
grant select, insert on mail_choices to app;
grant update (is_mailed, changed_at) on mail_choices to app;
grant select on mail_choices to auth;
