import { createRecent, type Recent } from '../../platform/recent.ts';
import type { ConnectionType } from '../intake/rules.ts';
import { isSafeListValid, SAFE_LIST_DAYS } from '../downloads/filters.ts';
import { boundsOf, indexRanges, type Place, placeOf, type RangeIndex } from './address-ranges.ts';
import { type AgentFacts, classifyAgent } from './agents.ts';
import type { ListContent, RangeEntry } from './formats.ts';
import { deviceOf } from './devices.ts';
import { compilePatterns, type PatternEntry } from './patterns.ts';
import {
  type AgentClass,
  DEVICE_KINDS,
  type DeviceKind,
  type ListKind,
  PATTERN_KINDS,
  type PatternKind,
  type RangeKind,
} from './schema.ts';
import { BUILT_IN_NETWORKS, DATACENTER_ASNS, MOBILE_ASNS, RELAY_ASNS } from './seed-networks.ts';

/** Names the lists that come with Earshot; changes whenever they do. */
export const BUILT_IN_VERSION = '2026-11';

/** What the lists know of an address. */
export interface NetworkFacts {
  connectionType: ConnectionType;
  /** Number and name of the autonomous system it belongs to. */
  asn: number | null;
  asName: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  country: string | null;
  /** ISO 3166-2, upper case, its country included. */
  region: string | null;
  /** On the exclusion list: nobody listens there. */
  isExcluded: boolean;
  /** On a safe list that was checked within 90 days: many people stand behind it. */
  isShared: boolean;
}

/** Look-ups in memory. Each answers for an instant in milliseconds, since lists have versions that hold from a date. */
export interface Lists {
  agent(userAgent: string | null, atMs: number): AgentFacts;
  network(ip: string, atMs: number): NetworkFacts;
  /**
   * The number of the newest version that holds at an instant, 0 when none does. Numbers grow with each version of any list, so an
   * answer is the same as long as this number is.
   */
  version(atMs: number): number;
  /** The instants at which the answer about an address may change, ascending: versions begin to hold, a safe list is believed no more. */
  changes: readonly number[];
  /** Changes whenever any answer may: with each version and each check of a list, and with the lists that come with Earshot. */
  state: string;
}

/** A list in the form in which it is asked: what it says of a user agent or of a place, by its kind. */
export interface CompiledContent {
  patterns?: (text: string) => PatternEntry | undefined;
  ranges?: { index: RangeIndex; sayings: readonly Saying[] };
  asnTypes?: ReadonlyMap<number, ConnectionType>;
}

/** What a range list says of addresses; each thing it says is kept once. */
type Saying = Pick<RangeEntry, 'value' | 'label'>;

/** A version of a list, with its entries where they are in memory. */
export interface LoadedVersion {
  id: number;
  kind: ListKind;
  compiled?: CompiledContent | undefined;
  effectiveFromMs: number;
  /** When somebody last looked through it, itself included. */
  checkedAtMs: number;
}

const MAX_REMEMBERED = 20_000;
const NO_AGENT: AgentFacts = { class: 'unknown', name: null, player: null, device: null, isWatch: false, isAutomated: false };
/**
 * Which of a watch's requests are duplicates is a rule of its own (§5.5.2 step 1.2, 7), narrower than what lists of bots say of this
 * program.
 */
const WATCH_APP = /^atc\//;
const CLASS_OF = { bots: 'bot', apps: 'app', libraries: 'library', browsers: 'browser' } as const satisfies Partial<
  Record<PatternKind, AgentClass>
>;
const CLASS_ORDER = ['bots', 'apps', 'libraries', 'browsers'] as const;

/** Remembers the answers for what was asked last; of two generations the older goes when the younger is full. */
export function remembering<Answer>(answer: (text: string) => Answer, max = MAX_REMEMBERED): (text: string) => Answer {
  let young = new Map<string, Answer>();
  let old = new Map<string, Answer>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known;
    const found = old.get(text) ?? answer(text);
    if (young.size >= max / 2) {
      old = young;
      young = new Map();
    }
    young.set(text, found);
    return found;
  };
}

/** Numbers what a list says, so that many ranges share one saying. */
function compileRanges(ranges: readonly RangeEntry[]): CompiledContent['ranges'] {
  const sayings: Saying[] = [];
  const numbers = new Map<string, number>();
  const numberOf = ({ value, label }: RangeEntry) => {
    const name = `${value}\0${label ?? ''}`;
    const known = numbers.get(name) ?? sayings.length;
    if (known === sayings.length) {
      sayings.push({ value, label });
      numbers.set(name, known);
    }
    return known;
  };
  return { index: indexRanges(ranges.map((entry) => ({ start: entry.start, end: entry.end, value: numberOf(entry) }))), sayings };
}

/** Makes of the entries of a list what is kept of them in memory. */
export function compileContent(content: ListContent): CompiledContent {
  if ('patterns' in content) return { patterns: compilePatterns(content.patterns) };
  if ('types' in content) return { asnTypes: new Map(content.types.map(({ asn, connectionType }) => [asn, connectionType])) };
  return { ranges: compileRanges(content.ranges) };
}

let builtInRanges: { index: RangeIndex; types: ConnectionType[] } | undefined;

function builtInType(place: Place): ConnectionType | undefined {
  if (builtInRanges === undefined) {
    const types = BUILT_IN_NETWORKS.map(([type]) => type);
    const ranges = BUILT_IN_NETWORKS.flatMap(([, networks], value) =>
      networks.flatMap((network) => {
        const bounds = boundsOf(network);
        return bounds ? [{ ...bounds, value }] : [];
      }),
    );
    builtInRanges = { index: indexRanges(ranges), types };
  }
  const found = builtInRanges.index.find(place);
  return found === undefined ? undefined : builtInRanges.types[found];
}

function builtInTypeOfAsn(asn: number): ConnectionType | undefined {
  if (DATACENTER_ASNS.has(asn)) return 'datacenter';
  if (RELAY_ASNS.has(asn)) return 'relay';
  return MOBILE_ASNS.has(asn) ? 'mobile' : undefined;
}

/** The lists that hold at one time, by kind. */
type InForce = ReadonlyMap<ListKind, LoadedVersion>;

/** @throws Error for a version that is not in memory: whoever looks up an instant of the past asks for it first. */
function contentIn(inForce: InForce, kind: ListKind): CompiledContent | undefined {
  const version = inForce.get(kind);
  if (version !== undefined && version.compiled === undefined) throw new Error(`version ${version.id} of ${kind} was not asked for`);
  return version?.compiled;
}

function deviceNamed(category: string | undefined): DeviceKind | undefined {
  return DEVICE_KINDS.find((kind) => kind === category);
}

/** What loaded patterns say of a user agent, in OPAWG's order; what they leave open is answered by its grammar. */
function agentIn(inForce: InForce): (userAgent: string) => AgentFacts {
  return (userAgent) => {
    const device = deviceNamed(contentIn(inForce, 'devices')?.patterns?.(userAgent)?.category) ?? deviceOf(userAgent);
    for (const kind of CLASS_ORDER) {
      const entry = kind === 'bots' && WATCH_APP.test(userAgent) ? undefined : contentIn(inForce, kind)?.patterns?.(userAgent);
      if (entry === undefined) continue;
      const agentClass = CLASS_OF[kind];
      const isAutomated =
        agentClass === 'bot' || (agentClass === 'library' && (entry.category === 'bot' || classifyAgent(userAgent).isAutomated));
      return {
        class: agentClass,
        name: entry.name,
        player: agentClass === 'app' ? entry.name : null,
        device,
        isWatch: device === 'watch',
        isAutomated,
      };
    }
    const general = classifyAgent(userAgent);
    return general.class === 'bot' ? general : { ...general, device, isWatch: device === 'watch' };
  };
}

function rangeEntry(inForce: InForce, kind: RangeKind, place: Place): Saying | undefined {
  const ranges = contentIn(inForce, kind)?.ranges;
  const found = ranges?.index.find(place);
  return found === undefined ? undefined : ranges?.sayings[found];
}

function networkIn(inForce: InForce): (ip: string, atMs: number) => NetworkFacts {
  return (ip, atMs) => {
    const place = placeOf(ip);
    if (place === undefined) {
      return { connectionType: 'unknown', asn: null, asName: null, country: null, region: null, isExcluded: false, isShared: false };
    }
    const system = rangeEntry(inForce, 'asns', place);
    const asn = system === undefined ? null : Number(system.value);
    const ofAsn = asn === null ? undefined : (contentIn(inForce, 'asn_types')?.asnTypes?.get(asn) ?? builtInTypeOfAsn(asn));
    const stated = rangeEntry(inForce, 'networks', place)?.value as ConnectionType | undefined;
    const shared = inForce.get('shared_addresses');
    const where = rangeEntry(inForce, 'countries', place)?.value;
    return {
      connectionType: stated ?? ofAsn ?? builtInType(place) ?? 'unknown',
      asn,
      asName: system?.label ?? null,
      country: where?.slice(0, 2) ?? null,
      region: where !== undefined && where.length > 2 ? where : null,
      isExcluded: rangeEntry(inForce, 'exclusions', place) !== undefined,
      isShared:
        shared !== undefined && isSafeListValid(shared.checkedAtMs, atMs) && rangeEntry(inForce, 'shared_addresses', place) !== undefined,
    };
  };
}

interface Epoch {
  fromMs: number;
  version: number;
  agent(userAgent: string): AgentFacts;
  network(ip: string, atMs: number): NetworkFacts;
}

/** What user agents were asked about lately, by the versions of the lists that were asked: the same for every epoch that has these. */
export type AgentMemory = Recent<(userAgent: string) => AgentFacts>;

function agentOf(inForce: InForce, memory: AgentMemory): (userAgent: string) => AgentFacts {
  const asked: InForce = new Map([...inForce].filter(([kind]) => PATTERN_KINDS.some((one) => one === kind)));
  const name = [...asked.values()]
    .map(({ id }) => id)
    .sort((a, b) => a - b)
    .join(' ');
  return (userAgent) => {
    let answer = memory.get(name);
    if (answer === undefined) memory.set(name, (answer = remembering(agentIn(asked))));
    return answer(userAgent);
  };
}

function inOrder<Version extends Pick<LoadedVersion, 'id' | 'effectiveFromMs'>>(versions: readonly Version[]): Version[] {
  return [...versions].sort((a, b) => a.effectiveFromMs - b.effectiveFromMs || a.id - b.id);
}

/**
 * The spans of time in which the same versions hold, oldest first. Of one kind the version that holds from later wins, then the newer
 * one.
 */
function epochsOf(versions: readonly LoadedVersion[], memory: AgentMemory): Epoch[] {
  const ordered = inOrder(versions);
  const starts = [...new Set([Number.NEGATIVE_INFINITY, ...ordered.map(({ effectiveFromMs }) => effectiveFromMs)])];
  const held = new Map<ListKind, LoadedVersion>();
  let place = 0;
  return starts.map((fromMs) => {
    for (; place < ordered.length && ordered[place].effectiveFromMs <= fromMs; place += 1) held.set(ordered[place].kind, ordered[place]);
    const inForce = new Map(held);
    const version = Math.max(0, ...[...inForce.values()].map(({ id }) => id));
    return { fromMs, version, agent: agentOf(inForce, memory), network: networkIn(inForce) };
  });
}

/** The versions that hold at any of these instants. */
export function heldAt<Version extends Pick<LoadedVersion, 'id' | 'kind' | 'effectiveFromMs'>>(
  versions: readonly Version[],
  instantsMs: readonly number[],
): Set<Version> {
  const asked = [...new Set(instantsMs)].sort((a, b) => a - b);
  const ordered = inOrder(versions);
  const found = new Set<Version>();
  const holding = new Map<ListKind, Version>();
  let place = 0;
  for (const atMs of asked) {
    for (; place < ordered.length && ordered[place].effectiveFromMs <= atMs; place += 1) holding.set(ordered[place].kind, ordered[place]);
    for (const version of holding.values()) found.add(version);
  }
  return found;
}

/** When the items of a batch say that they happened, as far as they say it. */
export function instantsIn(items: readonly unknown[]): number[] {
  return items.flatMap((item) => {
    const { occurredAt } = (item ?? {}) as Record<string, unknown>;
    const atMs = typeof occurredAt === 'string' ? Date.parse(occurredAt) : Number.NaN;
    return Number.isNaN(atMs) ? [] : [atMs];
  });
}

/** The first instant at which a safe list is believed no more. */
function endOfBelief({ checkedAtMs }: LoadedVersion): number {
  return checkedAtMs + SAFE_LIST_DAYS * 86_400_000 + 1;
}

function changesOf(versions: readonly LoadedVersion[]): number[] {
  const ends = versions.filter(({ kind }) => kind === 'shared_addresses').map(endOfBelief);
  return [...new Set([...versions.map(({ effectiveFromMs }) => effectiveFromMs), ...ends])].sort((a, b) => a - b);
}

/** How many combinations of lists of user agents have their latest answers remembered. */
const REMEMBERED_COMBINATIONS = 8;

/** A memory of answers about user agents that outlives one compilation. */
export function createAgentMemory(): AgentMemory {
  return createRecent(REMEMBERED_COMBINATIONS);
}

/** Puts versions of lists together for look-ups; what versions that are not in memory say cannot be asked. */
export function compileLists(versions: readonly LoadedVersion[], memory: AgentMemory = createAgentMemory()): Lists {
  const epochs = epochsOf(versions, memory);
  const epochAt = (atMs: number): Epoch => {
    let place = epochs.length - 1;
    while (place > 0 && epochs[place].fromMs > atMs) place -= 1;
    return epochs[place];
  };
  return {
    agent: (userAgent, atMs) => (userAgent === null ? NO_AGENT : epochAt(atMs).agent(userAgent)),
    network: (ip, atMs) => epochAt(atMs).network(ip, atMs),
    version: (atMs) => epochAt(atMs).version,
    changes: changesOf(versions),
    state: [BUILT_IN_VERSION, ...versions.map(({ id, checkedAtMs }) => `${id}:${checkedAtMs}`).sort()].join(' '),
  };
}

/** The lists that come with Earshot: small, written for it, and in force at any time. They need no database. */
export function builtInLists(): Lists {
  return compileLists([]);
}

/**
 * After how many days a list is old: publishers change agents and networks often; a safe list must be looked through within 90 days
 * (§5.5.2).
 */
const STALE_DAYS: Readonly<Record<ListKind, number>> = {
  bots: 30,
  apps: 90,
  libraries: 180,
  browsers: 180,
  devices: 180,
  networks: 60,
  asns: 60,
  countries: 60,
  exclusions: 90,
  shared_addresses: 90,
  asn_types: 180,
};

/** What there is to say of a list of this age; null while it is young enough. */
export function ageWarning(kind: ListKind, ageDays: number): string | null {
  if (ageDays <= STALE_DAYS[kind]) return null;
  if (kind === 'shared_addresses')
    return `was last looked through ${ageDays} days ago and is not used until it is: earshot lists check shared_addresses`;
  return `is ${ageDays} days old; load a newer one with earshot lists update`;
}
