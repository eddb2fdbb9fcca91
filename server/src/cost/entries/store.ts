import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { Entry, EntryFilter, EntryKind } from './schema.ts';

interface Row {
  entry_id: string;
  kind: EntryKind;
  booked_month: string;
  day: string;
  meter: string;
  campaign: string;
  feature: string;
  price_version: number;
  tier: number;
  quantity: string | null;
  unit: string;
  currency: string;
  amount: string;
  corrects_month: string | null;
  corrects_entry: string | null;
  note: string | null;
  booked_at: Date;
  booked_by: string;
}

const COLUMNS = `entry_id, kind, to_char(booked_month, 'YYYY-MM') as booked_month, day::text as day, meter, campaign, feature,
  price_version, tier, trim_scale(quantity)::text as quantity, unit, currency, trim_scale(amount)::text as amount,
  to_char(corrects_month, 'YYYY-MM') as corrects_month, corrects_entry, note, booked_at, booked_by`;

/** What the sums of days tell apart. */
const DAY_KEY = 'day, booked_month, kind, meter, campaign, feature, price_version, tier, unit, currency';

/** An entry to be kept; months by their first days, '' where there is no campaign, feature, meter or unit. */
export interface EntryToKeep {
  id: string;
  kind: EntryKind;
  month: string;
  corrects: string | null;
  correctsEntry: string | null;
  day: string;
  meter: string;
  campaign: string;
  feature: string;
  priceVersion: number;
  tier: number;
  quantity: string | null;
  unit: string;
  currency: string;
  amount: string;
  note: string | null;
}

/** Keeps entries, and adds them to the sums of their days. The caller holds `lockEntries`. */
/** How many sums by day are not what the entries of their key come to, those without entries and entries without a sum included. */
export async function countDifferingDays(tx: TenantTx): Promise<number> {
  const [{ count }] = await tx.query<{ count: number }>({
    text: `with told as (
             select ${DAY_KEY}, coalesce(sum(quantity), 0) as quantity, sum(amount) as amount
             from cost_entries where tenant_id = $1 group by ${DAY_KEY}
           ), summed as (
             select ${DAY_KEY}, quantity, amount from cost_days where tenant_id = $1
           ), differing as (
             (select * from told except select * from summed) union all (select * from summed except select * from told)
           )
           select count(distinct (${DAY_KEY}))::integer as count from differing`,
    values: [tx.tenantId],
  });
  return count;
}

export async function insertEntries(tx: TenantTx, entries: readonly EntryToKeep[], { at, by }: { at: Date; by: string }): Promise<void> {
  await tx.query({
    text: `with kept as (
             insert into cost_entries (tenant_id, entry_id, kind, booked_month, corrects_month, corrects_entry, day, meter, campaign,
               feature, price_version, tier, quantity, unit, currency, amount, note, is_summed, booked_at, booked_by)
             select $1, entry_id, kind, booked_month, corrects_month, corrects_entry, day, meter, campaign, feature, price_version, tier,
               quantity, unit, currency, amount, note, true, $2, $3
             from unnest($4::uuid[], $5::text[], $6::date[], $7::date[], $8::uuid[], $9::date[], $10::text[], $11::text[], $12::text[],
               $13::integer[], $14::smallint[], $15::numeric[], $16::text[], $17::text[], $18::numeric[], $19::text[])
               as t (entry_id, kind, booked_month, corrects_month, corrects_entry, day, meter, campaign, feature, price_version, tier,
                 quantity, unit, currency, amount, note)
             returning ${DAY_KEY}, quantity, amount
           )
           insert into cost_days as d (tenant_id, ${DAY_KEY}, quantity, amount)
             select $1, ${DAY_KEY}, coalesce(sum(quantity), 0), sum(amount) from kept group by ${DAY_KEY}
           on conflict (tenant_id, ${DAY_KEY})
             do update set quantity = d.quantity + excluded.quantity, amount = d.amount + excluded.amount`,
    values: [
      tx.tenantId,
      at,
      by,
      column(entries, (one) => one.id),
      column(entries, (one) => one.kind),
      column(entries, (one) => one.month),
      column(entries, (one) => one.corrects),
      column(entries, (one) => one.correctsEntry),
      column(entries, (one) => one.day),
      column(entries, (one) => one.meter),
      column(entries, (one) => one.campaign),
      column(entries, (one) => one.feature),
      column(entries, (one) => one.priceVersion),
      column(entries, (one) => one.tier),
      column(entries, (one) => one.quantity),
      column(entries, (one) => one.unit),
      column(entries, (one) => one.currency),
      column(entries, (one) => one.amount),
      column(entries, (one) => one.note),
    ],
  });
}

export async function findEntry(tx: TenantTx, id: string): Promise<Entry | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_entries where tenant_id = $1 and entry_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toEntry(row);
}

/** Whether an entry was booked by the operator, as a part of its own invoice. */
export async function isOperatorsPart(tx: TenantTx, id: string): Promise<boolean> {
  const rows = await tx.query({ text: 'select 1 from cost_bookings where tenant_id = $1 and entry_id = $2', values: [tx.tenantId, id] });
  return rows.length > 0;
}

/** How many entries of a month's bill were made by hand. */
export async function countManual(tx: TenantTx, month: string): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: `select count(*)::integer as count from cost_entries where tenant_id = $1 and booked_month = $2 and kind <> 'usage'`,
    values: [tx.tenantId, month],
  });
  return row.count;
}

/** Entries, the newest first, before one. */
export async function listEntries(
  tx: TenantTx,
  { month, kind, meter, campaign }: EntryFilter,
  { beforeId, limit }: { beforeId: string | undefined; limit: number },
): Promise<Entry[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_entries
           where tenant_id = $1 and ($2::date is null or booked_month = $2) and ($3::text is null or kind = $3)
             and ($4::text is null or meter = $4) and ($5::text is null or campaign = $5) and ($6::uuid is null or entry_id < $6)
           order by entry_id desc limit $7`,
    values: [
      tx.tenantId,
      month === undefined ? null : `${month}-01`,
      kind ?? null,
      meter ?? null,
      campaign ?? null,
      beforeId ?? null,
      limit,
    ],
  });
  return rows.map(toEntry);
}

/** Lets nobody else book for this tenant until the transaction ends. */
export async function lockEntries(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('cost entries of ' || $1, 0))`, values: [tx.tenantId] });
}

/** What of a meter is booked for the days of a month, summed by everything that distinguishes what is due. */
export interface BookedSum {
  day: string;
  campaign: string;
  feature: string;
  priceVersion: number;
  tier: number;
  currency: string;
  quantity: string;
  amount: string;
}

export async function listBookedUsage(tx: TenantTx, meter: string, { from, to }: { from: string; to: string }): Promise<BookedSum[]> {
  return tx.query<BookedSum>({
    text: `select day::text as day, campaign, feature, price_version as "priceVersion", tier, currency, sum(quantity)::text as quantity,
             sum(amount)::text as amount
           from cost_days where tenant_id = $1 and kind = 'usage' and meter = $2 and day >= $3 and day < $4
           group by 1, 2, 3, 4, 5, 6 having sum(quantity) <> 0 or sum(amount) <> 0 order by 1, 2, 3, 4, 5, 6`,
    values: [tx.tenantId, meter, from, to],
  });
}

/** A month of a meter, by its first day. */
export interface MeterMonth {
  meter: string;
  month: string;
}

/** Has months of meters compared with what is due. */
export async function upsertWaitingRatings(tx: TenantTx, months: readonly MeterMonth[], at: Date): Promise<void> {
  await tx.query({
    text: `insert into waiting_ratings (tenant_id, meter, month, asked_at)
           select distinct $1::uuid, meter, month, $2::timestamptz from unnest($3::text[], $4::date[]) as t (meter, month) order by 2, 3
           on conflict (tenant_id, meter, month) do update set asked_at = excluded.asked_at`,
    values: [tx.tenantId, at, column(months, ({ meter }) => meter), column(months, ({ month }) => month)],
  });
}

/** Takes months that wait, those that have waited longest first. */
export async function deleteWaitingRatings(tx: TenantTx, limit: number): Promise<MeterMonth[]> {
  return tx.query<MeterMonth>({
    text: `delete from waiting_ratings w using (
             select meter, month from waiting_ratings where tenant_id = $1 order by asked_at, meter, month limit $2
           ) as next where w.tenant_id = $1 and w.meter = next.meter and w.month = next.month
           returning w.meter, w.month::text as month`,
    values: [tx.tenantId, limit],
  });
}

export async function listTenantsWithWaitingRatings(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['waiting_ratings']);
}

const filled = (text: string) => (text === '' ? null : text);

function toEntry(row: Row): Entry {
  const isUsage = row.kind === 'usage';
  return {
    id: row.entry_id,
    kind: row.kind,
    bookedMonth: row.booked_month,
    day: row.day,
    meter: filled(row.meter),
    campaign: filled(row.campaign),
    feature: filled(row.feature),
    quantity: row.quantity,
    unit: filled(row.unit),
    currency: row.currency,
    amount: row.amount,
    priceVersion: row.price_version === 0 ? null : row.price_version,
    tier: isUsage ? row.tier : null,
    correctsMonth: row.corrects_month,
    corrects: row.corrects_entry,
    note: row.note,
    bookedAt: row.booked_at.toISOString(),
    bookedBy: row.booked_by,
  };
}
