import { SAMPLE_KEY } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

const KINDS = ['episodes', 'shows', 'campaigns'] as const;
export type EntryKind = (typeof KINDS)[number];

/** An entry that sample data made, as it stands now. */
export interface SampleEntry {
  key: string;
  name: string | null;
  spendMinor: number | null;
  currency: string | null;
  /** Another entry refers to it, or it says what sample data never says. */
  isHeld: boolean;
}

/** Names of shows, episodes and campaigns that other entries stand under. */
const REFERRED = `referred as materialized (
    select unnest(array[campaign, show]) as key from links where tenant_id = $1
    union select unnest(array[campaign, show, episode]) from placements where tenant_id = $1
    union select unnest(array[campaign, show]) from promo_codes where tenant_id = $1
    union select show from feeds where tenant_id = $1
    union select unnest(array[show, episode]) from fed_transcripts where tenant_id = $1
    union select episode from episode_enclosures where tenant_id = $1 and starts_with(episode, $2)
    union select show from episodes where tenant_id = $1 and show is not null
  )`;

/** What somebody else than sample data says of an entry. */
const SAID = {
  episodes: 'show is not null or guid is not null or title is not null or is_listed',
  shows: 'feed_url is not null or title is not null or category is not null or verified_at is not null or imports_transcripts',
  campaigns: `advertiser is not null or starts_on is not null or ends_on is not null or budget_minor is not null
    or goal_kind is not null or default_model is not null`,
} as const;

/** Entries of a kind that sample data made. */
export async function listSampleEntries(tx: TenantTx, kind: EntryKind): Promise<SampleEntry[]> {
  const [spend, currency] = kind === 'campaigns' ? ['spend_minor', 'currency'] : ['null::bigint', 'null::text'];
  return tx.query({
    text: `with ${REFERRED}
           select key, name, ${spend} as "spendMinor", ${currency} as currency,
             (${SAID[kind]}) or exists (select 1 from referred where referred.key = ${kind}.key) as "isHeld"
           from ${kind} where tenant_id = $1 and starts_with(key, $2) order by key`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
}

const isReferredTo = (error: unknown) => error instanceof Error && 'code' in error && error.code === '23503';

/** Deletes an entry, unless a row of another table refers to it; the transaction goes on either way. */
export async function deleteEntry(tx: TenantTx, kind: EntryKind, key: string): Promise<void> {
  await tx.query({ text: 'savepoint entry' });
  try {
    await tx.query({ text: `delete from ${kind} where tenant_id = $1 and key = $2`, values: [tx.tenantId, key] });
  } catch (error) {
    if (!isReferredTo(error)) throw error;
    await tx.query({ text: 'rollback to savepoint entry' });
  }
  await tx.query({ text: 'release savepoint entry' });
}

/** Deletes the prefix addresses of sample shows that are gone. */
export async function deleteLoneAddresses(tx: TenantTx): Promise<void> {
  await tx.query({
    text: `delete from public_ids where tenant_id = $1 and kind = 'prefix' and starts_with(target, $2)
             and not exists (select 1 from shows where tenant_id = $1 and key = public_ids.target)`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
}

/** Codes of campaigns that are sample data. */
export async function listSampleCodes(tx: TenantTx): Promise<{ campaign: string; code: string }[]> {
  return tx.query({
    text: `select distinct campaign, code from promo_codes
           where tenant_id = $1 and starts_with(campaign, $2) and starts_with(code, upper($2))`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
}
