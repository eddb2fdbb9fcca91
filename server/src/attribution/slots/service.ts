import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Numbering } from '../paths/rules.ts';
import type { Slot } from '../reports/options.ts';
import { insertSlots, insertSources, listSlots, listSources, type SourceRow } from './store.ts';

export type { SourceRow };

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

/** The referrers and utm sources of the tenant under their numbers. */
export async function readSourcesIn(tx: TenantTx): Promise<SourceRow[]> {
  return listSources(tx);
}

/** A numbering that remembers what it had to add; `saveIn` stores that. The caller holds the tenant's path lock. */
export interface OpenNumbering extends Numbering {
  /** All slots, the added ones included. */
  slots: Slot[];
  saveIn(tx: TenantTx): Promise<void>;
}

/** Reads the tenant's numbers and hands out further ones in order. */
export async function openNumberingIn(context: Context, tx: TenantTx): Promise<OpenNumbering> {
  const stored = await readSlotsIn(context, tx);
  const slots = [...stored];
  const slotNumbers = new Map(slots.map((slot, number) => [nameOf(slot), number]));
  const sources = await listSources(tx);
  const sourceNumbers = new Map(sources.map(({ kind, value, source }) => [`${kind} ${value}`, source]));
  const addedSources: SourceRow[] = [];
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
    sourceOf(kind, value) {
      if (value === null) return -1;
      const name = `${kind} ${value}`;
      let number = sourceNumbers.get(name);
      if (number === undefined) {
        number = sourceNumbers.size;
        sourceNumbers.set(name, number);
        addedSources.push({ source: number, kind, value });
      }
      return number;
    },
    async saveIn(transaction) {
      const added = slots.slice(stored.length).map((slot, place) => ({ ...slot, slot: stored.length + place }));
      if (added.length > 0) await insertSlots(transaction, added);
      if (addedSources.length > 0) await insertSources(transaction, addedSources);
    },
  };
}
