-- Events of matching shares, hashed once more under the share's own key at intake. A tenant without such a share writes none of this.
-- Beside the share's hashes of a touchpoint stand the tenant's own: they are what a conversion of the other tenant is looked up by once its
-- hashes are found here.

create table share_touchpoints (
  tenant_id uuid not null,
  share_id uuid not null,
  touchpoint_id text not null,
  occurred_at timestamptz not null,
  address_key uuid,
  agent_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid,
  own_address_key uuid,
  own_agent_key uuid,
  own_user_key uuid,
  own_email_key uuid,
  own_device_key uuid,
  own_click_key uuid
);
create index share_touchpoints_by_time on share_touchpoints (tenant_id, share_id, occurred_at);
create index share_touchpoints_by_id on share_touchpoints (tenant_id, touchpoint_id);
call protect_tenant_table('share_touchpoints');
call open_to_intake('share_touchpoints', 'insert');
grant select, delete on share_touchpoints to app;
grant insert on share_touchpoints to intake;

create table share_conversions (
  tenant_id uuid not null,
  share_id uuid not null,
  conversion_id text not null,
  address_key uuid,
  agent_key uuid,
  user_key uuid,
  email_key uuid,
  device_key uuid,
  click_key uuid,
  code_key uuid
);
create index share_conversions_by_share on share_conversions (tenant_id, share_id, conversion_id);
create index share_conversions_by_id on share_conversions (tenant_id, conversion_id);
call protect_tenant_table('share_conversions');
call open_to_intake('share_conversions', 'insert');
grant select, delete on share_conversions to app;
grant insert on share_conversions to intake;

-- Work that waits: shares that got events, or lost some. No key but its own, so that intake never waits for whoever takes it.
create table share_arrivals (
  tenant_id uuid not null,
  id uuid not null default gen_random_uuid(),
  share_id uuid not null,
  primary key (tenant_id, id)
);
call protect_tenant_table('share_arrivals');
call open_to_intake('share_arrivals', 'insert');
call open_to_jobs('share_arrivals');
grant select, insert, delete on share_arrivals to app;
grant insert (tenant_id, share_id) on share_arrivals to intake;
grant select (tenant_id) on share_arrivals to jobs;
