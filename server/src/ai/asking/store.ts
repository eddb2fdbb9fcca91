import type { TenantTx } from '../../platform/tenant-door.ts';

/** What a model answered to the same question, unless that is too long ago. */
export async function findKeptAnswer(tx: TenantTx, questionHash: Buffer, since: Date): Promise<unknown> {
  const [row] = await tx.query<{ answer: unknown }>({
    text: 'select answer from ai_answers where tenant_id = $1 and question_hash = $2 and answered_at >= $3',
    values: [tx.tenantId, questionHash, since],
  });
  return row?.answer;
}

/** Keeps an answer, and forgets those that are too old. */
export async function keepAnswer(tx: TenantTx, kept: { questionHash: Buffer; answer: unknown; at: Date; since: Date }): Promise<void> {
  await tx.query({
    text: `with old as (delete from ai_answers where tenant_id = $1 and answered_at < $5 and question_hash <> $2)
           insert into ai_answers (tenant_id, question_hash, answer, answered_at) values ($1, $2, $3, $4)
           on conflict (tenant_id, question_hash) do update set answer = excluded.answer, answered_at = excluded.answered_at`,
    values: [tx.tenantId, kept.questionHash, JSON.stringify(kept.answer), kept.at, kept.since],
  });
}
