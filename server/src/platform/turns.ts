import { type Clock, startStopwatch } from './clock.ts';
import { AppError } from './errors.ts';

export interface TurnsOptions {
  /** How much of one owner's is under way at a time while others are active; what weighs more than this goes alone. */
  perOwner: number;
  /** A turn of this weight counts for all the time it takes, and a lighter one for its part of that. */
  wholeWeight: number;
  /** The most of one owner's that waits; what is asked for beyond is refused. */
  mostWaiting: number;
  /** How long others count as active after they asked last. */
  activeForMs: number;
  /** How many milliseconds of turns one owner may have had at once; beyond, what was had is paid back by waiting. */
  burstMs: number;
  /** What waits for longer than this is refused. */
  mostWaitMs: number;
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
   * What `isGone` says nobody waits for any more gets no turn.
   * @throws AppError `unavailable` where too much of the owner's waits, or this has waited for too long or in vain.
   */
  take(owner: Owner, weight: number, isGone?: () => boolean): (() => void) | Promise<() => void>;
}

interface Waiting {
  weight: number;
  askedAt: number;
  isGone: () => boolean;
  begin(end: () => void): void;
  refuse(error: AppError): void;
}

interface Line {
  owner: Owner;
  underWay: number;
  waiting: Waiting[];
  waitingWeight: number;
  /** Milliseconds of turns that were had and not paid back, as of an instant. */
  had: number;
  hadAt: number;
  /** Runs while the line waits for what was had to be paid back. */
  paying: NodeJS.Timeout | undefined;
}

/** The most others that a tenant shares with: a quarter is left to whoever asks for much, however many there are. */
const MOST_OTHERS = 3;
const COUNT_EVERY_MS = 100;
/** So many lines are kept before those that are at rest are forgotten. */
const MOST_LINES = 1_000;

/** How many others than a tenant have asked lately, up to `MOST_OTHERS`. */
function followActivity(activeForMs: number, clock: Clock) {
  const lastOf = new Map<string, number>();
  let countedAt = -Infinity;
  const forgetSilent = (now: number) => {
    countedAt = now;
    for (const [tenantId, at] of lastOf) if (now - at > activeForMs) lastOf.delete(tenantId);
  };
  return {
    note: (tenantId: string) => void lastOf.set(tenantId, clock()),
    others(tenantId: string): number {
      const now = clock();
      if (now < countedAt || now - countedAt > COUNT_EVERY_MS) forgetSilent(now);
      return Math.min(MOST_OTHERS, lastOf.size - (lastOf.has(tenantId) ? 1 : 0));
    },
  };
}

/** Milliseconds since now, whatever becomes of the machine's clock. */
function openClock(): Clock {
  const passed = startStopwatch();
  return () => passed() * 1_000;
}

function tooMuch(): AppError {
  return new AppError('unavailable', 'More of your requests are waiting than can be answered at the moment; send this one again shortly.', {
    retryAfterSeconds: 1,
  });
}

type Pacing = Required<Pick<TurnsOptions, 'activeForMs' | 'burstMs' | 'mostMs' | 'clock'>>;

/** Keeps account of the time that lines had, and of who shares it. */
function keepPace({ activeForMs, burstMs, mostMs, clock }: Pacing) {
  const activity = followActivity(activeForMs, clock);
  return {
    note: activity.note,
    isAlone: ({ owner }: Line) => activity.others(owner.tenantId) === 0,
    /** What a line had and has not paid back, after so much was had in addition. */
    settle(line: Line, moreMs: number): number {
      const now = clock();
      const share = 1 / (1 + activity.others(line.owner.tenantId));
      const left = Math.max(0, line.had - Math.max(0, now - line.hadAt) * share);
      // What was had while nobody else asked is not held against anybody for long.
      line.had = Math.min(left + moreMs, burstMs + mostMs);
      line.hadAt = now;
      return line.had;
    },
  };
}

/** Finds the line of an owner; one that is at rest is forgotten once there are many. */
function keepLines(settle: (line: Line, moreMs: number) => number, clock: Clock): (owner: Owner) => Line {
  const lines = new Map<string, Line>();
  const forgetResting = () => {
    for (const [name, line] of lines) {
      if (line.underWay === 0 && line.waiting.length === 0 && settle(line, 0) === 0) lines.delete(name);
    }
  };
  return (owner) => {
    const name = `${owner.tenantId} ${owner.lane}`;
    const known = lines.get(name);
    if (known) return known;
    if (lines.size >= MOST_LINES) forgetResting();
    const line = { owner, underWay: 0, waiting: [], waitingWeight: 0, had: 0, hadAt: clock(), paying: undefined };
    lines.set(name, line);
    return line;
  };
}

/** Knows what waits in vain: what nobody waits for any more, and what has waited for too long. */
function findVain(mostWaitMs: number, clock: Clock) {
  const isVain = ({ askedAt, isGone }: Waiting) => isGone() || clock() - askedAt > mostWaitMs;
  return {
    isVain,
    /** Takes it out of a line. */
    clear(line: Line): void {
      const vain = new Set(line.waiting.filter(isVain));
      line.waiting = line.waiting.filter((one) => !vain.has(one));
      for (const one of vain) {
        line.waitingWeight -= one.weight;
        one.refuse(tooMuch());
      }
    },
  };
}

/**
 * Keeps whoever asks for much from making others wait: while more than one tenant is active, only so much of each one's work is under way,
 * and of the time it gets no more than a share, one for each that is active. The rest waits in a line of its own. A tenant that is alone
 * may use everything.
 */
export function createTurns(options: TurnsOptions): Turns {
  const { perOwner, wholeWeight, mostWaiting, activeForMs, burstMs, mostWaitMs, mostMs, clock = openClock() } = options;
  const pace = keepPace({ activeForMs, burstMs, mostMs, clock });
  const lineOf = keepLines(pace.settle, clock);
  const { isVain, clear } = findVain(mostWaitMs, clock);
  const isFull = (line: Line, weight: number) => line.waiting.length > 0 && line.waitingWeight + weight > mostWaiting;
  const hasRoom = ({ underWay }: Line, weight: number) => underWay === 0 || underWay + weight <= perOwner;
  const fits = (line: Line, weight: number) => pace.isAlone(line) || (hasRoom(line, weight) && pace.settle(line, 0) <= burstMs);

  function begin(line: Line, weight: number): () => void {
    line.underWay += weight;
    const beganAt = clock();
    let hasEnded = false;
    const end = () => {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(latest);
      line.underWay -= weight;
      pace.settle(line, Math.min(mostMs, Math.max(0, clock() - beganAt)) * Math.min(1, weight / wholeWeight));
      admit(line);
    };
    const latest = setTimeout(end, mostMs).unref();
    return end;
  }

  function admit(line: Line): void {
    for (let [next] = line.waiting; next !== undefined; [next] = line.waiting) {
      const hasTurn = !isVain(next);
      if (hasTurn && !fits(line, next.weight)) break;
      line.waiting.shift();
      line.waitingWeight -= next.weight;
      if (hasTurn) next.begin(begin(line, next.weight));
      else next.refuse(tooMuch());
    }
    // What is under way looks again when it ends.
    if (line.waiting.length === 0 || line.underWay > 0 || line.paying) return;
    const again = () => {
      line.paying = undefined;
      admit(line);
    };
    line.paying = setTimeout(again, Math.max(1, line.had - burstMs));
  }

  return {
    take(owner, weight, isGone = () => false) {
      pace.note(owner.tenantId);
      const line = lineOf(owner);
      if (line.waiting.length === 0 && fits(line, weight)) return begin(line, weight);
      if (isFull(line, weight)) clear(line);
      if (isFull(line, weight)) throw tooMuch();
      line.waitingWeight += weight;
      return new Promise((resolve, reject) => {
        line.waiting.push({ weight, askedAt: clock(), isGone, begin: resolve, refuse: reject });
        admit(line);
      });
    },
  };
}
