import type { AuthTx } from '../../platform/tenant-door.ts';

/** Sets from when on a person is let in no more; null lets them in again. */
export async function updateDisabled(tx: AuthTx, personId: string, disabledAt: Date | null): Promise<void> {
  await tx.query({ text: 'update people set disabled_at = $2 where id = $1', values: [personId, disabledAt] });
}

/** Deletes what programs hold in a person's name: grants, codes and tokens. */
export async function deleteGrantsOf(tx: AuthTx, personId: string): Promise<void> {
  await tx.query({ text: 'delete from oauth_artifacts where person_id = $1', values: [personId] });
}
