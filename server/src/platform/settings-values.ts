import { isIP } from 'node:net';
import { EDGE_KEY_LENGTH, readEdgeKey } from './edge-key.ts';
import { SECRET_KEY_LENGTH } from './secret-key.ts';

/** A value that cannot be used; the message completes the sentence that begins with the variable's name. */
export class BadValue extends Error {}

/** The items of a list that commas separate. */
export function list(value: string): string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** One of these words. @throws BadValue for anything else. */
export function oneOf<Choice extends string>(value: string, choices: readonly Choice[]): Choice {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new BadValue(`is "${value}"; set it to ${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}.`);
  return found;
}

/** A port; 0 asks for a free one. @throws BadValue for anything else. */
export function asPort(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(port <= 65_535)) throw new BadValue(`is "${value}"; set it to a whole number from 0 to 65535.`);
  return port;
}

/** A number of MiB, in bytes. @throws BadValue for anything else. */
export function asMebibytes(value: string): number {
  const count = /^\d{1,7}$/.test(value) ? Number(value) : 0;
  if (count < 1) throw new BadValue(`is "${value}"; set it to a whole number of MiB from 1 on, such as 1024.`);
  return count * 1024 * 1024;
}

/** A whole number from `least` to 9999. @throws BadValue for anything else. */
export function asCount(value: string, least: number): number {
  const count = /^\d{1,4}$/.test(value) ? Number(value) : -1;
  if (count < least) throw new BadValue(`is "${value}"; set it to a whole number from ${least} to 9999.`);
  return count;
}

/** An address or a host name. @throws BadValue for anything else. */
export function asHost(value: string): string {
  if (isIP(value) !== 0 || /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value)) return value;
  throw new BadValue(`is "${value}"; set it to an address or a host name, without scheme and port.`);
}

/** A PostgreSQL server's address. @throws BadValue for anything else. */
export function asDatabaseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isPostgres = url !== undefined && ['postgres:', 'postgresql:'].includes(url.protocol);
  if (!isPostgres || url.hostname === '' || url.username === '' || url.pathname.length < 2)
    throw new BadValue(
      'is not a PostgreSQL address; write it as postgres://LOGIN:PASSWORD@HOST:5432/DATABASE, special characters percent-encoded.',
    );
  return value;
}

/** A mail server's address. @throws BadValue for anything else. */
export function asSmtpUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '') return value;
  throw new BadValue('is not the address of a mail server; write it as smtp://USER:PASSWORD@HOST:587, special characters percent-encoded.');
}

/** Who mails are from. @throws BadValue for anything else. */
export function asSender(value: string): string {
  if (/^(?:[^<>\r\n]+ <[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/.test(value)) return value;
  throw new BadValue(`is "${value}"; write it as "Earshot <noreply@earshot.example>" or as an address alone.`);
}

/** A secret that is long enough. @throws BadValue for anything else. */
export function asSecretKey(value: string): string {
  if (value.length >= SECRET_KEY_LENGTH) return value;
  throw new BadValue(
    `has ${value.length} characters; use at least ${SECRET_KEY_LENGTH}, for example the output of "openssl rand -base64 32".`,
  );
}

/** An edge key as it is printed. @throws BadValue for anything else. */
export function asEdgeKey(value: string): Buffer {
  const key = readEdgeKey(value);
  if (key) return key;
  throw new BadValue(
    `is no edge key; set it to what "earshot edge key" prints on the main installation: ${EDGE_KEY_LENGTH} letters, digits, "-" and "_".`,
  );
}

/** A web address without a query. @throws BadValue for anything else. */
export function asIssuer(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url && ['http:', 'https:'].includes(url.protocol) && url.search === '' && url.hash === '' && url.username === '') return value;
  throw new BadValue(`is "${value}"; set it to the web address of the service, such as https://login.example.com, without a query.`);
}

/** A web address that ends in a slash. @throws BadValue for anything else. */
export function asFolder(value: string): string {
  return asIssuer(value).replace(/\/*$/, '/');
}

/** A web address without a slash at the end. @throws BadValue for anything else. */
export function asBaseUrl(value: string): string {
  return asIssuer(value).replace(/\/+$/, '');
}

/** A key of an account elsewhere. @throws BadValue for anything else; the value is not repeated. */
export function asAccountKey(value: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new BadValue('is no key; set it to the key as its service shows it, in one line without spaces.');
}

/** What a text says in JSON. @throws BadValue for anything else; what it says is not looked at. */
export function asJson(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new BadValue('is not JSON; see docs/ai.md for how a price list is written.');
  }
}

/** Scheme, host and port of a web address. @throws BadValue for anything else. */
export function asOrigin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isWeb = url !== undefined && ['http:', 'https:'].includes(url.protocol);
  if (!isWeb || value.replace(/\/$/, '').toLowerCase() !== `${url.protocol}//${url.host}`)
    throw new BadValue(`holds "${value}", which is not a web address like https://earshot.example, without a path.`);
  return url.origin;
}

/** An address or a CIDR range. @throws BadValue for anything else. */
export function asNetwork(value: string): string {
  const [address, prefix, ...rest] = value.split('/');
  const widest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  const isPrefix = prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= widest);
  if (widest > 0 && isPrefix && rest.length === 0) return value;
  throw new BadValue(`holds "${value}", which is neither an address nor a CIDR range like 10.0.0.0/8.`);
}
