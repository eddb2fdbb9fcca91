-- What is known of shows and episodes from their feeds. A name that nobody gave follows the feed's title.

alter table shows
  add column name_from_feed boolean not null default false,
  add column title text check (length(title) between 1 and 1000),
  add column feed_url text check (length(feed_url) between 1 and 2000),
  add column podcast_guid uuid,
  add column author text check (length(author) between 1 and 500),
  add column link text check (length(link) between 1 and 2000),
  add column image_url text check (length(image_url) between 1 and 2000),
  add column language text check (length(language) between 1 and 35),
  add column persons jsonb not null default '[]' check (octet_length(persons::text) <= 65536),
  add column verified_at timestamptz;
create unique index shows_by_feed on shows (tenant_id, feed_url);

alter table episodes
  add column name_from_feed boolean not null default false,
  add column show text,
  add column guid text check (octet_length(guid) between 1 and 500),
  add column title text check (length(title) between 1 and 1000),
  add column published_at timestamptz,
  add column duration_seconds integer check (duration_seconds > 0),
  add column enclosure_url text check (length(enclosure_url) between 1 and 2000),
  add column enclosure_type text check (length(enclosure_type) between 1 and 200),
  add column file_bytes bigint check (file_bytes > 0),
  add column link text check (length(link) between 1 and 2000),
  add column persons jsonb not null default '[]' check (octet_length(persons::text) <= 65536),
  add column transcripts jsonb not null default '[]' check (octet_length(transcripts::text) <= 65536),
  add column is_listed boolean not null default false,
  add foreign key (tenant_id, show) references shows;
create unique index episodes_by_guid on episodes (tenant_id, show, guid);
create index episodes_by_time on episodes (tenant_id, show, (coalesce(published_at, '-infinity')), key);

-- Every address under which an episode's file is or was to be had: the host and path alone, without what stands before or behind them.
create table episode_enclosures (
  tenant_id uuid not null references tenants,
  address text not null check (octet_length(address) between 1 and 1000),
  episode text not null,
  type text check (length(type) between 1 and 200),
  file_bytes bigint check (file_bytes > 0),
  seen_at timestamptz not null,
  primary key (tenant_id, address, episode),
  foreign key (tenant_id, episode) references episodes
);
create index episode_enclosures_by_episode on episode_enclosures (tenant_id, episode, seen_at);
call protect_tenant_table('episode_enclosures');
grant select, insert, update, delete on episode_enclosures to app;

-- How the reading of each show's feed stands. A feed that is gone is due no more.
create table feeds (
  tenant_id uuid not null references tenants,
  show text not null,
  etag text check (length(etag) between 1 and 1000),
  last_modified text check (length(last_modified) between 1 and 200),
  content_hash bytea,
  due_at timestamptz,
  claimed_until timestamptz,
  fetched_at timestamptz,
  changed_at timestamptz,
  failures integer not null default 0 check (failures >= 0),
  problem text check (length(problem) between 1 and 500),
  primary key (tenant_id, show),
  foreign key (tenant_id, show) references shows
);
create index feeds_by_due on feeds (tenant_id, due_at);
call protect_tenant_table('feeds');
call open_to_jobs('feeds');
grant select, insert, update, delete on feeds to app;
grant select (tenant_id, due_at) on feeds to jobs;

-- What the owner of a show puts into its feed to prove that this tenant speaks for it.
create table ownership_tokens (
  tenant_id uuid not null references tenants,
  token text not null check (length(token) between 16 and 100),
  created_at timestamptz not null default now(),
  primary key (tenant_id)
);
call protect_tenant_table('ownership_tokens');
grant select, insert on ownership_tokens to app;
