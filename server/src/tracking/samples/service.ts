import type { TenantTx } from '../../platform/tenant-door.ts';
import { type ConversionEvidence, findConversionsWithOrdersIn } from '../evidence/service.ts';
import { countConversions, sampleConversionIds, type SampleFilter } from './store.ts';

export type { SampleFilter };

/** More are not counted: the figure only says how much larger the whole is than a sample. */
const MOST_COUNTED = 1_000_000;

/** Conversions chosen by a hash of their ids, and how many there were to choose from (counted up to a million). */
export interface ConversionSample {
  /** The chosen ones, and beside them the other records of their orders. */
  conversions: ConversionEvidence[];
  chosenIds: ReadonlySet<string>;
  eligible: number;
}

/**
 * Up to `size` conversions of a period, the same each time: a hash of the id decides, which has nothing to do with time, person or value.
 * Erased ones are left out.
 */
export async function sampleConversionsIn(tx: TenantTx, filter: SampleFilter, size: number): Promise<ConversionSample> {
  const ids = await sampleConversionIds(tx, filter, size);
  const eligible = ids.length < size ? ids.length : await countConversions(tx, filter, MOST_COUNTED);
  return { conversions: ids.length === 0 ? [] : await findConversionsWithOrdersIn(tx, ids), chosenIds: new Set(ids), eligible };
}
