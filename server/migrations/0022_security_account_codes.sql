-- Codes that were mailed to people who want their account deleted.
create table account_codes (
  person_id uuid primary key references people on delete cascade,
  code_hash bytea not null check (length(code_hash) = 32),
  tries smallint not null default 0,
  expires_at timestamptz not null
);
call protect_people_table('account_codes');
grant select, insert, update, delete on account_codes to auth;
