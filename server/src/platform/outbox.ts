import { newId } from './chance.ts';
import type { Context } from './context.ts';
import { seal } from './sealing.ts';
import type { AuthTx, TenantTx } from './tenant-door.ts';

/** A mail to one address, in plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Where a sealed content of the outbox belongs. */
export function outboxPlace(id: string): string {
  return `outbox|${id}`;
}

/**
 * Queues a mail in the caller's transaction: it is sent once the transaction is kept, and not at all when it is not. Until then it is
 * stored sealed, since it may carry a link that signs somebody in.
 */
export async function queueMailIn(context: Context, tx: TenantTx | AuthTx, mail: Mail): Promise<void> {
  const id = newId();
  await tx.query({
    text: `insert into outbox (id, kind, sealed_content) values ($1, 'mail', $2)`,
    values: [id, seal(context.sealingKey, outboxPlace(id), Buffer.from(JSON.stringify(mail)))],
  });
}
