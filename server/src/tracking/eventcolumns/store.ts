import { type CopiedRow, streamRows } from '../../platform/copy-stream.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { NAME_PREFIX } from '../deliveries/schema.ts';
import { IS_HEARD } from '../evidence/store.ts';

/** Events are read from an instant on, up to another that is excluded, both in milliseconds; so many at most. */
export interface ColumnSpan {
  fromMs: number;
  beforeMs: number;
  limit: number;
}

/** The name of an order in the reference by which a shop noted it. */
const NAME = `substr(ref, ${NAME_PREFIX.length + 1})`;
const EVENT = 'occurred_at, click_key, user_key, email_key, device_key, address_key, agent_key, connection_type, kind, id';

function within({ fromMs, beforeMs, limit }: ColumnSpan, { tenantId }: TenantTx): string {
  const [from, before] = [new Date(fromMs).toISOString(), new Date(beforeMs).toISOString()];
  return `tenant_id = '${tenantId}' and occurred_at >= '${from}' and occurred_at < '${before}' limit ${limit}`;
}

/** Every touchpoint of a span: the fields of an event, then where it ran, then whether its people did not hear it. */
export async function streamTouchpoints(tx: TenantTx, span: ColumnSpan, columns: number, onRow: (row: CopiedRow) => void): Promise<void> {
  const place = 'campaign, channel, show, episode, placement, delivery_evidence';
  await streamRows(tx, `select ${EVENT}, ${place}, not (${IS_HEARD}) from touchpoints where ${within(span, tx)}`, columns, onRow);
}

/** What a conversion tells of its path beside its keys and its time. */
const TOLD = `value_minor, currency, promo_code, is_new_customer, metadata ->> 'referrer',
  left(lower(metadata ->> 'utm_source'), 200), order_id`;

/**
 * Every conversion of a span: the fields of an event, then those of `TOLD`, then whether more than all these tells of its path. An order
 * does not while no other record is of it, under its id or under a name of it that a shop noted.
 */
export async function streamConversions(tx: TenantTx, span: ColumnSpan, columns: number, onRow: (row: CopiedRow) => void): Promise<void> {
  const tenant = `tenant_id = '${tx.tenantId}'`;
  const isShared = `order_id in (
      select order_id from conversions where ${tenant} and order_id is not null group by order_id having count(*) > 1
    ) or order_id in (
      select ${NAME} from hook_orders where ${tenant} and ref is not null
    ) or order_id in (
      select order_id from hook_orders where ${tenant} and order_id is not null
      and ${NAME} in (select order_id from conversions where ${tenant} and order_id is not null)
    )`;
  const isMore = `order_id is not null and (${isShared}) or is_erased
    or id in (select conversion_id from order_codes where ${tenant}) or id in (select conversion_id from refunds where ${tenant})`;
  await streamRows(tx, `select ${EVENT}, ${TOLD}, ${isMore} from conversions where ${within(span, tx)}`, columns, onRow);
}

/** What may be the earliest of a person's, whenever it was: instant, user, e-mail, device, whether it is a visit, order. */
export async function streamHistory(tx: TenantTx, most: number, columns: number, onRow: (row: CopiedRow) => void): Promise<void> {
  const query = `select occurred_at, user_key, email_key, device_key, kind = 'visit', order_id from conversions
    where tenant_id = '${tx.tenantId}' and kind in ('purchase', 'subscription', 'visit')
      and (user_key is not null or email_key is not null or device_key is not null) limit ${most}`;
  await streamRows(tx, query, columns, onRow);
}

/** The instant of this transaction's snapshot, by the clock that events are received by. */
export async function findSnapshotTime(tx: TenantTx): Promise<string> {
  const [{ at }] = await tx.query<{ at: string }>({ text: 'select now()::text as at' });
  return at;
}

/** Whether a touchpoint of a span was received at an instant or after it. */
export async function hasTouchpointsSince(tx: TenantTx, { fromMs, beforeMs }: Omit<ColumnSpan, 'limit'>, at: string): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 from touchpoints
           where tenant_id = $1 and received_at >= $2 and occurred_at >= $3 and occurred_at < $4
           order by received_at desc limit 1`,
    values: [tx.tenantId, at, new Date(fromMs), new Date(beforeMs)],
  });
  return rows.length > 0;
}
