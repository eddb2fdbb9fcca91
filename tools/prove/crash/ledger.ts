/** One event as it is sent: where it is stored, under which key, and what of its content can be read back. */
export interface Sent {
  key: string;
  content: string;
}

/** One row of the database, or several under one key. */
export interface Stored {
  key: string;
  content: string;
  count: number;
}

/** What the clients know: which events they tried to store, and for which an answer promised that they are. */
export interface Ledger {
  attempted: Map<string, string>;
  acknowledged: Set<string>;
  /** How many events an answer called duplicates, though each was sent by one client alone: stored before, when the answer was cut off. */
  storedBefore: number;
  /** Answers that no client expects, such as a refusal of a good event. */
  surprises: string[];
}

/** What became of the events of a ledger. */
export interface Verdict {
  attempted: number;
  acknowledged: number;
  /** Acknowledged, and not there. */
  lost: number;
  /** There more than once. */
  doubled: number;
  /** There with other content than was sent. */
  altered: number;
  /** There, and never sent; or answered as nobody expects. */
  unexpected: number;
  /** Sent again because the answer was cut off, and found stored already. No fault: what the retries are for. */
  storedBefore: number;
}

export function openLedger(): Ledger {
  return { attempted: new Map(), acknowledged: new Set(), storedBefore: 0, surprises: [] };
}

export function attempt(ledger: Ledger, events: readonly Sent[]): void {
  for (const { key, content } of events) ledger.attempted.set(key, content);
}

export function acknowledge(ledger: Ledger, events: readonly Sent[]): void {
  for (const { key } of events) ledger.acknowledged.add(key);
}

/** Holds what is stored against what was promised, as the set checker of Jepsen does. */
export function judge(ledger: Ledger, stored: readonly Stored[]): Verdict {
  const { attempted, acknowledged, storedBefore, surprises } = ledger;
  const found = new Set(stored.map(({ key }) => key));
  const of = (is: (row: Stored) => boolean) => stored.filter(is).length;
  return {
    attempted: attempted.size,
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter((key) => !found.has(key)).length,
    doubled: of(({ count }) => count > 1),
    altered: of(({ key, content }) => attempted.has(key) && attempted.get(key) !== content),
    unexpected: of(({ key }) => !attempted.has(key)) + surprises.length,
    storedBefore,
  };
}
