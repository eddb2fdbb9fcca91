import { createSecretKey, type KeyObject } from 'node:crypto';
import { deriveKey } from '../../platform/sealing.ts';
import type { HashedIdentity } from '../intake/rules.ts';

/** One matching share that a tenant takes part in, with what its events are hashed under. */
export interface ShareHashing {
  shareId: string;
  /** The shared campaign, whose touchpoints take part, when the tenant is the grantor; undefined when it is the grantee. */
  campaign: string | undefined;
  /** The kinds of conversions that take part, when the tenant is the grantee; undefined for all. */
  kinds: readonly string[] | undefined;
  /** For identities and codes. */
  identity: KeyObject;
  /** For the hashes that each side may check. */
  manifest: KeyObject;
}

/** The two keys of a share, made of the 32 bytes that are kept sealed. */
export function keysOfShare(secret: Uint8Array): Pick<ShareHashing, 'identity' | 'manifest'> {
  const keyFor = (purpose: string) => createSecretKey(deriveKey(secret, purpose));
  return { identity: keyFor('share identity'), manifest: keyFor('share manifest') };
}

/** An event's identity under a share's key; a conversion's promo code as well. */
export interface SharedIdentity extends HashedIdentity {
  shareId: string;
  codeKey?: string;
}

/** True when there is anything to match by. */
export function isMatchable({ shareId: _shareId, ...keys }: SharedIdentity): boolean {
  return Object.values(keys).some((key) => key !== undefined);
}
