import type { ClientScope } from '../oauthclients/schema.ts';

/** The scope that lets a program see each claim about a person; what is not here cannot be had. */
const SCOPE_OF_CLAIM: Record<string, ClientScope> = { name: 'profile', email: 'email', email_verified: 'email', tenant: 'openid' };
/** Claims of every ID token, about the sign-in rather than the person. */
const ALWAYS = new Set(['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'nonce', 'acr', 'amr', 'sid']);

/** What a program asks for: scopes, and claims that it names one by one. */
export interface Asked {
  scopes: readonly string[];
  claims: readonly string[];
}

/** The claims that a request's `claims` parameter names (OpenID Connect Core 5.5), each once; none for a text that is no such parameter. */
export function claimsNamed(parameter: unknown): string[] {
  if (typeof parameter !== 'string') return [];
  const { userinfo = {}, id_token: idToken = {} } = JSON.parse(parameter) as { userinfo?: object; id_token?: object };
  return [...new Set([...Object.keys(userinfo), ...Object.keys(idToken)])].filter((claim) => !ALWAYS.has(claim));
}

/** The scopes that what is asked for comes to: a claim that is named counts as the scope that holds it. */
export function scopesAsked({ scopes, claims }: Asked): string[] {
  const implied = claims.map((claim) => SCOPE_OF_CLAIM[claim]).filter((scope) => scope !== undefined);
  return [...new Set([...scopes, ...implied])];
}

/** Of the claims that are named, those that a client with such scopes may have, and the others. */
export function claimsAllowed(claims: readonly string[], clientScopes: readonly ClientScope[]) {
  const isAllowed = (claim: string) => clientScopes.includes(SCOPE_OF_CLAIM[claim]);
  return { allowed: claims.filter(isAllowed), others: claims.filter((claim) => !isAllowed(claim)) };
}
