import { randomOf } from '../../../simulator/src/random.ts';
import type { Sent } from './ledger.ts';

const DAY_MS = 86_400_000;
const PEOPLE = 400;
const BATCH_WORD = 21;

/** A tenant that clients send for. */
export interface AuditTenant {
  tenantId: string;
  slug: string;
  apiKey: string;
}

export interface Batch {
  kind: 'touchpoints' | 'conversions';
  items: object[];
  sent: Sent[];
}

export interface BatchPlace {
  seed: number;
  tenant: AuditTenant;
  /** Which client sends it, and as which of its batches. */
  client: number;
  number: number;
}

/** The start of this day: events are placed before it, the same ones for a whole audit. */
export const BASE_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;

export function keyOf(tenantId: string, kind: Batch['kind'], id: string): string {
  return `${tenantId}/${kind}/${id}`;
}

/** The batch of this place, always the same: 1 to 60 touchpoints or conversions of people who have both. */
export function batchOf({ seed, tenant, client, number }: BatchPlace): Batch {
  const random = randomOf(seed, BATCH_WORD, client, number);
  const kind = random.chance(0.6) ? 'touchpoints' : 'conversions';
  const sent: Sent[] = [];
  const items = Array.from({ length: 1 + random.below(60) }, (_, place) => {
    const id = `${client}-${number}-${place}`;
    const occurredAtMs = BASE_MS - random.below(20 * DAY_MS);
    const event = { id, occurredAt: new Date(occurredAtMs).toISOString(), identity: { userId: `person-${random.below(PEOPLE)}` } };
    if (kind === 'touchpoints') {
      const campaign = `campaign-${random.below(8)}`;
      sent.push({ key: keyOf(tenant.tenantId, kind, id), content: `${occurredAtMs} ${campaign}` });
      return { ...event, kind: 'impression', campaign, show: `show-${random.below(5)}` };
    }
    const valueMinor = random.below(20_000);
    sent.push({ key: keyOf(tenant.tenantId, kind, id), content: `${occurredAtMs} ${valueMinor}` });
    return { ...event, kind: 'purchase', valueMinor, currency: 'USD' };
  });
  return { kind, items, sent };
}
