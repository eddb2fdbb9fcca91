import { useSyncExternalStore } from 'react';

/** What was just taken away, and how it is put back as it was. */
export interface UndoOffer {
  text: string;
  restore: () => Promise<unknown>;
}

let offer: UndoOffer | undefined;
const listeners = new Set<() => void>();

/** Offers to put back what was taken away last; undefined takes the offer back. */
export function offerUndo(next: UndoOffer | undefined): void {
  offer = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useUndoOffer(): UndoOffer | undefined {
  return useSyncExternalStore(subscribe, () => offer);
}
