import { AppError } from './errors.ts';
import type { Logger } from './log.ts';

/** Work that is done again and again until `close`, which waits for the round under way. */
export interface Rounds {
  close(): Promise<void>;
}

export interface RoundOptions {
  /** From the end of a round to the next one. */
  everyMs: number;
  /** What the log says of a round that failed; the next one comes all the same. */
  failure: string;
  log: Logger;
}

/** Begins a round after `everyMs`, and after each the next. `signal` aborts when no more is wanted. */
export function startRounds(round: (signal: AbortSignal) => Promise<void>, { everyMs, failure, log }: RoundOptions): Rounds {
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    try {
      await round(stopping.signal);
    } catch (error) {
      // What an operator can mend says all there is in its message; where it was thrown would only hide that.
      const said = error instanceof AppError ? { reason: error.message } : { err: error };
      if (!stopping.signal.aborted) log.warn(said, failure);
    }
    if (!stopping.signal.aborted) timer = schedule();
  }

  function schedule(): NodeJS.Timeout {
    return setTimeout(() => {
      running = run();
    }, everyMs);
  }

  let timer = schedule();
  return {
    close: async () => {
      stopping.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
