import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { IS_HEARD } from '../evidence/store.ts';
import { COUNTED_FIRST } from '../hostfigures/store.ts';
import type { ExposureSelection, ExposureSum, Lost } from './exposures.ts';
import type { Selection } from './rules.ts';

/** How many requests of a selection met which fate. */
export interface FateSum {
  evidence: string;
  fate: string;
  isUsable: boolean;
  requests: number;
}

/** The parameters $2 to $9 of a selection: show, episode, first day, end, and the places and times it is limited to. */
function selectionColumns(tx: TenantTx, { show, episode, from, to, reaches }: Selection): unknown[] {
  const limits = reaches ?? [];
  return [
    tx.tenantId,
    show ?? null,
    episode ?? null,
    from ?? null,
    to ?? null,
    reaches === undefined,
    column(limits, (one) => one.show),
    column(limits, (one) => one.episode),
    column(limits, (one) => one.startsOn),
    column(limits, (one) => one.endsOn),
  ];
}

const selected = (d: string) => `${d}.tenant_id = $1 and ($2::text is null or ${d}.show = $2) and ($3::text is null or ${d}.episode = $3)
  and ($4::date is null or ${d}.day >= $4) and ($5::date is null or ${d}.day < $5)
  and ($6 or exists (
    select 1 from unnest($7::text[], $8::text[], $9::date[], $10::date[]) as reach (show, episode, starts_on, ends_on)
    where reach.show = ${d}.show and (reach.episode is null or reach.episode = ${d}.episode)
      and (reach.starts_on is null or ${d}.day >= reach.starts_on) and (reach.ends_on is null or ${d}.day <= reach.ends_on)
  ))`;

export async function sumFates(tx: TenantTx, selection: Selection): Promise<FateSum[]> {
  return tx.query<FateSum>({
    text: `select d.evidence, d.fate, d.is_usable as "isUsable", sum(d.requests)::bigint as requests from request_days as d
           where ${selected('d')} group by 1, 2, 3 having sum(d.requests) <> 0 order by 1, 2, 3`,
    values: selectionColumns(tx, selection),
  });
}

/** What hosts counted of a selection, and what was counted here on the same days of the same shows or episodes. */
export interface HostSums {
  downloads: number;
  days: number;
  sources: string[];
  ours: { fate: string; requests: number }[];
}

/**
 * Of several figures of one place and day one counts. The figure of a whole show that is selected stands for its episodes on its day;
 * figures of episodes count where there is none.
 */
export async function sumHostFigures(tx: TenantTx, selection: Selection): Promise<HostSums> {
  const values = selectionColumns(tx, selection);
  const figures = `select distinct on (d.show, d.episode, d.day) d.show, d.episode, d.day, d.downloads, d.source from host_figures as d
    where ${selected('d')}
      and (d.episode = '' or not exists (
        select 1 from host_figures as whole
        where whole.show = d.show and whole.day = d.day and whole.episode = '' and ${selected('whole')}
      ))
    order by d.show, d.episode, d.day, ${COUNTED_FIRST}`;
  const [sums] = await tx.query<Omit<HostSums, 'ours'>>({
    text: `select coalesce(sum(downloads), 0)::bigint as downloads, count(*)::integer as days,
             coalesce(array_agg(distinct source order by source), '{}') as sources from (${figures}) as figures`,
    values,
  });
  const ours = await tx.query<HostSums['ours'][number]>({
    text: `select r.fate, sum(r.requests)::bigint as requests
           from (${figures}) as figures join request_days as r on r.tenant_id = $1 and r.show = figures.show and r.day = figures.day
             and (figures.episode = '' or r.episode = figures.episode)
           group by r.fate having sum(r.requests) <> 0 order by r.fate`,
    values,
  });
  return { ...sums, ours };
}

/** The parameters $2 to $6 of a selection of exposures. */
function exposureColumns(tx: TenantTx, { campaign, show, episode, from, to }: ExposureSelection): unknown[] {
  return [tx.tenantId, campaign ?? null, show ?? null, episode ?? null, from ?? null, to ?? null];
}

const PLACE_SELECTED = `tenant_id = $1 and ($2::text is null or campaign = $2) and ($3::text is null or show = $3)
  and ($4::text is null or episode = $4)`;
const EXPOSURE_SELECTED = `${PLACE_SELECTED}
  and ($5::date is null or occurred_at >= $5::date::timestamp at time zone 'UTC')
  and ($6::date is null or occurred_at < $6::date::timestamp at time zone 'UTC')`;

/**
 * Stored exposures: those that were not counted of requests, and of counted downloads the ads they delivered. Something to match by is an
 * address of a person, or another key.
 */
export async function sumExposures(tx: TenantTx, selection: ExposureSelection): Promise<ExposureSum[]> {
  return tx.query<ExposureSum>({
    text: `select case when kind = 'download' and id like 'download:%' then 'ad' else kind end as kind, delivery_evidence as evidence,
             (address_key is not null and connection_type not in ('relay', 'datacenter'))
               or coalesce(user_key, email_key, device_key, click_key) is not null as "isUsable",
             ${IS_HEARD} as "isHeard", count(*)::bigint as exposures
           from touchpoints
           where ${EXPOSURE_SELECTED} and kind in ('impression', 'download')
             and not (kind = 'download' and id like 'download:%' and placement is null)
           group by 1, 2, 3, 4`,
    values: exposureColumns(tx, selection),
  });
}

/** Of requests for pixels those that made no impression, by reason: those kept one by one, and those of which days keep the count. */
export async function sumFilteredPixels(tx: TenantTx, selection: ExposureSelection): Promise<Lost[]> {
  return tx.query<Lost>({
    text: `select reason, sum(requests)::bigint as requests from (
             select reason, count(*) as requests from filtered_pixels where ${EXPOSURE_SELECTED} group by 1
             union all
             select reason, sum(requests) from filtered_pixel_days
             where ${PLACE_SELECTED} and ($5::date is null or day >= $5) and ($6::date is null or day < $6) group by 1
           ) as both_kinds group by 1`,
    values: exposureColumns(tx, selection),
  });
}

/** Of ads in counted downloads those that were not delivered, or that no placement stands for, by reason. */
export async function sumUndeliveredAds(tx: TenantTx, selection: ExposureSelection): Promise<Lost[]> {
  return tx.query<Lost>({
    text: `select reason, count(*)::bigint as requests from undelivered_ads where ${EXPOSURE_SELECTED} group by 1`,
    values: exposureColumns(tx, selection),
  });
}
