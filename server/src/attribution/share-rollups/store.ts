import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { column } from '../../platform/columns.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { CampaignCell, CampaignPerson } from './rules.ts';

/** Whether some report share still shows the campaign that `c` names. */
const IS_SHARED = `exists (
    select from shares s
    where s.tenant_id = $1 and s.campaign = c.campaign and s.kind = 'report' and s.ended_at is null and s.expires_at > now()
      and (s.claimed_at is not null or s.code_expires_at > now())
  ) as "isShared"`;

/** A campaign whose figures other tenants may see, or could. */
export interface SharedCampaign {
  campaign: string;
  isShared: boolean;
}

/** The campaigns whose report shares wait to be looked at. */
export async function listMarkedCampaigns(tx: TenantTx): Promise<SharedCampaign[]> {
  return tx.query<SharedCampaign>({
    text: `select c.campaign, ${IS_SHARED}
           from (
             select distinct s.campaign from share_marks m join shares s on s.tenant_id = m.tenant_id and s.id = m.share_id
             where m.tenant_id = $1 and s.kind = 'report'
           ) as c order by 1`,
    values: [tx.tenantId],
  });
}

/** Takes back the marks of a campaign's report shares. */
export async function deleteMarksOfCampaign(tx: TenantTx, campaign: string): Promise<void> {
  await tx.query({
    text: `delete from share_marks m using shares s
           where m.tenant_id = $1 and s.tenant_id = $1 and s.id = m.share_id and s.kind = 'report' and s.campaign = $2`,
    values: [tx.tenantId, campaign],
  });
}

export async function insertMark(tx: TenantTx, shareId: string): Promise<void> {
  await tx.query({ text: 'insert into share_marks (tenant_id, share_id) values ($1, $2)', values: [tx.tenantId, shareId] });
}

/** Marks every matching share that the tenant gives. */
export async function insertMarksOfMatching(tx: TenantTx): Promise<void> {
  await tx.query({
    text: `insert into share_marks (tenant_id, share_id)
           select tenant_id, id from shares where tenant_id = $1 and kind = 'matching' and ended_at is null`,
    values: [tx.tenantId],
  });
}

/** How far a campaign's figures are built: of conversions before this instant, of all when there is none. */
export interface CampaignBuild extends SharedCampaign {
  builtBeforeMs: number | undefined;
}

/** The campaigns whose figures are kept up, with those of which nothing is shared any more. */
export async function listBuilds(tx: TenantTx): Promise<CampaignBuild[]> {
  const rows = await tx.query<SharedCampaign & { built_before: Date | null }>({
    name: 'list-campaign-builds',
    text: `select c.campaign, c.built_before, ${IS_SHARED} from campaign_builds c where c.tenant_id = $1 order by c.campaign`,
    values: [tx.tenantId],
  });
  return rows.map(({ built_before, ...row }) => ({ ...row, builtBeforeMs: built_before?.getTime() }));
}

const instant = (ms: number) => new Date(ms).toISOString();

/** Notes how far a campaign is built. */
export async function upsertBuild(
  tx: TenantTx,
  campaign: string,
  build: { computedAtMs: number; builtBeforeMs: number | undefined },
): Promise<void> {
  await tx.query({
    text: `insert into campaign_builds (tenant_id, campaign, computed_at, built_before) values ($1, $2, $3, $4)
           on conflict (tenant_id, campaign) do update set computed_at = excluded.computed_at, built_before = excluded.built_before`,
    values: [tx.tenantId, campaign, instant(build.computedAtMs), build.builtBeforeMs === undefined ? null : instant(build.builtBeforeMs)],
  });
}

export async function updateComputed(tx: TenantTx, campaigns: readonly string[], computedAtMs: number): Promise<void> {
  await tx.query({
    text: 'update campaign_builds set computed_at = $3 where tenant_id = $1 and campaign = any ($2::text[])',
    values: [tx.tenantId, column(campaigns, (campaign) => campaign), instant(computedAtMs)],
  });
}

/** Notes when a matching share was matched. */
export async function upsertMatched(tx: TenantTx, share: { id: string; campaign: string }, computedAtMs: number): Promise<void> {
  await tx.query({
    text: `insert into share_builds (tenant_id, share_id, campaign, computed_at) values ($1, $2, $3, $4)
           on conflict (tenant_id, share_id) do update set computed_at = excluded.computed_at`,
    values: [tx.tenantId, share.id, share.campaign, instant(computedAtMs)],
  });
}

export async function deleteMatched(tx: TenantTx, shareId: string): Promise<void> {
  await tx.query({ text: 'delete from share_builds where tenant_id = $1 and share_id = $2', values: [tx.tenantId, shareId] });
}

export async function deleteFigures(tx: TenantTx, campaign: string): Promise<void> {
  for (const table of ['campaign_rollups', 'campaign_people', 'campaign_builds'])
    await tx.query({ text: `delete from ${table} where tenant_id = $1 and campaign = $2`, values: [tx.tenantId, campaign] });
}

/** Moves cells by these differences; a cell that is not there begins at nothing. */
export async function moveCells(tx: TenantTx, cells: readonly CampaignCell[]): Promise<void> {
  if (cells.length === 0) return;
  await tx.query({
    text: `insert into campaign_rollups (
             tenant_id, campaign, model, dimension, starts_on, key, kind, currency, nano, minor, counted
           )
           select $1, * from unnest(
             $2::text[], $3::text[], $4::text[], $5::date[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[]
           )
           on conflict (tenant_id, campaign, model, dimension, starts_on, key, kind, currency) do update
             set nano = campaign_rollups.nano + excluded.nano, minor = campaign_rollups.minor + excluded.minor,
               counted = campaign_rollups.counted + excluded.counted`,
    values: [
      tx.tenantId,
      column(cells, (cell) => cell.campaign),
      column(cells, (cell) => cell.model),
      column(cells, (cell) => cell.dimension),
      column(cells, (cell) => cell.startsOn),
      column(cells, (cell) => cell.key),
      column(cells, (cell) => cell.kind),
      column(cells, (cell) => cell.currency),
      column(cells, (cell) => cell.nano),
      column(cells, (cell) => cell.minor),
      column(cells, (cell) => cell.counted),
    ],
  });
}

const COUNTS = MODEL_NAMES.join(', ');
const ADDED_COUNTS = MODEL_NAMES.map((model) => `${model} = campaign_people.${model} + excluded.${model}`).join(', ');
const FOLDED_COUNTS = MODEL_NAMES.map((model) => `g.${model}`).join(', ');
const IS_PERSON = 'tenant_id, campaign, starts_on, kind, currency, slot, person, is_folded';

/** Moves what people stand behind by these differences; who stands behind nothing any more goes. */
export async function movePeople(tx: TenantTx, people: readonly CampaignPerson[]): Promise<void> {
  if (people.length === 0) return;
  const keys = [
    column(people, ({ campaign }) => campaign),
    column(people, ({ startsOn }) => startsOn),
    column(people, ({ kind }) => kind),
    column(people, ({ currency }) => currency),
    column(people, ({ slot }) => slot),
    column(people, ({ person }) => person),
  ];
  const types = '$2::text[], $3::date[], $4::text[], $5::text[], $6::integer[], $7::integer[]';
  await tx.query({
    text: `insert into campaign_people (tenant_id, campaign, starts_on, kind, currency, slot, person, is_folded, ${COUNTS})
           select $1, campaign, starts_on, kind, currency, slot, person, false, ${COUNTS}
           from unnest(${types}, ${MODEL_NAMES.map((_, place) => `$${place + 8}::integer[]`).join(', ')})
             as moved (campaign, starts_on, kind, currency, slot, person, ${COUNTS})
           on conflict (${IS_PERSON}) do update set ${ADDED_COUNTS}`,
    values: [tx.tenantId, ...keys, ...MODEL_NAMES.map((_, place) => column(people, ({ counted }) => counted[place]))],
  });
  await tx.query({
    text: `delete from campaign_people p using unnest(${types}) as moved (campaign, starts_on, kind, currency, slot, person)
           where p.tenant_id = $1 and (p.campaign, p.starts_on, p.kind, p.currency, p.slot, p.person)
               = (moved.campaign, moved.starts_on, moved.kind, moved.currency, moved.slot, moved.person)
             and not p.is_folded and ${MODEL_NAMES.map((model) => `p.${model} = 0`).join(' and ')}`,
    values: [tx.tenantId, ...keys],
  });
}

/**
 * Gives people of months that ended before an instant numbers that lead to nobody: by chance, the same for one person within a month and
 * campaign and nowhere else.
 */
export async function foldPeople(tx: TenantTx, before: string): Promise<void> {
  await tx.query({
    text: `with gone as (
             delete from campaign_people
             where tenant_id = $1 and not is_folded and starts_on < date_trunc('month', $2::timestamptz at time zone 'UTC')::date
             returning *
           ), numbered as (
             select campaign, month, person, row_number() over (partition by campaign, month order by random()) as number
             from (select distinct campaign, date_trunc('month', starts_on::timestamp) as month, person from gone) as one
           )
           insert into campaign_people (tenant_id, campaign, starts_on, kind, currency, slot, person, is_folded, ${COUNTS})
           select $1, g.campaign, g.starts_on, g.kind, g.currency, g.slot, n.number, true, ${FOLDED_COUNTS}
           from gone g join numbered n
             on n.campaign = g.campaign and n.month = date_trunc('month', g.starts_on::timestamp) and n.person = g.person
           on conflict (${IS_PERSON}) do update set ${ADDED_COUNTS}`,
    values: [tx.tenantId, before],
  });
}

/** Of the paths from an instant on, or of all, the instant that so many of them lie before; undefined when there are no more. */
export async function findEdge(tx: TenantTx, fromMs: number | undefined, count: number): Promise<number | undefined> {
  const from = fromMs === undefined ? '-infinity' : instant(fromMs);
  const after = async (than: string, offset: number) => {
    const [row] = await tx.query<{ at: Date }>({
      text: `select converted_at as at from paths where tenant_id = $1 and converted_at ${than} $2 order by converted_at offset $3 limit 1`,
      values: [tx.tenantId, from, offset],
    });
    return row?.at.getTime();
  };
  const edge = await after('>=', count);
  // More conversions than that at one instant are taken together.
  return edge !== undefined && edge === fromMs ? after('>', 0) : edge;
}

export async function listTenantsWithMarks(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['share_marks']);
}
