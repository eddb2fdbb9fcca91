import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { Prices, Tokens } from '../prices/schema.ts';
import type { MeterState } from './rules.ts';

/** Money that is set aside on each of the meters. */
export interface Reservation {
  id: string;
  meters: string[];
  /** The month's first day. */
  month: string;
  amountMicros: number;
}

/** What a call used and what it came to. */
export interface UsageRecord {
  id: string;
  recordedAt: Date;
  month: string;
  meter: string;
  provider: string;
  model: string;
  task: string;
  tokens: Tokens;
  /** How much audio was heard; 0 of calls about texts. */
  audioMs: number;
  prices: Prices;
  reservedMicros: number;
  costMicros: number;
  isEstimate: boolean;
}

interface MeterRow {
  meter: string;
  used_micros: number;
  reserved_micros: number;
}

interface ReservationRow {
  id: string;
  meters: string[];
  month: string;
  amount_micros: number;
}

function toState(row: MeterRow): MeterState {
  return { usedMicros: row.used_micros, reservedMicros: row.reserved_micros };
}

function toReservation(row: ReservationRow): Reservation {
  return { id: row.id, meters: row.meters, month: row.month, amountMicros: row.amount_micros };
}

/** How meters stand in a month; each stays locked until the transaction ends. All who lock several take them in one order. */
export async function lockMeters(tx: TenantTx, month: string, meters: readonly string[]): Promise<Map<string, MeterState>> {
  const rows = await tx.query<MeterRow>({
    text: `insert into spend_meters as m (tenant_id, month, meter)
           select $1, $2::date, meter from unnest($3::text[]) as a (meter) order by meter
           on conflict (tenant_id, meter, month) do update set used_micros = m.used_micros
           returning meter, used_micros, reserved_micros`,
    values: [tx.tenantId, month, meters],
  });
  return new Map(rows.map((row) => [row.meter, toState(row)]));
}

/** Adds to what is used and set aside on meters that are locked; how they stand then. */
export async function updateMeters(
  tx: TenantTx,
  { month, meters }: Pick<Reservation, 'month' | 'meters'>,
  more: MeterState,
): Promise<Map<string, MeterState>> {
  const rows = await tx.query<MeterRow>({
    text: `update spend_meters set used_micros = used_micros + $4, reserved_micros = reserved_micros + $5
           where tenant_id = $1 and month = $2 and meter = any ($3::text[]) returning meter, used_micros, reserved_micros`,
    values: [tx.tenantId, month, meters, more.usedMicros, more.reservedMicros],
  });
  return new Map(rows.map((row) => [row.meter, toState(row)]));
}

/** How every meter of the tenant stands in a month. */
export async function listMeters(tx: TenantTx, month: string): Promise<Map<string, MeterState>> {
  const rows = await tx.query<MeterRow>({
    text: 'select meter, used_micros, reserved_micros from spend_meters where tenant_id = $1 and month = $2',
    values: [tx.tenantId, month],
  });
  return new Map(rows.map((row) => [row.meter, toState(row)]));
}

export async function insertReservation(tx: TenantTx, made: Reservation, expiresAt: Date): Promise<void> {
  await tx.query({
    text: `insert into spend_reservations (tenant_id, id, meters, month, amount_micros, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    values: [tx.tenantId, made.id, made.meters, made.month, made.amountMicros, expiresAt],
  });
}

/** Puts off when a reservation expires; one that expired already stays so. */
export async function updateExpiry(tx: TenantTx, id: string, expiresAt: Date): Promise<void> {
  await tx.query({
    text: 'update spend_reservations set expires_at = $3 where tenant_id = $1 and id = $2 and not is_expired',
    values: [tx.tenantId, id, expiresAt],
  });
}

/** Takes a reservation away, which only one transaction can; undefined when it is settled already, or never was. */
export async function deleteReservation(tx: TenantTx, id: string): Promise<(Reservation & { isExpired: boolean }) | undefined> {
  const [row] = await tx.query<ReservationRow & { is_expired: boolean }>({
    text: `delete from spend_reservations where tenant_id = $1 and id = $2 returning id, meters, month, amount_micros, is_expired`,
    values: [tx.tenantId, id],
  });
  return row && { ...toReservation(row), isExpired: row.is_expired };
}

/** Marks reservations that nobody settled in time, and returns them. Those that somebody settles at this moment are passed over. */
export async function updateExpired(tx: TenantTx, now: Date, keptUntil: Date): Promise<Reservation[]> {
  const rows = await tx.query<ReservationRow>({
    text: `update spend_reservations set is_expired = true, expires_at = $3
           where tenant_id = $1 and id in (
             select id from spend_reservations where tenant_id = $1 and not is_expired and expires_at <= $2 for update skip locked
           )
           returning id, meters, month, amount_micros`,
    values: [tx.tenantId, now, keptUntil],
  });
  return rows.map(toReservation);
}

/** Forgets reservations that expired so long ago that no call of theirs can still come to an end. */
export async function deleteLapsed(tx: TenantTx, now: Date): Promise<void> {
  await tx.query({
    text: 'delete from spend_reservations where tenant_id = $1 and is_expired and expires_at <= $2',
    values: [tx.tenantId, now],
  });
}

/** The tenants that have reservations which nobody settled in time, or that are to be forgotten. */
export async function listTenantsWithExpired(tx: DirectoryTx, now: Date): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({
    text: 'select distinct tenant_id from spend_reservations where expires_at <= $1',
    values: [now],
  });
  return rows.map(({ tenant_id }) => tenant_id);
}

export async function insertUsage(tx: TenantTx, record: UsageRecord): Promise<void> {
  const { tokens } = record;
  await tx.query({
    text: `insert into usage_records (tenant_id, id, recorded_at, month, meter, provider, model, task, input_tokens, cache_read_tokens,
             cache_write_tokens, output_tokens, prices, reserved_micros, cost_micros, is_estimate, audio_ms)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    values: [
      tx.tenantId,
      record.id,
      record.recordedAt,
      record.month,
      record.meter,
      record.provider,
      record.model,
      record.task,
      tokens.input,
      tokens.cacheRead,
      tokens.cacheWrite,
      tokens.output,
      record.prices,
      record.reservedMicros,
      record.costMicros,
      record.isEstimate,
      record.audioMs,
    ],
  });
}

/** What a model's calls used since an instant, and what they cost. */
export interface ModelUsage {
  provider: string;
  model: string;
  calls: number;
  tokens: Tokens;
  costMicros: number;
}

/** What calls about texts used since an instant, by provider and model; calls whose tokens nobody knows are left out. */
export async function sumModels(tx: TenantTx, from: Date): Promise<ModelUsage[]> {
  const rows = await tx.query<Omit<ModelUsage, 'tokens'> & Tokens>({
    text: `select provider, model, count(*)::integer as calls, sum(input_tokens)::bigint as input,
             sum(cache_read_tokens)::bigint as "cacheRead",
             sum(cache_write_tokens)::bigint as "cacheWrite", sum(output_tokens)::bigint as output, sum(cost_micros)::bigint as "costMicros"
           from usage_records where tenant_id = $1 and recorded_at >= $2 and audio_ms = 0 and not is_estimate
           group by provider, model order by provider collate "C", model collate "C"`,
    values: [tx.tenantId, from],
  });
  return rows.map(({ input, cacheRead, cacheWrite, output, ...row }) => ({ ...row, tokens: { input, cacheRead, cacheWrite, output } }));
}
