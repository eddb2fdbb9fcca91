import type { AuthTx } from '../../platform/tenant-door.ts';
import type { LinkPurpose } from './rules.ts';

export interface Link {
  personId: string;
  email: string;
}

interface LinkRow {
  person_id: string;
  email: string;
}

const toLink = (row: LinkRow | undefined): Link | undefined => row && { personId: row.person_id, email: row.email };

/** Stores a link; those of the same purpose before it stop working. */
export async function insertLink(
  tx: AuthTx,
  link: Link & { tokenHash: Buffer; purpose: LinkPurpose; nowMs: number; expiresAtMs: number },
): Promise<void> {
  await deleteLinksOf(tx, link.personId, link.purpose);
  await tx.query({
    text: `insert into person_links (token_hash, person_id, purpose, email, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    values: [link.tokenHash, link.personId, link.purpose, link.email, new Date(link.nowMs), new Date(link.expiresAtMs)],
  });
}

export async function findLink(tx: AuthTx, tokenHash: Buffer, purpose: LinkPurpose, nowMs: number): Promise<Link | undefined> {
  const [row] = await tx.query<LinkRow>({
    text: 'select person_id, email from person_links where token_hash = $1 and purpose = $2 and expires_at > $3',
    values: [tokenHash, purpose, new Date(nowMs)],
  });
  return toLink(row);
}

/** Uses a link up: of several at the same time one gets it. */
export async function deleteLink(tx: AuthTx, tokenHash: Buffer, purpose: LinkPurpose, nowMs: number): Promise<Link | undefined> {
  const [row] = await tx.query<LinkRow>({
    text: 'delete from person_links where token_hash = $1 and purpose = $2 and expires_at > $3 returning person_id, email',
    values: [tokenHash, purpose, new Date(nowMs)],
  });
  return toLink(row);
}

export async function deleteLinksOf(tx: AuthTx, personId: string, purpose: LinkPurpose): Promise<void> {
  await tx.query({ text: 'delete from person_links where person_id = $1 and purpose = $2', values: [personId, purpose] });
}
