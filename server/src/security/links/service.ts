import { randomSecret } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { type AppError, invalid } from '../../platform/errors.ts';
import type { AuthTx } from '../../platform/tenant-door.ts';
import { hashToken, TOKEN_BYTES } from '../sessions/rules.ts';
import { LINK_MS, type LinkKind, type LinkPurpose, linkUrl, purposeOf } from './rules.ts';
import { deleteLink, deleteLinksOf, findLink, insertLink, type Link } from './store.ts';

/** The refusal of a link that never was, was used, or is over: in the same words. */
function deadLink(): AppError {
  return invalid('/token', 'This link does not work any more: it was used, or it is too old. Ask for a new one.');
}

/** Makes a link for one person and purpose that works once, and returns the address to mail; only its hash is stored. */
export async function createLinkIn(context: Context, tx: AuthTx, { personId, email }: Link, kind: LinkKind): Promise<string> {
  const token = randomSecret(TOKEN_BYTES).toString('base64url');
  const [nowMs, purpose] = [context.clock(), purposeOf(kind)];
  await insertLink(tx, { personId, email, purpose, tokenHash: hashToken(token), nowMs, expiresAtMs: nowMs + LINK_MS[kind] });
  return linkUrl(context.publicUrl, purpose, token);
}

/** Whom a link is for, without using it up. @throws AppError `invalid_request` when it does not work. */
export async function getLinkIn(context: Context, tx: AuthTx, token: string, purpose: LinkPurpose): Promise<Link> {
  const link = await findLink(tx, hashToken(token), purpose, context.clock());
  if (!link) throw deadLink();
  return link;
}

/** Uses a link up and tells whom it was for. @throws AppError `invalid_request` when it does not work. */
export async function takeLinkIn(context: Context, tx: AuthTx, token: string, purpose: LinkPurpose): Promise<Link> {
  const link = await deleteLink(tx, hashToken(token), purpose, context.clock());
  if (!link) throw deadLink();
  return link;
}

/** Ends every link of one purpose that a person holds. */
export async function endLinksIn(tx: AuthTx, personId: string, purpose: LinkPurpose): Promise<void> {
  await deleteLinksOf(tx, personId, purpose);
}
