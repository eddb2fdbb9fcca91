import { newId } from '../../platform/chance.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { EntityType, Limit, LimitInput } from './schema.ts';

/** A limit as it stands in its present period, without what its meter adds to it. */
export type LimitRow = Omit<Limit, 'entity' | 'unit' | 'percent' | 'standing' | 'whenUnknown'> & {
  id: string;
  entityType: EntityType;
  entityKey: string;
  /** 1 once people were told of the soft limit in this period, 2 of the hard one. */
  noticed: number;
};

/** What is counted together: of one meter, in whose use. */
export interface Use {
  meter: string;
  /** Empty for none. */
  campaign: string;
  feature: string;
}

/** A counter of a limit, as it stands at an instant. */
export interface StoodCounter {
  limitId: string;
  periodStart: Date;
  used: string;
  reserved: string;
}

/** The limits' own lock, of the tenant in `$1`: shared by all that count, alone for whoever sets limits, so each count is taken once. */
const LOCK = `hashtextextended('limits:' || $1::uuid::text, 0)`;

/** The statement of `shareLimits`, to be part of one that a transaction begins with anyway. */
export const SHARE_LIMITS = `select pg_advisory_xact_lock_shared(${LOCK})`;

/** Keeps limits as they are until the transaction ends; whoever sets one waits. Take it before a statement that counts or reserves. */
export async function shareLimits(tx: TenantTx): Promise<void> {
  await tx.query({ name: 'share-limits', text: SHARE_LIMITS, values: [tx.tenantId] });
}

/** Keeps everybody from counting and reserving until the transaction ends. */
export async function holdLimits(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(${LOCK})`, values: [tx.tenantId] });
}

/** The period of limit `l` that an instant lies in. As usage is kept by hours, so are periods: each begins with a whole hour. */
export function periodStart(instant: string): string {
  return `date_trunc('hour', date_trunc(l.period, date_trunc('hour', ${instant}, 'UTC'), l.time_zone) + interval '3599 seconds', 'UTC')`;
}

/** Up to where work may begin under limit `l`; null where nothing is refused. `now` is a parameter. */
export function allowedAt(now: string): string {
  const stretched = 'l.hard * (100 + l.grace_percent) * 0.01';
  return `case when l.grace_until is null then ${stretched}
    when l.grace_until <= ${now} then l.hard when l.grace_percent = 0 then null else ${stretched} end`;
}

/** Whether limit `l` is of the use that these columns name. */
export function isOfUse(campaign: string, feature: string): string {
  const isOf = (entity: EntityType, key: string) => `(l.entity = '${entity}' and l.entity_key = ${key})`;
  return `(l.entity = 'tenant' or ${isOf('campaign', campaign)} or ${isOf('feature', feature)})`;
}

const INSTANT = (value: string) => `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
/** Limits of the tenant in `$1` as they stand at the instant in `$2`, to be narrowed by conditions on `l`. */
export const STATES = `
  select l.key, l.limit_id as id, l.meter, l.entity as "entityType", l.entity_key as "entityKey", l.period, l.time_zone as "timeZone",
    trim_scale(l.soft)::text as soft, trim_scale(l.hard)::text as hard, l.grace_percent as "gracePercent",
    ${INSTANT('l.grace_until')} as "graceUntil", trim_scale(${allowedAt('$2')})::text as allowed,
    trim_scale(coalesce(c.used, 0))::text as used, trim_scale(coalesce(c.reserved, 0))::text as reserved,
    coalesce(c.noticed, 0) as noticed, ${INSTANT('p.starts_at')} as "periodStartsAt",
    ${INSTANT(`date_trunc('hour', (p.starts_at at time zone l.time_zone + ('1 ' || l.period)::interval) at time zone l.time_zone, 'UTC')`)}
      as "resetsAt"
  from meter_limits l cross join lateral (select ${periodStart('$2::timestamptz')} as starts_at) p
  left join limit_counters c on c.tenant_id = l.tenant_id and c.limit_id = l.limit_id and c.period_start = p.starts_at
  where l.tenant_id = $1`;

/** All limits as they stand, by key. */
export async function listLimits(tx: TenantTx, now: Date): Promise<LimitRow[]> {
  return tx.query<LimitRow>({ text: `${STATES} order by l.key`, values: [tx.tenantId, now] });
}

export async function findLimit(tx: TenantTx, key: string, now: Date): Promise<LimitRow | undefined> {
  const [row] = await tx.query<LimitRow>({ text: `${STATES} and l.key = $3`, values: [tx.tenantId, now, key] });
  return row;
}

/** The limits of a use as they stand, the innermost first: campaign, feature, tenant, as their names sort. */
export async function listLimitsOf(tx: TenantTx, { meter, campaign, feature }: Use, now: Date): Promise<LimitRow[]> {
  return tx.query<LimitRow>({
    name: 'limits-of-use',
    text: `${STATES} and l.meter = $3 and ${isOfUse('$4', '$5')} order by l.entity, l.limit_id`,
    values: [tx.tenantId, now, meter, campaign, feature],
  });
}

/** The limits of meters as they stand, by key. */
export async function listLimitsOfMeters(tx: TenantTx, meters: readonly string[], now: Date): Promise<LimitRow[]> {
  return tx.query<LimitRow>({
    name: 'limits-of-meters',
    text: `${STATES} and l.meter = any($3::text[]) order by l.key`,
    values: [tx.tenantId, now, meters],
  });
}

/** The meters that have a hard limit. */
export async function listLimitedMeters(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ meter: string }>({
    text: 'select distinct meter from meter_limits where tenant_id = $1 and hard is not null',
    values: [tx.tenantId],
  });
  return rows.map(({ meter }) => meter);
}

export async function countLimits(tx: TenantTx): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from meter_limits where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row.count;
}

/** Whether a meter has limits. */
export async function hasLimits(tx: TenantTx, meter: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'select 1 from meter_limits where tenant_id = $1 and meter = $2 limit 1',
    values: [tx.tenantId, meter],
  });
  return rows.length > 0;
}

/** Adds a limit whose counters are what is in the rollups, and what is open of reservations. Everybody who counts must be kept out. */
export async function insertLimit(tx: TenantTx, key: string, input: LimitInput, { timeZone, now }: { timeZone: string; now: Date }) {
  const id = newId();
  const { meter, entity, period, soft, hard, gracePercent, graceUntil } = input;
  const entityKey = entity.type === 'tenant' ? '' : entity.key;
  await tx.query({
    text: `with l as (select $7::text as period, $8::text as time_zone)
           insert into meter_limits (tenant_id, key, limit_id, meter, entity, entity_key, period, time_zone, soft, hard, grace_percent,
             grace_until, changed_at, counted_from)
           select $1, $2, $3, $4, $5, $6, l.period, l.time_zone, $9, $10, $11, $12, $13, ${periodStart('$13::timestamptz')} from l`,
    values: [tx.tenantId, key, id, meter, entity.type, entityKey, period, timeZone, soft, hard, gracePercent, graceUntil, now],
  });
  await tx.query({
    text: `insert into limit_counters (tenant_id, limit_id, period_start, used)
           select $1, l.limit_id, ${periodStart('u.hour')}, sum(u.total)
           from meter_limits l join usage_hours u on u.tenant_id = $1 and u.meter = l.meter and u.hour >= l.counted_from
             and ${isOfUse('u.campaign', 'u.feature')}
           where l.tenant_id = $1 and l.limit_id = $2 group by 2, 3`,
    values: [tx.tenantId, id],
  });
  await tx.query({
    text: `with joined as (
             update meter_reservations r set limit_ids = r.limit_ids || l.limit_id,
               period_starts = r.period_starts || ${periodStart('r.reserved_at')}
             from meter_limits l
             where l.tenant_id = $1 and l.limit_id = $2 and r.tenant_id = $1 and r.state = 'open' and r.meter = l.meter
               and ${isOfUse('r.campaign', 'r.feature')} and ${periodStart('r.reserved_at')} >= l.counted_from
             returning r.quantity, r.period_starts[cardinality(r.period_starts)] as period_start)
           insert into limit_counters as c (tenant_id, limit_id, period_start, reserved)
           select $1, $2::uuid, period_start, sum(quantity) from joined group by period_start order by period_start
           on conflict (tenant_id, limit_id, period_start) do update set reserved = c.reserved + excluded.reserved`,
    values: [tx.tenantId, id],
  });
}

/** Changes where a limit stands; what it counts stays. People are told anew, unless it stands where it stood. */
export async function updateLimit(tx: TenantTx, id: string, input: LimitInput, now: Date): Promise<void> {
  const { soft, hard, gracePercent, graceUntil } = input;
  await tx.query({
    text: `update limit_counters c set noticed = 0 from meter_limits l
           where c.tenant_id = $1 and c.limit_id = $2 and c.noticed > 0 and l.tenant_id = $1 and l.limit_id = $2
             and (l.soft, l.hard, l.grace_percent, l.grace_until)
               is distinct from ($3::numeric, $4::numeric, $5::integer, $6::timestamptz)`,
    values: [tx.tenantId, id, soft, hard, gracePercent, graceUntil],
  });
  await tx.query({
    text: `update meter_limits set soft = $3, hard = $4, grace_percent = $5, grace_until = $6, changed_at = $7
           where tenant_id = $1 and limit_id = $2`,
    values: [tx.tenantId, id, soft, hard, gracePercent, graceUntil, now],
  });
}

/** Takes a limit away, and its counters with it. */
export async function deleteLimit(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from meter_limits where tenant_id = $1 and limit_id = $2', values: [tx.tenantId, id] });
}

/** Notes that people are told of a limit in its period; false when they were told before. */
export async function updateNoticed(tx: TenantTx, { id, periodStartsAt }: LimitRow, noticed: number): Promise<boolean> {
  const rows = await tx.query({
    text: `update limit_counters set noticed = $4
           where tenant_id = $1 and limit_id = $2 and period_start = $3 and noticed < $4 returning 1`,
    values: [tx.tenantId, id, periodStartsAt, noticed],
  });
  return rows.length === 1;
}

/** Forgets counters of periods that began before an instant. */
export async function deleteCountersBefore(tx: TenantTx, before: Date): Promise<void> {
  await tx.query({
    text: 'delete from limit_counters where tenant_id = $1 and period_start < $2 and reserved = 0',
    values: [tx.tenantId, before],
  });
}

export async function listTenantsWithLimits(tx: DirectoryTx): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({ text: 'select distinct tenant_id from meter_limits order by tenant_id' });
  return rows.map((row) => row.tenant_id);
}
