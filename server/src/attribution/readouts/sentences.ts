import { minorDigits } from '../../platform/money.ts';
import { isByListener, leastConversions } from '../experiments/plan.ts';
import type { Experiment } from '../experiments/schema.ts';
import type { Aggregate, ArmComparison, ArmReadout, Checks, Verdict } from './schema.ts';

const DAY_MS = 86_400_000;

/** All that sentences speak of. */
export interface Spoken {
  experiment: Experiment;
  verdict: Verdict;
  checks: Checks;
  arms: readonly ArmReadout[];
  comparisons: readonly ArmComparison[];
  aggregate: Aggregate | null;
  isFinal: boolean;
  /** When every window will be over, and where outcomes are known up to. */
  overMs: number;
  nowMs: number;
  isStoppedEarly: boolean;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function numberText(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

function chance(pValue: number): string {
  return pValue < 0.0001 ? 'p below 0.0001' : `p = ${pValue.toFixed(4)}`;
}

/** A measure as people say it: conversions per 1,000 participants, or money per participant. */
function measured(value: number, { measure, currency, conversionKind }: Experiment): string {
  if (measure === 'rate' || currency === null) return `${numberText(1_000 * value)} ${conversionKind}s per 1,000 participants`;
  return `${numberText(value / 10 ** minorDigits(currency))} ${currency} per participant`;
}

/** Conversions, or money, in all. */
function amounted(value: number, { measure, currency, conversionKind }: Experiment): string {
  if (measure === 'rate' || currency === null) return `${numberText(value)} ${conversionKind}s`;
  return `${numberText(value / 10 ** minorDigits(currency))} ${currency}`;
}

/** A range of differences: "between 1.2 and 3.4 more …", or "between 1.2 fewer and 3.4 more …". */
function rangeText(low: number, high: number, sayOf: (value: number) => string): string {
  const [few, many] = [sayOf(Math.abs(low)), sayOf(Math.abs(high))];
  const bare = (text: string) => text.split(' ')[0];
  if (low >= 0) return `between ${bare(few)} and ${many} more`;
  if (high <= 0) return `between ${bare(many)} and ${few} less`;
  return `between ${bare(few)} less and ${many} more`;
}

function whatActed({ design, conversionKind }: Experiment, arm: string): string {
  return design === 'variants' ? `The variant "${arm}"` : `The ads (measured by ${conversionKind}s)`;
}

function enoughText(spoken: Spoken): string {
  const { experiment, arms, overMs, nowMs, isFinal } = spoken;
  const { conversionKind, windowDays, plan } = experiment;
  const observed = arms.reduce((sum, arm) => sum + (arm.observed ?? 0), 0);
  const converted = arms.reduce((sum, arm) => sum + (arm.converted?.count ?? 0), 0);
  const whose = `${observed.toLocaleString('en-US')} participants whose ${windowDays} days are over`;
  const counted = `${converted} with a ${conversionKind} among ${whose}`;
  const planned = plan.participants === null ? '' : `; the plan asks for ${plan.participants.toLocaleString('en-US')}`;
  const days = Math.max(1, Math.ceil((overMs - nowMs) / DAY_MS));
  const control = arms.find(({ isControl }) => isControl)?.share ?? 0;
  const least = Math.max(...arms.flatMap(({ isControl, share }) => (isControl ? [] : leastConversions(share ?? 0, control))));
  const like = experiment.measure === 'value' ? 'of like value ' : '';
  const needed = `An arm and the control need ${least} ${like}together to be compared.`;
  const rest = isFinal ? 'No more will come: the test is over.' : `It will be over in ${days} days.`;
  return `Not enough data yet: ${counted}${planned}. ${needed} ${rest}`;
}

function waitText({ experiment, aggregate, isFinal, overMs, nowMs, isStoppedEarly }: Spoken): string {
  if (isStoppedEarly) {
    const why = `this design is read once, at its planned end (${experiment.to}), and holds for no other`;
    return `Stopped early: no test is possible, since ${why}. Plan another one under a new key, and let it run to its end.`;
  }
  const days = Math.max(1, Math.ceil((overMs - nowMs) / DAY_MS));
  const when = `in ${days} days (available on ${new Date(overMs).toISOString().slice(0, 10)})`;
  if (!isFinal) return `Not enough data yet: this design is read once, at its end, ${when}; looking earlier would mislead.`;
  if (aggregate === null) return 'Not enough data yet: there is nothing to compare, and no more will come.';
  const what = experiment.design === 'geo' ? 'regions' : 'pairs of blocks';
  const least = percent(aggregate.leastPValue);
  return `Not enough data yet: with ${aggregate.units} ${what} even the clearest result would come by chance in ${least} of tests.`;
}

function brokenText({ checks, arms }: Spoken): string {
  const all = arms.reduce((sum, arm) => sum + (arm.participants ?? 0), 0);
  const shares = arms.map(({ name, share, participants }) => {
    return `${name} has ${percent((participants ?? 0) / all)} where ${percent(share ?? 0)} was planned`;
  });
  const p = chance(checks.sampleRatio.pValue ?? 1);
  return `The split cannot be trusted: ${shares.join(', ')} (${p}). Find the reason before anything else here is believed.`;
}

function contaminatedText({ experiment, checks }: Spoken): string {
  const { count, of, share } = checks.contamination;
  const told = `${percent(share ?? 0)} (${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')})`;
  const where = experiment.design === 'geo' ? 'exposures were in control regions' : 'exposures were in blocks without the ad';
  const what = isByListener(experiment.design) ? 'participants were exposed in more than one' : where;
  return `The arms were not kept apart: ${told} of ${what}. The difference is understated.`;
}

function comparisonText({ experiment }: Spoken, comparison: ArmComparison): string {
  const { alwaysValid, arm, against, difference } = comparison;
  const say = (value: number) => measured(value, experiment);
  const [low, high] = [alwaysValid.low ?? difference.low ?? -Infinity, alwaysValid.high ?? difference.high ?? Infinity];
  const range = rangeText(low, high, say);
  const level = '95 %, however often it is read';
  if (alwaysValid.pValue < 1 - comparison.level) {
    return `${whatActed(experiment, arm)} caused a difference: ${range} than "${against}" (${level}; ${chance(alwaysValid.pValue)}).`;
  }
  if (alwaysValid.low === null) return `"${arm}" and "${against}" have too few conversions to be compared.`;
  return `No difference shown between "${arm}" and "${against}": ${range} is possible (${level}).`;
}

function aggregateText({ experiment, verdict }: Spoken, { incremental, lift, pValue, placebo }: Aggregate): string {
  const range = rangeText(incremental.low ?? -Infinity, incremental.high ?? Infinity, (value) => amounted(value, experiment));
  const share = lift === null ? '' : `, a lift of ${percent(lift.low ?? -1)} to ${percent(lift.high ?? Infinity)}`;
  const shown = placebo === null ? '' : `${percent(placebo.low)} to ${percent(placebo.high)}`;
  const beside = placebo === null ? '' : ` Regions without the ad show ${shown} among themselves.`;
  if (verdict === 'difference') return `The ads caused a difference: ${range} in all${share} (95 %; ${chance(pValue)}).${beside}`;
  return `No difference shown: ${range} in all is possible${share} (95 %; ${chance(pValue)}).${beside}`;
}

function answers(spoken: Spoken): string[] {
  const { experiment, verdict, comparisons, aggregate } = spoken;
  if (verdict === 'assignment_broken') return [brokenText(spoken)];
  if (verdict === 'contaminated') return [contaminatedText(spoken)];
  const byListener = isByListener(experiment.design);
  if (verdict === 'not_enough_data') return [byListener ? enoughText(spoken) : waitText(spoken)];
  if (!byListener) return aggregate === null ? [] : [aggregateText(spoken, aggregate)];
  return comparisons.map((comparison) => comparisonText(spoken, comparison));
}

/** What weakens the answer, or is left out of it. */
function warnings({ experiment, checks, isFinal, isStoppedEarly, verdict }: Spoken): string[] {
  const { contamination, unassignedTouchpoints, placelessConversions, unknownPlaceConversions, isPlanFixedInTime } = checks;
  const byListener = isByListener(experiment.design);
  const what = byListener ? 'participants were exposed in more than one arm' : 'exposures were where or when there were to be none';
  const stray = `${percent(contamination.share ?? 0)} of ${what}, which makes the difference look smaller.`;
  const untold = `${unassignedTouchpoints.toLocaleString('en-US')} touchpoints of the test name no arm of the plan and are left out.`;
  const unknown = `the place of ${unknownPlaceConversions.toLocaleString('en-US')} of them is not known`;
  const placeless = `${placelessConversions.toLocaleString('en-US')} conversions are of no region of the plan; ${unknown}.`;
  const early = 'The test was stopped early: only what holds however often it is read is told, not intervals for the planned end.';
  const running = 'The test still runs: the chance of a false difference stays at 5 % over all looks.';
  return [
    ...(isPlanFixedInTime ? [] : ['The plan was fixed after the test had begun: whoever chose it may have seen results.']),
    ...(verdict === 'contaminated' || contamination.count === 0 ? [] : [stray]),
    ...(unassignedTouchpoints === 0 ? [] : [untold]),
    ...(placelessConversions === 0 ? [] : [placeless]),
    ...(byListener && isStoppedEarly ? [early] : []),
    ...(byListener && !isFinal && (verdict === 'difference' || verdict === 'no_difference_shown') ? [running] : []),
  ];
}

/** What a readout says, in words: the answer first, then what weakens it. Only here anything is said to be caused. */
export function sentencesOf(spoken: Spoken): string[] {
  return [...answers(spoken), ...warnings(spoken)];
}
