import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { LinkFilter, Utm } from './schema.ts';

/** A link as it is stored: its public id stands elsewhere. */
export interface StoredLink {
  key: string;
  campaign: string;
  show: string | null;
  destination: string;
  utm: Utm;
  clickParameter: string | null;
  createdAt: string;
}

interface UtmRow {
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_content: string | null;
  utm_term: string | null;
}

interface LinkRow extends UtmRow {
  key: string;
  campaign: string;
  show: string | null;
  destination: string;
  click_parameter: string | null;
  created_at: Date;
}

const UTM_COLUMNS = 'utm_source, utm_medium, utm_campaign, utm_content, utm_term';
const COLUMNS = `key, campaign, show, destination, ${UTM_COLUMNS}, click_parameter, created_at`;

export async function listLinks(tx: TenantTx, filter: LinkFilter, page: { after: string; limit: number }): Promise<StoredLink[]> {
  const rows = await tx.query<LinkRow>({
    text: `select ${COLUMNS} from links where tenant_id = $1 and key > $2 and ($4::text is null or campaign = $4)
             and ($5::text is null or show = $5) order by key limit $3`,
    values: [tx.tenantId, page.after, page.limit, filter.campaign ?? null, filter.show ?? null],
  });
  return rows.map(toLink);
}

export async function findLinks(tx: TenantTx, keys: readonly string[]): Promise<StoredLink[]> {
  const rows = await tx.query<LinkRow>({
    text: `select ${COLUMNS} from links where tenant_id = $1 and key = any ($2::text[]) order by key`,
    values: [tx.tenantId, keys],
  });
  return rows.map(toLink);
}

export async function upsertLink(tx: TenantTx, link: Omit<StoredLink, 'createdAt'>): Promise<StoredLink> {
  const { source, medium, campaign, content, term } = link.utm;
  const [row] = await tx.query<LinkRow>({
    text: `insert into links (tenant_id, key, campaign, show, destination, ${UTM_COLUMNS}, click_parameter)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           on conflict (tenant_id, key) do update set
             (campaign, show, destination, ${UTM_COLUMNS}, click_parameter) =
             row (excluded.campaign, excluded.show, excluded.destination, excluded.utm_source, excluded.utm_medium, excluded.utm_campaign,
               excluded.utm_content, excluded.utm_term, excluded.click_parameter)
           returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      link.key,
      link.campaign,
      link.show,
      link.destination,
      source,
      medium,
      campaign,
      content,
      term,
      link.clickParameter,
    ],
  });
  return toLink(row);
}

export async function deleteLink(tx: TenantTx, key: string): Promise<StoredLink | undefined> {
  const [row] = await tx.query<LinkRow>({
    text: `delete from links where tenant_id = $1 and key = $2 returning ${COLUMNS}`,
    values: [tx.tenantId, key],
  });
  return row && toLink(row);
}

type DestinationRow = Omit<LinkRow, 'campaign' | 'show' | 'created_at'> & { public_id: string; tenant_id: string };

const DESTINATIONS = `select p.public_id, l.tenant_id, l.key, l.destination, ${UTM_COLUMNS}, l.click_parameter
  from public_ids p join links l on l.tenant_id = p.tenant_id and l.key = p.target where p.kind = 'link'`;

/** Where the links of all tenants lead, after this public id, in the order of the ids. */
export async function listDestinations(tx: DirectoryTx, after: string, limit: number) {
  const text = `${DESTINATIONS} and p.public_id > $1 order by p.public_id limit $2`;
  return (await tx.query<DestinationRow>({ text, values: [after, limit] })).map(toDestination);
}

/** Where the link of this public id leads; undefined when it is none of a link. */
export async function findDestination(tx: DirectoryTx, publicId: string) {
  const [row] = await tx.query<DestinationRow>({ text: `${DESTINATIONS} and p.public_id = $1`, values: [publicId] });
  return row && toDestination(row);
}

function toDestination(row: DestinationRow) {
  return {
    publicId: row.public_id,
    tenantId: row.tenant_id,
    key: row.key,
    destination: row.destination,
    utm: toUtm(row),
    clickParameter: row.click_parameter,
  };
}

function toUtm(row: UtmRow): Utm {
  return {
    source: row.utm_source,
    medium: row.utm_medium,
    campaign: row.utm_campaign,
    content: row.utm_content,
    term: row.utm_term,
  };
}

function toLink(row: LinkRow): StoredLink {
  return {
    key: row.key,
    campaign: row.campaign,
    show: row.show,
    destination: row.destination,
    utm: toUtm(row),
    clickParameter: row.click_parameter,
    createdAt: row.created_at.toISOString(),
  };
}
