import type { FuzzRequest } from './requests.ts';
import type { FuzzAnswer } from './sender.ts';

/** Rows that acknowledged requests must have added, by table. */
export interface Ledger {
  note(request: FuzzRequest, answer: FuzzAnswer): void;
  added(): Record<string, number>;
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

/** A ledger over a tenant that held `revocableKeyIds` as live keys in the beginning. */
export function openLedger(revocableKeyIds: readonly string[]): Ledger {
  const counts: Record<string, number> = { audit_log: 0, api_keys: 0, idempotent_requests: 0, refunds: 0 };
  for (const table of Object.values(EVENT_TABLES).flat()) counts[table] = 0;
  const live = new Set(revocableKeyIds);
  const idempotencyKeys = new Set<string>();
  const created = new Set<string>();

  function noteEvents(path: string, { accepted = 0 }: Accepted): void {
    const events = eventsOf(path);
    if (events === undefined) return;
    for (const table of EVENT_TABLES[events]) counts[table] += accepted;
    if (events === 'refunds' && accepted > 0) counts.audit_log += 1;
  }

  function noteKey(key: string | undefined, { id }: { id?: string }): void {
    if (key !== undefined) idempotencyKeys.add(key);
    if (id === undefined || created.has(id)) return;
    created.add(id);
    live.add(id);
    counts.api_keys += 1;
    counts.audit_log += 1;
  }

  function noteDeletion(path: string): void {
    const keyId = /\/api-keys\/([^/?]+)/.exec(path)?.[1];
    if (keyId === undefined ? path.includes('/codes/') : live.delete(decodeURIComponent(keyId).toLowerCase())) counts.audit_log += 1;
  }

  return {
    note({ method, path, headers }, { status, text }) {
      if (status === 202) noteEvents(path, JSON.parse(text) as Accepted);
      if (status === 201 && path.includes('/api-keys')) noteKey(headers['idempotency-key'], JSON.parse(text) as { id?: string });
      if (status === 200 && method === 'PUT') counts.audit_log += 1;
      if (status === 204 && method === 'DELETE') noteDeletion(path);
    },
    added: () => ({ ...counts, idempotent_requests: idempotencyKeys.size }),
  };
}
