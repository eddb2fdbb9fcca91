import { createHash } from 'node:crypto';
import { invalid } from '../../platform/errors.ts';
import type { NewShare, ShareState } from './schema.ts';

const DAY_MS = 86_400_000;
const INVITATION_DAYS = 14;
const LONGEST_DAYS = 731;
const CODE_PREFIX = 'earshot_share_';

/** Shares of a tenant that are not over, and that it may offer within a day: each offer may mail somebody who never asked for it. */
export const MOST_OPEN = 200;
export const MOST_OFFERED_A_DAY = 50;

/** The invitation code made of 30 random base-62 characters (178 bits). */
export function buildCode(secret: string): string {
  return CODE_PREFIX + secret;
}

/** What is stored of a code; as with API keys, a plain hash is right for so long a secret. */
export function hashCode(code: string): Buffer {
  return createHash('sha256').update(code.trim()).digest();
}

/** True for what names a share in addresses and cursors. */
export function isShareId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** When a share ends and until when its code can be entered. @throws AppError `invalid_request` for an end that is past or too far. */
export function endsOf({ expiresAt, from, to }: NewShare, nowMs: number): { expiresAtMs: number; codeExpiresAtMs: number } {
  const expiresAtMs = Date.parse(expiresAt);
  if (expiresAtMs <= nowMs) throw invalid('/expiresAt', 'expiresAt lies in the past; name an instant to come.');
  if (expiresAtMs > nowMs + LONGEST_DAYS * DAY_MS)
    throw invalid('/expiresAt', 'expiresAt lies more than two years ahead; name an earlier one.');
  if (from !== null && to !== null && from >= to) throw invalid('/from', 'from must lie before to; "to" is not included.');
  return { expiresAtMs, codeExpiresAtMs: Math.min(expiresAtMs, nowMs + INVITATION_DAYS * DAY_MS) };
}

/** The instants in a share's life, in milliseconds. */
export interface ShareLife {
  codeExpiresAtMs: number;
  expiresAtMs: number;
  claimedAtMs: number | undefined;
  acceptedAtMs: number | undefined;
  endedAtMs: number | undefined;
  endedBy: 'grantor' | 'grantee' | null;
}

/** What a share is at an instant. */
export function stateOf(life: ShareLife, nowMs: number): ShareState {
  if (life.endedAtMs !== undefined) return life.endedBy === 'grantee' ? 'declined' : 'revoked';
  if (life.expiresAtMs <= nowMs) return 'expired';
  if (life.acceptedAtMs !== undefined) return 'live';
  if (life.claimedAtMs !== undefined) return 'offered';
  return life.codeExpiresAtMs <= nowMs ? 'invitation_expired' : 'invited';
}

/** The mail that carries an invitation code. */
export function invitationText(grantor: string, campaign: string, code: string): string {
  return [
    `${grantor} wants to share the figures of its campaign "${campaign}" with you in Earshot.`,
    '',
    `The invitation code: ${code}`,
    '',
    'An administrator of your tenant enters it in the settings under "Sharing", or sends it to POST /api/v1/shares/received. You then',
    'see what the share covers before you accept it. The code works once and for 14 days at most.',
    '',
  ].join('\n');
}
