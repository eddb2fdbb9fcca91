import type { FuzzRequest } from './requests.ts';
import type { FuzzAnswer } from './sender.ts';

/** Rows that acknowledged requests must have added, by table, and how many requests were acknowledged at all. */
export interface Ledger {
  note(request: FuzzRequest, answer: FuzzAnswer): void;
  added(): Record<string, number>;
  acknowledged(): number;
  /** True once somebody asked to be erased: then events may be fewer than were acknowledged. */
  isErasing(): boolean;
}

interface Accepted {
  accepted?: number;
}

const EVENT_TABLES: Record<string, readonly string[]> = {
  touchpoints: ['touchpoints', 'touchpoint_keys'],
  conversions: ['conversions', 'conversion_keys'],
  refunds: ['refunds'],
};

/** Which events a path takes, however it is spelled. */
function eventsOf(path: string): string | undefined {
  const [plain] = path.split('?');
  return /\/(touchpoints|conversions|refunds)$/.exec(plain)?.[1];
}

/** How far a file is, as the answer to each of its parts says: with all that came before. */
interface FileSoFar {
  id: string;
  kind: string;
  accepted: number;
}

/** A ledger of one tenant's requests. */
export function openLedger(): Ledger {
  const counts: Record<string, number> = {};
  for (const table of Object.values(EVENT_TABLES).flat()) counts[table] = 0;
  const keys = new Set<string>();
  const files = new Map<string, FileSoFar>();
  let acknowledged = 0;
  let isErasing = false;

  function noteEvents(path: string, { accepted = 0 }: Accepted): void {
    const events = eventsOf(path);
    if (events === undefined) return;
    for (const table of EVENT_TABLES[events]) counts[table] += accepted;
  }

  function noteFile(file: FileSoFar): void {
    if (file.accepted > (files.get(file.id)?.accepted ?? 0)) files.set(file.id, file);
  }

  function added(): Record<string, number> {
    const sums: Record<string, number> = { ...counts, api_keys: keys.size };
    for (const { kind, accepted } of files.values()) for (const table of EVENT_TABLES[kind]) sums[table] += accepted;
    return sums;
  }

  return {
    note({ method, path }, { status, text }) {
      if (status < 200 || status >= 300) return;
      acknowledged += 1;
      isErasing ||= method === 'POST' && path.includes('/privacy-requests');
      if (method === 'PUT' && /\/imports\/[^/]+\/parts\//i.test(path)) noteFile(JSON.parse(text) as FileSoFar);
      if (status === 202) noteEvents(path, JSON.parse(text) as Accepted);
      if (status === 201 && method === 'POST' && /\/api-keys(\?|$)/.test(path)) keys.add((JSON.parse(text) as { id: string }).id);
    },
    added,
    acknowledged: () => acknowledged,
    isErasing: () => isErasing,
  };
}
