import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Numbering } from '../paths/rules.ts';
import type { Slot } from '../reports/options.ts';
import { findNextSource, findSources, insertSlots, insertSources, listSlots, type Source, type SourceRow } from './store.ts';

export type { Source, SourceRow };

const MOST_REMEMBERED_TENANTS = 1_000;

/** Each tenant's slots in the order of their numbers, as far as this process has read them; they are only ever added to. */
const slotsByContext = new WeakMap<Context, Map<string, Slot[]>>();

function remembered(context: Context): Map<string, Slot[]> {
  let slots = slotsByContext.get(context);
  if (!slots) slotsByContext.set(context, (slots = new Map<string, Slot[]>()));
  return slots;
}

function nameOf(slot: Slot): string {
  return JSON.stringify([slot.campaign, slot.channel, slot.show, slot.episode, slot.placement]);
}

/** All slots of the tenant as the transaction sees them, reading only those that are new since the last time. */
export async function readSlotsIn(context: Context, tx: TenantTx): Promise<Slot[]> {
  const cache = remembered(context);
  const known = cache.get(tx.tenantId) ?? [];
  const added = await listSlots(tx, known.length);
  if (added.length === 0) return known;
  const slots = [
    ...known,
    ...added.map(({ campaign, channel, show, episode, placement }) => ({ campaign, channel, show, episode, placement })),
  ];
  if (cache.size >= MOST_REMEMBERED_TENANTS) cache.clear();
  cache.set(tx.tenantId, slots);
  return slots;
}

/** Those of these sources that the tenant has met, under their numbers. There can be very many in all, so nobody reads all. */
export async function findSourcesIn(tx: TenantTx, asked: readonly Source[]): Promise<SourceRow[]> {
  return asked.length === 0 ? [] : findSources(tx, asked);
}

/** A numbering that remembers what it had to add; `saveIn` stores that. The caller holds the tenant's path lock. */
export interface OpenNumbering extends Numbering {
  /** All slots, the added ones included. */
  slots: Slot[];
  saveIn(tx: TenantTx): Promise<void>;
}

/** Numbers for the sources of one batch: those that are stored, and further ones from the next on. */
async function openSourcesIn(tx: TenantTx, met: readonly Source[]) {
  const nameOfSource = ({ kind, value }: Source) => `${kind} ${value}`;
  const distinct = [...new Map(met.map((source) => [nameOfSource(source), source])).values()];
  const numbers = new Map((await findSourcesIn(tx, distinct)).map((row) => [nameOfSource(row), row.source]));
  const fresh = distinct.filter((source) => !numbers.has(nameOfSource(source)));
  const next = fresh.length === 0 ? 0 : await findNextSource(tx);
  const added = fresh.map((source, place): SourceRow => ({ ...source, source: next + place }));
  for (const row of added) numbers.set(nameOfSource(row), row.source);
  return {
    added,
    numberOf(source: Source): number {
      const number = numbers.get(nameOfSource(source));
      if (number === undefined) throw new Error('a source was not named when the numbering was opened');
      return number;
    },
  };
}

/** Reads the numbers a batch needs and hands out further ones in order; `met` are all sources that will be asked for. */
export async function openNumberingIn(context: Context, tx: TenantTx, met: readonly Source[]): Promise<OpenNumbering> {
  const stored = await readSlotsIn(context, tx);
  const slots = [...stored];
  const slotNumbers = new Map(slots.map((slot, number) => [nameOf(slot), number]));
  const sources = await openSourcesIn(tx, met);
  return {
    slots,
    slotOf(slot) {
      const name = nameOf(slot);
      let number = slotNumbers.get(name);
      if (number === undefined) {
        number = slots.length;
        slots.push(slot);
        slotNumbers.set(name, number);
      }
      return number;
    },
    sourceOf: (kind, value) => (value === null ? -1 : sources.numberOf({ kind, value })),
    async saveIn(transaction) {
      const added = slots.slice(stored.length).map((slot, place) => ({ ...slot, slot: stored.length + place }));
      if (added.length > 0) await insertSlots(transaction, added);
      if (sources.added.length > 0) await insertSources(transaction, sources.added);
    },
  };
}
