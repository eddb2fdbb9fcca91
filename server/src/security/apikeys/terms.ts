import { invalid } from '../../platform/errors.ts';
import { networkOf } from '../../platform/networks.ts';
import { TIER_REQUESTS_PER_MINUTE, type Tier } from '../../tenants/authorize.ts';
import { MAX_OVERLAP_MS, OVERLAP_MS } from './rights.ts';
import { ALL_SCOPES } from './rules.ts';
import type { ApiKey, ApiKeyChange, NewApiKey } from './schema.ts';

/** What of a key may be chosen, in the form it is stored in. */
export type Terms = Pick<ApiKey, 'name' | 'scopes' | 'expiresAt' | 'allowedNetworks' | 'requestsPerMinute' | 'serviceAccountId'>;

function networksOf(texts: readonly string[]): string[] {
  const networks = texts.map((text, place) => {
    const network = networkOf(text);
    if (network !== undefined) return network;
    throw invalid(`/allowedNetworks/${place}`, 'This is no network; write one such as 203.0.113.0/24 or 2001:db8::/48.');
  });
  return [...new Set(networks)];
}

/** The chosen terms, each in its one form. @throws AppError `invalid_request` for what is no network. */
export function termsOf(input: NewApiKey): Terms {
  return {
    name: input.name,
    scopes: ALL_SCOPES.filter((scope) => input.scopes.includes(scope)),
    expiresAt: input.expiresAt ? new Date(input.expiresAt).toISOString() : null,
    allowedNetworks: networksOf(input.allowedNetworks ?? []),
    requestsPerMinute: input.requestsPerMinute ?? null,
    serviceAccountId: input.serviceAccountId ?? null,
  };
}

/** A key's terms after a change. */
export function changedTerms(key: ApiKey, change: ApiKeyChange): Terms {
  const { name, scopes, expiresAt, allowedNetworks, requestsPerMinute, serviceAccountId } = key;
  return termsOf({ name, scopes, expiresAt, allowedNetworks, requestsPerMinute, serviceAccountId, ...change });
}

/**
 * Lets terms pass that can be kept: an end that is to come, and no more requests than the tenant's tier has.
 * @throws AppError `invalid_request`.
 */
export function checkTerms(terms: Terms, tier: Tier, nowMs: number): void {
  if (terms.expiresAt !== null && Date.parse(terms.expiresAt) <= nowMs)
    throw invalid('/expiresAt', 'The end of a key must be in the future.');
  const most = TIER_REQUESTS_PER_MINUTE[tier];
  if (terms.requestsPerMinute !== null && most > 0 && terms.requestsPerMinute > most)
    throw invalid('/requestsPerMinute', `A key may make ${most} requests a minute on the tier "${tier}"; its own limit can only be lower.`);
}

/** The terms that differ, as they were and as they are: what the audit log keeps of a change. */
export function differences(before: Terms, after: Terms): { before: Partial<Terms>; after: Partial<Terms> } {
  const names = (Object.keys(after) as (keyof Terms)[]).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const part = (terms: Terms) => Object.fromEntries(names.map((name) => [name, terms[name]])) as Partial<Terms>;
  return { before: part(before), after: part(after) };
}

/**
 * Until when the old secret of a rotated key works, in milliseconds: as chosen, or a day from now, and never longer than the key itself.
 * @throws AppError `invalid_request` beyond 30 days.
 */
export function overlapEnd(chosen: string | undefined, expiresAt: string | null, nowMs: number): number {
  const wantedMs = chosen === undefined ? nowMs + OVERLAP_MS : Date.parse(chosen);
  if (wantedMs > nowMs + MAX_OVERLAP_MS) throw invalid('/previousWorksUntil', 'The old secret may go on working for 30 days at most.');
  return Math.min(Math.max(wantedMs, nowMs), expiresAt === null ? Infinity : Date.parse(expiresAt));
}

/** True when a key is neither revoked nor over. */
export function isLive(key: ApiKey, nowMs: number): boolean {
  return key.revokedAt === null && (key.expiresAt === null || Date.parse(key.expiresAt) > nowMs);
}
