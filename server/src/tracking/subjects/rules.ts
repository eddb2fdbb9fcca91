import { createHash } from 'node:crypto';
import type { TenantKeys } from '../../tenants/service.ts';
import { hash, type HashedIdentity, hashIdentity } from '../intake/rules.ts';
import type { SubjectField, SubjectIdentity, SubjectKey } from './schema.ts';

export type EventKind = 'touchpoint' | 'conversion' | 'request';

/** A person as events know them, and the tenant's keys that hash what is found. */
export interface Subject {
  keys: readonly SubjectKey[];
  hashing: TenantKeys;
}

/** The keyed hash of an erased event's id. */
export interface ErasedEvent {
  kind: EventKind;
  idKey: string;
}

/** The hash an e-mail address arrives under: SHA-256 of the trimmed, lower-case address. */
export function emailSha256(email: string): string {
  return createHash('sha256').update(email.trim().toLowerCase()).digest('hex');
}

/** The hash it arrives under where senders use MD5. */
function emailMd5(email: string): string {
  return createHash('md5').update(email.trim().toLowerCase()).digest('hex');
}

function fieldsOf({ addressKey, agentKey, userKey, emailKey, deviceKey, clickKey }: HashedIdentity): SubjectKey[] {
  const plain: [SubjectField, string | undefined][] = [
    ['user', userKey],
    ['email', emailKey],
    ['device', deviceKey],
    ['click', clickKey],
  ];
  const found = plain.flatMap(([field, key]): SubjectKey[] => (key === undefined ? [] : [{ field, key }]));
  if (addressKey !== undefined && agentKey !== undefined) found.push({ field: 'address_agent', key: addressKey, agentKey });
  return found;
}

/** The keyed hashes under which events of these identities are stored, each once. */
export function subjectKeysOf(identities: readonly SubjectIdentity[], keys: TenantKeys): SubjectKey[] {
  const found = new Map<string, SubjectKey>();
  const hashing = { keys, agentHashes: new Map<string, string>() };
  for (const { email, ...identity } of identities) {
    const hashed = [hashIdentity(identity, hashing)];
    if (email !== undefined) {
      hashed.push(hashIdentity({ emailSha256: emailSha256(email) }, hashing), hashIdentity({ emailMd5: emailMd5(email) }, hashing));
    }
    for (const one of hashed.flatMap(fieldsOf)) found.set(`${one.field} ${one.key} ${one.agentKey ?? ''}`, one);
  }
  return [...found.values()];
}

/** What an erased event leaves behind: a keyed hash of its id, in a space of its own. */
export function erasedEventOf(kind: EventKind, id: string, keys: TenantKeys): ErasedEvent {
  return { kind, idKey: hash(keys.identity, `erased ${kind}\0${id}`) };
}

/**
 * The hash an objection is remembered by. It is another one than events carry, so that the list of objections cannot be held against
 * events without the tenant's key.
 */
export function objectionKeyOf({ field, key, agentKey = '' }: SubjectKey, keys: TenantKeys): string {
  return hash(keys.identity, `objected ${field}\0${key}\0${agentKey}`);
}

/** The hashes of every objection that would hold for an event of this identity. */
export function objectionKeysOf(identity: HashedIdentity, keys: TenantKeys): string[] {
  return fieldsOf(identity).map((one) => objectionKeyOf(one, keys));
}

/** The fingerprint of an event that was stored without its identity: of its id alone, as the rest is not what was sent. */
export function bareFingerprint(kind: EventKind, id: string, keys: TenantKeys): string {
  return hash(keys.fingerprint, `bare ${kind}\0${id}`);
}

/** Identities that are not to be matched. */
export interface Restrictions {
  keys: ReadonlySet<string>;
  /** Addresses with a user agent, as "address agent". */
  pairs: ReadonlySet<string>;
}

export const NO_RESTRICTIONS: Restrictions = { keys: new Set(), pairs: new Set() };

/** Whether an event of this identity is kept without being matched. */
export function isRestricted({ addressKey, agentKey, ...others }: HashedIdentity, { keys, pairs }: Restrictions): boolean {
  const { userKey = '', emailKey = '', deviceKey = '', clickKey = '' } = others;
  return keys.has(userKey) || keys.has(emailKey) || keys.has(deviceKey) || keys.has(clickKey) || pairs.has(`${addressKey} ${agentKey}`);
}

/** The identities of these restrictions, by what events carry. */
export function restrictionsOf(restricted: readonly SubjectKey[]): Restrictions {
  const isPair = ({ field }: SubjectKey) => field === 'address_agent';
  return {
    keys: new Set(restricted.filter((one) => !isPair(one)).map(({ key }) => key)),
    pairs: new Set(restricted.filter(isPair).map(({ key, agentKey }) => `${key} ${agentKey}`)),
  };
}
