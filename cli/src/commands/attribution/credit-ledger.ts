import { creditByUnit, type Model, type ModelName } from '../../../../engine/src/index.ts';
import type { PathRow } from './path-file.ts';

/** The credit of one channel under one model. */
export interface CreditLine {
  channel: string;
  model: ModelName;
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

/** Sums that keep what rounding cuts off (A. Neumaier, 1974), so that a million chunks add up as exactly as one. */
interface Sums {
  total: number[];
  cutOff: number[];
}

function addTo({ total, cutOff }: Sums, parts: Float64Array): void {
  for (let unit = 0; unit < parts.length; unit += 1) {
    const before = total[unit] ?? 0;
    const after = before + parts[unit];
    const lost = Math.abs(before) >= Math.abs(parts[unit]) ? before - after + parts[unit] : parts[unit] - after + before;
    total[unit] = after;
    cutOff[unit] = (cutOff[unit] ?? 0) + lost;
  }
}

/** 15 digits: what a sum of doubles can promise, without the noise of the last bit. */
function figure({ total, cutOff }: Sums, unit: number): number {
  return Number(((total[unit] ?? 0) + (cutOff[unit] ?? 0)).toPrecision(15));
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

/** A ledger for these models. Memory grows with the number of channels, not of paths. */
export function openLedger(models: readonly Model[]): CreditLedger {
  const { units, unitOf } = numberChannels();
  const conversionSums = models.map((): Sums => ({ total: [], cutOff: [] }));
  const valueSums = models.map((): Sums => ({ total: [], cutOff: [] }));
  const offsets = new Int32Array(CHUNK_PATHS + 1);
  const conversions = new Float64Array(CHUNK_PATHS);
  const value = new Float64Array(CHUNK_PATHS);
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
    const credit = creditByUnit(models, { pathCount, offsets, ageMs, unit }, { conversions, value }, units.size);
    credit.conversions.forEach((parts, model) => addTo(conversionSums[model], parts));
    credit.value.forEach((parts, model) => addTo(valueSums[model], parts));
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
      value[pathCount] = row.value;
      pathCount += 1;
      offsets[pathCount] = touches;
      if (pathCount === CHUNK_PATHS || touches >= CHUNK_TOUCHES) flush();
    },
    lines() {
      flush();
      const channels = [...units].sort(([a], [b]) => (a < b ? -1 : 1));
      return models.flatMap((model, place) =>
        channels.map(([channel, unitNumber]) => ({
          channel,
          model: model.name,
          conversions: figure(conversionSums[place], unitNumber),
          value: figure(valueSums[place], unitNumber),
        })),
      );
    },
  };
}
