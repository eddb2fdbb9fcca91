import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Placement, PlacementDetails, PlacementFilter } from './schema.ts';

/** A placement as it is stored: its pixel's public id stands elsewhere. */
export type StoredPlacement = Omit<Placement, 'pixelId'>;

interface PlacementRow {
  key: string;
  campaign: string;
  show: string;
  episode: string | null;
  position: string;
  kind: Placement['kind'];
  start_seconds: number | null;
  end_seconds: number | null;
  starts_on: string | null;
  ends_on: string | null;
  booked_impressions: number | null;
  price_basis: 'cpm' | 'flat' | null;
  price_minor: number | null;
  currency: string | null;
  created_at: Date;
}

const COLUMNS = `key, campaign, show, episode, position, kind, starts_on, ends_on, booked_impressions, price_basis, price_minor, currency,
  start_seconds, end_seconds, created_at`;

export async function listPlacements(
  tx: TenantTx,
  filter: PlacementFilter,
  page: { after: string; limit: number },
): Promise<StoredPlacement[]> {
  const rows = await tx.query<PlacementRow>({
    text: `select ${COLUMNS} from placements where tenant_id = $1 and key > $2 and ($4::text is null or campaign = $4)
             and ($5::text is null or show = $5) and ($6::text is null or kind = $6) order by key limit $3`,
    values: [tx.tenantId, page.after, page.limit, filter.campaign ?? null, filter.show ?? null, filter.kind ?? null],
  });
  return rows.map(toPlacement);
}

export async function findPlacements(tx: TenantTx, keys: readonly string[]): Promise<StoredPlacement[]> {
  const rows = await tx.query<PlacementRow>({
    text: `select ${COLUMNS} from placements where tenant_id = $1 and key = any ($2::text[]) order by key`,
    values: [tx.tenantId, keys],
  });
  return rows.map(toPlacement);
}

/** The baked-in placements in these shows that run on one of these UTC days. */
export async function findBakedIn(tx: TenantTx, shows: readonly string[], days: { from: Date; to: Date }): Promise<StoredPlacement[]> {
  const rows = await tx.query<PlacementRow>({
    name: 'find-baked-in-placements',
    text: `select ${COLUMNS} from placements where tenant_id = $1 and show = any ($2::text[]) and kind = 'baked_in'
             and (starts_on is null or starts_on <= ($4::timestamptz at time zone 'UTC')::date)
             and (ends_on is null or ends_on >= ($3::timestamptz at time zone 'UTC')::date) order by key`,
    values: [tx.tenantId, shows, days.from, days.to],
  });
  return rows.map(toPlacement);
}

export async function upsertPlacement(tx: TenantTx, key: string, details: PlacementDetails): Promise<StoredPlacement> {
  const { campaign, show, episode, position, kind, startsOn, endsOn, bookedImpressions, price, audio } = details;
  const priced = [price?.basis ?? null, price?.amountMinor ?? null, price?.currency ?? null];
  const heard = [audio?.startSeconds ?? null, audio?.endSeconds ?? null];
  const [row] = await tx.query<PlacementRow>({
    text: `insert into placements (tenant_id, key, campaign, show, episode, position, kind, starts_on, ends_on, booked_impressions,
             price_basis, price_minor, currency, start_seconds, end_seconds)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           on conflict (tenant_id, key) do update set
             (campaign, show, episode, position, kind, starts_on, ends_on, booked_impressions, price_basis, price_minor, currency,
               start_seconds, end_seconds) =
             row (excluded.campaign, excluded.show, excluded.episode, excluded.position, excluded.kind, excluded.starts_on,
               excluded.ends_on, excluded.booked_impressions, excluded.price_basis, excluded.price_minor, excluded.currency,
               excluded.start_seconds, excluded.end_seconds)
           returning ${COLUMNS}`,
    values: [tx.tenantId, key, campaign, show, episode, position, kind, startsOn, endsOn, bookedImpressions, ...priced, ...heard],
  });
  return toPlacement(row);
}

export async function deletePlacement(tx: TenantTx, key: string): Promise<StoredPlacement | undefined> {
  const [row] = await tx.query<PlacementRow>({
    text: `delete from placements where tenant_id = $1 and key = $2 returning ${COLUMNS}`,
    values: [tx.tenantId, key],
  });
  return row && toPlacement(row);
}

function toPlacement(row: PlacementRow): StoredPlacement {
  const { price_basis: basis, price_minor: amountMinor, currency, start_seconds: startSeconds, end_seconds: endSeconds } = row;
  return {
    key: row.key,
    campaign: row.campaign,
    show: row.show,
    episode: row.episode,
    position: row.position,
    kind: row.kind,
    audio: startSeconds === null || endSeconds === null ? null : { startSeconds, endSeconds },
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    bookedImpressions: row.booked_impressions,
    price: basis === null || amountMinor === null || currency === null ? null : { basis, amountMinor, currency },
    createdAt: row.created_at.toISOString(),
  };
}

/** The campaign whose placement in a show began last among those that ran on a day or in the 90 days before it; ties by campaign. */
export async function findCampaignOfShow(tx: TenantTx, show: string, day: Date): Promise<string | undefined> {
  const [row] = await tx.query<{ campaign: string }>({
    text: `select campaign from placements
           where tenant_id = $1 and show = $2 and (starts_on is null or starts_on <= ($3::timestamptz at time zone 'UTC')::date)
             and (ends_on is null or ends_on >= ($3::timestamptz at time zone 'UTC')::date - 90)
           order by starts_on desc nulls last, campaign limit 1`,
    values: [tx.tenantId, show, day],
  });
  return row?.campaign;
}

/** Where and when all placements run, as one text that changes with them. */
export async function findPlacementsMark(tx: TenantTx): Promise<string> {
  const [row] = await tx.query<{ mark: string | null }>({
    text: `select md5(string_agg(concat_ws(chr(1), key, campaign, show, coalesce(starts_on::text, '-'), coalesce(ends_on::text, '-')),
             chr(2) order by key)) as mark
           from placements where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return row?.mark ?? '';
}
