-- Deliveries that are not known to tell of anybody, and so cannot be found for whoever they tell of, lose their bodies early.
create index hook_deliveries_unkeyed on hook_deliveries (tenant_id, received_at)
  where sealed is not null and user_key is null and email_key is null and click_key is null and address_key is null;
