-- What a refund is: given back by the seller, taken back by the buyer's bank, or given back by the bank after a dispute was won.
alter table refunds add column kind text not null default 'refund' check (kind in ('refund', 'chargeback', 'chargeback_reversal'));

alter table dirty_conversions drop constraint dirty_conversions_reason_check;
alter table dirty_conversions add constraint dirty_conversions_reason_check check (
  reason in (
    'new', 'late_touchpoint', 'refund', 'promo_code', 'duplicate_order', 'customer_history', 'rebuild', 'erased', 'restricted', 'rectified',
    'order_edited', 'list_changed', 'chargeback'
  )
);
