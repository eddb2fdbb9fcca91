import ipaddr from 'ipaddr.js';
import { standingOf } from '../../platform/outbound-address.ts';

/** Where an episode's prefix leads, or why it leads nowhere. */
export type EpisodeTarget = { location: string; endsLikeMedia: boolean } | { refusal: string };

/** Scheme and authority of an address, whose second slash some programs drop; a scheme that was left out is https. */
const PARTS = /^(?:(https?):\/{1,2})?([^/?#]*)(\/[^#]*)$/i;
/** Host and port of an address; those of IPv6 stand in brackets. */
const AUTHORITY = /^(\[[^\]]*\]|[^:[\]]*)(?::(\d*))?$/;
const PORTS: Readonly<Record<string, string>> = { http: '80', https: '443' };
const LABEL = '[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?';
/** What may be an IPv4 address: reading a name as one costs more than all the rest of an answer. */
const FOUR_PARTS = /^\d+\.\d+\.\d+\.\d+$/;
/** A name of the public internet: at least two labels, the last one not a number, which would be an address in disguise. */
const NAME = new RegExp(String.raw`^(?=.{4,253}$)(?:${LABEL}\.)+(?:[a-z][a-z0-9-]{0,61}[a-z0-9])\.?$`, 'i');
/** Names that never mean anything on the public internet (RFC 2606, 6761, 6762, 7686, 8375), and what private networks use. */
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|localdomain|internal|intranet|private|corp|home|lan|home\.arpa|invalid|test|onion)\.?$/i;
/** What cannot stand in an address, or is read differently by different programs. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const UNSAFE = /[\u0000-\u0020\u007f\\]/;
const MEDIA = /\.(?:mp3|m4a|m4b|m4p|aac|oga|ogg|opus|flac|wav|wma|aiff?|mp4|m4v|mov|mkv|webm|m3u8?|mpd|ts|m4s)$/i;

function isPublicHost(host: string): boolean {
  const bracketed = /^\[(.+)\]$/.exec(host)?.[1];
  if (bracketed !== undefined) return ipaddr.IPv6.isValid(bracketed) && standingOf(bracketed, []) === 'public';
  if (FOUR_PARTS.test(host) && ipaddr.IPv4.isValidFourPartDecimal(host)) return standingOf(host, []) === 'public';
  return NAME.test(host) && !PRIVATE_NAME.test(host);
}

/** Whether an address's last part ends as files of sound and video do. */
function endsLikeMedia(path: string): boolean {
  const [plain] = path.split('?', 1);
  return MEDIA.test(plain);
}

/** What is wrong with the host and port of an address; undefined when nothing is. */
function authorityFault(authority: string, scheme: string, own: readonly string[]): string | undefined {
  if (authority.includes('@')) return 'The address holds a name or a password.';
  const [, host, port] = AUTHORITY.exec(authority) ?? [];
  if (host === undefined || (port !== undefined && port !== PORTS[scheme]))
    return 'The address names a scheme other than http and https, or a port of its own.';
  if (!isPublicHost(host)) return 'The address names no host of the public internet.';
  if (own.includes(host.toLowerCase().replace(/\.$/, '')))
    return 'The address leads back to this installation; keep one of its prefixes in the chain.';
  return undefined;
}

/**
 * What stands behind `/e/<publicId>/`, as the address it leads to: `https://host/…`, `http://host/…` or `host/…`, each byte behind the
 * scheme as it was sent. Refused is what is no address of a file on the public web: other schemes, names and passwords, odd ports, private
 * names and addresses, control characters, and `own` hosts, which would lead back here.
 */
export function episodeTarget(rest: string, own: readonly string[]): EpisodeTarget {
  if (UNSAFE.test(rest)) return { refusal: 'The address holds a character that no address may hold.' };
  const [, told = 'https', authority = '', path = ''] = PARTS.exec(rest) ?? [];
  if (authority === '')
    return { refusal: 'Behind the prefix stands no address of a file; put that of the episode there, such as host.example/1.mp3.' };
  const scheme = told.toLowerCase();
  const fault = authorityFault(authority, scheme, own);
  return fault === undefined ? { location: `${scheme}://${authority}${path}`, endsLikeMedia: endsLikeMedia(path) } : { refusal: fault };
}

/** What browsers say of a request whose answer a person would look at, not hear: a page, or a frame of one. */
const PAGE_DESTINATIONS = new Set(['document', 'iframe', 'frame', 'embed', 'object']);

/**
 * Whether a prefix may lead to a target. An id that is known leads anywhere players and other prefixes ask for, and opened as a page to
 * what ends like a file of sound or video alone. One that is not known leads to such files alone, and never as a page. So a
 * prefix is of no use to disguise a link to a page.
 */
export function mayLeadTo(
  target: { endsLikeMedia: boolean },
  { isKnown, destination }: { isKnown: boolean; destination?: string | undefined },
): boolean {
  const isPage = destination !== undefined && PAGE_DESTINATIONS.has(destination);
  return isKnown ? target.endsLikeMedia || !isPage : target.endsLikeMedia && !isPage;
}
