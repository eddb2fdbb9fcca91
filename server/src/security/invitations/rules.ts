import { createHash } from 'node:crypto';
import type { ReceivedInvitation } from './schema.ts';

const DAY_MS = 86_400_000;

/** How long a mailed link works. */
export const INVITATION_MS = 7 * DAY_MS;
/** How long invitations that led nowhere are kept. */
export const KEPT_MS = 30 * DAY_MS;
/** Invitations of a tenant that wait at once, and that it may send within a day: it must not become a way to mail strangers. */
export const MOST_OPEN = 100;
export const MOST_A_DAY = 200;
/** Mails that one invitation sends at most. */
export const MOST_SENDS = 10;

/** Random bytes of a link: 256 bits. */
export const TOKEN_BYTES = 32;

/** What is stored of a link. A plain SHA-256 is right for a secret of at least 112 bits (OWASP ASVS 5.0, 6.5.2). */
export function hashInvitation(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The address that is mailed. Browsers send nothing behind the # to any server, so the link stands in no log. */
export function invitationUrl(publicUrl: string, token: string): string {
  return `${publicUrl}/invitation#${token}`;
}

/** What somebody who holds the link must do to accept, by who has an account of its address and who is signed in. */
export function nextStep(accountId: string | undefined, signedInId: string | undefined): ReceivedInvitation['next'] {
  if (signedInId !== undefined) return signedInId === accountId ? 'accept' : 'sign_out';
  return accountId === undefined ? 'create_account' : 'sign_in';
}
