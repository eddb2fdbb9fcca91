import { createHash } from 'node:crypto';
import { z } from 'zod';
import { Name, oneLine } from '../../platform/names.ts';
import { AppError } from '../../platform/errors.ts';

/** How long a person may stay at their provider. */
export const REQUEST_MS = 10 * 60_000;
/** What identities of the installation's own provider are kept under. */
export const INSTALLATION = 'installation';

/** What a request must remember while the browser is away. */
export const Remembered = z.strictObject({ verifier: z.string(), nonce: z.string(), next: z.string() });
export type Remembered = z.infer<typeof Remembered>;

/** Of what a provider says of a person, what Earshot uses. */
export interface Claims {
  issuer: string;
  subject: string;
  email: string;
  name: string;
}

export function hashText(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** What is stored of how a provider calls a person. */
export function hashSubject({ issuer, subject }: Pick<Claims, 'issuer' | 'subject'>): Buffer {
  return hashText(`${issuer}|${subject}`);
}

/** Where a request's sealed payload belongs. */
export function requestPlace(stateHash: Buffer): string {
  return `sso_requests|${stateHash.toString('hex')}|sealed_payload`;
}

const INSIDE = 'http://inside.invalid';

/** Where a person goes after signing in: an address of this installation, else its first page. */
export function nextPath(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/') || !URL.canParse(next, INSIDE)) return '/';
  const { origin, pathname, search } = new URL(next, INSIDE);
  return origin !== INSIDE || pathname.startsWith('//') || pathname.startsWith('/sso/') ? '/' : pathname + search;
}

function refused(detail: string): AppError {
  return new AppError('forbidden', detail);
}

const Said = z.looseObject({
  email: z.email().max(254),
  email_verified: z.literal(true),
  name: z.string().transform(oneLine).pipe(Name).optional(),
});

/**
 * What a provider says of a person, as far as it can be relied on. An address that the provider has not verified could be anybody's.
 * @throws AppError `forbidden` for a missing or unverified address.
 */
export function readClaims(issuer: string, subject: string, said: Record<string, unknown>): Claims {
  const parsed = Said.safeParse(said);
  if (!parsed.success) throw refused('Your identity provider does not say that your e-mail address is verified; ask who runs it.');
  const email = parsed.data.email.toLowerCase();
  return { issuer, subject, email, name: parsed.data.name ?? email };
}

/** @throws AppError `forbidden` for an address outside the domains that a connection's provider may vouch for. */
export function checkDomain({ email }: Claims, domains: readonly string[]): void {
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (!domains.includes(domain)) throw refused(`This connection does not sign in addresses of ${domain}; ask an owner of the tenant.`);
}
