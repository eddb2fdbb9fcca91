import { newId } from '../../platform/chance.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Advice } from './advice.ts';
import type { Outcome, RecommendationDecision, RecommendationStatus } from './schema.ts';
import type { Silence } from './rules.ts';

/** What a model made of a recommendation. */
export interface Worded {
  text: string;
  provider: string;
  model: string;
}

/** A recommendation as it is stored. */
export interface StoredRecommendation {
  id: string;
  key: string;
  status: RecommendationStatus;
  place: number;
  currency: string | null;
  advice: Advice;
  from: Date;
  to: Date;
  worded: Worded | null;
  /** Hash of the facts that a model was asked to word last. */
  wordingOf: string | null;
  createdAt: Date;
  toldAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  note: string | null;
  outcome: Outcome | null;
}

const COLUMNS = `recommendation_id as id, key, status, place, currency, advice, period_from as "from", period_to as "to", worded,
  wording_of as "wordingOf", created_at as "createdAt", told_at as "toldAt", decided_at as "decidedAt", decided_by as "decidedBy", note,
  outcome`;

/** Advice that is told at an instant, in its place among all that is. */
export interface ToldAdvice {
  advice: Advice;
  place: number;
  currency: string | null;
  period: { from: Date; to: Date };
  at: Date;
}

/** Lets nobody else tell or decide until the transaction ends. */
export async function lockRecommendations(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('recommendations:' || $1, 0))`, values: [tx.tenantId] });
}

export async function insertRecommendation(tx: TenantTx, { advice, place, currency, period, at }: ToldAdvice): Promise<string> {
  const id = newId();
  await tx.query({
    text: `insert into recommendations
             (tenant_id, recommendation_id, key, kind, status, place, currency, advice, period_from, period_to, created_at, told_at)
           values ($1, $2, $3, $4, 'open', $5, $6, $7, $8, $9, $10, $10)`,
    values: [tx.tenantId, id, advice.key, advice.kind, place, currency, JSON.stringify(advice), period.from, period.to, at],
  });
  return id;
}

/** Tells an open one anew; what a model made of other facts, by their hash, goes. */
export async function updateTold(tx: TenantTx, id: string, facts: string, told: ToldAdvice): Promise<void> {
  const { advice, place, currency, period, at } = told;
  await tx.query({
    text: `update recommendations set place = $3, currency = $4, advice = $5, period_from = $6, period_to = $7, told_at = $8,
             worded = case when wording_of = $9 then worded end, wording_of = case when wording_of = $9 then wording_of end
           where tenant_id = $1 and recommendation_id = $2`,
    values: [tx.tenantId, id, place, currency, JSON.stringify(advice), period.from, period.to, at, facts],
  });
}

/** Ends open ones that are not borne out any more; whether each still was open. */
export async function updateLapsed(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: `update recommendations set status = 'lapsed' where tenant_id = $1 and recommendation_id = any ($2::uuid[]) and status = 'open'`,
    values: [tx.tenantId, ids],
  });
}

export async function updateDecision(
  tx: TenantTx,
  id: string,
  { status, note, at, by }: RecommendationDecision & { at: Date; by: string },
): Promise<void> {
  const isDecided = status !== 'open';
  await tx.query({
    text: `update recommendations set status = $3, note = $4, decided_at = $5, decided_by = $6, outcome = null
           where tenant_id = $1 and recommendation_id = $2`,
    values: [tx.tenantId, id, status, note, isDecided ? at : null, isDecided ? by : null],
  });
}

export async function updateOutcome(tx: TenantTx, id: string, outcome: Outcome): Promise<boolean> {
  const rows = await tx.query({
    text: `update recommendations set outcome = $3 where tenant_id = $1 and recommendation_id = $2 and status = 'done' and outcome is null
           returning recommendation_id`,
    values: [tx.tenantId, id, JSON.stringify(outcome)],
  });
  return rows.length > 0;
}

/** Keeps what a model made of the facts of advice, null where nothing that can be kept, unless it was told otherwise meanwhile. */
export async function updateWorded(
  tx: TenantTx,
  { id, advice }: Pick<StoredRecommendation, 'id' | 'advice'>,
  { facts, worded }: { facts: string; worded: Worded | null },
): Promise<void> {
  await tx.query({
    text: `update recommendations set worded = $3, wording_of = $5
           where tenant_id = $1 and recommendation_id = $2 and advice = $4::jsonb`,
    values: [tx.tenantId, id, worded === null ? null : JSON.stringify(worded), JSON.stringify(advice), facts],
  });
}

export async function findRecommendation(tx: TenantTx, id: string): Promise<StoredRecommendation | undefined> {
  const [row] = await tx.query<StoredRecommendation>({
    text: `select ${COLUMNS} from recommendations where tenant_id = $1 and recommendation_id = $2`,
    values: [tx.tenantId, id],
  });
  return row;
}

/** Open ones, with the best first. */
export async function listOpen(tx: TenantTx): Promise<StoredRecommendation[]> {
  return tx.query<StoredRecommendation>({
    text: `select ${COLUMNS} from recommendations where tenant_id = $1 and status = 'open' order by place, recommendation_id`,
    values: [tx.tenantId],
  });
}

/** The keys of those that somebody decided on since an instant. */
export async function listDecidedKeys(tx: TenantTx, since: Date): Promise<Set<string>> {
  const rows = await tx.query<{ key: string }>({
    text: 'select distinct key from recommendations where tenant_id = $1 and decided_at >= $2',
    values: [tx.tenantId, since],
  });
  return new Set(rows.map(({ key }) => key));
}

/** Those that were done up to an instant and whose outcome is not known, the oldest first. */
export async function listUnfollowed(tx: TenantTx, doneBy: Date, limit: number): Promise<StoredRecommendation[]> {
  return tx.query<StoredRecommendation>({
    text: `select ${COLUMNS} from recommendations
           where tenant_id = $1 and status = 'done' and outcome is null and decided_at <= $2
           order by decided_at, recommendation_id limit $3`,
    values: [tx.tenantId, doneBy, limit],
  });
}

/** Where a list goes on. */
export interface Place {
  rank: number;
  id: string;
}

/** Open ones first, with the best first; then the others, those told last first. */
export async function listRecommendations(
  tx: TenantTx,
  { status, after }: { status: RecommendationStatus | undefined; after: Place | undefined },
  limit: number,
): Promise<(StoredRecommendation & { rank: number })[]> {
  return tx.query<StoredRecommendation & { rank: number }>({
    text: `select * from (
             select ${COLUMNS},
               case when status = 'open' then place else 4000000000 - extract(epoch from told_at)::bigint end as rank
             from recommendations where tenant_id = $1 and ($2::text is null or status = $2)
           ) as ranked
           where $3::bigint is null or (rank, id) > ($3::bigint, $4::uuid)
           order by rank, id limit $5`,
    values: [tx.tenantId, status ?? null, after?.rank ?? null, after?.id ?? null, limit],
  });
}

/** When figures were looked at, and what nothing was said of. */
export interface Look {
  at: Date;
  from: Date;
  to: Date;
  conversions: number;
  silences: Silence[];
}

export async function upsertLook(tx: TenantTx, { at, from, to, conversions, silences }: Look): Promise<void> {
  await tx.query({
    text: `insert into recommendation_looks (tenant_id, looked_at, period_from, period_to, conversions, silences)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id) do update set looked_at = excluded.looked_at, period_from = excluded.period_from,
             period_to = excluded.period_to, conversions = excluded.conversions, silences = excluded.silences`,
    values: [tx.tenantId, at, from, to, conversions, JSON.stringify(silences)],
  });
}

export async function findLook(tx: TenantTx): Promise<Look | undefined> {
  const [row] = await tx.query<Look>({
    text: `select looked_at as at, period_from as "from", period_to as "to", conversions, silences from recommendation_looks
           where tenant_id = $1`,
    values: [tx.tenantId],
  });
  return row;
}
