import { AppError } from './errors.ts';

export interface GroupCommitOptions<Row, Outcome> {
  /** Stores rows in one transaction and resolves, after COMMIT, with one outcome per row, in order. */
  flush(rows: Row[]): Promise<Outcome[]>;
  /** The most rows one transaction takes. */
  maxRows: number;
  /** The most rows that may wait; beyond it new ones are refused. */
  maxWaiting: number;
  /** How many transactions run at a time. */
  concurrency: number;
}

export interface GroupCommit<Row, Outcome> {
  submit(rows: Row[]): Promise<Outcome[]>;
  /** Resolves when nothing waits or runs any more. */
  idle(): Promise<void>;
}

interface Waiting<Row, Outcome> {
  rows: Row[];
  resolve(outcomes: Outcome[]): void;
  reject(error: unknown): void;
}

/**
 * Lets many concurrent requests share one transaction: what arrives while a transaction runs goes into the next one together.
 * `submit` resolves only after the rows' COMMIT, and rejects with `unavailable` when too much waits.
 */
export function createGroupCommit<Row, Outcome>(options: GroupCommitOptions<Row, Outcome>): GroupCommit<Row, Outcome> {
  const waiting: Waiting<Row, Outcome>[] = [];
  const idlers: (() => void)[] = [];
  let waitingRows = 0;
  let running = 0;

  function takeGroup(): Waiting<Row, Outcome>[] {
    let rows = 0;
    let count = 0;
    while (count < waiting.length && (count === 0 || rows + waiting[count].rows.length <= options.maxRows)) {
      rows += waiting[count].rows.length;
      count += 1;
    }
    waitingRows -= rows;
    return waiting.splice(0, count);
  }

  async function runGroup(): Promise<void> {
    const group = takeGroup();
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

  function pump(): void {
    while (running < options.concurrency && waiting.length > 0) {
      running += 1;
      void runGroup().finally(() => {
        running -= 1;
        pump();
      });
    }
    if (running === 0 && waiting.length === 0) for (const done of idlers.splice(0)) done();
  }

  return {
    submit(rows) {
      if (rows.length === 0) return Promise.resolve([]);
      if (waitingRows + rows.length > options.maxWaiting) {
        const message = 'More events are waiting than can be stored at the moment; send the same events again shortly.';
        return Promise.reject(new AppError('unavailable', message, { retryAfterSeconds: 1 }));
      }
      return new Promise((resolve, reject) => {
        waiting.push({ rows, resolve, reject });
        waitingRows += rows.length;
        setImmediate(pump);
      });
    },
    idle() {
      if (running === 0 && waiting.length === 0) return Promise.resolve();
      return new Promise((resolve) => idlers.push(resolve));
    },
  };
}
