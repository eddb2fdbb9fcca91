/** Beyond this part of what it may hold a spool is crowded, and then no owner may have more than this part of it. */
const CROWDED_FROM = 0.5;
const LARGEST_SHARE = 0.1;

/** How much of a spool is whose, by the names that its records were given. */
export interface Shares {
  /** Counts a record as its owner's, if it has one. */
  add(owner: string | undefined, bytes: number): void;
  /** Counts it so no longer: it could not be written. */
  drop(owner: string | undefined, bytes: number): void;
  /** Notes in which segment a record was written. */
  place(segment: string, owner: string | undefined, bytes: number): void;
  /** Counts what a segment held no longer. */
  forget(segment: string): void;
  /** Counts what all segments but these held no longer: another process took them. */
  retain(segments: readonly string[]): void;
  /** Whether so much more may come of an owner, as far as this process knows what it has, to a spool that holds so many bytes. */
  hasRoom(owner: string | undefined, more: number, spoolBytes: number): boolean;
}

/** The name of a segment, whichever state its file is in. */
function idOf(segment: string): string {
  return segment.split('.', 1)[0];
}

function addTo(sums: Map<string, number>, owner: string | undefined, bytes: number): void {
  if (owner === undefined) return;
  const sum = (sums.get(owner) ?? 0) + bytes;
  if (sum > 0) sums.set(owner, sum);
  else sums.delete(owner);
}

/** Shares of a spool that holds so many bytes at most. None is known yet: what a process before this one wrote is nobody's. */
export function createShares(maxBytes: number): Shares {
  const owned = new Map<string, number>();
  const bySegment = new Map<string, Map<string, number>>();
  const forgetId = (id: string) => {
    for (const [owner, bytes] of bySegment.get(id) ?? []) addTo(owned, owner, -bytes);
    bySegment.delete(id);
  };
  return {
    add: (owner, bytes) => addTo(owned, owner, bytes),
    drop: (owner, bytes) => addTo(owned, owner, -bytes),
    place(segment, owner, bytes) {
      const id = idOf(segment);
      const sums = bySegment.get(id) ?? new Map<string, number>();
      bySegment.set(id, sums);
      addTo(sums, owner, bytes);
    },
    forget: (segment) => forgetId(idOf(segment)),
    retain(segments) {
      const ids = new Set(segments.map(idOf));
      for (const id of bySegment.keys()) if (!ids.has(id)) forgetId(id);
    },
    hasRoom(owner, more, spoolBytes) {
      if (owner === undefined || spoolBytes <= maxBytes * CROWDED_FROM) return true;
      return (owned.get(owner) ?? 0) + more <= maxBytes * LARGEST_SHARE;
    },
  };
}
