import type { CopiedRow } from '../../platform/copy-stream.ts';
import { instantOfField, numberOfField } from './columns.ts';
import { createInterner } from './interning.ts';
import type { Histories, HistorySort } from './schema.ts';

/** Fields: instant, user, e-mail, device, whether it is a visit, order. */
export const HISTORY_FIELDS = 6;
const KEYS = [1, 2, 3];
const IS_VISIT = 4;
const ORDER = 5;
const NO_ORDER = -1;

/** Of each key the earliest instant, its order, and the earliest of no such order; NaN for none. */
interface Earliest {
  atMs: Float64Array;
  order: Int32Array;
  otherMs: Float64Array;
}

function createEarliest(size: number): Earliest {
  return { atMs: new Float64Array(size).fill(Number.NaN), order: new Int32Array(size), otherMs: new Float64Array(size).fill(Number.NaN) };
}

function grown(before: Earliest): Earliest {
  const longer = createEarliest(2 * before.atMs.length);
  longer.atMs.set(before.atMs);
  longer.order.set(before.order);
  longer.otherMs.set(before.otherMs);
  return longer;
}

const isEarlier = (atMs: number, than: number) => Number.isNaN(than) || atMs < than;

/** Takes one more record of a key into account. */
function addRecord({ atMs, order, otherMs }: Earliest, key: number, record: { atMs: number; order: number }): void {
  const isSameOrder = record.order === order[key] && record.order !== NO_ORDER;
  if (Number.isNaN(atMs[key])) {
    atMs[key] = record.atMs;
    order[key] = record.order;
  } else if (record.atMs < atMs[key]) {
    if (!isSameOrder) otherMs[key] = atMs[key];
    atMs[key] = record.atMs;
    order[key] = record.order;
  } else if (!isSameOrder && isEarlier(record.atMs, otherMs[key])) otherMs[key] = record.atMs;
}

/** Histories that nothing was added to yet. */
export function createHistories(): Histories & { count: number; size(): number; add(copied: CopiedRow): void } {
  const [keys, orders] = [createInterner(), createInterner()];
  const sorts: Record<HistorySort, Earliest> = { purchase: createEarliest(1 << 10), visit: createEarliest(1 << 10) };
  return {
    count: 0,
    /** How many bytes the names of orders take. */
    size: () => orders.size(),
    add(copied) {
      this.count += 1;
      const sort = copied.bytes[copied.starts[IS_VISIT]] === 1 ? 'visit' : 'purchase';
      const record = { atMs: instantOfField(copied, 0), order: numberOfField(copied, ORDER, orders) };
      for (const field of KEYS) {
        const key = numberOfField(copied, field, keys);
        if (key < 0) continue;
        while (key >= sorts[sort].atMs.length) sorts[sort] = grown(sorts[sort]);
        addRecord(sorts[sort], key, record);
      }
    },
    earliestMs(key, sort, order) {
      const number = keys.find(key);
      const { atMs, order: of, otherMs } = sorts[sort];
      if (number === undefined || number >= atMs.length) return Number.NaN;
      const own = order === null ? undefined : orders.find(order);
      return own !== undefined && own === of[number] ? otherMs[number] : atMs[number];
    },
  };
}
