import { createHmac } from 'node:crypto';

/** What a sign-out is for: the program that asked, and where the person goes afterwards. */
export interface Purpose {
  clientId: string | undefined;
  redirectUri: string | undefined;
  state: string | undefined;
}

/** Ties a sign-out page to one session and to all that it says, so that neither another page nor another purpose can take its place. */
export function signOutToken(key: Buffer, { clientId, redirectUri, state }: Purpose, sessionToken: string): string {
  const text = JSON.stringify([clientId ?? null, redirectUri ?? null, state ?? null, sessionToken]);
  return createHmac('sha256', key).update(text).digest('base64url');
}

/** Where a person goes after signing out: the registered address, with the state of the program if it sent one. */
export function destinationAfter({ redirectUri, state }: Purpose): string | undefined {
  if (redirectUri === undefined || state === undefined) return redirectUri;
  const separator = redirectUri.includes('?') ? '&' : '?';
  return `${redirectUri}${separator}${new URLSearchParams({ state }).toString()}`;
}

/** The one audience that an ID token names, before anybody has checked it; undefined for what is no ID token. */
export function audienceOf(idToken: string): string | undefined {
  try {
    const { aud } = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()) as { aud?: unknown };
    return typeof aud === 'string' ? aud : undefined;
  } catch {
    return undefined;
  }
}
