import { createHash } from 'node:crypto';
import type { ConversionEvidence } from '../evidence/rules.ts';
import { type HashedIdentity, NO_IDENTITY, type TouchpointRow } from '../intake/rules.ts';
import type { StoredAnswer } from './store.ts';

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
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
 * those of one record. What it says is in its id, so that the same records make the same touchpoint, whatever came first. Undefined where
 * nothing is known of who it was.
 */
export function touchpointOf(
  answer: Pick<StoredAnswer, 'id' | 'show'>,
  records: readonly ConversionEvidence[],
  { tenantId, campaign }: { tenantId: string; campaign: string | undefined },
): TouchpointRow | undefined {
  const inOrder = records.toSorted((a, b) => a.occurredAtMs - b.occurredAtMs || (a.id < b.id ? -1 : 1));
  const known = inOrder.filter((record) => !record.isErased && isKnown(record));
  if (known.length === 0) return undefined;
  const first = <Field extends keyof HashedIdentity>(field: Field) => known.find((record) => record[field] !== undefined)?.[field];
  const browser = known.find(({ addressKey, agentKey }) => addressKey !== undefined && agentKey !== undefined) ?? known[0];
  const occurredAtMs = Math.min(...records.map((record) => record.occurredAtMs));
  const content = {
    occurredAt: new Date(occurredAtMs).toISOString(),
    show: answer.show ?? undefined,
    campaign,
    userKey: first('userKey'),
    emailKey: first('emailKey'),
    deviceKey: first('deviceKey'),
    clickKey: first('clickKey'),
    addressKey: browser.addressKey,
    agentKey: browser.agentKey,
    connectionType: browser.connectionType,
  };
  const id = `survey:${digestOf(answer.id)}:${digestOf(JSON.stringify(content))}`;
  return { tenantId, id, fingerprint: digestOf(id), kind: 'survey', priority: 0, channel: 'podcast', consent: 'unknown', ...content };
}
