import type { AppError } from '../../platform/errors.ts';
import { invalid } from '../../platform/errors.ts';
import { CONTROL_ARM } from '../../tracking/intake/schema.ts';
import { leastGeoPValue } from './geo.ts';
import { detectableBy, participantsFor, participantsForSequential, type PlannedComparison } from './sample-size.ts';
import type { Arm, Block, Design, ExperimentDetails, ExperimentPlan, ExperimentState } from './schema.ts';

const DAY_MS = 86_400_000;
/** The chance of a false difference that every experiment is read with. */
export const ALPHA = 0.05;
/** Fewer pairs of blocks cannot show a difference at 5 %: 2 of 2⁶ orders are 3 %. */
const PAIRS_TO_SHOW = 6;
/**
 * So many conversions the smaller of two arms must have to expect, if there is no difference, before they are compared: estimates are not
 * close to normal earlier. Values count as so many conversions of one size. Waiting for 30 conversions in both arms together instead, up to
 * 7.7 % of simulated tests without a difference find one in 30 looks when one arm has a tenth of all listeners.
 */
const LEAST_EXPECTED = 15;
/** More listeners than anybody has: what takes more to be found is not to be planned for. */
const MOST_PARTICIPANTS = 1_000_000_000;
/** Arms told apart by an ad server that decides listener by listener. */
const BY_LISTENER: readonly Design[] = ['audience_split', 'psa', 'variants'];

/** Whether an ad server assigns listeners to the arms of a design, and touchpoints say to which. */
export function isByListener(design: Design): boolean {
  return BY_LISTENER.includes(design);
}

/**
 * Refuses what no baked-in ad can do: everybody hears the same file, so that only where and when it is published can be varied.
 * `kinds` are those of the placement that is tested, or of all of the campaign's.
 */
export function designFault(design: Design, kinds: readonly ('baked_in' | 'dynamic')[]): AppError | undefined {
  if (!isByListener(design) || kinds.length === 0 || kinds.includes('dynamic')) return undefined;
  const why = 'A baked-in ad is the same for every listener, so no ad server can split its audience';
  return invalid('/design', `${why}: use the design geo or switchback, or test a placement of kind dynamic.`);
}

/** The chance of a false difference that each of so many comparisons may have, so that all together have 5 % (Bonferroni). */
export function alphaEach(arms: readonly unknown[]): number {
  return ALPHA / Math.max(1, arms.length - 1);
}

/** How many conversions an arm and the control need together to be compared, when they have these shares; at even shares 30. */
export function leastConversions(shareOfArm: number, shareOfControl: number): number {
  return Math.ceil((LEAST_EXPECTED * (shareOfArm + shareOfControl)) / Math.min(shareOfArm, shareOfControl) - 1e-9);
}

function sharesOf({ design, arms }: ExperimentDetails): AppError | undefined {
  if (!isByListener(design)) {
    const place = arms.findIndex(({ share }) => share !== undefined);
    return place < 0 ? undefined : invalid(`/arms/${place}/share`, 'is only for designs that split the audience; leave it out');
  }
  const sum = arms.reduce((all, { share = 0 }) => all + share, 0);
  const place = arms.findIndex(({ share }) => share === undefined);
  if (place >= 0) return invalid(`/arms/${place}/share`, 'is missing: say which share of participants the arm is to have');
  return Math.abs(sum - 1) > 1e-6 ? invalid('/arms', `have shares that sum to ${sum.toFixed(4)}; they must sum to 1`) : undefined;
}

function regionsFault({ design, arms, control }: ExperimentDetails): AppError | undefined {
  const place = arms.findIndex(({ regions }) => (regions !== undefined) !== (design === 'geo'));
  if (place >= 0 && design === 'geo') return invalid(`/arms/${place}/regions`, 'are missing: name the regions of the arm');
  if (place >= 0) return invalid(`/arms/${place}/regions`, 'are only for the design geo; leave them out');
  if (design !== 'geo') return undefined;
  const all = arms.flatMap(({ regions = [] }) => regions);
  const twice = all.find((region, at) => all.indexOf(region) !== at);
  if (twice !== undefined) return invalid('/arms', `name the region ${twice} twice; each belongs to one arm`);
  const inside = all.find((region) => region.length > 2 && all.includes(region.slice(0, 2)));
  if (inside !== undefined) return invalid('/arms', `name ${inside} and the country it lies in; each place belongs to one arm`);
  const others = arms.find(({ name }) => name === control)?.regions ?? [];
  return others.length < 2 ? invalid('/arms', 'need at least two regions in the control arm, to compare with each other') : undefined;
}

function namesFault({ design, arms, control }: ExperimentDetails): AppError | undefined {
  const names = arms.map(({ name }) => name);
  if (new Set(names).size !== names.length) return invalid('/arms', 'have a name twice; each arm needs one of its own');
  if (names.length < 2) return invalid('/arms', 'are too few: an experiment has at least two');
  if (design !== 'variants' && names.toSorted().join() !== 'control,treatment')
    return invalid('/arms', `must be "treatment" and "control" with the design ${design}; named variants have the design variants`);
  if (design === 'variants' && names.includes(CONTROL_ARM))
    return invalid(
      '/arms',
      'have one named "control", whose people hear no ad: with the design variants give it another name, such as "plain"',
    );
  return names.includes(control) ? undefined : invalid('/control', `is none of the arms: choose one of ${names.join(', ')}`);
}

function figuresFault(details: ExperimentDetails): AppError | undefined {
  const { design, measure, currency, baseline, deviation, effect, participants } = details;
  if (measure === 'value' && currency === null) return invalid('/currency', 'is missing: the measure value needs one, such as USD');
  if (measure === 'rate' && currency !== null) return invalid('/currency', 'is only for the measure value; leave it out');
  if (!isByListener(design)) return undefined;
  if (baseline === undefined) return invalid('/baseline', 'is missing: say what you expect of the control, so that a size can be planned');
  if (measure === 'rate' && baseline >= 1) return invalid('/baseline', 'must be a rate between 0 and 1, such as 0.012');
  if (measure === 'value' && deviation === undefined)
    return invalid('/deviation', 'is missing: say the standard deviation of what a participant spends, those who spend nothing included');
  if (measure === 'rate' && deviation !== undefined) return invalid('/deviation', 'is only for the measure value; leave it out');
  if ((effect === undefined) === (participants === undefined))
    return invalid('/effect', 'send either the effect to be found or the number of participants; the plan says the other');
  if (measure === 'rate' && effect !== undefined && baseline + effect >= 1) return invalid('/effect', 'must leave the rate below 1');
  if (effect !== undefined && !(participantsFor(comparisonOf(details), effect) <= MOST_PARTICIPANTS))
    return invalid('/effect', 'would take more than 1,000,000,000 participants to be found: look for a larger one');
  return undefined;
}

function blocksFault({ design, from, to, blockDays, washoutDays }: ExperimentDetails): AppError | undefined {
  if (design !== 'switchback') {
    if (blockDays === undefined && washoutDays === undefined) return undefined;
    return invalid(blockDays === undefined ? '/washoutDays' : '/blockDays', 'is only for the design switchback; leave it out');
  }
  if (blockDays === undefined) return invalid('/blockDays', 'is missing: say how many days the ad runs, or rests, at a time');
  if ((washoutDays ?? 0) >= blockDays) return invalid('/washoutDays', 'must be less than blockDays');
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days < 4 * blockDays) return invalid('/to', `must leave room for two pairs of blocks: at least ${4 * blockDays} days`);
  return undefined;
}

/** What a person wrote, with what they left out: two arms, half each, where the design needs no more. */
export function completed(details: ExperimentDetails): ExperimentDetails {
  if (details.arms.length > 0 || details.design === 'geo' || details.design === 'variants') return details;
  const share = isByListener(details.design) ? { share: 0.5 } : {};
  return { ...details, arms: ['treatment', 'control'].map((name) => ({ name, ...share })) };
}

/** What is wrong with a plan, by field; undefined when nothing is. */
export function planFault(details: ExperimentDetails): AppError | undefined {
  if (details.from >= details.to) return invalid('/to', 'must lie after "from"; it is the day after the last');
  if (Date.parse(details.to) - Date.parse(details.from) > 400 * DAY_MS) return invalid('/to', 'must lie at most 400 days after "from"');
  return namesFault(details) ?? sharesOf(details) ?? regionsFault(details) ?? figuresFault(details) ?? blocksFault(details);
}

/** The arms of a plan without fault. */
export function armsOf({ arms, control }: ExperimentDetails): Arm[] {
  return arms.map(({ name, share, regions }) => ({ name, isControl: name === control, share: share ?? null, regions: regions ?? null }));
}

/**
 * When the ad of a switch-back runs and when it rests: in pairs of blocks whose order `isTreatmentFirst` draws. Days left over at the end
 * belong to no block.
 */
export function drawBlocks(details: ExperimentDetails, isTreatmentFirst: () => boolean): Block[] {
  const { from, to, blockDays = 1 } = details;
  const day = (block: number) => new Date(Date.parse(from) + block * blockDays * DAY_MS).toISOString().slice(0, 10);
  const pairs = Math.floor((Date.parse(to) - Date.parse(from)) / (2 * blockDays * DAY_MS));
  return Array.from({ length: pairs }, (_, pair) => {
    const arms = isTreatmentFirst() ? ['treatment', 'control'] : ['control', 'treatment'];
    return arms.map((arm, place) => ({ arm, from: day(2 * pair + place), to: day(2 * pair + place + 1) }));
  }).flat();
}

/** The comparison of the smallest arm with the control. */
function comparisonOf(details: ExperimentDetails): PlannedComparison {
  const { baseline = 0, deviation, power } = details;
  const arms = armsOf(details);
  const controlShare = arms.find(({ isControl }) => isControl)?.share ?? 0;
  const armShare = Math.min(...arms.filter(({ isControl }) => !isControl).map(({ share }) => share ?? 0));
  return { alpha: alphaEach(arms), power, baseline, deviation, armShare, controlShare };
}

/**
 * Sizes of an experiment whose arms are parts of the audience. With several arms each is held against the control at a share of the 5 %,
 * and the one that asks for the most decides.
 */
export function audiencePlan(details: ExperimentDetails): ExperimentPlan {
  const { baseline = 0, deviation, effect, participants, power, measure } = details;
  const arms = armsOf(details);
  const comparison = comparisonOf(details);
  const { armShare, controlShare } = comparison;
  const least = effect ?? detectableBy(comparison, participants ?? 0);
  const size = participants ?? (least === undefined ? null : participantsFor(comparison, least));
  const needed = leastConversions(armShare, controlShare);
  const notes = [
    ...(arms.length > 2
      ? [`Each of ${arms.length - 1} arms is held against the control at ${(100 * comparison.alpha).toFixed(2)} %.`]
      : []),
    ...(least === undefined ? ['No difference that is possible would be found with so few participants.'] : []),
    ...(measure === 'rate' && size !== null && size * (armShare + controlShare) * baseline < needed
      ? [`Fewer than ${needed} conversions are to be expected of an arm and the control: too few to be compared.`]
      : []),
  ];
  return {
    alpha: ALPHA,
    power,
    baseline,
    deviation: deviation ?? null,
    minimumDetectableEffect: least ?? null,
    participants: size,
    sequentialParticipants: least === undefined ? null : participantsForSequential(comparison, least),
    blocks: null,
    notes,
  };
}

/** How many regions without the ad so many with it need for a p-value of 5 % to be possible. */
function untreatedToShow(treated: number): number {
  let untreated = 2;
  while (leastGeoPValue(treated, untreated) > ALPHA) untreated += 1;
  return untreated;
}

/** Why a plan cannot show a difference however large it is; undefined when it can. */
function hopeless(details: ExperimentDetails, blocks: Block[] | null): string | undefined {
  if (blocks !== null) {
    const pairs = blocks.length / 2;
    return pairs < PAIRS_TO_SHOW ? `${pairs} pairs of blocks cannot show a difference at 5 %; six or more can.` : undefined;
  }
  const regionsOf = (isControl: boolean) =>
    armsOf(details).reduce((sum, arm) => (arm.isControl === isControl ? sum + (arm.regions?.length ?? 0) : sum), 0);
  const [treated, untreated] = [regionsOf(false), regionsOf(true)];
  const least = leastGeoPValue(treated, untreated);
  if (least <= ALPHA) return undefined;
  const clearest = `even the clearest result would come by chance in ${(100 * least).toFixed(1)} % of tests`;
  const mend = `With ${treated} with the ad, ${untreatedToShow(treated)} or more without can show one.`;
  const regions = treated === 1 ? '1 region' : `${treated} regions`;
  return `${regions} with the ad and ${untreated} without cannot show a difference at 5 %: ${clearest}. ${mend}`;
}

/** The plan of an experiment over regions or times, whose smallest effect follows from history; undefined when that is too short. */
export function aggregatePlan(details: ExperimentDetails, least: number | undefined, blocks: Block[] | null): ExperimentPlan {
  const why = hopeless(details, blocks);
  const notes = [
    ...(least === undefined ? ['There is too little history before the first day to say what can be found.'] : []),
    ...(why === undefined ? [] : [why]),
  ];
  const none = { baseline: null, deviation: null, participants: null, sequentialParticipants: null };
  const effect = why === undefined ? (least ?? null) : null;
  return { alpha: ALPHA, power: details.power, ...none, minimumDetectableEffect: effect, blocks, notes };
}

const NEXT: Record<ExperimentState, readonly ExperimentState[]> = {
  draft: ['running', 'archived'],
  running: ['stopped'],
  stopped: ['archived'],
  archived: [],
};

/** Whether an experiment in one state may be put into another. */
export function mayBecome(state: ExperimentState, next: ExperimentState): boolean {
  return NEXT[state].includes(next);
}
