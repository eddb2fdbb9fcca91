import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { ExposureEvidence } from '../../tracking/intake/schema.ts';
import { type Dimension, DIMENSIONS, type GroupBy } from '../reports/options.ts';

const CREDIT_COLUMNS = MODEL_NAMES.flatMap((name) => [`${name}_nano`, `${name}_minor`]);
const CONVERSION_COLUMNS = ['conversions', 'value_minor', 'attributed_conversions', 'attributed_value_minor'];

export type Grain = 'day' | 'month';

export interface CreditRow {
  grain: Grain;
  dimension: string;
  startsOn: string;
  key: string;
  kind: string;
  currency: string;
  /** How the exposures' delivery is known; '' for what is no exposure. */
  evidence: string;
  sums: Float64Array;
}

export interface ConversionRow {
  grain: Grain;
  startsOn: string;
  kind: string;
  currency: string;
  sums: Float64Array;
}

function upsert(table: string, keys: string[], sums: string[]): string {
  const types = [...keys.map((key) => (key === 'starts_on' ? 'date' : 'text')), ...sums.map(() => 'bigint')];
  const arrays = types.map((type, place) => `$${place + 2}::${type}[]`).join(', ');
  const moved = sums.map((name) => `${name} = ${table}.${name} + excluded.${name}`).join(', ');
  return `insert into ${table} (tenant_id, ${[...keys, ...sums].join(', ')}) select $1, * from unnest(${arrays})
    on conflict (tenant_id, ${keys.join(', ')}) do update set ${moved}`;
}

const UPSERT_CREDITS = upsert(
  'credit_rollups',
  ['grain', 'dimension', 'starts_on', 'key', 'kind', 'currency', 'delivery_evidence'],
  CREDIT_COLUMNS,
);
const UPSERT_CONVERSIONS = upsert('conversion_rollups', ['grain', 'starts_on', 'kind', 'currency'], CONVERSION_COLUMNS);

export async function moveCredits(tx: TenantTx, rows: CreditRow[]): Promise<void> {
  await tx.query({
    name: 'move-credits',
    text: UPSERT_CREDITS,
    values: [
      tx.tenantId,
      column(rows, (row) => row.grain),
      column(rows, (row) => row.dimension),
      column(rows, (row) => row.startsOn),
      column(rows, (row) => row.key),
      column(rows, (row) => row.kind),
      column(rows, (row) => row.currency),
      column(rows, (row) => row.evidence),
      ...CREDIT_COLUMNS.map((_, place) => column(rows, (row) => row.sums[place])),
    ],
  });
}

export async function moveConversions(tx: TenantTx, rows: ConversionRow[]): Promise<void> {
  await tx.query({
    name: 'move-conversions',
    text: UPSERT_CONVERSIONS,
    values: [
      tx.tenantId,
      column(rows, (row) => row.grain),
      column(rows, (row) => row.startsOn),
      column(rows, (row) => row.kind),
      column(rows, (row) => row.currency),
      ...CONVERSION_COLUMNS.map((_, place) => column(rows, (row) => row.sums[place])),
    ],
  });
}

/** A run of whole days or months, `before` excluded; an open end is undefined. */
export interface Span {
  grain: Grain;
  from: string | undefined;
  before: string | undefined;
}

interface Filter {
  spans: Span[];
  kinds: string[] | undefined;
}

function spanCondition(spans: Span[], values: unknown[]): string {
  const conditions = spans.map(({ grain, from, before }) => {
    const parts = [`grain = '${grain}'`];
    if (from !== undefined) parts.push(`starts_on >= $${values.push(from)}::date`);
    if (before !== undefined) parts.push(`starts_on < $${values.push(before)}::date`);
    return `(${parts.join(' and ')})`;
  });
  return conditions.length === 0 ? 'false' : `(${conditions.join(' or ')})`;
}

function kindCondition(kinds: string[] | undefined, values: unknown[]): string {
  return kinds === undefined ? 'true' : `kind = any ($${values.push(kinds)}::text[])`;
}

export interface RollupCredit {
  key: string;
  evidence: ExposureEvidence | '';
  credits: { nano: number; minor: number }[];
}

/** What rows are grouped by: all dimensions hold the same credit, so that what is none of them is read from one. */
const GROUPED: Record<Exclude<GroupBy, Dimension>, string> = { day: 'starts_on::text', delivery_evidence: 'delivery_evidence' };

function isDimension(groupBy: GroupBy): groupBy is Dimension {
  return DIMENSIONS.some((dimension) => dimension === groupBy);
}

/**
 * Credit by key and by how deliveries are known under all models, in their order; by day the spans must be of days. Beyond nine million
 * conversions their billionths are rounded.
 */
export async function sumCredits(tx: TenantTx, groupBy: GroupBy, currency: string, filter: Filter): Promise<RollupCredit[]> {
  const values: unknown[] = [tx.tenantId, isDimension(groupBy) ? groupBy : 'campaign', currency];
  const key = isDimension(groupBy) ? 'key' : GROUPED[groupBy];
  const where = `${spanCondition(filter.spans, values)} and ${kindCondition(filter.kinds, values)}`;
  const sums = CREDIT_COLUMNS.map((name) => `sum(${name})::${name.endsWith('_nano') ? 'float8' : 'bigint'} as ${name}`).join(', ');
  const rows = await tx.query<Record<string, number> & Omit<RollupCredit, 'credits'>>({
    text: `select ${key} as key, delivery_evidence as evidence, ${sums} from credit_rollups
           where tenant_id = $1 and dimension = $2 and currency in ('', $3) and ${where}
           group by 1, 2 having sum(linear_nano) > 0`,
    values,
  });
  return rows.map((row) => ({
    key: row.key,
    evidence: row.evidence,
    credits: MODEL_NAMES.map((name) => ({ nano: row[`${name}_nano`], minor: row[`${name}_minor`] })),
  }));
}

export interface RollupConversions {
  startsOn: string | null;
  currency: string;
  conversions: number;
  valueMinor: number;
  attributedConversions: number;
  attributedValueMinor: number;
}

/** How many conversions each currency has, over all time; '' stands for those without a value. */
export async function countCurrencies(tx: TenantTx): Promise<{ currency: string; conversions: number }[]> {
  return tx.query<{ currency: string; conversions: number }>({
    text: `select currency, sum(conversions)::bigint as conversions from conversion_rollups
           where tenant_id = $1 and grain = 'month' group by currency having sum(conversions) > 0`,
    values: [tx.tenantId],
  });
}

/** Conversions by currency, and by day when `byDay` (then the spans must be of days). */
export async function sumConversions(tx: TenantTx, filter: Filter, byDay: boolean): Promise<RollupConversions[]> {
  const values: unknown[] = [tx.tenantId];
  const where = `${spanCondition(filter.spans, values)} and ${kindCondition(filter.kinds, values)}`;
  const day = byDay ? 'starts_on' : 'null';
  return tx.query<RollupConversions>({
    text: `select ${day} as "startsOn", currency, sum(conversions)::bigint as conversions, sum(value_minor)::bigint as "valueMinor",
             sum(attributed_conversions)::bigint as "attributedConversions", sum(attributed_value_minor)::bigint as "attributedValueMinor"
           from conversion_rollups where tenant_id = $1 and ${where} group by 1, 2 having sum(conversions) > 0`,
    values,
  });
}

/** Half-open run of UTC days. */
export interface DayRun {
  from: string;
  before: string;
}

/** Conversions of a day: `all` with visits, the others without. */
export interface ConversionDay {
  day: string;
  all: number;
  conversions: number;
  attributed: number;
}

export async function listConversionDays(tx: TenantTx, { from, before }: DayRun): Promise<ConversionDay[]> {
  return tx.query<ConversionDay>({
    text: `select starts_on::text as day, sum(conversions)::float8 as all,
             coalesce(sum(conversions) filter (where kind <> 'visit'), 0)::float8 as conversions,
             coalesce(sum(attributed_conversions) filter (where kind <> 'visit'), 0)::float8 as attributed
           from conversion_rollups where tenant_id = $1 and grain = 'day' and starts_on >= $2::date and starts_on < $3::date
           group by starts_on order by starts_on`,
    values: [tx.tenantId, from, before],
  });
}

/** Conversions, visits aside, that a key has linear credit for, by day. */
export async function listCreditDays(
  tx: TenantTx,
  dimension: 'campaign' | 'show',
  { from, before }: DayRun,
): Promise<{ day: string; key: string; conversions: number }[]> {
  return tx.query<{ day: string; key: string; conversions: number }>({
    text: `select starts_on::text as day, key, sum(linear_nano)::float8 / 1e9 as conversions
           from credit_rollups where tenant_id = $1 and grain = 'day' and dimension = $2 and starts_on >= $3::date and starts_on < $4::date
             and kind <> 'visit'
           group by starts_on, key having sum(linear_nano) > 0 order by starts_on, key`,
    values: [tx.tenantId, dimension, from, before],
  });
}
