import { RE2JS } from 're2js';
import { MAX_READ_CHARACTERS } from './schema.ts';

/** One entry of a list of patterns, as its publishers write it. */
export interface PatternEntry {
  name: string;
  pattern: string;
  /** Of a library `bot` when scripts use it; of a device what kind it is. */
  category?: string | undefined;
}

export const MAX_PATTERN_CHARACTERS = 2_000;
const SPECIAL = new Set('.*+?()[]{}|^$\\');
const GRAM = 3;

/**
 * Why a pattern cannot be used; undefined when it can. Only RE2's syntax is taken, whose matching takes time in proportion to the text.
 */
export function patternFault(pattern: string): string | undefined {
  if (pattern === '') return 'the pattern is empty';
  if (pattern.length > MAX_PATTERN_CHARACTERS) return `the pattern has more than ${MAX_PATTERN_CHARACTERS} characters`;
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The alternatives of a pattern that are parted by `|` outside of groups; undefined when its brackets are beyond this reading. */
function alternativesOf(pattern: string): string[] {
  const found: string[] = [];
  let [depth, isClass, from] = [0, false, 0];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === '\\') at += 1;
    else if (isClass) isClass = character !== ']';
    else if (character === '[') isClass = true;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '|' && depth === 0) {
      found.push(pattern.slice(from, at));
      from = at + 1;
    }
  }
  return [...found, pattern.slice(from)];
}

/** The length of the group or class that begins at `from`. */
function lengthOfBracket(text: string, from: number): number {
  let [depth, isClass] = [0, false];
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (isClass) isClass = character !== ']';
    else if (character === '[') isClass = true;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0 && !isClass) return at - from + 1;
  }
  return text.length - from;
}

/** The longest run of plain characters that every match of an alternative holds; empty when there is none to be sure of. */
function longestLiteral(alternative: string): string {
  let [longest, run] = ['', ''];
  const end = () => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (let at = 0; at < alternative.length; at += 1) {
    const character = alternative[at];
    if (character === '(' || character === '[') {
      end();
      at += lengthOfBracket(alternative, at) - 1;
    } else if (character === '?' || character === '*' || character === '{') {
      run = run.slice(0, -1);
      end();
    } else if (character === '\\' && /[^a-z0-9]/i.test(alternative[at + 1] ?? '')) {
      run += alternative[at + 1];
      at += 1;
    } else if (character === '\\') {
      end();
      at += 1;
    } else if (SPECIAL.has(character)) end();
    else run += character;
  }
  end();
  return longest;
}

/** Texts of which every match holds at least one; undefined when that cannot be said, and the pattern must be tried on every text. */
export function requiredLiterals(pattern: string): string[] | undefined {
  if (/\(\?[a-z-]*i|\\[QpPxu]|\{/.test(pattern)) return undefined;
  const literals = alternativesOf(pattern).map(longestLiteral);
  return literals.every((literal) => literal.length >= GRAM) ? literals : undefined;
}

/** A text that some pattern's matches hold, filed under its rarest three letters, which begin at `offset`. */
interface Filed {
  literal: string;
  offset: number;
  place: number;
}

function gramsOf(literal: string): string[] {
  return Array.from({ length: literal.length - GRAM + 1 }, (_, at) => literal.slice(at, at + GRAM));
}

/** Files each literal under those of its three letters in a row that the fewest literals hold. */
function fileLiterals(literals: readonly { literal: string; place: number }[]): Map<string, Filed[]> {
  const counts = new Map<string, number>();
  for (const { literal } of literals) for (const gram of gramsOf(literal)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  const filed = new Map<string, Filed[]>();
  for (const { literal, place } of literals) {
    const grams = gramsOf(literal);
    const offset = grams.reduce((best, gram, at) => ((counts.get(gram) ?? 0) < (counts.get(grams[best]) ?? 0) ? at : best), 0);
    const others = filed.get(grams[offset]);
    if (others) others.push({ literal, offset, place });
    else filed.set(grams[offset], [{ literal, offset, place }]);
  }
  return filed;
}

/**
 * Finds the first entry of a list whose pattern occurs in a text; looks at the first 1,024 characters. Entries that cannot match are
 * passed over by letters that each of their matches holds, and the others are matched in time that grows with the text alone.
 */
export function compilePatterns(entries: readonly PatternEntry[]): (text: string) => PatternEntry | undefined {
  const compiled = entries.map(({ pattern }) => RE2JS.compile(pattern));
  const always: number[] = [];
  const literals: { literal: string; place: number }[] = [];
  entries.forEach(({ pattern }, place) => {
    const required = requiredLiterals(pattern);
    if (required === undefined) always.push(place);
    for (const literal of required ?? []) literals.push({ literal, place });
  });
  const filed = fileLiterals(literals);
  return (whole) => {
    const text = whole.slice(0, MAX_READ_CHARACTERS);
    const candidates = new Set(always);
    for (let at = 0; at + GRAM <= text.length; at += 1) {
      const found = filed.get(text.slice(at, at + GRAM));
      if (found === undefined) continue;
      for (const { literal, offset, place } of found) if (text.startsWith(literal, at - offset)) candidates.add(place);
    }
    const first = [...candidates].sort((a, b) => a - b).find((place) => compiled[place].test(text));
    return first === undefined ? undefined : entries[first];
  };
}
