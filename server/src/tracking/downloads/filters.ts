import type { EpisodeRequest, Evidence } from './schema.ts';

/** What the lists know of a user agent, as far as counting goes. */
export interface CountedAgent {
  class: 'bot' | 'app' | 'library' | 'browser' | 'unknown';
  /** True for programs that fetch without a person, whatever their class. */
  isAutomated: boolean;
}

/** What the lists know of an address, as far as counting goes. */
export interface CountedNetwork {
  connectionType: string;
  /** On the exclusion list: found to send requests that nobody listens to. */
  isExcluded: boolean;
  /** On a safe list that is valid still: many people are known to stand behind it. */
  isShared: boolean;
}

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const PROBE = /^\s*bytes\s*=\s*0\s*-\s*1\s*$/i;
const MAX_AGENT_CHARACTERS = 2_000;
const PLACEHOLDER = /^(?:-|null|\(null\)|none|nil|undefined|unknown|n\/a|user-agent:?|\(null\)\/\(null\))$/i;
const MARKUP = /[<>`]|\$\{|\bunion\s+select\b|';/i;
const BARE_MOZILLA = /^mozilla(?:\/[\d.]*)?(?:\s*\((?:compatible;?)?\s*\))?$/i;
const NO_SEPARATOR = /^(?:firefox|chrome|chromium|safari|opera|edge|mozilla)\s+\d/i;

/** Only GET asks for audio; HEAD and every other method transfer none (§5.5.2 step 1.3, 1). */
export function isNotGet({ method }: Pick<EpisodeRequest, 'method'>): boolean {
  return method.trim().toUpperCase() !== 'GET';
}

/** A 304 says that the listener has the file already (§5.5.2 step 1.3, 2c). */
export function isNotModified({ status }: Pick<EpisodeRequest, 'status'>): boolean {
  return status === 304;
}

/**
 * Answers that delivered no audio: all but 200, 206 and the 0 by which some networks log a 206 that ended early (§5.5.2 step 1.3, 2 and
 * 3). An unknown status is no failure: a prefix never sees one, and a host's log is judged by its bytes. A prefix's own answer is a
 * redirect.
 */
export function isFailed({ status }: Pick<EpisodeRequest, 'status'>, evidence: Evidence): boolean {
  if (status === null || status === 200 || status === 206 || status === 0) return false;
  return !(evidence === 'prefix_request' && REDIRECTS.has(status));
}

/** `bytes=0-1`, by which a player finds out whether ranges are understood (§5.5.2 step 1.2, 6). */
export function isProbe({ range }: Pick<EpisodeRequest, 'range'>): boolean {
  return range !== null && PROBE.test(range);
}

/** A watch that fetches what its paired phone fetched already: `atc/` with `watchOS`, or `(null)/(null) watchOS` (§5.5.2 step 1.2, 7). */
export function isWatchDuplicate({ userAgent }: Pick<EpisodeRequest, 'userAgent'>): boolean {
  if (userAgent === null) return false;
  return (userAgent.startsWith('atc/') && userAgent.includes('watchOS')) || userAgent.includes('(null)/(null) watchOS');
}

/**
 * No user agent, or one that no program sends (§5.5.2 step 1.2, 4): empty or a placeholder, without a letter, with control characters or
 * markup, longer than 2,000 characters, a bare `Mozilla/5.0`, or a browser's name and version without the slash between them.
 */
export function isBadAgent({ userAgent }: Pick<EpisodeRequest, 'userAgent'>): boolean {
  const text = userAgent?.trim() ?? '';
  if (text === '' || text.length > MAX_AGENT_CHARACTERS || !/\p{L}/u.test(text) || /\p{Cc}/u.test(text)) return true;
  return PLACEHOLDER.test(text) || MARKUP.test(text) || BARE_MOZILLA.test(text) || NO_SEPARATOR.test(text);
}

/** A program that says it is a bot, or one that fetches without a person (§5.5.2 step 1.2, 2 and 5). */
export function isBot(agent: CountedAgent): boolean {
  return agent.class === 'bot' || agent.isAutomated;
}

/** An address of a datacenter or VPN, where nobody listens (§5.5.2 step 1.2, 2). Relays of people's own devices are none. */
export function isDatacenter({ connectionType }: CountedNetwork): boolean {
  return connectionType === 'datacenter';
}

/** An address on the installation's exclusion list (§5.5.4 and §5.5.6). */
export function isExcludedAddress({ isExcluded }: CountedNetwork): boolean {
  return isExcluded;
}

/**
 * From how many downloads on the requests of one address in one UTC day are no one household's (§5.5.2 step 1.2, 1), counted as distinct
 * pairs of user agent and episode. The guidelines name no number. A person who fetches a whole back catalogue stays below it; safe lists
 * hold dormitories and offices.
 */
export const MAX_DAILY_PAIRS = 1_000;

/** Whether an address asked for more than people do; never so for one on a safe list that is valid still (§5.5.2, note). */
export function isImplausibleVolume(pairs: number, { isShared }: Pick<CountedNetwork, 'isShared'>): boolean {
  return !isShared && pairs > MAX_DAILY_PAIRS;
}

/** How long a safe list is believed after somebody last checked it (§5.5.2, note). */
export const SAFE_LIST_DAYS = 90;

/** Whether a safe list may still be used: it was checked at most 90 days before `atMs`. */
export function isSafeListValid(checkedAtMs: number, atMs: number): boolean {
  return atMs - checkedAtMs <= SAFE_LIST_DAYS * 86_400_000;
}
