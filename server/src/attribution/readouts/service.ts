import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { countWaitingIn } from '../../tracking/evidence/service.ts';
import { countExposuresIn } from '../../tracking/participants/service.ts';
import { ALPHA, isByListener } from '../experiments/plan.ts';
import type { Experiment } from '../experiments/schema.ts';
import { findExperimentIn } from '../experiments/service.ts';
import { EVERYWHERE, netValue, placeOf } from '../outcomes/rules.ts';
import { readDailyIn } from '../outcomes/service.ts';
import { geoArms, pairsOver, readGeo, readSwitchback, strayExposures } from './aggregate.ts';
import { audienceGate, countOrdersIn, withAudienceIn } from '../audiences/service.ts';
import type { Aggregate, Checks, Readout, Verdict } from './schema.ts';
import { sentencesOf } from './sentences.ts';

const DAY_MS = 86_400_000;
/** Above this share of participants in two arms, or of exposures where there were to be none, a difference is not read. */
const MOST_CONTAMINATED = 0.05;

/** The times of an experiment, in milliseconds. */
export interface Times {
  fromMs: number;
  /** The end of exposures: as planned, or when it was stopped. */
  toMs: number;
  /** When every window is over. */
  overMs: number;
  nowMs: number;
  /** Whether it was stopped before the planned end: tests that hold when they are read once, at that end, then hold no more. */
  isStoppedEarly: boolean;
}

/** When an experiment's exposures begin and end, and when all outcomes are known. */
export function timesOf({ from, to, stoppedAt, windowDays }: Experiment, nowMs: number): Times {
  const fromMs = Date.parse(from);
  const toMs = Math.max(fromMs, Math.min(Date.parse(to), stoppedAt === null ? Infinity : Date.parse(stoppedAt)));
  const isStoppedEarly = stoppedAt !== null && Date.parse(stoppedAt) < Date.parse(to);
  return { fromMs, toMs, overMs: toMs + windowDays * DAY_MS, nowMs, isStoppedEarly };
}

type Found = Pick<Readout, 'arms' | 'comparisons' | 'aggregate'> & {
  checks: Omit<Checks, 'isPlanFixedInTime'>;
  isEnough: boolean;
  isShown: boolean;
};

function contaminationOf(count: number, of: number): Checks['contamination'] {
  const share = of === 0 ? null : count / of;
  return { count, of, share, isBeyond: share !== null && share > MOST_CONTAMINATED };
}

async function findAudienceIn(tx: TenantTx, experiment: Experiment, times: Times): Promise<Found> {
  const { conversionKind: kind, windowDays, measure, currency, arms, plan, key } = experiment;
  const { fromMs, toMs, overMs, nowMs } = times;
  const isAtEnd = nowMs >= overMs && !times.isStoppedEarly;
  const span = {
    kind,
    fromAt: new Date(fromMs - windowDays * DAY_MS).toISOString(),
    toAt: new Date(Math.min(overMs + 1, nowMs)).toISOString(),
  };
  const exposed = { key, arms, from: fromMs, to: Math.min(toMs, nowMs) };
  const read = await withAudienceIn(tx, exposed, { windowDays, measure, nowMs }, async (audience) => {
    await countOrdersIn(tx, audience, span, { amountOf: ({ conversion }) => netValue(conversion, currency) });
    return audience.ask('read', { arms, measure, effect: plan.minimumDetectableEffect ?? 0, isAtEnd });
  });
  const { sampleRatio, contaminated, participants, comparisons, unassignedTouchpoints, unusableTouchpoints } = read;
  return {
    arms: read.arms,
    comparisons,
    aggregate: null,
    checks: {
      sampleRatio,
      contamination: contaminationOf(contaminated, participants),
      unassignedTouchpoints,
      unusableTouchpoints,
      placelessConversions: 0,
      unknownPlaceConversions: 0,
    },
    isEnough: comparisons.some(({ alwaysValid }) => alwaysValid.low !== null),
    isShown: comparisons.some(({ alwaysValid, level }) => alwaysValid.pValue < 1 - level),
  };
}

/**
 * What a test over regions or times shows. It is read once, at its planned end: before, and where it was stopped early, no figure of it may
 * be seen, since whoever sees one can stop when it suits them.
 */
function aggregateFound(
  experiment: Experiment,
  read: () => Aggregate | null,
  rest: { isAtEnd: boolean; stray: Checks['contamination']; placeless: { conversions: number; unknown: number } },
): Found {
  const aggregate = rest.isAtEnd ? read() : null;
  const isEnough = aggregate !== null && aggregate.leastPValue <= ALPHA;
  return {
    arms: experiment.arms.map((arm) => {
      const outcome = aggregate === null ? null : arm.isControl ? aggregate.expected : aggregate.observed;
      return { ...arm, participants: null, observed: null, converted: null, outcome };
    }),
    comparisons: [],
    aggregate,
    checks: {
      sampleRatio: { method: 'not_applicable', pValue: null, isMismatch: false },
      contamination: rest.stray,
      unassignedTouchpoints: 0,
      unusableTouchpoints: 0,
      placelessConversions: rest.placeless.conversions,
      unknownPlaceConversions: rest.placeless.unknown,
    },
    isEnough,
    isShown: isEnough && aggregate.pValue <= ALPHA,
  };
}

async function findGeoIn(tx: TenantTx, experiment: Experiment, { fromMs, toMs, overMs, nowMs, isStoppedEarly }: Times): Promise<Found> {
  const arms = geoArms(experiment.arms);
  const [treated, untreated] = [new Set(arms.treated), new Set(arms.untreated)];
  const places = [...arms.treated, ...arms.untreated];
  const todayMs = Math.floor(nowMs / DAY_MS) * DAY_MS;
  const endMs = Math.min(Math.floor(overMs / DAY_MS) * DAY_MS, todayMs);
  const span = { fromMs, toMs: Math.max(fromMs, endMs) };
  const daily = await readDailyIn(tx, experiment, places, { fromMs: 2 * fromMs - span.toMs, toMs: span.toMs, countFromMs: fromMs });
  const within = {
    campaign: experiment.campaign,
    fromAt: new Date(fromMs).toISOString(),
    toAt: new Date(Math.min(toMs, nowMs)).toISOString(),
  };
  const exposures = within.fromAt < within.toAt ? await countExposuresIn(tx, within) : [];
  const stray = strayExposures(exposures, (one) => {
    if (placeOf(untreated, one) !== undefined) return 'control';
    return placeOf(treated, one) === undefined ? undefined : 'treatment';
  });
  return aggregateFound(experiment, () => readGeo(daily, arms, span), {
    isAtEnd: nowMs >= overMs && !isStoppedEarly,
    stray: contaminationOf(stray.count, stray.of),
    placeless: daily.placeless,
  });
}

async function findSwitchbackIn(tx: TenantTx, experiment: Experiment, { fromMs, toMs, nowMs, isStoppedEarly }: Times): Promise<Found> {
  const { washoutDays, plan, campaign } = experiment;
  const washout = washoutDays ?? 0;
  const pairs = pairsOver(plan.blocks ?? [], Math.min(toMs, nowMs));
  const endMs = Math.max(fromMs, ...pairs.map(([, { to }]) => Date.parse(to)));
  const daily = await readDailyIn(tx, experiment, [EVERYWHERE], { fromMs, toMs: endMs });
  const armOf = new Map<string, 'treatment' | 'control'>();
  for (const { arm, from, to } of pairs.flat())
    for (let dayMs = Date.parse(from) + washout * DAY_MS; dayMs < Date.parse(to); dayMs += DAY_MS)
      armOf.set(new Date(dayMs).toISOString().slice(0, 10), arm === 'control' ? 'control' : 'treatment');
  const within = { campaign, fromAt: new Date(fromMs).toISOString(), toAt: new Date(endMs).toISOString() };
  const exposures = pairs.length === 0 ? [] : await countExposuresIn(tx, within);
  const stray = strayExposures(exposures, ({ day }) => armOf.get(day));
  return aggregateFound(experiment, () => readSwitchback(daily, EVERYWHERE, pairs, washout), {
    isAtEnd: nowMs >= toMs && !isStoppedEarly,
    stray: contaminationOf(stray.count, stray.of),
    placeless: daily.placeless,
  });
}

function verdictOf({ checks, isEnough, isShown }: Found): Verdict {
  if (checks.sampleRatio.isMismatch) return 'assignment_broken';
  if (checks.contamination.isBeyond) return 'contaminated';
  if (!isEnough) return 'not_enough_data';
  return isShown ? 'difference' : 'no_difference_shown';
}

function readoutOf(experiment: Experiment, times: Times, found: Found, waitingConversions: number): Readout {
  const { key, name, design, state, campaign, conversionKind, measure, currency, windowDays, from } = experiment;
  // A switch-back ends with its last block; what a block leaves to the next is washed out.
  const overMs = design === 'switchback' ? times.toMs : times.overMs;
  const isFinal = times.nowMs >= overMs;
  const verdict = verdictOf(found);
  const isPlanFixedInTime = experiment.startedAt !== null && Date.parse(experiment.startedAt) < times.fromMs + DAY_MS;
  const checks = { ...found.checks, isPlanFixedInTime };
  const { arms, comparisons, aggregate } = found;
  const spoken = { experiment, verdict, checks, arms, comparisons, aggregate, isFinal, ...times, overMs };
  return {
    key,
    name,
    design,
    state,
    campaign,
    conversionKind,
    measure,
    currency,
    windowDays,
    from,
    to: new Date(times.toMs).toISOString(),
    computedAt: new Date(times.nowMs).toISOString(),
    isFinal,
    verdict,
    sentences: sentencesOf(spoken),
    checks,
    arms,
    comparisons,
    aggregate,
    plannedParticipants: experiment.plan.participants,
    waitingConversions,
  };
}

/** What an experiment shows so far, in an open transaction; see `getReadout`. */
export async function readReadoutIn(context: Context, tx: TenantTx, experiment: Experiment): Promise<Readout> {
  const times = timesOf(experiment, context.clock());
  const find = isByListener(experiment.design) ? findAudienceIn : experiment.design === 'geo' ? findGeoIn : findSwitchbackIn;
  return readoutOf(experiment, times, await find(tx, experiment, times), (await countWaitingIn(tx)).all);
}

/**
 * What an experiment shows so far: first whether its arms were filled as planned and kept apart, then the comparison as assigned. Over an
 * audience it may be read at any time without more false differences than 5 % of tests; over regions and times it answers at its planned
 * end alone, and not at all when it was stopped before. Until then no figure is told that holds only when it is read once.
 * Participants count from their first exposure, for their whole window; conversions are one for each order, less refunds.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` for more than 10,000,000 identities.
 */
export async function getReadout(context: Context, actor: Actor, key: string): Promise<Readout> {
  authorize(actor, 'attribution.read');
  const read = async (tx: TenantTx): Promise<Readout> => readReadoutIn(context, tx, await findExperimentIn(tx, key));
  return audienceGate().run(actor.tenantId, () => inTenant(context.db, actor.tenantId, read, { readOnly: true }));
}
