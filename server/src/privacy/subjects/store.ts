import type { TenantTx } from '../../platform/tenant-door.ts';

/** The instant of this transaction, by the clock that events are received by. */
export async function findNow(tx: TenantTx): Promise<string> {
  const [{ now }] = await tx.query<{ now: Date }>({ text: 'select now() as now' });
  return now.toISOString();
}
