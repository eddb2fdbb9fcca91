import type { DisputeStand, RefundKind } from '../intake/schema.ts';

/** What is told of a dispute, and of which instant that is, in milliseconds; undefined where nobody said. */
export interface ToldDispute {
  stand: DisputeStand;
  toldAtMs: number | undefined;
}

/** What is kept of a dispute: what it took or gave back, and of which instant the newest is that was told of it. */
export interface DisputeRow {
  kind: RefundKind;
  toldAtMs: number | undefined;
}

/** One more time that a dispute takes its payment, or gives it back. */
export interface DisputeStep {
  id: string;
  kind: RefundKind;
  isTakenBack: boolean;
}

/** Of which instant the newest is that is known of a dispute. */
function newestOf(known: readonly DisputeRow[]): number | undefined {
  const told = known.flatMap(({ toldAtMs }) => toldAtMs ?? []);
  return told.length === 0 ? undefined : Math.max(...told);
}

/**
 * True for what a dispute was before something that is known already: senders promise no order of delivery. Of one second, that it began
 * was before how it ended.
 */
export function isOutdated({ stand, toldAtMs }: ToldDispute, known: readonly DisputeRow[]): boolean {
  const newest = newestOf(known);
  if (toldAtMs === undefined || newest === undefined) return false;
  return toldAtMs < newest || (toldAtMs === newest && stand === 'taken');
}

/**
 * What is to be added to what is kept of a dispute so that all of it comes to how it stands: first what it took, then back and forth. Where
 * nobody said when it was told, that the payment is taken tells of its beginning, and takes nothing again.
 */
export function disputeSteps(name: string, told: ToldDispute, known: readonly DisputeRow[]): DisputeStep[] {
  const takes = Math.max(1, known.filter(({ kind }) => kind === 'chargeback').length);
  const gives = known.filter(({ kind }) => kind === 'chargeback_reversal').length;
  const first: DisputeStep = { id: name, kind: 'chargeback', isTakenBack: false };
  if (isOutdated(told, known)) return [first];
  const isTaken = takes > gives;
  const isBeginning = told.stand === 'taken' && (told.toldAtMs === undefined || newestOf(known) === undefined);
  if (told.stand === 'given_back' && isTaken)
    return [first, { id: gives === 0 ? `${name}:won` : `${name}:won:${gives + 1}`, kind: 'chargeback_reversal', isTakenBack: true }];
  if (told.stand !== 'given_back' && !isTaken && !isBeginning)
    return [first, { id: takes === 1 ? `${name}:lost` : `${name}:lost:${takes}`, kind: 'chargeback', isTakenBack: false }];
  return [first];
}
