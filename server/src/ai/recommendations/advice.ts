import type { Excess, Facts } from './facts.ts';
import type { Gain } from './returns.ts';
import type { Kind, SUBJECTS, Unit } from './words.ts';

export interface Subject {
  type: (typeof SUBJECTS)[number];
  key: string | null;
  name: string;
}

/** A figure that advice rests on: what it is, and how it came about. */
export interface Evidence {
  label: string;
  value: string;
  definition: string;
}

/** What is looked at again once the advice was followed. */
export interface Watch {
  measure:
    | 'campaign_excess'
    | 'show_excess'
    | 'position_excess'
    | 'campaign_net'
    | 'unmapped_codes'
    | 'unmatchable'
    | 'conversions'
    | 'unpriced'
    | 'experiments';
  keys: string[];
  /** In the time that the advice rests on. */
  before: number;
  variance: number;
  days: number;
}

/** What to do, what that is expected to bring in as long a time as it rests on, and why. */
export interface Advice {
  kind: Kind;
  /** The same for the same advice on another day. */
  key: string;
  subjects: Subject[];
  title: string;
  says: string;
  unit: Unit;
  gain: Gain;
  evidence: Evidence[];
  /** What would change our mind, a sentence each. */
  against: string[];
  watch: Watch;
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** A count as people read it: whole from 10 on. */
export function countText(value: number): string {
  return (Math.abs(value) >= 10 ? whole : tenth).format(value).replace('-', '−').replace(/^−0$/, '0');
}

/** What stands for minor units of a currency; the digits are given, so that this file knows no list of currencies. */
export interface Money {
  currency: string;
  digits: number;
}

/** An amount of money as people read it. */
export function moneyText(minor: number, { currency, digits }: Money): string {
  const style = { style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: digits } as const;
  return new Intl.NumberFormat('en-US', style).format(minor / 10 ** digits).replace('-', '−');
}

export function percentText(share: number): string {
  return `${tenth.format(100 * share)} %`;
}

export const nameOf = ({ key, name }: { key: string; name: string | null }): string => name ?? key;

/** The period that figures are of, as a sentence has it. */
export function periodText({ period }: Facts): string {
  return `${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}`;
}

const EXCESS = 'with an exposure in the lookback before them, less those with one as far after them, which only chance gives';

/** Which conversions count, as a sentence has it. */
export function kindsText({ conversionKinds }: Facts): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(conversionKinds.map((kind) => `${kind}s`));
}

/** What an excess rests on, as evidence. */
export function excessEvidence(label: string, { value, variance, before, after }: Excess, facts: Facts): Evidence {
  const { eligible, sampled } = facts.conversions;
  const half = 1.2815515655446004 * Math.sqrt(variance);
  return {
    label,
    value: `${countText(value)} (${countText(value - half)} to ${countText(value + half)})`,
    definition:
      `${kindsText(facts)} ${EXCESS}; 80 % interval; ${whole.format(before)} before and ${whole.format(after)} after among ` +
      `${whole.format(sampled)} of ${whole.format(eligible)} conversions, ${periodText(facts)}`,
  };
}
