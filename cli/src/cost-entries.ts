import type { Entry } from './entry.ts';

/** The commands on what a tenant uses and what that costs. */
export const COST_ENTRIES: readonly Entry[] = [
  {
    words: ['cost', 'validate'],
    summary: 'check a file against our rules for FOCUS 1.2; needs no server and no database',
    load: async () => (await import('./commands/cost/validate.ts')).validateFocusCommand(),
  },
];
