import type { Range } from './tokens.ts';

/** What was found of one requirement: where, and why it is judged so. */
export interface Finding {
  verdict: 'pass' | 'fail' | 'uncertain';
  /** The words that speak for the verdict; none where nothing was said. */
  at?: Range | undefined;
  /** One sentence. */
  why: string;
}

export const pass = (why: string, at?: Range): Finding => ({ verdict: 'pass', why, at });
export const fail = (why: string, at?: Range): Finding => ({ verdict: 'fail', why, at });
export const uncertain = (why: string, at?: Range): Finding => ({ verdict: 'uncertain', why, at });
