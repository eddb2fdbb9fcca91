import type { Outcome } from '../reports/credited.ts';
import { currencyName } from '../paths/codes.ts';
import type { PathChunk } from '../paths/packed.ts';
import {
  type PathChange,
  type PathState,
  REASON_TEXTS,
  type Restatement,
  type RestatementCause,
  type RestatementReason,
} from './schema.ts';
import type { ListedVersion, PathVersionRow } from './store.ts';

const MOST_NAMED = 100;

/** A version of a path, with its place in the columns when it is none of a duplicate. */
export interface ToldVersion {
  row: PathVersionRow;
  outcome: Outcome | undefined;
  place: number | undefined;
}

/** Versions side by side, and the columns that hold what they packed. */
export interface ToldPair {
  chunk: PathChunk;
  before: ToldVersion | undefined;
  after: ToldVersion;
}

function stateOf({ row, outcome, place }: ToldVersion, chunk: PathChunk): PathState {
  const { version, duplicateOf, touchpointIds } = row;
  if (place === undefined || outcome === undefined || outcome === 'other_currency')
    return { version, outcome: 'duplicate', duplicateOf, touchpoints: touchpointIds.length, valueMinor: null, currency: null };
  const currency = currencyName(chunk.currency[place]);
  return {
    version,
    outcome,
    duplicateOf,
    touchpoints: touchpointIds.length,
    valueMinor: chunk.valueMinor[place],
    currency: currency === '' ? null : currency,
  };
}

const COLUMNS = [
  ['value', ['valueMinor', 'currency']],
  ['kind', ['kind']],
  ['code', ['codeSlot']],
  ['customer', ['customer', 'priorPurchaseAtMs', 'priorVisitAtMs']],
  ['origin', ['referrer', 'utm']],
  ['person', ['person']],
] as const satisfies readonly (readonly [PathChange, readonly (keyof PathChunk)[]])[];

/** Whether touches that both versions have differ in one of these columns. */
function touchesDiffer(chunk: PathChunk, { before, after }: Record<'before' | 'after', ToldVersion>, of: 'evidence' | 'slot'): boolean {
  const [from, to] = [chunk.offsets[before.place ?? 0], chunk.offsets[after.place ?? 0]];
  const known = new Map(before.row.touchpointIds.map((id, place) => [id, chunk[of][from + place]]));
  return after.row.touchpointIds.some((id, place) => known.has(id) && known.get(id) !== chunk[of][to + place]);
}

function changesOf({ chunk, before, after }: ToldPair, moved: boolean): PathChange[] {
  if (!before) return [];
  const found = new Set<PathChange>();
  if (moved) found.add('touchpoints');
  if (before.row.duplicateOf !== after.row.duplicateOf) found.add('order');
  if (before.row.convertedAtMs !== after.row.convertedAtMs) found.add('time');
  const [one, other] = [before.place, after.place];
  if (one === undefined || other === undefined) return [...found];
  if (touchesDiffer(chunk, { before, after }, 'evidence')) found.add('evidence');
  if (touchesDiffer(chunk, { before, after }, 'slot')) found.add('placement');
  for (const [name, columns] of COLUMNS) if (columns.some((of) => chunk[of][one] !== chunk[of][other])) found.add(name);
  return [...found];
}

/** A version with what it changed. */
export function restatementOf(listed: ListedVersion, pair: ToldPair, cause: RestatementCause): Restatement {
  const { before, after, chunk } = pair;
  const [then, now] = [before?.row.touchpointIds ?? [], after.row.touchpointIds];
  const [earlier, later] = [new Set(then), new Set(now)];
  const added = before ? now.filter((id) => !earlier.has(id)) : [];
  const removed = then.filter((id) => !later.has(id));
  return {
    ...listed,
    says: REASON_TEXTS[listed.reason],
    cause,
    before: before ? stateOf(before, chunk) : null,
    after: stateOf(after, chunk),
    changes: changesOf(pair, added.length + removed.length > 0),
    touchpointsAdded: added.slice(0, MOST_NAMED),
    touchpointsRemoved: removed.slice(0, MOST_NAMED),
    addedCount: added.length,
    removedCount: removed.length,
  };
}

/** What in the audit log brings about versions of a reason: acts of these names, on the conversion or on something else. */
const ACTS: Partial<Record<RestatementReason, { actions: readonly string[]; target: 'conversion' | 'code' | 'paths' }>> = {
  refund: { actions: ['conversion.refund'], target: 'conversion' },
  chargeback: { actions: ['conversion.chargeback'], target: 'conversion' },
  order_edited: { actions: ['conversion.restate'], target: 'conversion' },
  promo_code: { actions: ['promo_code.put', 'promo_code.delete'], target: 'code' },
  identity_rule_changed: { actions: ['attribution.identity_rules'], target: 'paths' },
  rebuild: { actions: ['attribution.rebuild'], target: 'paths' },
};

/** Rows of the audit log that would tell who brought a version about. */
export interface AskedAct {
  actions: readonly string[];
  targets: readonly string[];
  /** Behind this instant, and not behind the version's own. */
  after: string | null;
  through: string;
}

/** Which acts are asked for of a version; undefined where none would tell. `codes` are the conversion's own. */
export function actOf(
  { conversionId, reason, at }: ListedVersion,
  earlierAt: string | null,
  codes: readonly string[],
): AskedAct | undefined {
  const act = ACTS[reason];
  if (!act) return undefined;
  const targets = { conversion: [conversionId], code: codes, paths: ['paths'] }[act.target];
  return { actions: act.actions, targets, after: earlierAt, through: at };
}

const UNKNOWN: RestatementCause = { by: 'unknown', actors: [], says: 'Who or what brought it about is not on record.' };

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function arrivalOf(added: number, removed: number): RestatementCause {
  if (added + removed === 0) return UNKNOWN;
  const parts = [
    ...(added > 0 ? [`${counted(added, 'touchpoint')} came to it`] : []),
    ...(removed > 0 ? [`${counted(removed, 'touchpoint')} left it`] : []),
  ];
  return { by: 'events', actors: [], says: `Events: ${parts.join(', and ')}.` };
}

/** Another record of a conversion's order. */
export interface OtherRecord {
  id: string;
  source: string;
}

function recordsText(others: readonly OtherRecord[]): RestatementCause {
  if (others.length === 0) return UNKNOWN;
  const named = others.slice(0, 3).map(({ id, source }) => `${id} (${source})`);
  const more = others.length > 3 ? ` and ${others.length - 3} more` : '';
  return { by: 'events', actors: [], says: `Events: other records of its order are ${named.join(', ')}${more}.` };
}

/** What is known of a version's cause beside its reason. */
export interface CauseFacts {
  actors: readonly string[];
  added: number;
  removed: number;
  others: readonly OtherRecord[];
}

/** Who or what brought a version about; "unknown" rather than a guess. */
export function causeOf(reason: RestatementReason, { actors, added, removed, others }: CauseFacts): RestatementCause {
  if (actors.length > 0) return { by: 'actor', actors: [...actors], says: `By ${actors.join(', ')}, as the audit log tells.` };
  switch (reason) {
    case 'new':
      return { by: 'events', actors: [], says: 'Events: the conversion itself came in.' };
    case 'late_touchpoint':
      return arrivalOf(added, removed);
    case 'duplicate_order':
      return recordsText(others);
    case 'customer_history':
      return { by: 'events', actors: [], says: 'Events: an earlier conversion of the same person.' };
    case 'list_changed':
      return { by: 'list', actors: [], says: 'A version of a list of networks that came into force.' };
    case 'erased':
    case 'restricted':
    case 'rectified':
      return { by: 'privacy_request', actors: [], says: 'A request about personal data. Whose it was is not told here.' };
    default:
      return UNKNOWN;
  }
}
