import { streamBytes } from '../../platform/copy-stream.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Stretch } from './plan.ts';

/** Hands the stored path of every conversion in a stretch to `onPath`, duplicates of an order left out. */
export async function streamPaths(tx: TenantTx, stretch: Stretch, onPath: (packed: Uint8Array) => void): Promise<void> {
  const conditions = [`tenant_id = '${tx.tenantId}'`, 'packed is not null'];
  if (stretch.fromMs !== undefined) conditions.push(`converted_at >= '${new Date(stretch.fromMs).toISOString()}'`);
  if (stretch.beforeMs !== undefined) conditions.push(`converted_at < '${new Date(stretch.beforeMs).toISOString()}'`);
  await streamBytes(tx, `select packed from paths where ${conditions.join(' and ')}`, onPath);
}
