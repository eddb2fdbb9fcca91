import { AppError } from './errors.ts';

/** How much work runs at a time. */
export interface GateOptions {
  /** The most of one owner. */
  perOwner: number;
  /** The most of all owners together. */
  inAll: number;
  /** The most of all owners that waits; what is asked for beyond is refused. Without it everything waits. */
  mostWaiting?: number;
}

export interface Gate {
  /** Runs `work` as soon as there is room for its owner, and settles as it does. @throws AppError `unavailable` where too much waits. */
  run<Result>(owner: string, work: () => Promise<Result>): Promise<Result>;
}

const lengthOf = (lines: ReadonlyMap<string, readonly unknown[]>) => [...lines.values()].reduce((sum, { length }) => sum + length, 0);

function tooMuch(): AppError {
  return new AppError('unavailable', 'Too much is asked for at once; try again in a moment.', { retryAfterSeconds: 5 });
}

/**
 * Lets only so much work run at a time; the rest waits. Owners take turns, so that whoever asks for much waits for himself and not others
 * for him; what one owner asks for begins in its order.
 */
export function createGate({ perOwner, inAll, mostWaiting = Infinity }: GateOptions): Gate {
  const runningOf = new Map<string, number>();
  // A Map keeps the order in which owners were put in: whose work began goes to its end.
  const waiting = new Map<string, (() => void)[]>();
  let running = 0;

  function nextOwner(): string | undefined {
    for (const owner of waiting.keys()) if ((runningOf.get(owner) ?? 0) < perOwner) return owner;
    return undefined;
  }

  function begin(owner: string): void {
    const line = waiting.get(owner) ?? [];
    const start = line.shift();
    waiting.delete(owner);
    if (line.length > 0) waiting.set(owner, line);
    running += 1;
    runningOf.set(owner, (runningOf.get(owner) ?? 0) + 1);
    start?.();
  }

  function admit(): void {
    while (running < inAll) {
      const owner = nextOwner();
      if (owner === undefined) return;
      begin(owner);
    }
  }

  function end(owner: string): void {
    running -= 1;
    const left = (runningOf.get(owner) ?? 0) - 1;
    if (left > 0) runningOf.set(owner, left);
    else runningOf.delete(owner);
    admit();
  }

  /** Whether work of an owner would begin at once. */
  const hasRoom = (owner: string) => running < inAll && (runningOf.get(owner) ?? 0) < perOwner;

  return {
    async run(owner, work) {
      if (!hasRoom(owner) && lengthOf(waiting) >= mostWaiting) throw tooMuch();
      await new Promise<void>((resolve) => {
        const line = waiting.get(owner) ?? [];
        line.push(resolve);
        waiting.set(owner, line);
        admit();
      });
      try {
        return await work();
      } finally {
        end(owner);
      }
    },
  };
}
