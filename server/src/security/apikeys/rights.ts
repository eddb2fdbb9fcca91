import { holdsNetwork, isWithin } from '../../platform/networks.ts';
import type { Scope, Tier } from '../../tenants/authorize.ts';

/** How many keys of a tenant may live at once: neither revoked nor over. */
export const LIVE_API_KEYS: Readonly<Record<Tier, number>> = { free: 10, starter: 50, professional: 250, enterprise: 1_000 };

/** How long the old secret of a rotated key may go on working. */
export const MAX_OVERLAP_MS = 30 * 86_400_000;
/** How long it does where nothing else is said. */
export const OVERLAP_MS = 86_400_000;

/** All that a key is allowed, in the terms it is compared by. */
export interface KeyRights {
  scopes: readonly Scope[];
  /** When it ends; null for never. */
  expiresAt: string | null;
  /** Networks it may be used from, as `networkOf` writes them; none for everywhere. */
  allowedNetworks: readonly string[];
  /** Null for what the tier allows. */
  requestsPerMinute: number | null;
  /** The service account whose role binds it; null for none. */
  serviceAccountId: string | null;
}

/** What of a key would be wider than another key allows: a pointer into the request, and a sentence. */
export interface Excess {
  pointer: string;
  detail: string;
}

function isLater(wanted: string | null, own: string): boolean {
  return wanted === null || Date.parse(wanted) > Date.parse(own);
}

function leavesNetworks(wanted: readonly string[], own: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((inner) => !own.some((outer) => holdsNetwork(outer, inner)));
}

/**
 * In what a wanted key would be stronger than the key that asks for it: a scope it lacks, a later end, a network outside its own, more
 * requests a minute, or freedom from its service account. Empty when it is at most as strong.
 */
export function excessesOf(wanted: KeyRights, own: KeyRights): Excess[] {
  const lacking = wanted.scopes.filter((scope) => !own.scopes.includes(scope));
  const found: Excess[] = lacking.map((scope) => ({ pointer: '/scopes', detail: `Your own key does not have the scope "${scope}".` }));
  if (own.expiresAt !== null && isLater(wanted.expiresAt, own.expiresAt))
    found.push({ pointer: '/expiresAt', detail: `Your own key ends at ${own.expiresAt}; this one may not outlive it.` });
  if (own.allowedNetworks.length > 0 && leavesNetworks(wanted.allowedNetworks, own.allowedNetworks))
    found.push({ pointer: '/allowedNetworks', detail: 'Your own key works from certain networks only; stay within them.' });
  if (own.requestsPerMinute !== null && (wanted.requestsPerMinute ?? Infinity) > own.requestsPerMinute)
    found.push({
      pointer: '/requestsPerMinute',
      detail: `Your own key may make ${own.requestsPerMinute} requests a minute; allow no more.`,
    });
  if (own.serviceAccountId !== null && wanted.serviceAccountId !== own.serviceAccountId)
    found.push({ pointer: '/serviceAccountId', detail: 'Your own key belongs to a service account; its keys belong to the same one.' });
  return found;
}

/** What is known of a key that was sent. */
export interface KeyState {
  isRevoked: boolean;
  isDisabled: boolean;
  /** When the secret that was sent ends, in milliseconds; undefined for never. */
  endsAtMs: number | undefined;
  allowedNetworks: readonly string[];
}

export type RefusedUse = 'revoked' | 'disabled' | 'expired' | 'wrong_network';

/** Why a genuine key may not be used now and from this address; undefined when it may. */
export function refusalOf(key: KeyState, nowMs: number, address: string): RefusedUse | undefined {
  if (key.isRevoked) return 'revoked';
  if (key.isDisabled) return 'disabled';
  if (key.endsAtMs !== undefined && key.endsAtMs <= nowMs) return 'expired';
  return key.allowedNetworks.length > 0 && !isWithin(address, key.allowedNetworks) ? 'wrong_network' : undefined;
}

/** How many requests a minute a key with a limit of its own may make: no more than its tier, of which 0 stands for no limit. */
export function requestLimit(ofTier: number, own: number): number {
  return ofTier === 0 ? own : Math.min(own, ofTier);
}
