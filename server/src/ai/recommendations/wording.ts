import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Task } from '../asking/rules.ts';
import type { Advice } from './advice.ts';
import { countText } from './advice.ts';

const MOST_LENGTH = 600;

const Wording = z.strictObject({ text: z.string().min(1).max(MOST_LENGTH) });
export type Wording = z.infer<typeof Wording>;

/** What advice is told with: its gain with the interval, as people read it, and the days that its figures are of. */
export interface Told {
  gain: string;
  period: { from: Date; to: Date };
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);

/**
 * What a model is given of advice: its own sentences and figures, and nothing that a stranger wrote but names. It does not say from which
 * day to which, as that is another one each day: the same figures are the same material.
 */
export function materialOf({ title, says, unit, gain, evidence, against }: Advice, { gain: gainText, period }: Told): string {
  const lines = [
    `Advice: ${title}`,
    `What to do: ${says}`,
    `Expected gain (${unit.replaceAll('_', ' ')}): ${gainText}, with a chance of ${countText(100 * gain.chance)} % that there is any`,
    ...evidence.map(({ label, value, definition }) => `Evidence: ${label}: ${value} (${definition})`),
    ...against.map((sentence) => `What would change our mind: ${sentence}`),
  ];
  return lines.join('\n').replaceAll(`${dayOf(period.from)} to ${dayOf(period.to)}`, 'of the period');
}

/** What makes two materials the same to a model that is asked to word them. */
export function materialHash(material: string): string {
  return createHash('sha256')
    .update(JSON.stringify([WORDING_TASK.promptVersion, material]))
    .digest('base64url');
}

const NUMBER = /\d+(?:[.,]\d+)*/g;
/** Numbers that are words, and words that make one of another: a figure could be invented in them as well. */
const NUMBER_WORDS = new Set(
  (
    'zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands ' +
    'million millions billion dozen dozens half halve halves halved third thirds quarter quarters fifth tenth twice ' +
    'thrice double doubles doubled doubling triple triples tripled quadruple twofold threefold fourfold tenfold'
  ).split(' '),
);
/** A number without marks of thousands, and without zeros that say nothing. */
function plainNumber(text: string): string {
  const marks = text.replaceAll(/,(?=\d{3}(?:\D|$))/g, '');
  return marks.includes('.') ? marks.replace(/0+$/, '').replace(/\.$/, '') : marks;
}

const numbersIn = (text: string) => (text.normalize('NFKC').match(NUMBER) ?? []).map(plainNumber);
const wordsIn = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/\p{L}+/gu) ?? [];

/** The figures of a wording that are not among those of the material, a sentence each; none where it made none up. */
export function inventedFigures(wording: string, material: string): string[] {
  const known = new Set(numbersIn(material));
  const said = new Set(wordsIn(material));
  return [
    ...numbersIn(wording).filter((number) => !known.has(number)),
    ...wordsIn(wording).filter((word) => NUMBER_WORDS.has(word) && !said.has(word)),
  ].map((figure) => `"${figure}" is none of the figures.`);
}

/** Has advice said in plain words, with no figure but those that it has. */
export const WORDING_TASK: Task<Wording> = {
  name: 'recommendation_wording',
  promptVersion: 1,
  schemaVersion: 1,
  instructions:
    'The material is advice for somebody who buys podcast advertising, with the figures that it rests on. Say it in two or three plain ' +
    'sentences: what to do, what is expected of it with its interval, and what would speak against it. Use no number that is not in the ' +
    'material, write numbers as digits and as they stand there, compute nothing, and promise nothing.',
  schema: Wording,
  maxOutputTokens: 600,
  timeoutMs: 30_000,
  isKept: true,
  faults: ({ text }, material) => inventedFigures(text, material),
  offline: () => ({ text: '' }),
};
