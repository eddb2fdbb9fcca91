-- Where in the file that a listener got which ads were, as the host that inserted them says: each counts when all its bytes were sent.
alter table episode_requests add column inserted_ads jsonb check (pg_column_size(inserted_ads) <= 32768);
create index episode_requests_with_ads on episode_requests (tenant_id) where inserted_ads is not null;

-- Ads in counted downloads that were not delivered, or that no placement stands for, with the reason.
create table undelivered_ads (
  tenant_id uuid not null references tenants,
  request_id text not null,
  placement text not null,
  occurred_at timestamptz not null,
  campaign text,
  show text,
  episode text,
  reason text not null check (reason in ('ad_not_delivered', 'ad_unknown_placement')),
  primary key (tenant_id, request_id, placement)
);
create index undelivered_ads_by_time on undelivered_ads (tenant_id, occurred_at);
call protect_tenant_table('undelivered_ads');
grant select, insert, delete on undelivered_ads to app;

alter table counting_bases drop constraint counting_bases_part_check;
alter table counting_bases add constraint counting_bases_part_check
  check (part in ('window', 'lists', 'placement', 'inserted_ad', 'survey_names', 'survey_placements'));
