import { streamBytes } from '../../platform/copy-stream.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Stretch } from './plan.ts';

const MICROSECONDS = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** Present paths, and with an instant those that held then in place of them. */
function heldAt(conditions: readonly string[], asOf: string | undefined): string {
  const paths = `select packed from paths where ${conditions.join(' and ')}`;
  if (asOf === undefined) return paths;
  if (!MICROSECONDS.test(asOf)) throw new TypeError('an instant of a ledger has microseconds');
  const history = `select packed from path_history where ${conditions.join(' and ')}`;
  return `${paths} and built_at <= '${asOf}' union all ${history} and built_at <= '${asOf}' and superseded_at > '${asOf}'`;
}

/**
 * Hands the stored path of every conversion in a stretch to `onPath`, duplicates of an order left out; with `asOf`, an instant as ledgers
 * tell it, the path as it was then.
 */
export async function streamPaths(
  tx: TenantTx,
  { stretch, asOf }: { stretch: Stretch; asOf: string | undefined },
  onPath: (packed: Uint8Array) => void,
): Promise<void> {
  const conditions = [`tenant_id = '${tx.tenantId}'`, 'packed is not null'];
  if (stretch.fromMs !== undefined) conditions.push(`converted_at >= '${new Date(stretch.fromMs).toISOString()}'`);
  if (stretch.beforeMs !== undefined) conditions.push(`converted_at < '${new Date(stretch.beforeMs).toISOString()}'`);
  await streamBytes(tx, heldAt(conditions, asOf), onPath);
}
