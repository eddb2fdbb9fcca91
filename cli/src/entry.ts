import type { Command } from 'commander';

/** A command as the program lists it, before it is loaded. */
export interface Entry {
  words: readonly [string, ...string[]];
  /** What the list of commands says; the command's own help says more. */
  summary: string;
  load(): Promise<Command>;
}
