import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { NAME_PREFIX } from '../deliveries/schema.ts';
import type { OrderName } from '../evidence/rules.ts';

/** Systems that tell of an order by one record: another record of theirs under a name of it is another order. */
const ONE_RECORD_SYSTEMS = ['shopify', 'woocommerce'];

/** What of `one`, a row of a noted order, is the name by which others may call it. */
const NAME = `substr(one.ref, ${NAME_PREFIX.length + 1})`;

/** Whether the name in `one` is not itself the id of another order. */
const IS_FREE = `not exists (
    select 1 from hook_orders as own where own.tenant_id = $1 and own.order_id = ${NAME}
  ) and not exists (
    select 1 from conversions as own
    where own.tenant_id = $1 and own.order_id = ${NAME} and own.source = 'webhook'
      and split_part(own.id, ':', 1) = split_part(one.conversion_id, ':', 1)
      and split_part(own.id, ':', 1) in (${ONE_RECORD_SYSTEMS.map((system) => `'${system}'`).join(', ')})
  )`;

/** In SQL for the tenant $1, the order id that a column names: that of the one order it is another name of, else itself. */
export function orderNamedBy(name: string): string {
  return `coalesce((
    select min(one.order_id) from hook_orders as one
    where one.tenant_id = $1 and one.order_id is not null and one.ref = '${NAME_PREFIX}' || ${name} and ${IS_FREE}
    having count(distinct one.order_id) = 1
  ), ${name})`;
}

/** In SQL for the tenant $1, a query of the other names of an order. */
export function namesOfOrder(order: string): string {
  return `select ${NAME} from hook_orders as one where one.tenant_id = $1 and one.order_id = ${order} and ${IS_FREE}`;
}

/**
 * The names of the orders that these ids name or are of, each with the order id of its shop's own record; all that a name is of, and none
 * that is itself the id of another order.
 */
export async function findOrderNames(tx: TenantTx, orderIds: readonly string[]): Promise<OrderName[]> {
  return tx.query<OrderName>({
    text: `with orders as (
             select order_id from hook_orders where tenant_id = $1 and order_id = any ($2::text[])
             union select order_id from hook_orders where tenant_id = $1 and order_id is not null and ref = any ($3::text[])
           ), refs as (
             select distinct ref from hook_orders where tenant_id = $1 and order_id = any (array(select order_id from orders))
           )
           select distinct ${NAME} as name, order_id as "orderId" from hook_orders as one
           where tenant_id = $1 and order_id is not null and ref = any (array(select ref from refs)) and ${IS_FREE}`,
    values: [tx.tenantId, column(orderIds, (id) => id), column(orderIds, (id) => NAME_PREFIX + id)],
  });
}

/** Marks the records that carry one of these order ids, and those of orders that one of them is or was a name of. */
export async function insertDirtyByOrders(tx: TenantTx, orderIds: readonly string[]): Promise<void> {
  await tx.query({
    text: `insert into dirty_conversions (tenant_id, conversion_id, priority, reason)
           select $1, id, 0, 'duplicate_order' from conversions
           where tenant_id = $1 and order_id = any ($2::text[] || array(
             select order_id from hook_orders where tenant_id = $1 and order_id is not null and ref = any ($3::text[])
           )) order by id on conflict do nothing`,
    values: [tx.tenantId, column(orderIds, (id) => id), column(orderIds, (id) => NAME_PREFIX + id)],
  });
}
