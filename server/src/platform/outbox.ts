import { createHmac } from 'node:crypto';
import { newId } from './chance.ts';
import type { Context } from './context.ts';
import { findTenantsWithRows } from './directory.ts';
import { forEachTenant } from './each-tenant.ts';
import { AppError } from './errors.ts';
import { oneLine } from './names.ts';
import { deriveKey, resealByMaster, seal } from './sealing.ts';
import { type AuthTx, inDirectory, inTenant, type TenantTx } from './tenant-door.ts';

const DAY_MS = 86_400_000;
/** Mails a day that a tenant sends to people who may know nothing of it: to one address, and to all together. */
const MOST_TO_ONE = 10;
const MOST_TO_ALL = 300;

/** A mail to one address, in plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** Where a POST without a body stops such mails, by which mail programs offer a button for it (RFC 8058). */
  stopAt?: string;
}

/** A mail as it waits, with the tenant it is sent for where it is a tenant's. */
export interface QueuedMail extends Mail {
  tenantId?: string;
}

/** Where a sealed content of the outbox belongs. */
export function outboxPlace(id: string): string {
  return `outbox|${id}`;
}

/**
 * Queues a mail in the caller's transaction: it is sent once the transaction is kept, and not at all when it is not. Until then it is
 * stored sealed, since it may carry a link that signs somebody in. Its subject becomes one line.
 */
export async function queueMailIn(context: Context, tx: TenantTx | AuthTx, mail: Mail): Promise<void> {
  const id = newId();
  const line: QueuedMail = { ...mail, subject: oneLine(mail.subject), ...('tenantId' in tx && { tenantId: tx.tenantId }) };
  await tx.query({
    text: `insert into outbox (id, kind, sealed_content) values ($1, 'mail', $2)`,
    values: [id, seal(context.sealingKey, outboxPlace(id), Buffer.from(JSON.stringify(line)))],
  });
}

/**
 * Queues a mail that a tenant has sent to whom it likes: an invitation, an offer, a question. One address gets ten of a tenant in a day,
 * and all together 300, whatever they are about, so that a tenant is no way to send mail to strangers.
 * @throws AppError `rate_limited` beyond that.
 */
export async function queueStrangerMailIn(context: Context, tx: TenantTx, mail: Mail): Promise<void> {
  const receiver = createHmac('sha256', deriveKey(context.sealingKey, 'mail receivers')).update(mail.to.toLowerCase()).digest();
  const nowMs = context.clock();
  const [sent] = await tx.query<{ one: number; together: number }>({
    text: `select count(*) filter (where receiver = $2) as one, count(*) as together from stranger_mails
           where tenant_id = $1 and sent_at > $3`,
    values: [tx.tenantId, receiver, new Date(nowMs - DAY_MS)],
  });
  const most = sent.one >= MOST_TO_ONE ? `${MOST_TO_ONE} mails a day to one address` : `${MOST_TO_ALL} mails a day to people outside`;
  if (sent.one >= MOST_TO_ONE || sent.together >= MOST_TO_ALL)
    throw new AppError('rate_limited', `A tenant may send ${most}. Try again tomorrow.`, { retryAfterSeconds: 3_600 });
  await tx.query({
    text: 'insert into stranger_mails (tenant_id, id, receiver, sent_at) values ($1, $2, $3, $4)',
    values: [tx.tenantId, newId(), receiver, new Date(nowMs)],
  });
  await queueMailIn(context, tx, mail);
}

/** Forgets, for every tenant, to whom mails went that are a day old. */
export async function forgetOldReceivers(context: Context): Promise<void> {
  const before = new Date(context.clock() - DAY_MS);
  const forget = (tenantId: string) =>
    inTenant(context.db, tenantId, (tx) =>
      tx.query({ text: 'delete from stranger_mails where tenant_id = $1 and sent_at <= $2', values: [tenantId, before] }),
    );
  const tenantIds = await inDirectory(context.db, (tx) => findTenantsWithRows(tx, ['stranger_mails']));
  const failure = 'receivers of mails of a tenant could not be forgotten; it is tried again in an hour';
  await forEachTenant(tenantIds, forget, { task: 'outbox-upkeep', failure, log: context.log });
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
