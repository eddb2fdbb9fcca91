-- What is known of user agents, addresses and prefixes, in versions. They belong to the installation: every tenant reads them, and only the
-- operator's commands write them.

create table list_versions (
  id integer primary key,
  kind text not null check (kind ~ '^[a-z_]{1,40}$'),
  source text not null check (length(source) between 1 and 500),
  licence text check (length(licence) <= 500),
  entries integer not null check (entries > 0),
  refused integer not null check (refused >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  effective_from timestamptz not null,
  loaded_at timestamptz not null,
  content bytea not null
);
alter table list_versions alter column content set storage external;
create index on list_versions (kind, effective_from);
grant select on list_versions to app;
grant select, insert on list_versions to auth;

create table list_checks (
  list_version integer not null,
  checked_at timestamptz not null,
  checked_by text not null check (length(checked_by) between 1 and 200),
  primary key (list_version, checked_at)
);
grant select on list_checks to app;
grant select, insert on list_checks to auth;
