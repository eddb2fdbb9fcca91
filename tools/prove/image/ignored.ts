import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Pattern {
  glob: string;
  expression: RegExp;
  /** True for a line that begins with `!`: what it matches is let in again. */
  isException: boolean;
}

const WILD: Record<string, string> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };

/** Stars match names that begin with a dot, too. */
function expressionOf(glob: string): RegExp {
  return new RegExp(`^${glob.replaceAll(/\*\*\/|\*\*|\*|\?|[.+^$(){}|[\]\\]/g, (sign) => WILD[sign] ?? `\\${sign}`)}$`);
}

function patternsOf(text: string): Pattern[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const glob = line.replace(/^!/, '');
      return { glob, expression: expressionOf(glob), isException: line.startsWith('!') };
    });
}

/** A folder's own path and those of all it stands in, the outermost first. */
function pathsTo(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, place) => parts.slice(0, place + 1).join('/'));
}

/**
 * Whether a `.dockerignore` keeps a path out, as Docker reads it: the last line that matches the path, or a folder it stands in, decides.
 * Source: https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function isIgnored(text: string, path: string): boolean {
  const paths = pathsTo(path);
  const last = patternsOf(text).findLast(({ expression }) => paths.some((one) => expression.test(one)));
  return last !== undefined && !last.isException;
}

/**
 * The files of a folder that go into a build, by their paths in it. A folder that is kept out is entered only where an exception begins
 * with its path in letters, since that is when Docker does.
 */
export function contextFiles(root: string, text: string): string[] {
  const exceptions = patternsOf(text).filter(({ isException }) => isException);
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const out = isIgnored(text, path);
      if (!entry.isDirectory()) return out ? [] : [path];
      return out && !exceptions.some(({ glob }) => `${glob}/`.startsWith(`${path}/`)) ? [] : walk(path);
    });
  return walk('').sort();
}

/** Copies what goes into a build to a folder of its own, so that nothing else can be reached by a COPY. */
export function copyContext(root: string, ignoreText: string, to: string): number {
  const files = contextFiles(root, ignoreText);
  for (const path of files) {
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(root, path), join(to, path), { preserveTimestamps: true });
  }
  return files.length;
}
