import { AppError } from './errors.ts';

export interface GroupCommitOptions<Row, Outcome> {
  /** Stores rows in one transaction and resolves, after COMMIT, with one outcome per row, in order. */
  flush(rows: Row[]): Promise<Outcome[]>;
  /** Whose a row is; the rows of one submission have one owner. */
  ownerOf(row: Row): string;
  /** The most rows one transaction takes. */
  maxRows: number;
  /** The most rows that may wait; beyond it new ones are refused. */
  maxWaiting: number;
  /** The most rows of one owner that may wait; beyond it new ones of this owner are refused, and the room stays for others. */
  maxWaitingOfOwner: number;
  /** How many transactions run at a time. */
  concurrency: number;
}

export interface GroupCommit<Row, Outcome> {
  submit(rows: Row[]): Promise<Outcome[]>;
  /** Whether so many more rows may wait: so that no work is done for those that would be refused. @throws AppError `unavailable`. */
  requireRoom(owner: string, rows: number): void;
  /** Resolves when nothing waits or runs any more. */
  idle(): Promise<void>;
}

interface Waiting<Row, Outcome> {
  rows: Row[];
  resolve(outcomes: Outcome[]): void;
  reject(error: unknown): void;
}

/** What waits, owner by owner: those whose turn is next come first, and an owner's entries stay in the order they came in. */
interface Queue<Row, Outcome> {
  rowCount(): number;
  rowCountOf(owner: string): number;
  add(owner: string, entry: Waiting<Row, Outcome>): void;
  /** Takes one entry of each owner in turn until the next one would make more than `maxRows`; at least one where any waits. */
  take(maxRows: number): Waiting<Row, Outcome>[];
}

interface Line<Row, Outcome> {
  entries: Waiting<Row, Outcome>[];
  rows: number;
}

function createQueue<Row, Outcome>(): Queue<Row, Outcome> {
  // A Map keeps the order in which owners were put in: who was served goes to its end.
  const lines = new Map<string, Line<Row, Outcome>>();
  let waitingRows = 0;

  function takeFrom(owner: string, line: Line<Row, Outcome>): Waiting<Row, Outcome> {
    const entry = line.entries[0];
    line.entries.shift();
    line.rows -= entry.rows.length;
    waitingRows -= entry.rows.length;
    lines.delete(owner);
    if (line.entries.length > 0) lines.set(owner, line);
    return entry;
  }

  return {
    rowCount: () => waitingRows,
    rowCountOf: (owner) => lines.get(owner)?.rows ?? 0,
    add(owner, entry) {
      const line = lines.get(owner) ?? { entries: [], rows: 0 };
      line.entries.push(entry);
      line.rows += entry.rows.length;
      waitingRows += entry.rows.length;
      lines.set(owner, line);
    },
    take(maxRows) {
      const group: Waiting<Row, Outcome>[] = [];
      let rows = 0;
      // Who is served goes to the Map's end and is met again there, so that this goes round.
      for (const [owner, line] of lines) {
        const next = line.entries[0].rows.length;
        if (group.length > 0 && rows + next > maxRows) break;
        rows += next;
        group.push(takeFrom(owner, line));
      }
      return group;
    },
  };
}

/**
 * Lets many concurrent requests share one transaction: what arrives while a transaction runs goes into the next one together. Owners take
 * turns, so that whoever sends much waits for himself and not others for him; what one owner submits is stored in its order.
 * `submit` resolves only after the rows' COMMIT, and rejects with `unavailable` when too much waits, or too much of this owner.
 */
export function createGroupCommit<Row, Outcome>(options: GroupCommitOptions<Row, Outcome>): GroupCommit<Row, Outcome> {
  const queue = createQueue<Row, Outcome>();
  const idlers: (() => void)[] = [];
  let running = 0;

  async function runGroup(): Promise<void> {
    const group = queue.take(options.maxRows);
    try {
      const rows = group.flatMap((one) => one.rows);
      const outcomes = await options.flush(rows);
      if (outcomes.length !== rows.length) throw new RangeError(`${rows.length} rows have ${outcomes.length} outcomes`);
      let at = 0;
      for (const one of group) one.resolve(outcomes.slice(at, (at += one.rows.length)));
    } catch (error) {
      for (const one of group) one.reject(error);
    }
  }

  function requireRoom(owner: string, rows: number): void {
    const isFull = queue.rowCount() + rows > options.maxWaiting;
    if (!isFull && queue.rowCountOf(owner) + rows <= options.maxWaitingOfOwner) return;
    const message = 'More events are waiting than can be stored at the moment; send the same events again shortly.';
    throw new AppError('unavailable', message, { retryAfterSeconds: 1 });
  }

  function pump(): void {
    while (running < options.concurrency && queue.rowCount() > 0) {
      running += 1;
      void runGroup().finally(() => {
        running -= 1;
        pump();
      });
    }
    if (running === 0 && queue.rowCount() === 0) for (const done of idlers.splice(0)) done();
  }

  return {
    requireRoom,
    async submit(rows) {
      if (rows.length === 0) return [];
      const owner = options.ownerOf(rows[0]);
      requireRoom(owner, rows.length);
      return new Promise((resolve, reject) => {
        queue.add(owner, { rows, resolve, reject });
        setImmediate(pump);
      });
    },
    idle() {
      if (running === 0 && queue.rowCount() === 0) return Promise.resolve();
      return new Promise((resolve) => idlers.push(resolve));
    },
  };
}
