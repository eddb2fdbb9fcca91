-- Why a touchpoint waits: because it came, or because a list that changed says otherwise of its network. Conversions are marked with that.
alter table new_touchpoints add column reason text not null default 'late_touchpoint' check (reason in ('late_touchpoint', 'list_changed'));
alter table dirty_conversions drop constraint dirty_conversions_reason_check;
alter table dirty_conversions add constraint dirty_conversions_reason_check check (
  reason in (
    'new', 'late_touchpoint', 'refund', 'promo_code', 'duplicate_order', 'customer_history', 'rebuild', 'erased', 'restricted', 'rectified',
    'order_edited', 'list_changed'
  )
);
