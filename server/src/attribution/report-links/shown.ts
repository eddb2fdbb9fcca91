import { setImmediate as nextTurn } from 'node:timers/promises';
import { reportCsv, type ToldReport } from '../shared-reports/rules.ts';
import { SHOWN_AGAIN_MS } from './rules.ts';

/** What is remembered in all: figures of so many links, with so many lines of their files together. */
export const MOST_SHOWN = { links: 200, lines: 400_000 };

/** The figures of a link in a minute. */
export interface Shown {
  told: Promise<ToldReport>;
  /** The same as CSV, written once, when first asked for. */
  file(): Promise<Buffer>;
}

async function writeFile(told: Promise<ToldReport>, showsSpend: boolean): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (const part of reportCsv(await told, { showsSpend })) {
    parts.push(Buffer.from(part));
    await nextTurn();
  }
  return Buffer.concat(parts);
}

function shownOf(told: Promise<ToldReport>, showsSpend: boolean): Shown {
  let file: Promise<Buffer> | undefined;
  return { told, file: () => (file ??= writeFile(told, showsSpend)) };
}

interface Kept extends Shown {
  minute: number;
  lines: number;
}

/** What pages show in the present minute of the clock. */
export interface ShownMemory {
  /** What a link shows in this minute, computed by `compute` unless it was before. What fails is forgotten. */
  show(link: { id: string; showsSpend: boolean }, nowMs: number, compute: () => Promise<ToldReport>): Shown;
  /** How much it holds. */
  size(): { links: number; lines: number };
}

/** A memory that never holds a minute that is over beside another, and of links beyond `most` forgets those first that came first. */
export function createShownMemory(most = MOST_SHOWN): ShownMemory {
  const kept = new Map<string, Kept>();
  const lines = () => [...kept.values()].reduce((sum, one) => sum + one.lines, 0);

  function forgetMinutesBut(minute: number): void {
    for (const [id, one] of kept) if (one.minute !== minute) kept.delete(id);
  }

  /** The newest stays, however long it is: else it would be computed for every reader. */
  function bound(newest: string): void {
    let held = lines();
    for (const [id, one] of kept) {
      if (kept.size <= most.links && held <= most.lines) return;
      if (id === newest) continue;
      kept.delete(id);
      held -= one.lines;
    }
  }

  async function measure(id: string, entry: Kept): Promise<void> {
    try {
      const { rows, models } = (await entry.told).comparison;
      entry.lines = rows.length * models.length;
      if (kept.get(id) === entry) bound(id);
    } catch {
      if (kept.get(id) === entry) kept.delete(id);
    }
  }

  return {
    show({ id, showsSpend }, nowMs, compute) {
      const minute = Math.floor(nowMs / SHOWN_AGAIN_MS);
      forgetMinutesBut(minute);
      const known = kept.get(id);
      if (known) return known;
      const entry: Kept = { ...shownOf(compute(), showsSpend), minute, lines: 0 };
      kept.set(id, entry);
      bound(id);
      void measure(id, entry);
      return entry;
    },
    size: () => ({ links: kept.size, lines: lines() }),
  };
}
