-- Requests for pixels that made no impression, beyond those of a tenant's day that are kept one by one: how many, by placement and reason.
create table filtered_pixel_days (
  tenant_id uuid not null references tenants,
  day date not null,
  placement text not null,
  campaign text not null,
  show text not null,
  episode text not null,
  reason text not null check (reason in ('not_get', 'ahead', 'bot', 'no_address', 'too_old', 'quota_exceeded', 'invalid')),
  requests bigint not null check (requests > 0),
  primary key (tenant_id, day, placement, campaign, show, episode, reason)
);
call protect_tenant_table('filtered_pixel_days');
grant select, insert, update, delete on filtered_pixel_days to app;
