-- By which identity rules a tenant's paths were built: where a version of the program has others, its conversions are matched anew.
alter table ledger_heads add column identity_rules jsonb;

alter table dirty_conversions drop constraint dirty_conversions_reason_check;
alter table dirty_conversions add constraint dirty_conversions_reason_check check (
  reason in (
    'new', 'late_touchpoint', 'refund', 'promo_code', 'duplicate_order', 'customer_history', 'rebuild', 'erased', 'restricted', 'rectified',
    'order_edited', 'list_changed', 'chargeback', 'identity_rule_changed'
  )
);
