import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { ReceivedShare } from '../shares/schema.ts';

/** What the report of a live share says beside its rows. */
export interface ShareHead {
  kind: ReceivedShare['kind'];
  createdAt: Date;
  acceptedAt: Date;
  campaign: string;
  campaignName: string | null;
  breakdowns: ReceivedShare['breakdowns'];
  conversionKinds: ReceivedShare['conversionKinds'];
  showsValue: boolean;
  startsOn: string | null;
  endsBefore: string | null;
  minPeople: number;
  spendMinor: number | null;
  spendCurrency: string | null;
  computedAt: Date | null;
  waiting: number;
  /** Those with enough conversions, the most frequent first. */
  currencies: string[];
}

/** The head of a live share that the tenant gives or received. */
export async function findHead(tx: TenantTx, shareId: string): Promise<ShareHead | undefined> {
  const [row] = await tx.query<ShareHead>({
    text: `select kind, created_at as "createdAt", accepted_at as "acceptedAt", campaign, campaign_name as "campaignName", breakdowns,
             conversion_kinds as "conversionKinds", shows_value as "showsValue",
             starts_on as "startsOn", ends_before as "endsBefore", min_conversions as "minPeople", spend_minor as "spendMinor",
             spend_currency as "spendCurrency", computed_at as "computedAt", waiting, currencies
           from share_head($1)`,
    values: [shareId],
  });
  return row;
}

/** What is asked of a share's figures. */
export interface FiguresAsked {
  groupBy: string;
  model: string;
  currency: string | null;
  from: string | null;
  to: string | null;
}

/** A row of a share's figures; `label` is the name its key has in the grantor's catalogue. */
export interface ShareFigure {
  key: string | null;
  label: string | null;
  isFew: boolean;
  nano: number;
  minor: number | null;
}

export async function listFigures(tx: TenantTx, shareId: string, asked: FiguresAsked): Promise<ShareFigure[]> {
  return tx.query<ShareFigure>({
    text: `select key, label, is_few as "isFew", nano, minor from share_figures($1, $2, $3, $4, $5, $6)`,
    values: [shareId, asked.groupBy, asked.model, asked.currency ?? '', asked.from, asked.to],
  });
}

/**
 * Notes for the grantors' audit logs that the tenant looked at shares it received, each once an hour: after the tenant's own audit row, by
 * which its reads come one after the other.
 */
export async function insertReads(tx: TenantTx, shareIds: readonly string[]): Promise<void> {
  const ids = column(shareIds, (id) => id);
  await tx.query({ text: 'select note_share_read(id) from unnest($1::uuid[]) as asked (id)', values: [ids] });
}
