import { type AppError, invalid } from '../../platform/errors.ts';
import type { Meter } from '../usage/schema.ts';
import { quantityOf } from '../usage/rules.ts';

/** So many events one settlement counts at most, of a meter that counts events. */
const MOST_COUNTED = 1_000;

/** What keeps a quantity from being reserved or settled on a meter; undefined where nothing does. */
export function quantityFault({ key, aggregation, isBuiltIn }: Meter, quantity: string): AppError | undefined {
  if (isBuiltIn)
    return invalid('/meter', `"${key}" is counted by Earshot itself, which reserves for its own work; reserve on meters of your own.`);
  if (aggregation === 'sum') return undefined;
  if (aggregation !== 'count') return invalid('/meter', `"${key}" is no sum and no count; nothing can be set aside on it.`);
  const plain = quantityOf(quantity) ?? '';
  if (/^\d{1,4}$/.test(plain) && Number(plain) <= MOST_COUNTED) return undefined;
  return invalid('/quantity', `"${key}" counts events; send a whole number of them, at most ${MOST_COUNTED}.`);
}

interface Settled {
  id: string;
  quantity: string;
  atMs: number;
  campaign: string;
  feature: string;
}

/** The events of usage by which a settlement counts: one with the whole quantity, or each event by itself where the meter counts events. */
export function eventsOf({ key: meter, aggregation }: Meter, { quantity, ...settled }: Settled) {
  const plain = quantityOf(quantity) ?? '0';
  if (aggregation === 'count') {
    return Array.from({ length: Number(plain) }, (_, place) => ({ ...settled, meter, quantity: '1', id: `${settled.id}:${place + 1}` }));
  }
  return plain === '0' ? [] : [{ ...settled, meter, quantity: plain }];
}
