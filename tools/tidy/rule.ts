import { type SourceFile, sourceFile } from './source.ts';

/** One breach of a rule. `line` counts from 1; it is missing when the breach is the file itself. */
export interface Violation {
  path: string;
  line?: number;
  says: string;
}

/** A file's path from the root and its text, for each file of a small tree. */
export type Planted = Readonly<Record<string, string>>;

/** A rule of the house with its own proof: trees it must object to, and trees close to them that it must let pass. */
export interface Rule {
  /** What holds for every file when nothing is found. */
  promise: string;
  find: (files: readonly SourceFile[]) => Violation[];
  caught: readonly Planted[];
  passed: readonly Planted[];
}

/** The files of a planted tree. */
export function plantedFiles(tree: Planted): SourceFile[] {
  return Object.entries(tree).map(([path, text]) => sourceFile(path, text));
}

/** One planted tree per text, each holding a single file at `path`. */
export function planted(path: string, ...texts: string[]): Planted[] {
  return texts.map((text) => ({ [path]: text }));
}

/** One planted tree per path, each holding a single file with `text`. */
export function plantedAt(text: string, ...paths: string[]): Planted[] {
  return paths.map((path) => ({ [path]: text }));
}

/** A breach as a terminal makes it a link: `path:line says`. */
export function violationText({ path, line, says }: Violation): string {
  return line === undefined ? `${path} ${says}` : `${path}:${line} ${says}`;
}
