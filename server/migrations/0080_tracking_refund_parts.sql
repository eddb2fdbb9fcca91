-- What was paid back of an order of which only a part counts: how much of it counts follows from what the order came to last, whether that
-- is told before the refund or after it. A refund of all of an order stays one of all, whatever the order comes to.
alter table refunds add column paid_minor bigint;
alter table refunds add column is_whole boolean not null default false;
grant update (value_minor) on refunds to app;
