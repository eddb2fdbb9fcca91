import { type ExplanationKeys, type ExplanationLink, type ExplanationStatement, SignedExplanation } from './schema.ts';
import { signatureFault } from './signing.ts';
import { statementFaults } from './statement.ts';
import type { PathChanges } from '../paths/store.ts';
import type { StoredLink } from './store.ts';

/** So many pages of a tenant may answer at once. */
export const MOST_LIVE = 2_000;

/** A link as it is at an instant. */
export function linkAt({ isStruck, ...link }: StoredLink, nowMs: number): ExplanationLink {
  if (link.revokedAt !== null) return { ...link, state: 'revoked' };
  if (Date.parse(link.expiresAt) <= nowMs) return { ...link, state: 'expired' };
  return { ...link, state: isStruck ? 'erased' : 'live' };
}

/**
 * Whether what a page told must not be told by reason of what became of the path since: something of it was put right, or a restriction
 * keeps a touchpoint out that it tells of.
 */
export function isWithheld({ reasons, keepsTouchpoints }: PathChanges): boolean {
  return reasons.includes('rectified') || (reasons.includes('restricted') && !keepsTouchpoints);
}

/** What a check of a signed explanation found; it holds where there are no faults. */
export interface ExplanationCheck {
  /** What was read; undefined for what is no signed explanation. */
  statement: ExplanationStatement | undefined;
  faults: string[];
}

/**
 * Checks what was read as a signed explanation, by itself: its signature under these keys, and whether every weight, every amount and every
 * hash in it comes out again when the engine computes it anew.
 */
export function checkExplanation(read: unknown, keys: ExplanationKeys): ExplanationCheck {
  const signed = SignedExplanation.safeParse(read);
  if (!signed.success) {
    const [issue] = signed.error.issues;
    return { statement: undefined, faults: [`it is no signed explanation: ${issue.path.join('.')}: ${issue.message}`] };
  }
  const { statement } = signed.data;
  // As it was read: what a schema passes over must not be added without the signature telling.
  const fault = signatureFault(read as { statement: unknown; signature: string }, keys);
  return { statement, faults: [...(fault === undefined ? [] : [fault]), ...statementFaults(statement)] };
}
