import type { Lists } from '../lists/rules.ts';
import type { ConnectionType } from './rules.ts';
import { EXPOSURE_EVIDENCES, type ExposureEvidence, type Identity } from './schema.ts';

const LONGEST_PLAYER = 80;

/** What lists said of an event's address and program before they were hashed; undefined where they know nothing. */
export interface DerivedFacts {
  connectionType: ConnectionType;
  /** ISO 3166-1 alpha-2. */
  country?: string | undefined;
  /** ISO 3166-2, its country included. */
  region?: string | undefined;
  /** The number of the autonomous system. */
  asn?: number | undefined;
  /** What the person listens with. */
  player?: string | undefined;
  /** The newest version of a list that held then; 0 for none but those that come with Earshot. */
  listVersion?: number | undefined;
}

/**
 * How the delivery of an exposure is known: as its metadata say, else by the word of its sender (METHOD §5). Undefined for what is no
 * exposure but an act of a person: a click, a vanity visit, a code, an answer.
 */
export function exposureEvidence(kind: string, metadata: Readonly<Record<string, unknown>> | undefined): ExposureEvidence | undefined {
  if (kind !== 'download' && kind !== 'impression') return undefined;
  return EXPOSURE_EVIDENCES.find((evidence) => evidence === metadata?.evidence) ?? 'reported';
}

/**
 * What the lists that held when an event happened say of its address and program. What they know of the connection goes before what the
 * sender states, and that before nothing.
 */
export function derivedFacts(
  { ip, userAgent }: Pick<Identity, 'ip' | 'userAgent'>,
  stated: ConnectionType,
  atMs: number,
  lists: Lists,
): DerivedFacts {
  if (ip === undefined && userAgent === undefined) return { connectionType: stated };
  const network = ip === undefined ? undefined : lists.network(ip, atMs);
  const agent = userAgent === undefined ? undefined : lists.agent(userAgent, atMs);
  return {
    connectionType: network === undefined || network.connectionType === 'unknown' ? stated : network.connectionType,
    country: network?.country ?? undefined,
    region: network?.region ?? undefined,
    asn: network?.asn ?? undefined,
    player: agent?.player?.slice(0, LONGEST_PLAYER),
    listVersion: lists.version(atMs),
  };
}
