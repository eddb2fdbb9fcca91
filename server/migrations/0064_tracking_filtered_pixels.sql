-- Requests for pixels that made no impression, one row each with the reason, under the request's own id, so that one handed over twice
-- stands here once. Nothing of who asked is kept.
create table filtered_pixels (
  tenant_id uuid not null references tenants,
  id text not null,
  occurred_at timestamptz not null,
  placement text not null,
  campaign text not null,
  show text not null,
  episode text,
  reason text not null check (reason in ('not_get', 'ahead', 'bot', 'no_address', 'too_old', 'quota_exceeded', 'invalid')),
  primary key (tenant_id, id)
);
create index filtered_pixels_by_time on filtered_pixels (tenant_id, occurred_at);
call protect_tenant_table('filtered_pixels');
grant select, insert, delete on filtered_pixels to app;
