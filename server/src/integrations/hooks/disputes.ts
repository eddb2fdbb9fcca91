import type { DisputeStand } from '../../tracking/intake/schema.ts';
import type { RefundDraft } from './rules.ts';

/** A payment that the buyer's bank took back. */
export interface Dispute {
  /** Of the dispute, whichever of its events tells of it. */
  name: string;
  /** When it began: what it gives back is dated by that, too, so that every event tells the same. */
  occurredAt: string;
  amountMinor: number;
  currency: string | undefined;
  order: RefundDraft['order'];
}

/** How a dispute stands, and of which instant that is; undefined where its sender does not say. */
export interface DisputeTelling {
  stand: DisputeStand;
  toldAt: string | undefined;
}

/** What one event tells of a dispute. What it takes or gives back follows from what is known of it already. */
export function disputeDraft({ name, ...dispute }: Dispute, telling: DisputeTelling): RefundDraft {
  return { ...dispute, id: name, kind: 'chargeback', dispute: telling };
}
