import type { ConnectionType } from '../intake/rules.ts';
import { type AgentFacts, classifyAgent } from './agents.ts';

/** What the lists know of an address. */
export interface NetworkFacts {
  connectionType: ConnectionType;
  /** Number and name of the autonomous system it belongs to. */
  asn: number | null;
  asName: string | null;
  /** ISO 3166-1 alpha-2, upper case. */
  country: string | null;
  /** On the exclusion list: nobody listens there. */
  isExcluded: boolean;
  /** On a safe list that was checked within 90 days: many people stand behind it. */
  isShared: boolean;
}

/** Look-ups in memory. Each answers for an instant in milliseconds, since lists have versions that hold from a date. */
export interface Lists {
  agent(userAgent: string | null, atMs: number): AgentFacts;
  network(ip: string, atMs: number): NetworkFacts;
}

const MAX_REMEMBERED = 20_000;

const NO_AGENT: AgentFacts = { class: 'unknown', name: null, player: null, device: null, isWatch: false, isAutomated: false };
const NO_NETWORK: NetworkFacts = { connectionType: 'unknown', asn: null, asName: null, country: null, isExcluded: false, isShared: false };

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

/** The lists that come with Earshot: small, written for it, and in force at any time. They need no database. */
export function builtInLists(): Lists {
  const agentOf = remembering(classifyAgent);
  return {
    agent: (userAgent) => (userAgent === null ? NO_AGENT : agentOf(userAgent)),
    network: () => NO_NETWORK,
  };
}
