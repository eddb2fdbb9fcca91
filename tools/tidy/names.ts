import { isHandWritten } from './generated.ts';
import { plantedAt, type Rule, type Violation } from './rule.ts';
import { isScript, type SourceFile } from './source.ts';

const EMPTY_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'shared', 'lib', 'misc', 'core', 'type', 'types']);
const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*$/;

/** A path's folders and the name of its file, each up to its first dot. */
function wordsOf(path: string): string[] {
  return path.split('/').map((part) => part.replace(/(?<!^)\..*$/, ''));
}

function findEmptyWord({ path }: SourceFile): Violation[] {
  const word = wordsOf(path).find((part) => EMPTY_WORDS.has(part));
  return word === undefined ? [] : [{ path, says: `is named "${word}"; name the concept, or keep it where it is used` }];
}

function findForeignCase(file: SourceFile): Violation[] {
  const word = wordsOf(file.path).find((part) => !KEBAB.test(part));
  return word === undefined ? [] : [{ path: file.path, says: `"${word}" is not in kebab-case` }];
}

export const NAME_RULES: readonly Rule[] = [
  {
    promise: 'no file and no folder has a name that says nothing, such as utils',
    find: (files) => files.flatMap(findEmptyWord),
    caught: plantedAt(
      'a',
      'server/src/utils/money.ts',
      'dashboard/src/types.ts',
      'lib/a.c',
      'cli/src/helpers.test.ts',
      'engine/core/a.csv',
    ),
    passed: plantedAt('a', 'server/src/library.ts', 'engine/src/score.ts', 'docs/types-of-evidence.md', 'server/src/shared-links/store.ts'),
  },
  {
    promise: 'files and folders of code are named in kebab-case',
    find: (files) => files.filter((file) => isScript(file) || /\.(css|html)$/.test(file.path)).flatMap(findForeignCase),
    caught: plantedAt(
      'a',
      'engine/src/timeDecay.ts',
      'dashboard/src/ui/Button.tsx',
      'server/src/API/app.ts',
      'cli/src/path_file.ts',
      'a--b.mjs',
    ),
    passed: plantedAt(
      'a',
      'engine/src/time-decay.test.ts',
      'dashboard/vite.config.ts',
      'README.md',
      '.ci/a.mjs',
      'server/migrations/0001_a.sql',
    ),
  },
  {
    promise: 'nothing is created empty',
    find: (files) =>
      files.filter((file) => isHandWritten(file) && file.text.trim() === '').map(({ path }) => ({ path, says: 'has nothing in it' })),
    caught: [...plantedAt('', 'server/src/cost/rules.ts', 'deploy/.gitkeep'), ...plantedAt('\n \n', 'docs/cost.md')],
    passed: plantedAt('a\n', 'server/src/cost/rules.ts'),
  },
];
