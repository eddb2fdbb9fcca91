import type { Readout } from '../readouts/schema.ts';
import { type Factor, LEAST_CREDITED } from './rules.ts';

function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 0 });
}

function range({ value, low, high }: { value: number; low: number; high: number }): string {
  return `${figure(value)} (95 %: ${figure(low)} to ${figure(high)})`;
}

/** Why an experiment carries no factor; undefined when it may carry one. */
export function refusalOf({ design, isFinal, verdict, sentences }: Readout): string | undefined {
  if (design === 'variants')
    return 'Variants compare ads with ads, so they do not say what the ads as such bring: there is nothing to calibrate by.';
  if (verdict === 'assignment_broken' || verdict === 'contaminated') return sentences[0];
  if (!isFinal) return 'The experiment is not over yet: credit is calibrated once it has ended and every window is over.';
  return verdict === 'not_enough_data' ? sentences[0] : undefined;
}

/** What a factor says, and what it does not. `unit` names what was measured. */
export function factorSentences({ incremental, attributed, credited, factor }: Factor, model: string, unit: string): string[] {
  const measured = `The experiment measured ${range(incremental)} more ${unit}; ${model} credits the campaign with ${figure(attributed)}.`;
  if (factor === undefined && credited < LEAST_CREDITED) {
    const needs = `a factor needs the credit of ${LEAST_CREDITED} conversions, and there is that of ${Math.floor(10 * credited) / 10}.`;
    return [measured, `Not enough data to calibrate by: ${needs}`];
  }
  if (factor === undefined) return [measured, 'Not enough data to calibrate by: a few large orders make up most of that credit.'];
  return [
    `${measured} Its credit times ${range(factor)} is what was measured.`,
    ...(factor.low <= 0 ? ['The interval holds 0: the campaign may have brought nothing.'] : []),
    'This is known of the listeners, the time and the ads of the experiment; of anything else it is an assumption.',
  ];
}
