import type { TenantTx } from '../../platform/tenant-door.ts';

/** Marks the point to which `takeBack` undoes. */
export async function mark(tx: TenantTx): Promise<void> {
  await tx.query({ text: 'savepoint before_import' });
}

/** Undoes what was done since `mark`. */
export async function takeBack(tx: TenantTx): Promise<void> {
  await tx.query({ text: 'rollback to savepoint before_import' });
}
