import { ensureCampaignStubsIn } from '../../catalog/campaigns/service.ts';
import { findPlacementByKeyIn, listPlacementsIn } from '../../catalog/placements/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { randomBelow } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { EVERYWHERE } from '../outcomes/rules.ts';
import { readDailyIn } from '../outcomes/service.ts';
import { geoArms, plannedLift, plannedPerDay } from '../readouts/aggregate.ts';
import { aggregatePlan, armsOf, audiencePlan, completed, designFault, drawBlocks, isByListener, mayBecome, planFault } from './plan.ts';
import type { Arm, Experiment, ExperimentDetails, ExperimentPlan, ExperimentState } from './schema.ts';
import { findExperiment, listExperiments as listRows, updateState, upsertDraft } from './store.ts';

const DAY_MS = 86_400_000;
const MOST_PLACEMENTS = 1_000;
/** So many blocks a switch-back looks back for how much they differ by themselves. */
const HISTORY_BLOCKS = 26;

/** Plans over regions and times read twice their length of history. */
const planners = createGate({ perOwner: 1, inAll: 2 });

function absent(): AppError {
  return new AppError('not_found', 'There is no experiment under this key.');
}

/** The kinds of ads an experiment tests: of its placement, or of all that the campaign has. */
async function kindsIn(tx: TenantTx, { campaign, placement }: ExperimentDetails): Promise<('baked_in' | 'dynamic')[]> {
  if (placement === null) return (await listPlacementsIn(tx, { campaign }, { limit: MOST_PLACEMENTS })).map(({ kind }) => kind);
  const found = await findPlacementByKeyIn(tx, placement);
  if (found === undefined || found.campaign !== campaign)
    throw invalid('/placement', `is none of the campaign "${campaign}": name one of its placements, or leave it out`);
  return [found.kind];
}

/** The last instant before which history is known and untouched by a test: the start of its first day, or of today. */
function historyEndMs(from: string, now: Date): number {
  return Math.min(Date.parse(from), Math.floor(now.getTime() / DAY_MS) * DAY_MS);
}

/** The smallest lift that a test in these regions is likely to find, by their history; undefined when that is too short. */
async function readPlannedLiftIn(tx: TenantTx, details: ExperimentDetails, arms: readonly Arm[], now: Date): Promise<number | undefined> {
  const { treated, untreated } = geoArms(arms);
  const lengthMs = Date.parse(details.to) - Date.parse(details.from) + details.windowDays * DAY_MS;
  const toMs = historyEndMs(details.from, now);
  const daily = await readDailyIn(tx, details, [...treated, ...untreated], { fromMs: toMs - 2 * lengthMs, toMs });
  return plannedLift(daily, { treated, untreated }, { fromMs: toMs - lengthMs, toMs }, details.power);
}

/** The smallest difference per day that so many pairs of blocks are likely to find, by history; undefined when that is too short. */
async function readPlannedPerDayIn(tx: TenantTx, details: ExperimentDetails, pairs: number, now: Date): Promise<number | undefined> {
  const { blockDays = 1, washoutDays = 0, power } = details;
  const toMs = historyEndMs(details.from, now);
  const fromMs = toMs - HISTORY_BLOCKS * blockDays * DAY_MS;
  const daily = await readDailyIn(tx, details, [EVERYWHERE], { fromMs, toMs });
  return plannedPerDay(daily, EVERYWHERE, { blockDays, washoutDays, pairs }, power);
}

async function planIn(tx: TenantTx, details: ExperimentDetails, now: Date): Promise<ExperimentPlan> {
  if (isByListener(details.design)) return audiencePlan(details);
  if (details.design === 'geo') return aggregatePlan(details, await readPlannedLiftIn(tx, details, armsOf(details), now), null);
  const blocks = drawBlocks(details, () => randomBelow(2) === 0);
  return aggregatePlan(details, await readPlannedPerDayIn(tx, details, blocks.length / 2, now), blocks);
}

/**
 * Keeps the draft of an experiment under its key, with its plan: how many participants it needs, or what it can find. A draft may be
 * replaced; an experiment that was started may not. The blocks of a switch-back are drawn anew each time.
 * @throws AppError `forbidden`; `invalid_request` for a plan that does not hold together, and for a design that the ads cannot do;
 * `conflict` when the experiment is no draft any more.
 */
export async function putExperiment(context: Context, actor: Actor, key: string, given: ExperimentDetails): Promise<Experiment> {
  authorize(actor, 'experiments.write');
  const details = completed(given);
  const fault = planFault(details);
  if (fault) throw fault;
  const { name, design, campaign, placement, conversionKind, measure, currency, windowDays, from, to } = details;
  const work = async (tx: TenantTx): Promise<Experiment> => {
    const unable = designFault(design, await kindsIn(tx, details));
    if (unable) throw unable;
    await ensureCampaignStubsIn(tx, [campaign]);
    const washoutDays = design === 'switchback' ? (details.washoutDays ?? 0) : null;
    const plan = await planIn(tx, details, new Date(context.clock()));
    const about = { key, name, design, campaign, placement, conversionKind, measure, currency, windowDays, from, to };
    const stored = await upsertDraft(tx, { ...about, arms: armsOf(details), washoutDays, plan });
    if (!stored)
      throw new AppError('conflict', 'This experiment was started, so its plan stays as it is: plan another one under a new key.');
    await recordAuditIn(tx, { actor: actor.name, action: 'experiment.put', target: key, after: { ...about, arms: stored.arms } });
    return stored;
  };
  return planners.run(actor.tenantId, () => inTenant(context.db, actor.tenantId, work));
}

/** The tenant's experiments by key. @throws AppError `forbidden`. */
export async function listExperiments(context: Context, actor: Actor, page: PageRequest): Promise<Page<Experiment>> {
  authorize(actor, 'attribution.read');
  const read = (tx: TenantTx) => listRows(tx, page.after ?? '', page.limit + 1);
  return pageOf(await inTenant(context.db, actor.tenantId, read), page.limit, ({ key }) => key);
}

/** One experiment with its plan. @throws AppError `forbidden`; `not_found`. */
export async function getExperiment(context: Context, actor: Actor, key: string): Promise<Experiment> {
  authorize(actor, 'attribution.read');
  return inTenant(context.db, actor.tenantId, (tx) => findExperimentIn(tx, key));
}

/** One experiment in an open transaction. @throws AppError `not_found`. */
export async function findExperimentIn(tx: TenantTx, key: string): Promise<Experiment> {
  const found = await findExperiment(tx, key);
  if (!found) throw absent();
  return found;
}

/**
 * Starts a draft, which fixes its plan, stops a running experiment, which ends its exposures, or puts one that does not run aside. What is
 * in that state already stays as it is.
 * @throws AppError `forbidden`; `not_found`; `conflict` for a step that is not the next one.
 */
export async function putExperimentState(context: Context, actor: Actor, key: string, state: ExperimentState): Promise<Experiment> {
  authorize(actor, 'experiments.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await findExperiment(tx, key, true);
    if (!found) throw absent();
    if (found.state === state) return found;
    const order = 'a draft is started, a running one is stopped, and then archived';
    const refusal = `This experiment is ${found.state} and cannot become ${state}: ${order}.`;
    if (!mayBecome(found.state, state)) throw new AppError('conflict', refusal);
    const changed = await updateState(tx, key, { from: found.state, to: state, at: new Date(context.clock()) });
    if (!changed) throw new AppError('conflict', 'Somebody else changed this experiment just now; look at it again.');
    await recordAuditIn(tx, {
      actor: actor.name,
      action: `experiment.${state}`,
      target: key,
      before: { state: found.state },
      after: { state },
    });
    return changed;
  });
}
