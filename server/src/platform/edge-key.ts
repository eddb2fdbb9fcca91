import type { Context } from './context.ts';
import { deriveKey } from './sealing.ts';

/** The key of public addresses, and the one before it while the installation's secret is being changed. */
export type EdgeKeys = Pick<Context, 'edgeKey' | 'previousEdgeKey'>;

/** How many characters an edge key is written with: 256 bits in base64url. */
export const EDGE_KEY_LENGTH = 43;

/**
 * The keys from which everything is derived that public addresses need: the sealing of their spool and snapshot, the ids of clicks, the
 * tokens of pixels, and what a redirector shows upstream. They follow from the master keys (HKDF-SHA-256, RFC 5869) and nothing of those
 * follows from them, so that who takes a redirector has no key to what tenants keep.
 */
export function edgeKeysOf({ sealingKey, previousSealingKey }: Pick<Context, 'sealingKey' | 'previousSealingKey'>): EdgeKeys {
  const previousEdgeKey = previousSealingKey && deriveKey(previousSealingKey, 'edge');
  return { edgeKey: deriveKey(sealingKey, 'edge'), previousEdgeKey };
}

/** An edge key as it is given to a redirector. */
export function writeEdgeKey(key: Uint8Array): string {
  return Buffer.from(key).toString('base64url');
}

/** The key of a text that `writeEdgeKey` made; undefined for any other. */
export function readEdgeKey(text: string): Buffer | undefined {
  const key = Buffer.from(text, 'base64url');
  return text.length === EDGE_KEY_LENGTH && key.toString('base64url') === text ? key : undefined;
}

/** A key for one purpose under each of the edge keys, the present one first. */
export function deriveEdgeKeys({ edgeKey, previousEdgeKey }: EdgeKeys, purpose: string): [Buffer, ...Buffer[]] {
  const present = deriveKey(edgeKey, purpose);
  return previousEdgeKey === undefined ? [present] : [present, deriveKey(previousEdgeKey, purpose)];
}
