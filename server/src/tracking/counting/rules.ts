import { builtInLists, type Lists } from '../lists/rules.ts';

/** The lists that requests are counted by, and the version of them that holds at an instant. */
export interface CountingLists extends Lists {
  version(atMs: number): string;
}

const lists: CountingLists = { ...builtInLists(), version: () => 'built_in' };

/** The lists as they stand now. */
export function countingLists(): CountingLists {
  return lists;
}
