-- Operators of the installation: they sign in apart from everybody else, always with a second factor, and belong to no tenant.

create table operators (
  id uuid primary key,
  email text not null unique check (email = lower(email) and length(email) between 3 and 254),
  name text not null check (length(name) between 1 and 200),
  password_hash text not null,
  sealed_secret bytea not null,
  last_step bigint not null default 0,
  failures_in_a_row integer not null default 0,
  created_at timestamptz not null,
  disabled_at timestamptz
);
call protect_people_table('operators');
grant select, insert, update on operators to auth;

create table operator_sessions (
  id uuid primary key,
  token_hash bytea not null unique check (length(token_hash) = 32),
  operator_id uuid not null references operators,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null
);
create index operator_sessions_by_operator on operator_sessions (operator_id);
call protect_people_table('operator_sessions');
grant select, insert, update, delete on operator_sessions to auth;
