import type { ReportLink } from './schema.ts';
import type { StoredLink } from './store.ts';

/** So many pages of a tenant may answer at once. */
export const MOST_LIVE = 500;

/** How long the figures of a page are shown again without being computed anew, so that strangers cannot have them computed without end. */
export const SHOWN_AGAIN_MS = 60_000;

/** A link as it is at an instant. */
export function linkAt(link: StoredLink, nowMs: number): ReportLink {
  if (link.revokedAt !== null) return { ...link, state: 'revoked' };
  return { ...link, state: Date.parse(link.expiresAt) <= nowMs ? 'expired' : 'live' };
}
