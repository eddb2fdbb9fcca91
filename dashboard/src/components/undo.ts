import { useSyncExternalStore } from 'react';

/** What was just taken away, and how it is put back as it was. */
export interface UndoOffer {
  text: string;
  restore: () => Promise<unknown>;
  /** The slug of the tenant it was taken from. */
  of: string | undefined;
}

interface NumberedOffer extends UndoOffer {
  number: number;
}

let offer: NumberedOffer | undefined;
let made = 0;
const listeners = new Set<() => void>();

/** Offers to put back what was taken away last; undefined takes the offer back. */
export function offerUndo(next: UndoOffer | undefined): void {
  made += 1;
  offer = next && { ...next, number: made };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What is offered, with a number that no other offer has. */
export function useUndoOffer(): NumberedOffer | undefined {
  return useSyncExternalStore(subscribe, () => offer);
}
