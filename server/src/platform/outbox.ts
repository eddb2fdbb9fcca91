import { newId } from './chance.ts';
import type { Context } from './context.ts';
import { resealByMaster, seal } from './sealing.ts';
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

/** Seals what waits under the present master key; resolves with how much was sealed under the one before. */
export async function resealOutboxIn(context: Context, tx: AuthTx): Promise<number> {
  let changed = 0;
  const rows = await tx.query<{ id: string; sealed_content: Buffer }>({
    text: 'select id, sealed_content from outbox where sealed_content is not null for update',
  });
  for (const { id, sealed_content } of rows) {
    const anew = resealByMaster(context, outboxPlace(id), sealed_content);
    if (anew === undefined) continue;
    await tx.query({ text: 'update outbox set sealed_content = $2 where id = $1', values: [id, anew] });
    changed += 1;
  }
  return changed;
}
