/** What a mailed link is for, and for how long it works. */
export const LINK_MS = { verify_email: 24 * 3_600_000, choose_password: 3_600_000, invitation: 7 * 24 * 3_600_000 } as const;
export type LinkKind = keyof typeof LINK_MS;

/** The purpose stored: a link to a first password is one to choose a password. */
export type LinkPurpose = 'verify_email' | 'choose_password';

export function purposeOf(kind: LinkKind): LinkPurpose {
  return kind === 'verify_email' ? 'verify_email' : 'choose_password';
}

const PAGES: Record<LinkPurpose, string> = { verify_email: '/verify-email', choose_password: '/choose-password' };

/** The address a mail points to. The token stands behind the `#`: browsers send that part to nobody. */
export function linkUrl(publicUrl: string, purpose: LinkPurpose, token: string): string {
  return `${publicUrl}${PAGES[purpose]}#${token}`;
}
