import { createHash } from 'node:crypto';
import type { ConversionEvidence } from '../evidence/rules.ts';
import { type HashedIdentity, NO_IDENTITY, type TouchpointRow } from '../intake/rules.ts';
import type { StoredAnswer } from './store.ts';

/** The id of the touchpoint that an answer is under its present meaning; another meaning is another touchpoint. */
export function touchpointIdOf({ id, revision }: Pick<StoredAnswer, 'id' | 'revision'>): string {
  return `survey:${createHash('sha256').update(id).digest('hex').slice(0, 32)}:${revision}`;
}

/** The hashes of an identity that may tie two events together; a program is what thousands use. */
export function keysOf({ addressKey, userKey, emailKey, deviceKey, clickKey }: HashedIdentity): string[] {
  return [addressKey, userKey, emailKey, deviceKey, clickKey].flatMap((key) => key ?? []);
}

/** Whether an answer may be about these records: where it says who gave it, one of them must be of the same person or address. */
export function mayBeAbout({ identityKeys }: Pick<StoredAnswer, 'identityKeys'>, records: readonly ConversionEvidence[]): boolean {
  return identityKeys === null || records.some((record) => keysOf(record).some((key) => identityKeys.includes(key)));
}

/** Whether a conversion can be matched with anything by its keys. */
function isKnown(conversion: HashedIdentity): boolean {
  return Object.keys(NO_IDENTITY).some((field) => conversion[field as keyof HashedIdentity] !== undefined);
}

/**
 * The touchpoint that an answer is: evidence for the show at the time of its conversion, under the keys of that conversion, so that they
 * match directly (METHOD §4). Of the records of one order each may count, so it carries the keys of all; of the address and the program
 * those of one record. Undefined where nothing is known of who it was.
 */
export function touchpointOf(
  answer: Pick<StoredAnswer, 'id' | 'revision' | 'show'>,
  records: readonly ConversionEvidence[],
  { tenantId, campaign }: { tenantId: string; campaign: string | undefined },
): TouchpointRow | undefined {
  const known = records.filter((record) => !record.isErased && isKnown(record));
  if (known.length === 0) return undefined;
  const first = <Field extends keyof HashedIdentity>(field: Field) => known.find((record) => record[field] !== undefined)?.[field];
  const browser = known.find(({ addressKey, agentKey }) => addressKey !== undefined && agentKey !== undefined) ?? known[0];
  const id = touchpointIdOf(answer);
  const occurredAtMs = Math.min(...records.map((record) => record.occurredAtMs));
  return {
    tenantId,
    id,
    fingerprint: createHash('sha256').update(`${id} ${answer.show} ${campaign}`).digest('hex').slice(0, 32),
    occurredAt: new Date(occurredAtMs).toISOString(),
    kind: 'survey',
    priority: 0,
    channel: 'podcast',
    show: answer.show ?? undefined,
    campaign,
    userKey: first('userKey'),
    emailKey: first('emailKey'),
    deviceKey: first('deviceKey'),
    clickKey: first('clickKey'),
    addressKey: browser.addressKey,
    agentKey: browser.agentKey,
    connectionType: browser.connectionType,
    consent: 'unknown',
  };
}
