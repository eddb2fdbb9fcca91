import { newId } from './chance.ts';
import { type Database, inTenant, type TenantTx } from './tenant-door.ts';
import { activeTraceparent, untraced } from './tracing.ts';

/** After so long a mark that no work took is left alone no more. */
const KEPT = '1 hour';
/** So many requests one piece of work is linked to, the latest. */
const MOST_LINKS = 50;

/**
 * Notes in the transaction that asks for background work which request asked, so that the work's trace links to it. Does nothing where the
 * request is not traced.
 */
export async function leaveTraceIn(tx: TenantTx, task: string): Promise<void> {
  const traceparent = activeTraceparent();
  if (traceparent === undefined) return;
  const mark = `insert into trace_marks (tenant_id, id, task, traceparent, left_at) values ($1, $2, $3, $4, now())`;
  await tx.query({ text: mark, values: [tx.tenantId, newId(), task, traceparent] });
  await tx.query({
    text: `delete from trace_marks where tenant_id = $1 and left_at < now() - $2::interval`,
    values: [tx.tenantId, KEPT],
  });
}

/** The same in a transaction of its own, for work that others' transactions asked for. */
export async function leaveTrace(db: Database, tenantId: string, task: string): Promise<void> {
  if (activeTraceparent() === undefined) return;
  await inTenant(db, tenantId, (tx) => leaveTraceIn(tx, task), { unmetered: true });
}

/** Takes the marks that were left for a tenant's task: those of the latest 50 requests. */
export async function takeTraces(db: Database, tenantId: string, task: string): Promise<string[]> {
  const rows = await untraced(() =>
    inTenant(
      db,
      tenantId,
      (tx) =>
        tx.query<{ traceparent: string }>({
          text: `with taken as (delete from trace_marks where tenant_id = $1 and task = $2 returning traceparent, left_at)
                 select traceparent from taken order by left_at desc limit $3`,
          values: [tenantId, task, MOST_LINKS],
        }),
      { unmetered: true },
    ),
  );
  return rows.map(({ traceparent }) => traceparent);
}
