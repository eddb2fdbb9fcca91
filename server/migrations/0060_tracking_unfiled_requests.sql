-- Requests for a file that no episode was known by, under the hash of its address: they get their episode once the catalogue has it.
alter table episode_requests add column unfiled_key uuid;
create index episode_requests_unfiled on episode_requests (tenant_id, unfiled_key) where unfiled_key is not null;
