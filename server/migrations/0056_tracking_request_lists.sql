-- Requests are listed newest first, and the oldest are deleted first.
create index episode_requests_by_time on episode_requests (tenant_id, occurred_at, id);
