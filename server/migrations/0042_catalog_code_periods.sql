-- A code stands for one campaign at a time, and may stand for others before and after: from valid_from on, until valid_until, each as long
-- as it takes when it is infinite. Periods of one code do not overlap; whoever writes one holds the tenant's lock on codes meanwhile.
alter table promo_codes
  add column valid_from timestamptz not null default '-infinity',
  add column valid_until timestamptz not null default 'infinity',
  add check (valid_from < valid_until);
alter table promo_codes drop constraint promo_codes_pkey;
alter table promo_codes add primary key (tenant_id, code, valid_from);
drop index promo_codes_by_campaign;
create index promo_codes_by_campaign on promo_codes (tenant_id, campaign, code, valid_from);
