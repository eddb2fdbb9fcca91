import type { TenantTx } from '../../platform/tenant-door.ts';
import { type ShareLife, stateOf } from './rules.ts';
import type { NewShare, ReceivedShare, Share } from './schema.ts';

interface ScopeRow {
  id: string;
  kind: Share['kind'];
  campaign: string;
  breakdowns: Share['breakdowns'];
  conversion_kinds: Share['conversionKinds'];
  shows_value: boolean;
  shows_spend: boolean;
  starts_on: string | null;
  ends_before: string | null;
  min_conversions: number;
  expires_at: Date;
  claimed_at: Date | null;
  accepted_at: Date | null;
  grantee_kinds: Share['granteeKinds'];
}

interface ShareRow extends ScopeRow {
  partner: string;
  grantee_name: string | null;
  code_expires_at: Date;
  created_at: Date;
  ended_at: Date | null;
  ended_by: ShareLife['endedBy'];
  now_at: Date;
}

const COLUMNS = `id, kind, campaign, grantee_kinds, breakdowns, conversion_kinds, shows_value, shows_spend, starts_on, ends_before,
  min_conversions,
  expires_at, claimed_at, accepted_at, partner, grantee_name, code_expires_at, created_at, ended_at, ended_by, now() as now_at`;

/** A share to be stored. */
export interface ShareInsert extends NewShare {
  id: string;
  grantorName: string;
  codeHash: Buffer;
  createdAtMs: number;
  expiresAtMs: number;
  codeExpiresAtMs: number;
}

const instant = (ms: number) => new Date(ms).toISOString();

export async function insertShare(tx: TenantTx, share: ShareInsert): Promise<Share> {
  const [row] = await tx.query<ShareRow>({
    text: `insert into shares (
             tenant_id, id, kind, campaign, partner, grantor_name, breakdowns, conversion_kinds, shows_value, shows_spend, starts_on,
             ends_before, min_conversions, code_hash, code_expires_at, created_at, expires_at
           )
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      share.id,
      share.kind,
      share.campaign,
      share.partner,
      share.grantorName,
      share.breakdowns,
      share.conversionKinds,
      share.showsValue,
      share.showsSpend,
      share.from,
      share.to,
      share.minPeople,
      share.codeHash,
      instant(share.codeExpiresAtMs),
      instant(share.createdAtMs),
      instant(share.expiresAtMs),
    ],
  });
  return toShare(row);
}

/** Shares the tenant gives, after this id, in the order of their creation. */
export async function listShares(tx: TenantTx, after: string | undefined, limit: number): Promise<Share[]> {
  const rows = await tx.query<ShareRow>({
    text: `select ${COLUMNS} from shares where tenant_id = $1 and ($2::uuid is null or id > $2::uuid) order by id limit $3`,
    values: [tx.tenantId, after ?? null, limit],
  });
  return rows.map(toShare);
}

export async function findShare(tx: TenantTx, id: string): Promise<Share | undefined> {
  const [row] = await tx.query<ShareRow>({
    text: `select ${COLUMNS} from shares where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toShare(row);
}

/** How many shares the tenant gives that are not over, and how many it has offered since an instant. */
export async function countShares(tx: TenantTx, sinceMs: number): Promise<{ open: number; recent: number }> {
  const [counts] = await tx.query<{ open: number; recent: number }>({
    text: `select count(*) filter (
               where ended_at is null and expires_at > now() and (claimed_at is not null or code_expires_at > now())
             )::integer as open,
             count(*) filter (where created_at > $2)::integer as recent
           from shares where tenant_id = $1`,
    values: [tx.tenantId, instant(sinceMs)],
  });
  return counts;
}

/** The share this code invites to, now that it names the transaction's tenant; undefined for a code that invites somebody else. */
export async function claimShare(tx: TenantTx, codeHash: Buffer): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string | null }>({ text: 'select claim_share($1) as id', values: [codeHash] });
  return row.id ?? undefined;
}

/** Shares that name the transaction's tenant, or the one with this id. */
export async function listReceived(tx: TenantTx, id: string | null): Promise<ReceivedShare[]> {
  const rows = await tx.query<ScopeRow & { grantor_name: string }>({ text: 'select * from received_shares($1)', values: [id] });
  return rows.map((row) => ({ ...toScope(row), grantor: row.grantor_name, state: row.accepted_at === null ? 'offered' : 'live' }));
}

/** True when this call accepted the share. */
export async function acceptShare(tx: TenantTx, id: string, kinds: readonly string[] | null): Promise<boolean> {
  const [row] = await tx.query<{ done: boolean }>({ text: 'select accept_share($1, $2) as done', values: [id, kinds] });
  return row.done;
}

/** True when this call ended the share, as its grantor or its grantee. */
export async function endShare(tx: TenantTx, id: string): Promise<boolean> {
  const [row] = await tx.query<{ done: boolean }>({ text: 'select end_share($1) as done', values: [id] });
  return row.done;
}

const toInstant = (at: Date | null) => at?.toISOString() ?? null;

function toScope(row: ScopeRow) {
  return {
    id: row.id,
    kind: row.kind,
    campaign: row.campaign,
    breakdowns: row.breakdowns,
    conversionKinds: row.conversion_kinds,
    showsValue: row.shows_value,
    showsSpend: row.shows_spend,
    from: row.starts_on,
    to: row.ends_before,
    minPeople: row.min_conversions,
    expiresAt: row.expires_at.toISOString(),
    claimedAt: toInstant(row.claimed_at),
    acceptedAt: toInstant(row.accepted_at),
    granteeKinds: row.grantee_kinds,
  };
}

function toShare(row: ShareRow): Share {
  const life: ShareLife = {
    codeExpiresAtMs: row.code_expires_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
    claimedAtMs: row.claimed_at?.getTime(),
    acceptedAtMs: row.accepted_at?.getTime(),
    endedAtMs: row.ended_at?.getTime(),
    endedBy: row.ended_by,
  };
  return {
    ...toScope(row),
    state: stateOf(life, row.now_at.getTime()),
    partner: row.partner,
    grantee: row.grantee_name,
    invitationExpiresAt: row.code_expires_at.toISOString(),
    createdAt: row.created_at.toISOString(),
    endedAt: toInstant(row.ended_at),
  };
}
