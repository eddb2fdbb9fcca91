import { createHash } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider';

/** The kinds of artifact that are access tokens of the API. */
export const ACCESS_MODELS = ['AccessToken', 'ClientCredentials'];

/** What is stored of an artifact's id: it is random where somebody holds it, so a plain hash will do. */
export function artifactHash(model: string, id: string): Buffer {
  return createHash('sha256').update(`${model}|${id}`).digest();
}

/** Where a sealed payload belongs. */
export function artifactPlace(idHash: Buffer): string {
  return `oauth_artifacts|${idHash.toString('hex')}|sealed_payload`;
}

/** An opaque token of 256 random bits, as the OAuth server makes them. Other shapes need no look into the database. */
export function isAccessTokenShaped(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** A payload without what its holder alone should know: the id is the token itself. */
export function withoutId({ jti: _id, consumed: _consumed, ...rest }: AdapterPayload): AdapterPayload {
  return rest;
}

/** What the scopes of a grant are called in its payload. */
type GrantPayload = AdapterPayload & { openid?: { scope?: string } };

/** The scopes that a token may be used for, or that a grant gives. */
export function scopesOf(model: string, { scope, openid }: GrantPayload): string[] {
  const text = model === 'Grant' ? openid?.scope : scope;
  return (ACCESS_MODELS.includes(model) || model === 'Grant') && text !== undefined ? text.split(' ') : [];
}
