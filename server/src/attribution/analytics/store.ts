import { streamBytes } from '../../platform/copy-stream.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { packedLength } from '../paths/packed.ts';
import type { Stretch } from '../reports/plan.ts';

/** Separates ids in one text; ids hold no control characters. */
const SEPARATOR = '\u001f';
const decoder = new TextDecoder();

/** Hands over the stored path of every conversion in a stretch that holds touchpoints, with their ids in its order. */
export async function streamTouchedPaths(
  tx: TenantTx,
  { fromMs, beforeMs }: Stretch,
  onPath: (packed: Uint8Array, touchpointIds: () => string[]) => void,
): Promise<void> {
  const conditions = [`tenant_id = '${tx.tenantId}'`, 'packed is not null'];
  if (fromMs !== undefined) conditions.push(`converted_at >= '${new Date(fromMs).toISOString()}'`);
  if (beforeMs !== undefined) conditions.push(`converted_at < '${new Date(beforeMs).toISOString()}'`);
  const ids = `convert_to(array_to_string(touchpoint_ids, E'\\x1f'), 'UTF8')`;
  const query = `select packed || ${ids} from paths where ${conditions.join(' and ')}`;
  await streamBytes(tx, query, (bytes) => {
    const end = packedLength(bytes);
    onPath(bytes.subarray(0, end), () => (end === bytes.length ? [] : decoder.decode(bytes.subarray(end)).split(SEPARATOR)));
  });
}
