/** The last use of a key is written once in so long at most. */
export const USE_MS = 60_000;
/** Networks a key was not seen from before that one process notes in that time; a stolen key cannot fill the database. */
export const NEW_NETWORKS_PER_USE = 10;
/** A refused use leaves one event per key and reason in so long. */
export const REFUSAL_MS = 10 * 60_000;
/** Networks that are remembered of a key, the latest ones. */
export const KNOWN_NETWORKS = 50;

/** What is remembered of a key's use while the process runs. */
export interface SeenKey {
  /** When its last use was last handed on to be written. */
  notedAtMs: number;
  networks: Set<string>;
  newNetworks: number;
}

/** Whether a use is worth writing: the first in a while, or from a network that this process has not seen. */
export function isWorthNoting(seen: SeenKey | undefined, network: string, nowMs: number): boolean {
  if (seen === undefined || nowMs - seen.notedAtMs >= USE_MS) return true;
  return !seen.networks.has(network) && seen.newNetworks < NEW_NETWORKS_PER_USE;
}

/** What is remembered once a use was noted. */
export function noted(seen: SeenKey | undefined, network: string, nowMs: number): SeenKey {
  const isDue = seen === undefined || nowMs - seen.notedAtMs >= USE_MS;
  const networks = new Set([...(seen?.networks ?? []), network].slice(-KNOWN_NETWORKS));
  if (isDue) return { notedAtMs: nowMs, networks, newNetworks: 0 };
  return { notedAtMs: seen.notedAtMs, networks, newNetworks: seen.newNetworks + 1 };
}

/** What is stored of a key's use. */
export interface StoredUse {
  lastUsedAtMs: number | undefined;
  lastNetwork: string | null;
  knownNetworks: string[];
}

/** What a use changes of what is stored, undefined when nothing; `isFirstFrom` when the network is new to a key that was used elsewhere. */
export function usedBy(stored: StoredUse, network: string, nowMs: number): { next: StoredUse; isFirstFrom: boolean } | undefined {
  const isKnown = stored.knownNetworks.includes(network);
  const isDue = stored.lastUsedAtMs === undefined || nowMs - stored.lastUsedAtMs >= USE_MS;
  if (isKnown && !isDue) return undefined;
  const knownNetworks = isKnown ? stored.knownNetworks : [...stored.knownNetworks, network].slice(-KNOWN_NETWORKS);
  const last = isDue
    ? { lastUsedAtMs: nowMs, lastNetwork: network }
    : { lastUsedAtMs: stored.lastUsedAtMs, lastNetwork: stored.lastNetwork };
  return { next: { ...last, knownNetworks }, isFirstFrom: !isKnown && stored.knownNetworks.length > 0 };
}
