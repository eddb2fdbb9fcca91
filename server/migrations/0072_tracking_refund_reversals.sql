-- A refund that did not come about after all is taken back by a row of its own, below zero. Of an order that a payment names, it may not be
-- known what it came to.
alter table refunds drop constraint refunds_value_minor_check;
alter table hook_orders alter column value_minor drop not null;
alter table hook_orders alter column gross_minor drop not null;
