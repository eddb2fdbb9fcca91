import { recordAuditIn } from '../../platform/audit.ts';
import { refusalIn } from '../../metering/reservations/service.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { readLedger } from '../ledger/service.ts';
import { fixedBy, type NamedModel } from '../named-models/rules.ts';
import { chooseModel } from '../named-models/service.ts';
import { findNamedIn } from '../creditings/service.ts';
import type { Fit } from '../fits/schema.ts';
import { chosenBy, fitNoteOf } from '../reports/rules.ts';
import type { Chosen, CreditQuery } from '../reports/schema.ts';
import { CREDIT_COLUMNS, creditLine, requestOf, type RunRequest } from './rules.ts';
import { type NewRun, Run, type RunOutcome } from './schema.ts';
import * as store from './store.ts';

const MOST_WAITING = 20;

function noSuchRun(): AppError {
  return new AppError('not_found', 'There is no such run.');
}

/** A request without the numbers of its fit, and without weights of one's own, which the version that is named keeps. */
function auditedTerms({ asOf, model: { fit, weights: _weights, ...model }, options }: RunRequest) {
  return { asOf, model: { ...model, fit: fit?.id ?? null }, options };
}

/** What a data-driven model's weights are computed from. @throws AppError `conflict` when there is not enough data, or no fit yet. */
async function fitIn(tx: TenantTx, model: NamedModel, chosen: Chosen<CreditQuery>): Promise<Fit | null> {
  const [crediting] = await findNamedIn(tx, [model], chosen);
  if (crediting.kind === 'unfitted') throw new AppError('conflict', fitNoteOf(crediting)?.says ?? 'This model is not fitted yet.');
  return crediting.kind === 'fitted' ? crediting.fit : null;
}

async function createIn(tx: TenantTx, row: store.NewRunRow): Promise<Run> {
  if ((await store.countWaitingRuns(tx)) >= MOST_WAITING)
    throw new AppError('conflict', `${MOST_WAITING} runs wait already; wait until one is done, or delete one.`);
  const run = await store.insertRun(tx, row);
  await recordAuditIn(tx, { actor: row.createdBy, action: 'run.create', target: run.id, after: auditedTerms(row.request) });
  return run;
}

/**
 * Asks for a run, which is computed in the background: what a model credits under some options, as known at an instant.
 * With an idempotency key the same call again within a day creates nothing and answers the same.
 * @throws AppError `forbidden`; `invalid_request` for an instant to come, or an end before the beginning; `conflict` when too many wait, or
 * a data-driven model is not fitted yet; `quota_exceeded` when a limit of the tenant's own has no room; what `onceIn` throws.
 */
export async function createRun(context: Context, actor: Actor, asked: NewRun, idempotencyKey?: string): Promise<Run> {
  authorize(actor, 'runs.write');
  const { model: reference, asOf, from, to, conversionKind: _kinds, ...query } = asked;
  if (from !== undefined && to !== undefined && from > to)
    throw invalid('/from', '"from" lies after "to"; exchange them. "from" is included, "to" is not.');
  const nowMs = context.clock();
  if (asOf !== undefined && asOf > nowMs) throw invalid('/asOf', '"asOf" is still to come; leave it out to compute what is known now.');
  const defaults = await getReportDefaults(context, 'system', actor.tenantId);
  const wanted = { asked: reference, tenant: defaults.defaultModel };
  const { model } = await chooseModel(context, 'system', actor.tenantId, wanted);
  const chosen = chosenBy(fixedBy(query, [model]), defaults);
  const row = { id: newId(), createdAt: new Date(nowMs).toISOString(), createdBy: actor.name };
  return inTenant(context.db, actor.tenantId, (tx) => {
    const create = async () => {
      const refusal = await refusalIn(context, tx, { meter: 'attribution_runs', quantity: '1' });
      if (refusal) throw refusal;
      return createIn(tx, { ...row, request: requestOf(asked, chosen, { ...model, fit: await fitIn(tx, model, chosen) }) });
    };
    if (idempotencyKey === undefined) return create();
    const sent = { principal: actor.name, route: 'POST /attribution/runs', key: idempotencyKey, body: asked, answer: Run };
    return onceIn(context, tx, sent, create);
  });
}

const RUN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The tenant's runs, the newest first. @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer. */
export async function listRuns(context: Context, actor: Actor, { after, limit }: PageRequest): Promise<Page<Run>> {
  authorize(actor, 'runs.read');
  if (after !== undefined && !RUN_ID.test(after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, (tx) => store.listRuns(tx, after, limit + 1), { readOnly: true });
  return pageOf(rows, limit, ({ id }) => id);
}

async function findIn(tx: TenantTx, id: string): Promise<Run> {
  const run = await store.findRun(tx, id);
  if (!run) throw noSuchRun();
  return run;
}

/** One run. @throws AppError `forbidden`; `not_found`. */
export async function getRun(context: Context, actor: Actor, id: string): Promise<Run> {
  authorize(actor, 'runs.read');
  return inTenant(context.db, actor.tenantId, (tx) => findIn(tx, id), { readOnly: true });
}

/** Forgets a run; one that is being computed is given up. @throws AppError `forbidden`; `not_found`. */
export async function deleteRun(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'runs.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const run = await findIn(tx, id);
    await store.deleteRun(tx, id);
    await recordAuditIn(tx, { actor: actor.name, action: 'run.delete', target: id, before: { state: run.state, model: run.model.name } });
  });
}

/** A run whose figures can be had. */
export type FinishedRun = Run & { asOf: string; outcome: RunOutcome };

/** One run with its outcome. @throws AppError `forbidden`; `not_found`; `conflict` while it is not computed, or when it failed. */
export async function getFinishedRun(context: Context, actor: Actor, id: string): Promise<FinishedRun> {
  authorize(actor, 'runs.read');
  const run = await getRun(context, actor, id);
  const { asOf, outcome } = run;
  if (asOf === null || outcome === null) {
    const why = run.failure === null ? 'It is not computed yet; ask again when its state is "done".' : `It failed: ${run.failure}`;
    throw new AppError('conflict', why);
  }
  return { ...run, asOf, outcome };
}

async function* linesOf(context: Context, tenantId: string, run: FinishedRun, format: 'ndjson' | 'csv'): AsyncGenerator<string> {
  yield format === 'csv' ? `${CREDIT_COLUMNS.join(',')}\n` : `${JSON.stringify({ run })}\n`;
  for await (const page of readLedger(context, 'system', { tenantId, request: run, asOf: run.asOf }))
    if (page.length > 0) yield page.map((rows) => rows.map((row) => creditLine(row, format)).join('')).join('');
}

/**
 * Every credit of a run as lines of NDJSON, the first of which is the run itself, or of CSV; in the order of the ledger, in constant
 * memory.
 * @throws AppError `forbidden`; `not_found`; `conflict` while it is not computed.
 */
export async function exportCredits(context: Context, actor: Actor, id: string, format: 'ndjson' | 'csv'): Promise<AsyncIterable<string>> {
  authorize(actor, 'runs.read');
  const run = await getFinishedRun(context, actor, id);
  return linesOf(context, actor.tenantId, run, format);
}
