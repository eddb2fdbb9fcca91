-- As of when a shop told what an order came to: what it tells of a later instant takes the place of that.
alter table hook_orders add column as_of timestamptz not null default '-infinity';
grant update (value_minor, gross_minor, as_of) on hook_orders to app;
alter table dirty_conversions drop constraint dirty_conversions_reason_check;
alter table dirty_conversions add constraint dirty_conversions_reason_check check (
  reason in (
    'new', 'late_touchpoint', 'refund', 'promo_code', 'duplicate_order', 'customer_history', 'rebuild', 'erased', 'restricted', 'rectified',
    'order_edited'
  )
);
