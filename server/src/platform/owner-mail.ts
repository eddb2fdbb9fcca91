import type { Context } from './context.ts';
import { type Mail, queueMailIn } from './outbox.ts';
import type { TenantTx } from './tenant-door.ts';

/** Queues a mail to every owner of the transaction's tenant; a tenant without members gets none. */
export async function queueMailToOwnersIn(context: Context, tx: TenantTx, mail: Omit<Mail, 'to'>): Promise<void> {
  const owners = await tx.query<{ email: string }>({
    text: `select email from members where tenant_id = $1 and role = 'owner' order by email`,
    values: [tx.tenantId],
  });
  for (const { email } of owners) await queueMailIn(context, tx, { to: email, ...mail });
}
