-- The connection that vouched for the person who gave a grant: it holds no longer than the connection is there and enabled.
alter table oauth_artifacts
  add column sso_connection_id uuid,
  add constraint oauth_artifacts_of_sso check (sso_connection_id is null or model = 'Grant');
