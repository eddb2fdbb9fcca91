import type { DataDrivenModelName, MarkovOrder, Model, ModelName } from '../../../../engine/src/index.ts';
import { type Account, openMarkovAccount, openRuleAccounts, openShapleyAccount } from './accounts.ts';
import type { PathRow } from './path-file.ts';

/** A model that a file of paths is enough for: a rule, or one that is fitted to the file. */
export type FileModel = Model | { name: 'markov'; order: MarkovOrder } | { name: 'shapley' };

/** The credit of one channel under one model. */
export interface CreditLine {
  channel: string;
  model: ModelName | DataDrivenModelName;
  conversions: number;
  value: number;
}

/** Adds up the credit of paths, a chunk at a time. */
export interface CreditLedger {
  add(row: PathRow): void;
  /** One line per model, in the order given, and channel, in the order of their characters' code units. */
  lines(): CreditLine[];
}

const CHUNK_PATHS = 1 << 13;
const CHUNK_TOUCHES = 1 << 15;

/** 15 digits: what a sum of doubles can promise, without the noise of the last bit. */
function figure(sum: number): number {
  return Number(sum.toPrecision(15));
}

/** Numbers channels in the order in which they first come. */
function numberChannels() {
  const units = new Map<string, number>();
  const unitOf = (channel: string): number => {
    const known = units.get(channel);
    if (known !== undefined) return known;
    // A copy: the name as cut from the file would keep the text around it alive.
    units.set(Buffer.from(channel).toString(), units.size);
    return units.size - 1;
  };
  return { units, unitOf };
}

function isRule(model: FileModel): model is Model {
  return model.name !== 'markov' && model.name !== 'shapley';
}

interface Entry {
  name: FileModel['name'];
  account: Account;
  /** Why there is no credit of this model after all. */
  failure?: RangeError;
}

/** An account for each model, in the order given. */
function openEntries(models: readonly FileModel[]): Entry[] {
  const rules = openRuleAccounts(models.filter(isRule));
  return models.map((model) => {
    if (model.name === 'markov') return { name: model.name, account: openMarkovAccount(model.order) };
    if (model.name === 'shapley') return { name: model.name, account: openShapleyAccount() };
    return { name: model.name, account: rules[models.filter(isRule).indexOf(model)] };
  });
}

/** Does it, unless the entry has failed before; that a model cannot be computed is noted and not thrown. */
function attempt<T>(entry: Entry, work: (account: Account) => T): T | undefined {
  if (entry.failure !== undefined) return undefined;
  try {
    return work(entry.account);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    entry.failure = error;
    return undefined;
  }
}

/**
 * A ledger for these models. Memory grows with the number of channels, not of paths. `leaveOut` hears of a model that turns out to be
 * beyond what can be computed, and why; it may throw.
 */
export function openLedger(models: readonly FileModel[], leaveOut: (model: string, reason: string) => void): CreditLedger {
  const { units, unitOf } = numberChannels();
  const entries = openEntries(models);
  const offsets = new Int32Array(CHUNK_PATHS + 1);
  const [conversions, nulls, value] = [0, 1, 2].map(() => new Float64Array(CHUNK_PATHS));
  let unit = new Int32Array(2 * CHUNK_TOUCHES);
  let ageMs = new Float64Array(2 * CHUNK_TOUCHES);
  let pathCount = 0;
  let touches = 0;

  const makeRoom = (count: number): void => {
    if (touches + count <= unit.length) return;
    const grown = { unit: new Int32Array(2 * (touches + count)), ageMs: new Float64Array(2 * (touches + count)) };
    grown.unit.set(unit);
    grown.ageMs.set(ageMs);
    ({ unit, ageMs } = grown);
  };
  const flush = (): void => {
    const chunk = { paths: { pathCount, offsets, ageMs, unit }, conversions, nulls, value, unitCount: units.size };
    for (const entry of entries) attempt(entry, (account) => account.add(chunk));
    pathCount = 0;
    touches = 0;
  };
  return {
    add(row) {
      makeRoom(row.channels.length);
      for (let place = 0; place < row.channels.length; place += 1) {
        unit[touches] = unitOf(row.channels[place]);
        ageMs[touches] = row.ageMs === undefined ? 0 : row.ageMs[place];
        touches += 1;
      }
      conversions[pathCount] = row.conversions;
      nulls[pathCount] = row.nulls;
      value[pathCount] = row.value;
      pathCount += 1;
      offsets[pathCount] = touches;
      if (pathCount === CHUNK_PATHS || touches >= CHUNK_TOUCHES) flush();
    },
    lines() {
      flush();
      return entries.flatMap((entry) => linesOf(entry, units, leaveOut));
    },
  };
}

function linesOf(entry: Entry, units: ReadonlyMap<string, number>, leaveOut: (model: string, reason: string) => void): CreditLine[] {
  const channels = [...units].sort(([a], [b]) => (a < b ? -1 : 1));
  const order = channels.map(([, unit]) => unit);
  const credited = attempt(entry, (account) => account.close(order));
  if (credited === undefined) {
    leaveOut(entry.name, entry.failure?.message ?? '');
    return [];
  }
  return channels.map(([channel, unit]) => ({
    channel,
    model: entry.name,
    conversions: figure(credited.conversions[unit]),
    value: figure(credited.value[unit]),
  }));
}
