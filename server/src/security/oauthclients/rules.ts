import { createHash } from 'node:crypto';
import { invalid } from '../../platform/errors.ts';
import { SCOPES, type Scope } from '../../tenants/authorize.ts';
import { type ClientKind, ClientScope } from './schema.ts';

/** A secret's random characters: 62 to the power of 43 is 256 bits. */
export const SECRET_LENGTH = 43;
const SECRET_PREFIX = 'earshot_secret_';

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
/** A scheme of an app's own is a domain name backwards (RFC 8252 §7.1), so none that a browser runs can be one. */
const APP_SCHEME = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:$/;
const PRINTABLE = /^[\x21-\x7e]+$/;

/** Whether a client of this kind can keep a secret. */
export function isConfidential(kind: ClientKind): boolean {
  return kind === 'web' || kind === 'service';
}

export function buildSecret(random: string): string {
  return SECRET_PREFIX + random;
}

/** What is stored of a secret: it is random, so a plain hash will do (OWASP ASVS 5.0, 6.5.2). */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** What is wrong with an address that people are to be sent back to; undefined when nothing is. */
export function redirectFault(kind: ClientKind, uri: string): string | undefined {
  const url = PRINTABLE.test(uri) && URL.canParse(uri) ? new URL(uri) : undefined;
  if (url === undefined) return 'is not an absolute address.';
  if (url.hostname.includes('*')) return 'must name one host; there are no wildcards.';
  if (uri.includes('#')) return 'must not have a fragment.';
  if (url.username !== '' || url.password !== '') return 'must not hold a name or password.';
  if (url.protocol === 'http:' && LOOPBACK.includes(url.hostname)) return undefined;
  if (kind !== 'native') return url.protocol === 'https:' ? undefined : 'must begin with https://, or be plain http on this machine.';
  return APP_SCHEME.test(url.protocol) ? undefined : 'must be http://127.0.0.1, http://[::1] or a scheme like com.example.app:/.';
}

/** What is asked for a client, as far as it must fit the kind. */
interface Asked {
  redirectUris: string[];
  postLogoutRedirectUris?: string[] | undefined;
  scopes: ClientScope[];
}

function checkAddresses(kind: ClientKind, field: string, uris: readonly string[]): void {
  for (const [place, uri] of uris.entries()) {
    const fault = redirectFault(kind, uri);
    if (fault !== undefined) throw invalid(`/${field}/${place}`, `${field}[${place}] ${fault}`);
  }
}

/** @throws AppError `invalid_request` for a client whose addresses or scopes do not fit its kind. */
export function checkClient(kind: ClientKind, { redirectUris, postLogoutRedirectUris = [], scopes }: Asked): void {
  const isService = kind === 'service';
  if (isService && redirectUris.length > 0) throw invalid('/redirectUris', 'Nobody is sent back to a service; leave redirectUris empty.');
  if (!isService && redirectUris.length === 0) throw invalid('/redirectUris', 'Name at least one address to send people back to.');
  if (isService && postLogoutRedirectUris.length > 0)
    throw invalid('/postLogoutRedirectUris', 'Nobody signs out of a service; leave postLogoutRedirectUris empty.');
  checkAddresses(kind, 'redirectUris', redirectUris);
  checkAddresses(kind, 'postLogoutRedirectUris', postLogoutRedirectUris);
  const stray = isService ? scopes.find((scope) => !isApiScope(scope)) : undefined;
  if (stray !== undefined) throw invalid('/scopes', `The scope "${stray}" is about a person, and a service acts for none; leave it out.`);
}

function isApiScope(scope: ClientScope): scope is Scope {
  return SCOPES.some((one) => one === scope);
}

/** The scopes of the API among a client's. */
export function apiScopesOf(scopes: readonly ClientScope[]): Scope[] {
  return SCOPES.filter((scope) => scopes.includes(scope));
}

/** Scopes in the order in which they are written, each once. */
export function orderedScopes(scopes: readonly ClientScope[]): ClientScope[] {
  return ClientScope.options.filter((scope) => scopes.includes(scope));
}
