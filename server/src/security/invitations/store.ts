import type { AuthTx, TenantTx, Transaction } from '../../platform/tenant-door.ts';
import type { Role } from '../../tenants/authorize.ts';
import type { Invitation } from './schema.ts';

interface InvitationRow {
  id: string;
  email: string;
  role: Role;
  created_at: Date;
  sent_at: Date;
  sends: number;
  expires_at: Date;
}

/** An invitation as the holder of its link finds it, before the tenant is known. */
export interface FoundInvitation extends Invitation {
  tenantId: string;
}

const COLUMNS = 'id, email, role, created_at, sent_at, sends, expires_at';
const IS_OPEN = 'accepted_at is null and revoked_at is null';
/** Once an invitation has come to its end its address is nobody's business any more; the row is kept for counting. */
const WITHOUT_ADDRESS = `email = id::text || '@gone.invalid'`;

export interface NewRow {
  id: string;
  email: string;
  role: Role;
  tokenHash: Buffer;
  /** The person who invites; undefined for the operator. */
  invitedBy: string | undefined;
  nowMs: number;
  expiresAtMs: number;
}

/** Stores an invitation; undefined when the address has an open one. */
export async function insertInvitation(tx: TenantTx, row: NewRow): Promise<Invitation | undefined> {
  const [inserted] = await tx.query<InvitationRow>({
    text: `insert into invitations (tenant_id, id, email, role, token_hash, invited_by, created_at, sent_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $7, $8) on conflict (tenant_id, email) where ${IS_OPEN} do nothing returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      row.id,
      row.email,
      row.role,
      row.tokenHash,
      row.invitedBy ?? null,
      new Date(row.nowMs),
      new Date(row.expiresAtMs),
    ],
  });
  return inserted && toInvitation(inserted);
}

/** Withdraws the invitations of an address that were never accepted in time; tells which. */
export async function withdrawOutlived(tx: TenantTx, email: string, nowMs: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `update invitations set revoked_at = $3, ${WITHOUT_ADDRESS}
           where tenant_id = $1 and email = $2 and ${IS_OPEN} and expires_at <= $3 returning id`,
    values: [tx.tenantId, email, new Date(nowMs)],
  });
  return rows.map(({ id }) => id);
}

/** Forgets the invitations that were over before an instant. */
export async function deleteOutlived(tx: TenantTx, beforeMs: number): Promise<void> {
  await tx.query({
    text: 'delete from invitations where tenant_id = $1 and expires_at < $2',
    values: [tx.tenantId, new Date(beforeMs)],
  });
}

/** How many invitations wait, and how many were made since an instant. Until the transaction ends nobody else counts. */
export async function countInvitations(tx: TenantTx, nowMs: number, sinceMs: number): Promise<{ open: number; recent: number }> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`invitations|${tx.tenantId}`] });
  const [row] = await tx.query<{ open: number; recent: number }>({
    text: `select (count(*) filter (where ${IS_OPEN} and expires_at > $2))::integer as open,
             (count(*) filter (where created_at > $3))::integer as recent from invitations where tenant_id = $1`,
    values: [tx.tenantId, new Date(nowMs), new Date(sinceMs)],
  });
  return row;
}

/** How many seats are taken: by members, and by invitations that somebody can still accept. */
export async function countSeats(tx: TenantTx, nowMs: number): Promise<number> {
  return countSeatsOf(tx, tx.tenantId, nowMs);
}

/** The same of a tenant that is named. */
export async function countSeatsOf(tx: Transaction, tenantId: string, nowMs: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `select ((select count(*) from members where tenant_id = $1)
             + (select count(*) from invitations where tenant_id = $1 and ${IS_OPEN} and expires_at > $2))::integer as count`,
    values: [tenantId, new Date(nowMs)],
  });
  return row.count;
}

/** Open invitations after this id, in the order of their ids, which is that of their creation; also those that are over. */
export async function listInvitations(tx: TenantTx, after: string | undefined, limit: number): Promise<Invitation[]> {
  const rows = await tx.query<InvitationRow>({
    text: `select ${COLUMNS} from invitations
           where tenant_id = $1 and ${IS_OPEN} and ($2::uuid is null or id > $2::uuid) order by id limit $3`,
    values: [tx.tenantId, after ?? null, limit],
  });
  return rows.map(toInvitation);
}

/** An open invitation, held until the transaction ends. */
export async function lockInvitation(tx: TenantTx, id: string): Promise<Invitation | undefined> {
  const [row] = await tx.query<InvitationRow>({
    text: `select ${COLUMNS} from invitations where tenant_id = $1 and id = $2 and ${IS_OPEN} for update`,
    values: [tx.tenantId, id],
  });
  return row && toInvitation(row);
}

/** Gives an invitation another link; the one before does not work any more. */
export async function updateLink(
  tx: TenantTx,
  id: string,
  link: { tokenHash: Buffer; nowMs: number; expiresAtMs: number },
): Promise<Invitation> {
  const [row] = await tx.query<InvitationRow>({
    text: `update invitations set token_hash = $3, sent_at = $4, expires_at = $5, sends = sends + 1
           where tenant_id = $1 and id = $2 returning ${COLUMNS}`,
    values: [tx.tenantId, id, link.tokenHash, new Date(link.nowMs), new Date(link.expiresAtMs)],
  });
  return toInvitation(row);
}

export async function updateRevoked(tx: TenantTx, id: string, nowMs: number): Promise<void> {
  await tx.query({
    text: `update invitations set revoked_at = $3, ${WITHOUT_ADDRESS} where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id, new Date(nowMs)],
  });
}

/** Withdraws the open invitations that a person sent; tells which. */
export async function revokeInvitationsOf(tx: TenantTx | AuthTx, tenantId: string, personId: string, nowMs: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({
    text: `update invitations set revoked_at = $3, ${WITHOUT_ADDRESS} where tenant_id = $1 and invited_by = $2 and ${IS_OPEN} returning id`,
    values: [tenantId, personId, new Date(nowMs)],
  });
  return rows.map(({ id }) => id);
}

/** Which tenant a link invites to, whether or not it works still. */
export async function findTenantByToken(tx: AuthTx, tokenHash: Buffer): Promise<string | undefined> {
  const text = 'select tenant_id from invitations where token_hash = $1';
  const [row] = await tx.query<{ tenant_id: string }>({ text, values: [tokenHash] });
  return row?.tenant_id;
}

/** The invitation of a link that works, whatever its tenant; it is held until the transaction ends, so that it works once. */
export async function lockByToken(tx: AuthTx, tokenHash: Buffer, nowMs: number): Promise<FoundInvitation | undefined> {
  const [row] = await tx.query<InvitationRow & { tenant_id: string }>({
    text: `select tenant_id, ${COLUMNS} from invitations where token_hash = $1 and ${IS_OPEN} and expires_at > $2 for update`,
    values: [tokenHash, new Date(nowMs)],
  });
  return row && { tenantId: row.tenant_id, ...toInvitation(row) };
}

export async function updateAccepted(tx: AuthTx, { tenantId, id }: FoundInvitation, nowMs: number): Promise<void> {
  await tx.query({
    text: `update invitations set accepted_at = $3, ${WITHOUT_ADDRESS} where tenant_id = $1 and id = $2`,
    values: [tenantId, id, new Date(nowMs)],
  });
}

function toInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at.toISOString(),
    sends: row.sends,
    expiresAt: row.expires_at.toISOString(),
  };
}
