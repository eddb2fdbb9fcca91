import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Numbering } from '../paths/rules.ts';
import type { Slot } from '../reports/options.ts';
import {
  findNextSource,
  findSources,
  findSourcesByNumber,
  insertSlots,
  insertSources,
  listSlots,
  type Source,
  type SourceRow,
} from './store.ts';

export type { Source, SourceRow };

const MOST_REMEMBERED_TENANTS = 1_000;

/**
 * A tenant's committed slots in the order of their numbers, as far as this process has read them; they are only ever added to. An array
 * handed out stays as it is: further slots make a new one. The first `named` of them are in `numbers`, under their names.
 */
interface Remembered {
  slots: Slot[];
  numbers: Map<string, number>;
  named: number;
}

const slotsByContext = new WeakMap<Context, Map<string, Remembered>>();

function remembered(context: Context, tenantId: string): Remembered {
  let tenants = slotsByContext.get(context);
  if (!tenants) slotsByContext.set(context, (tenants = new Map<string, Remembered>()));
  let known = tenants.get(tenantId);
  if (!known) {
    if (tenants.size >= MOST_REMEMBERED_TENANTS) tenants.clear();
    tenants.set(tenantId, (known = { slots: [], numbers: new Map(), named: 0 }));
  }
  return known;
}

function nameOf(slot: Slot): string {
  return JSON.stringify([slot.campaign, slot.channel, slot.show, slot.episode, slot.placement, slot.deliveryEvidence]);
}

/** The numbers of the remembered slots by name; names only those that came since the last time. */
function numbersByName(known: Remembered): Map<string, number> {
  for (; known.named < known.slots.length; known.named += 1) known.numbers.set(nameOf(known.slots[known.named]), known.named);
  return known.numbers;
}

/** Reads on where this process stopped, unless another reader was here in the meantime. */
async function refresh(context: Context, tx: TenantTx): Promise<Remembered> {
  const known = remembered(context, tx.tenantId);
  const from = known.slots.length;
  const read = await listSlots(tx, from);
  const added = read.slice(known.slots.length - from);
  if (added.length === 0) return known;
  known.slots = [...known.slots, ...added.map(({ slot: _number, ...slot }) => slot)];
  return known;
}

/**
 * All slots of the tenant as the transaction sees them, reading only those that are new since the last time. The array is the same one as
 * long as nothing is added, and must not be changed. Not to be asked after `saveIn` in its transaction: only what is committed is kept.
 */
export async function readSlotsIn(context: Context, tx: TenantTx): Promise<Slot[]> {
  return (await refresh(context, tx)).slots;
}

/** Those of these sources that the tenant has met, under their numbers. There can be very many in all, so nobody reads all. */
export async function findSourcesIn(tx: TenantTx, asked: readonly Source[]): Promise<SourceRow[]> {
  return asked.length === 0 ? [] : findSources(tx, asked);
}

/** What these numbers of sources stand for. */
export async function nameSourcesIn(tx: TenantTx, numbers: readonly number[]): Promise<Map<number, string>> {
  const rows = numbers.length === 0 ? [] : await findSourcesByNumber(tx, numbers);
  return new Map(rows.map(({ source, value }) => [source, value]));
}

/** A numbering that remembers what it had to add; `saveIn` stores that. The caller holds the tenant's path lock. */
export interface OpenNumbering extends Numbering {
  /** All slots, those added so far included. */
  readonly slots: Slot[];
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

/** Numbers for the slots of one batch: the stored ones', and further ones that nobody else sees before they are committed. */
function openSlots(stored: Slot[], numbers: ReadonlyMap<string, number>) {
  const added: Slot[] = [];
  const addedNumbers = new Map<string, number>();
  return {
    all: () => (added.length === 0 ? stored : [...stored, ...added]),
    rows: () => added.map((slot, place) => ({ ...slot, slot: stored.length + place })),
    numberOf(slot: Slot): number {
      const name = nameOf(slot);
      const known = numbers.get(name) ?? addedNumbers.get(name);
      if (known !== undefined) return known;
      const number = stored.length + added.length;
      added.push(slot);
      addedNumbers.set(name, number);
      return number;
    },
  };
}

/**
 * Reads the numbers a batch needs and hands out further ones in order; `met` are all sources that will be asked for. What is handed out is
 * forgotten with the numbering, so that a transaction that fails leaves nothing behind.
 */
export async function openNumberingIn(context: Context, tx: TenantTx, met: readonly Source[]): Promise<OpenNumbering> {
  const known = await refresh(context, tx);
  const slots = openSlots(known.slots, numbersByName(known));
  const sources = await openSourcesIn(tx, met);
  return {
    get slots() {
      return slots.all();
    },
    slotOf: slots.numberOf,
    sourceOf: (kind, value) => (value === null ? -1 : sources.numberOf({ kind, value })),
    async saveIn(transaction) {
      const added = slots.rows();
      if (added.length > 0) await insertSlots(transaction, added);
      if (sources.added.length > 0) await insertSources(transaction, sources.added);
    },
  };
}
