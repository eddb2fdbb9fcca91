-- How people prove who they are: links that work once, a second factor with its recovery codes, browsers known from before, and guesses
-- counted.

create table person_links (
  token_hash bytea primary key check (length(token_hash) = 32),
  person_id uuid not null references people on delete cascade,
  purpose text not null check (purpose in ('verify_email', 'choose_password')),
  -- The address the link was sent to: whoever follows it reads the mail of that address.
  email text not null check (email = lower(email) and length(email) between 3 and 254),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index person_links_by_person on person_links (person_id, purpose);
call protect_people_table('person_links');
grant select, insert, update, delete on person_links to auth;

-- The secret in use, and one that waits to be confirmed; both sealed. A code counts once: `last_step` only grows.
create table totp_factors (
  person_id uuid primary key references people on delete cascade,
  sealed_secret bytea,
  sealed_candidate bytea,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  tries integer not null default 0,
  tries_since timestamptz not null,
  failures_in_a_row integer not null default 0,
  locked_at timestamptz,
  check ((sealed_secret is null) = (confirmed_at is null))
);
call protect_people_table('totp_factors');
grant select, insert, update, delete on totp_factors to auth;

-- The hint finds a code; the rest of it is hashed.
create table recovery_codes (
  person_id uuid not null references people on delete cascade,
  hint text not null check (length(hint) = 4),
  code_hash text not null,
  used_at timestamptz,
  primary key (person_id, hint)
);
call protect_people_table('recovery_codes');
grant select, insert, update, delete on recovery_codes to auth;

create table person_devices (
  person_id uuid not null references people on delete cascade,
  device_hash bytea not null check (length(device_hash) = 32),
  first_seen_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (person_id, device_hash)
);
call protect_people_table('person_devices');
grant select, insert, update, delete on person_devices to auth;

-- The subject is a keyed hash of an account, an address or both, so nothing here names anybody.
create table sign_in_guesses (
  subject bytea primary key check (length(subject) = 32),
  count integer not null,
  since timestamptz not null
);
create index sign_in_guesses_by_age on sign_in_guesses (since);
call protect_people_table('sign_in_guesses');
grant select, insert, update, delete on sign_in_guesses to auth;
