-- Where a program may have people sent after they signed out here, compared as they are written.
alter table oauth_clients add column post_logout_redirect_uris text[] not null default '{}'
  check (cardinality(post_logout_redirect_uris) <= 10 and (kind <> 'service' or cardinality(post_logout_redirect_uris) = 0));
grant select (post_logout_redirect_uris) on oauth_clients to auth;
