import { resolve } from 'node:path';

/**
 * The absolute form of a path as the user typed it: relative to the folder they stand in, also when npm runs the command from the project's
 * root.
 */
export function resolvePath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}
