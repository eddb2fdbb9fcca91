import { type Clock, systemClock } from './clock.ts';
import { AppError } from './errors.ts';

export interface TurnsOptions {
  /** How much of one owner's is under way at a time while others are active; what weighs more than this goes alone. */
  perOwner: number;
  /** The most of one owner's that waits; what is asked for beyond is refused. */
  mostWaiting: number;
  /** How long others count as active after they asked last. */
  activeForMs: number;
  /** When a turn ends at the latest: what takes longer waits for something else, and keeps nothing of its owner's waiting meanwhile. */
  mostMs: number;
  clock?: Clock;
}

/** Whose turn is asked for: a tenant's, which has a line of its own for each kind of work. */
export interface Owner {
  tenantId: string;
  lane: string;
}

export interface Turns {
  /**
   * What ends the owner's turn: at once where nobody else is active or little of the owner's is under way, else as soon as it is its turn.
   * Turns of one line begin in the order they were asked for. Ending one twice does nothing.
   * @throws AppError `unavailable` where too much of the owner's waits.
   */
  take(owner: Owner, weight: number): (() => void) | Promise<() => void>;
}

interface Waiting {
  weight: number;
  begin(end: () => void): void;
}

interface Line {
  owner: Owner;
  underWay: number;
  waiting: Waiting[];
  waitingWeight: number;
}

/** Whether anybody else than a tenant has asked lately; it takes two names to know. */
function followActivity(activeForMs: number, clock: Clock) {
  let latest = { tenantId: '', at: -Infinity };
  let latestOther = -Infinity;
  return {
    note(tenantId: string): void {
      if (tenantId !== latest.tenantId) latestOther = latest.at;
      latest = { tenantId, at: clock() };
    },
    isAlone: (tenantId: string) => clock() - (tenantId === latest.tenantId ? latestOther : latest.at) > activeForMs,
  };
}

function tooMuch(): AppError {
  return new AppError('unavailable', 'More of your requests are waiting than can be answered at the moment; send this one again shortly.', {
    retryAfterSeconds: 1,
  });
}

/**
 * Keeps whoever asks for much from making others wait: while more than one tenant is active, only so much of each one's work is under way,
 * and the rest waits in a line of its own. A tenant that is alone may use everything.
 */
export function createTurns({ perOwner, mostWaiting, activeForMs, mostMs, clock = systemClock }: TurnsOptions): Turns {
  const lines = new Map<string, Line>();
  const activity = followActivity(activeForMs, clock);

  function fits({ owner, underWay }: Line, weight: number): boolean {
    return underWay === 0 || underWay + weight <= perOwner || activity.isAlone(owner.tenantId);
  }

  function begin(line: Line, weight: number): () => void {
    line.underWay += weight;
    let hasEnded = false;
    const end = () => {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(latest);
      line.underWay -= weight;
      admit(line);
    };
    const latest = setTimeout(end, mostMs).unref();
    return end;
  }

  function admit(line: Line): void {
    for (let [next] = line.waiting; next !== undefined && fits(line, next.weight); [next] = line.waiting) {
      line.waiting.shift();
      line.waitingWeight -= next.weight;
      next.begin(begin(line, next.weight));
    }
    if (line.underWay === 0) lines.delete(nameOf(line.owner));
  }

  const nameOf = ({ tenantId, lane }: Owner) => `${tenantId} ${lane}`;

  return {
    take(owner, weight) {
      activity.note(owner.tenantId);
      const line = lines.get(nameOf(owner)) ?? { owner, underWay: 0, waiting: [], waitingWeight: 0 };
      lines.set(nameOf(owner), line);
      if (line.waiting.length === 0 && fits(line, weight)) return begin(line, weight);
      if (line.waitingWeight + weight > mostWaiting) throw tooMuch();
      line.waitingWeight += weight;
      return new Promise((resolve) => line.waiting.push({ weight, begin: resolve }));
    },
  };
}
