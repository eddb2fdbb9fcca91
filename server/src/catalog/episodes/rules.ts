import { createHash } from 'node:crypto';
import { strayCursor } from '../../platform/paging.ts';
import { turnFault } from '../../platform/names.ts';

/**
 * Measurement prefixes that are known by host: what of the path belongs to the prefix. The address of the file follows it, with its scheme
 * or without.
 */
const PREFIXES: readonly { host: RegExp; path: RegExp }[] = [
  { host: /^(?:www|dts)\.podtrac\.com$/, path: /^\/(?:pts\/)?redirect\.\w{2,4}\// },
  { host: /^play\.podtrac\.com$/, path: /^\/[^/]+\// },
  { host: /^(?:pscrb\.fm|verifi\.podscribe\.com)$/, path: /^\/rss\/p\// },
  { host: /^prfx\.byspotify\.com$/, path: /^\/e\// },
  { host: /^(?:pdst\.fm|pdcn\.co)$/, path: /^\/e\// },
  { host: /^mgln\.ai$/, path: /^\/(?:e|track)\/(?:[^/.]+\/)?/ },
  { host: /^(?:claritaspod\.com|clrtpod\.com)$/, path: /^\/(?:measure|m)\// },
  { host: /^arttrk\.com$/, path: /^\/p\/(?:[^/.]+\/)?/ },
  { host: /^op3\.dev$/, path: /^\/e(?:,[^/]*)?\// },
  { host: /^(?:chtbl\.com|chrt\.fm)$/, path: /^\/track\/(?:[^/.]+\/)?/ },
  { host: /^(?:media|ins)\.blubrry\.com$/, path: /^\/[^/.]+\// },
  { host: /^(?:pfx\.vpixl\.com|m\.pfxes\.com|pdrl\.fm)$/, path: /^\/[^/.]+\// },
  { host: /^tracking\.swap\.fm$/, path: /^\/track\/(?:[^/.]+\/)?/ },
  { host: /^growx\.podkite\.com$/, path: /^\/https?\/[^/.]+\// },
  { host: /^(?:2|s)\.gum\.fm$/, path: /^\/(?:s-[^/.]+\/)?/ },
  { host: /^flex\.acast\.com$/, path: /^\// },
];

/** Where an installation of Earshot stands, whatever its host: its own prefix. */
const OWN_PREFIX = /^\/e\/[0-9a-z]{12}\//;
/** An address inside a path: whatever stands before it led there. Servers on the way may have made one slash of two. */
const INNER_ADDRESS = /\/(https?):\/{1,2}(?=[^/])/i;
const HOST_FIRST = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d{1,5})?\//i;
const MOST_PREFIXES = 20;
const MOST_ADDRESS_LENGTH = 1_000;

function readUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}

/** What stands behind the outermost prefix; undefined when there is none. */
function behindPrefix(url: URL): URL | undefined {
  const rest = `${url.pathname}${url.search}`;
  const inner = INNER_ADDRESS.exec(url.pathname);
  if (inner) return readUrl(`${inner[1]}://${rest.slice(inner.index + inner[0].length)}`);
  const known = PREFIXES.find(({ host }) => host.test(url.hostname))?.path ?? OWN_PREFIX;
  const prefix = known.exec(url.pathname);
  const target = prefix ? rest.slice(prefix[0].length) : '';
  return HOST_FIRST.test(target) ? readUrl(`https://${target}`) : undefined;
}

/**
 * The address of a file without the measurement prefixes that stand before it, however many; what is no web address comes back as it is,
 * and one without a scheme is of https.
 * A prefix is known by its host, or by a whole address that follows it.
 */
export function peelPrefixes(address: string): string {
  let url = readUrl(address) ?? (HOST_FIRST.test(address) ? readUrl(`https://${address}`) : undefined);
  if (!url) return address;
  for (let peeled = 0; peeled < MOST_PREFIXES; peeled++) {
    const inner = behindPrefix(url);
    if (!inner) return url.href;
    url = inner;
  }
  return url.href;
}

/** One spelling of each percent-encoding: none of what needs none, capitals in the others (RFC 3986 §6.2.2). */
function inOneSpelling(path: string): string {
  return path.replaceAll(/%[0-9a-f]{2}/gi, (escape) => {
    const letter = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : escape.toUpperCase();
  });
}

/**
 * What stays the same of a file's address, whoever measures it and however it is asked for: host and path. Undefined for what is no web
 * address, or has more than 1,000 characters.
 */
export function addressOf(url: string): string | undefined {
  const bare = readUrl(peelPrefixes(url));
  const address = bare && `${bare.host}${inOneSpelling(bare.pathname)}`;
  return address !== undefined && address.length <= MOST_ADDRESS_LENGTH ? address : undefined;
}

const PLAYLIST = /\.m3u8$/i;

/** The addresses that a file of an episode is known by: its own, and of an HLS playlist the folder too, in which its segments lie. */
export function knownAddresses(url: string): string[] {
  const address = addressOf(url);
  if (address === undefined) return [];
  return PLAYLIST.test(address) ? [address, address.slice(0, address.lastIndexOf('/') + 1)] : [address];
}

/** Where an episode stands in the list of its show: by time, then by key. */
export interface EpisodePosition {
  publishedAt: string;
  key: string;
}

const NEVER = '-infinity';
const POSITION = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|-infinity) (.+)$/s;

/** The position of an episode in the list of its show, as a cursor carries it. */
export function positionText({ publishedAt, key }: { publishedAt: string | null; key: string }): string {
  return `${publishedAt ?? NEVER} ${key}`;
}

/** @throws AppError `invalid_request` for a text that is none. */
export function readPosition(text: string): EpisodePosition {
  const [, publishedAt, key] = POSITION.exec(text) ?? [];
  if (publishedAt === undefined || (publishedAt !== NEVER && Number.isNaN(Date.parse(publishedAt)))) throw strayCursor();
  return { publishedAt, key };
}

const MOST_KEY_LENGTH = 200;
const MOST_GUID_BYTES = 500;

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A guid as it is stored: itself, or, of one with more than 500 bytes, its SHA-256. */
export function storedGuid(guid: string): string {
  return Buffer.byteLength(guid) <= MOST_GUID_BYTES ? guid : `sha256:${hashOf(guid)}`;
}

/** Whose a key is: null of a stub that no feed has claimed. */
export type Occupied = ReadonlyMap<string, string | null>;

/** The key by which an episode is known when its guid is too long or another show's: made from both. */
function combinedKey(show: string, guid: string): string {
  return `${show.slice(0, 150).toWellFormed()}:${hashOf(guid).slice(0, 24)}`;
}

/** The keys under which new episodes of a show may come: the guid first, since hosts, players and logs know it, unless it is no fit key. */
export function possibleKeys(show: string, guid: string): string[] {
  const combined = combinedKey(show, guid);
  return guid.length <= MOST_KEY_LENGTH && turnFault(guid) === undefined ? [guid, combined] : [combined];
}

/** The key for a new episode: the first possible one that is free, or a stub's. Undefined when all are another show's. */
export function keyForEpisode(show: string, guid: string, occupied: Occupied): string | undefined {
  return possibleKeys(show, guid).find((key) => (occupied.get(key) ?? null) === null);
}
