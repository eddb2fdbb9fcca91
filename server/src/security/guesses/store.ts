import type { AuthTx } from '../../platform/tenant-door.ts';

/** Counts one more in a window that begins anew when the one before is over; tells how many there are, and since when. */
export async function countOne(
  tx: AuthTx,
  subject: Buffer,
  { nowMs, withinMs }: { nowMs: number; withinMs: number },
): Promise<{ count: number; sinceMs: number }> {
  const [row] = await tx.query<{ count: number; since: Date }>({
    text: `insert into sign_in_guesses as g (subject, count, since) values ($1, 1, $2)
           on conflict (subject) do update set
             count = case when g.since <= $3 then 1 else least(g.count + 1, 1000000) end,
             since = case when g.since <= $3 then $2 else g.since end
           returning count, since`,
    values: [subject, new Date(nowMs), new Date(nowMs - withinMs)],
  });
  return { count: row.count, sinceMs: row.since.getTime() };
}

/** Takes one back: it was no guess. */
export async function discountOne(tx: AuthTx, subject: Buffer): Promise<void> {
  await tx.query({ text: 'update sign_in_guesses set count = greatest(count - 1, 0) where subject = $1', values: [subject] });
}

export async function deleteCounts(tx: AuthTx, subjects: Buffer[]): Promise<void> {
  await tx.query({ text: 'delete from sign_in_guesses where subject = any ($1)', values: [subjects] });
}

/** Deletes the counts whose window began before; tells how many. */
export async function deleteCountsBefore(tx: AuthTx, beforeMs: number): Promise<number> {
  const text = 'delete from sign_in_guesses where since < $1 returning 1';
  return (await tx.query({ text, values: [new Date(beforeMs)] })).length;
}
