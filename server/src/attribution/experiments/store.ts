import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Arm, Experiment, ExperimentPlan, ExperimentState } from './schema.ts';

interface ExperimentRow {
  key: string;
  name: string | null;
  design: Experiment['design'];
  state: ExperimentState;
  campaign: string;
  placement: string | null;
  conversion_kind: Experiment['conversionKind'];
  measure: Experiment['measure'];
  currency: string | null;
  window_days: number;
  from_day: string;
  to_day: string;
  arms: Arm[];
  washout_days: number | null;
  plan: ExperimentPlan;
  created_at: Date;
  started_at: Date | null;
  stopped_at: Date | null;
}

const COLUMNS = `key, name, design, state, campaign, placement, conversion_kind, measure, currency, window_days, from_day, to_day, arms,
  washout_days, plan, created_at, started_at, stopped_at`;

/** What of an experiment a person decides, and what follows from it. */
export type PlannedExperiment = Omit<Experiment, 'state' | 'createdAt' | 'startedAt' | 'stoppedAt'>;

/** Keeps a draft, in the place of a draft under its key; undefined when what is there is no draft any more. */
export async function upsertDraft(tx: TenantTx, planned: PlannedExperiment): Promise<Experiment | undefined> {
  const [row] = await tx.query<ExperimentRow>({
    text: `insert into experiments (tenant_id, key, name, design, campaign, placement, conversion_kind, measure, currency, window_days,
             from_day, to_day, arms, washout_days, plan)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           on conflict (tenant_id, key) do update set name = excluded.name, design = excluded.design, campaign = excluded.campaign,
             placement = excluded.placement, conversion_kind = excluded.conversion_kind, measure = excluded.measure,
             currency = excluded.currency, window_days = excluded.window_days, from_day = excluded.from_day, to_day = excluded.to_day,
             arms = excluded.arms, washout_days = excluded.washout_days, plan = excluded.plan
           where experiments.state = 'draft'
           returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      planned.key,
      planned.name,
      planned.design,
      planned.campaign,
      planned.placement,
      planned.conversionKind,
      planned.measure,
      planned.currency,
      planned.windowDays,
      planned.from,
      planned.to,
      JSON.stringify(planned.arms),
      planned.washoutDays,
      JSON.stringify(planned.plan),
    ],
  });
  return row && toExperiment(row);
}

export async function listExperiments(tx: TenantTx, after: string, limit: number): Promise<Experiment[]> {
  const rows = await tx.query<ExperimentRow>({
    text: `select ${COLUMNS} from experiments where tenant_id = $1 and key > $2 order by key limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toExperiment);
}

/** `hold` keeps others from changing it until the transaction ends. */
export async function findExperiment(tx: TenantTx, key: string, hold = false): Promise<Experiment | undefined> {
  const [row] = await tx.query<ExperimentRow>({
    text: `select ${COLUMNS} from experiments where tenant_id = $1 and key = $2 ${hold ? 'for no key update' : ''}`,
    values: [tx.tenantId, key],
  });
  return row && toExperiment(row);
}

/** Puts an experiment from one state into another at an instant; undefined when it is not in that state. */
export async function updateState(
  tx: TenantTx,
  key: string,
  change: { from: ExperimentState; to: ExperimentState; at: Date },
): Promise<Experiment | undefined> {
  const [row] = await tx.query<ExperimentRow>({
    text: `update experiments set state = $4,
             started_at = case when $4 = 'running' then $5 else started_at end,
             stopped_at = case when $4 = 'stopped' then $5 else stopped_at end
           where tenant_id = $1 and key = $2 and state = $3 returning ${COLUMNS}`,
    values: [tx.tenantId, key, change.from, change.to, change.at],
  });
  return row && toExperiment(row);
}

function toExperiment(row: ExperimentRow): Experiment {
  return {
    key: row.key,
    name: row.name,
    design: row.design,
    state: row.state,
    campaign: row.campaign,
    placement: row.placement,
    conversionKind: row.conversion_kind,
    measure: row.measure,
    currency: row.currency,
    windowDays: row.window_days,
    from: row.from_day,
    to: row.to_day,
    arms: row.arms,
    washoutDays: row.washout_days,
    plan: row.plan,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString() ?? null,
    stoppedAt: row.stopped_at?.toISOString() ?? null,
  };
}
