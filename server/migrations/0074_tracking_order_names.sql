-- A name by which the buyer's page or another system may call an order, and the order id that its shop's own record carries.
alter table hook_orders add column order_id text check (length(order_id) between 1 and 200);
create index hook_orders_by_name on hook_orders (tenant_id, ref) where order_id is not null;
create index hook_orders_by_order on hook_orders (tenant_id, order_id) where order_id is not null;
