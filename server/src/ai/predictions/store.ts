import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { PredictionFilter, PredictionKind } from './schema.ts';
import type { Basis, Outcome, Result, StoredPrediction } from './stored.ts';

interface Row {
  prediction_id: string;
  kind: PredictionKind;
  subject: string | null;
  as_of: string;
  due_on: string | null;
  is_daily: boolean;
  basis: Basis;
  result: Result;
  outcome: Outcome | null;
  outcome_at: Date | null;
  created_at: Date;
  created_by: string;
}

const COLUMNS = `prediction_id, kind, subject, as_of::text as as_of, due_on::text as due_on, is_daily, basis, result, outcome, outcome_at,
  created_at, created_by`;

/** Keeps a prediction; undefined where the day's own is there already. */
export async function insertPrediction(
  tx: TenantTx,
  one: Omit<StoredPrediction, 'outcome' | 'outcomeAt' | 'createdAt'> & { at: Date },
): Promise<StoredPrediction | undefined> {
  const [row] = await tx.query<Row>({
    text: `insert into predictions (tenant_id, prediction_id, kind, subject, as_of, due_on, is_daily, basis, result, created_at, created_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           on conflict (tenant_id, kind, subject, as_of) where is_daily do nothing returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      one.id,
      one.kind,
      one.subject,
      one.asOf,
      one.dueOn,
      one.isDaily,
      JSON.stringify(one.basis),
      JSON.stringify(one.result),
      one.at,
      one.createdBy,
    ],
  });
  return row && toPrediction(row);
}

/** Lets nobody else add predictions of this tenant until the transaction ends. */
export async function lockPredictions(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('predictions of ' || $1, 0))`, values: [tx.tenantId] });
}

/** How many there are that nobody made daily. */
export async function countPredictions(tx: TenantTx): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from predictions where tenant_id = $1 and not is_daily',
    values: [tx.tenantId],
  });
  return row.count;
}

export async function findPrediction(tx: TenantTx, id: string): Promise<StoredPrediction | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from predictions where tenant_id = $1 and prediction_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toPrediction(row);
}

/** A show, with what of the catalogue belongs to it. */
export interface OfShow {
  show: string;
  episodes: readonly string[];
  campaigns: readonly string[];
}

/** Predictions, the newest first, behind one. */
export async function listPredictions(
  tx: TenantTx,
  { kind, campaign, episode, ofShow }: Omit<PredictionFilter, 'show'> & { ofShow: OfShow | undefined },
  { beforeId, limit }: { beforeId: string | undefined; limit: number },
): Promise<StoredPrediction[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from predictions
           where tenant_id = $1 and ($2::text is null or kind = $2)
             and ($3::text is null or (subject = $3 and kind <> 'episode_downloads'))
             and ($4::text is null or (subject = $4 and kind = 'episode_downloads'))
             and ($5::uuid is null or prediction_id < $5)
             and ($7::jsonb is null or case kind
               when 'episode_downloads' then subject = any ($8::text[])
               when 'campaign_pacing' then subject = any ($9::text[])
               else basis -> 'plan' -> 'placements' @> $7::jsonb end)
           order by prediction_id desc limit $6`,
    values: [tx.tenantId, kind ?? null, campaign ?? null, episode ?? null, beforeId ?? null, limit, ...ofShowValues(ofShow)],
  });
  return rows.map(toPrediction);
}

function ofShowValues(ofShow: OfShow | undefined): unknown[] {
  if (ofShow === undefined) return [null, null, null];
  const { show, episodes, campaigns } = ofShow;
  return [JSON.stringify([{ show }]), column(episodes, (key) => key), column(campaigns, (key) => key)];
}

/** Campaigns that have their pacing of a day already. */
export async function listPaced(tx: TenantTx, asOf: string): Promise<string[]> {
  const rows = await tx.query<{ subject: string }>({
    text: `select subject from predictions where tenant_id = $1 and kind = 'campaign_pacing' and as_of = $2 and is_daily order by subject`,
    values: [tx.tenantId, asOf],
  });
  return rows.map(({ subject }) => subject);
}

/** Predictions of which the outcome is known by a day and not written down yet, those due first. */
export async function listDue(tx: TenantTx, today: string, limit: number): Promise<StoredPrediction[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from predictions where tenant_id = $1 and outcome is null and due_on <= $2
           order by due_on, prediction_id limit $3`,
    values: [tx.tenantId, today, limit],
  });
  return rows.map(toPrediction);
}

/** Writes down what came; false when that is there already, or the prediction is gone. */
export async function updateOutcome(tx: TenantTx, id: string, outcome: Outcome, at: Date): Promise<boolean> {
  const rows = await tx.query({
    text: `update predictions set outcome = $3, outcome_at = $4 where tenant_id = $1 and prediction_id = $2 and outcome is null
           returning prediction_id`,
    values: [tx.tenantId, id, JSON.stringify(outcome), at],
  });
  return rows.length > 0;
}

/** Puts off when the outcome is known; null when it never will be. */
export async function updateDueOn(tx: TenantTx, id: string, dueOn: string | null): Promise<void> {
  await tx.query({
    text: 'update predictions set due_on = $3 where tenant_id = $1 and prediction_id = $2',
    values: [tx.tenantId, id, dueOn],
  });
}

export async function deletePrediction(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from predictions where tenant_id = $1 and prediction_id = $2', values: [tx.tenantId, id] });
}

function toPrediction(row: Row): StoredPrediction {
  return {
    id: row.prediction_id,
    kind: row.kind,
    subject: row.subject,
    asOf: row.as_of,
    dueOn: row.due_on,
    isDaily: row.is_daily,
    basis: row.basis,
    result: row.result,
    outcome: row.outcome,
    outcomeAt: row.outcome_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
  };
}
