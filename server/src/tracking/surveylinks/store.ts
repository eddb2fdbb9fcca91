import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { HashedIdentity } from '../intake/rules.ts';

/** Whoever looks at a waiting answer meanwhile looks at it again. */
const ANEW = 'on conflict (tenant_id, answer_id) do update set since = clock_timestamp()';

export async function insertWaiting(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: `insert into survey_waiting (tenant_id, answer_id) select $1, * from unnest($2::text[]) as asked order by 2 ${ANEW}`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** Has the answers about these conversions and orders looked at. */
export async function insertWaitingAbout(tx: TenantTx, conversionIds: readonly string[], orderIds: readonly string[]): Promise<void> {
  await tx.query({
    text: `insert into survey_waiting (tenant_id, answer_id)
           select distinct $1::uuid, id from (
             select id from survey_answers where tenant_id = $1 and conversion_id = any ($2::text[])
             union all
             select id from survey_answers where tenant_id = $1 and order_id = any ($3::text[])
           ) as about order by id ${ANEW}`,
    values: [tx.tenantId, column(conversionIds, (id) => id), column(orderIds, (id) => id)],
  });
}

/** Has every answer that means a show and is about an order or a conversion looked at. */
export async function insertAllWaiting(tx: TenantTx): Promise<void> {
  await tx.query({
    text: `insert into survey_waiting (tenant_id, answer_id)
           select tenant_id, id from survey_answers
           where tenant_id = $1 and show is not null and coalesce(order_id, conversion_id) is not null order by id ${ANEW}`,
    values: [tx.tenantId],
  });
}

/** Since when an answer waits; undefined when it does not. */
export async function findWaiting(tx: TenantTx, id: string): Promise<string | undefined> {
  const [row] = await tx.query<{ since: string }>({
    text: 'select since::text as since from survey_waiting where tenant_id = $1 and answer_id = $2',
    values: [tx.tenantId, id],
  });
  return row?.since;
}

/** An answer waits no longer, unless something came since. */
export async function deleteWaiting(tx: TenantTx, id: string, since: string): Promise<void> {
  await tx.query({
    text: 'delete from survey_waiting where tenant_id = $1 and answer_id = $2 and since = $3::timestamptz',
    values: [tx.tenantId, id, since],
  });
}

/** Ids of answers that wait to be looked at, after this one. */
export async function listWaiting(tx: TenantTx, after: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ answer_id: string }>({
    text: 'select answer_id from survey_waiting where tenant_id = $1 and answer_id > $2 order by answer_id limit $3',
    values: [tx.tenantId, after, limit],
  });
  return rows.map((row) => row.answer_id);
}

export async function listTenantsWithWaiting(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['survey_waiting']);
}

export async function listTenantsWithAnswers(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['survey_answers']);
}

/** Notes of which touchpoint an answer is; false when it means something else by now, or is another one. */
export async function updateTouchpoint(tx: TenantTx, id: string, revision: number, touchpointId: string): Promise<boolean> {
  const rows = await tx.query({
    text: `update survey_answers set touchpoint_id = $4
           where tenant_id = $1 and id = $2 and revision = $3 and coalesce(touchpoint_id, $4) = $4 returning id`,
    values: [tx.tenantId, id, revision, touchpointId],
  });
  return rows.length === 1;
}

/** An answer is no touchpoint any more. */
export async function removeTouchpoint(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'update survey_answers set touchpoint_id = null where tenant_id = $1 and id = $2', values: [tx.tenantId, id] });
}

/** Deletes a touchpoint with its key; returns what told which conversions it may belong to. */
export async function deleteTouchpoint(tx: TenantTx, id: string): Promise<(HashedIdentity & { occurredAt: string }) | undefined> {
  const [row] = await tx.query<Record<'address' | 'user' | 'email' | 'device' | 'click', string | null> & { occurred_at: Date }>({
    text: `with keys as (delete from touchpoint_keys where tenant_id = $1 and id = $2)
           delete from touchpoints where tenant_id = $1 and id = $2
           returning occurred_at, address_key as address, user_key as "user", email_key as email, device_key as device, click_key as click`,
    values: [tx.tenantId, id],
  });
  if (!row) return undefined;
  const { address, user, email, device, click } = row;
  const keys = { addressKey: address, userKey: user, emailKey: email, deviceKey: device, clickKey: click };
  const known = Object.fromEntries(Object.entries(keys).flatMap(([name, key]) => (key === null ? [] : [[name, key]])));
  return { ...(known as HashedIdentity), occurredAt: row.occurred_at.toISOString() };
}
