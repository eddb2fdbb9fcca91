import { isHandWritten } from './generated.ts';
import { planted, plantedAt, type Rule, type Violation } from './rule.ts';
import { isScript, lineAt, nodesOf, type SourceFile } from './source.ts';

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

const EMPTY_SUFFIX = /[a-z](Managers?|Helpers?|Handlers?|Processors?|Data|Infos?)$/;
const DECLARATIONS = new Set(['ClassDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration', 'FunctionDeclaration']);

function findEmptySuffixes(file: SourceFile): Violation[] {
  return nodesOf(file).flatMap(({ node }): Violation[] => {
    const id = DECLARATIONS.has(node.type) && 'id' in node ? node.id : undefined;
    const name = id && 'name' in id ? id.name : undefined;
    if (name === undefined || !EMPTY_SUFFIX.test(name)) return [];
    return [{ path: file.path, line: lineAt(file, node.start), says: `declares ${name}; say what it is or does` }];
  });
}

const ROOT_FOLDERS = new Set([
  'engine',
  'simulator',
  'server',
  'client',
  'dashboard',
  'cli',
  'tag',
  'docs',
  'tools',
  'deploy',
  '.ci',
  '.github',
]);
const DASHBOARD_FOLDERS = /^dashboard\/src\/(?:[^/]+|(?:components|ui)\/[^/]+|pages\/[^/]+\/.+)$/;

function findForeignFolder({ path }: SourceFile): Violation[] {
  const [first, ...rest] = path.split('/');
  if (rest.length > 0 && !ROOT_FOLDERS.has(first)) return [{ path, says: `stands in "${first}", which is no folder of this house` }];
  if (!path.startsWith('dashboard/src/') || DASHBOARD_FOLDERS.test(path)) return [];
  return [{ path, says: 'stands neither in components, nor in ui, nor in the pages of a domain' }];
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
  {
    promise: 'no function, class or type is named for being a manager, a helper, a handler, a processor, data or info',
    find: (files) => files.filter((file) => isScript(file) && isHandWritten(file)).flatMap(findEmptySuffixes),
    caught: planted('engine/src/a.ts', 'class PathManager {}', 'interface PathInfo {}', 'type PathData = 1;', 'function moneyHelper() {}'),
    passed: planted(
      'engine/src/a.ts',
      'interface Data {}',
      'type Metadata = 1;',
      'function handle() {}',
      'const pathData = 1;',
      'a.b = PathData;',
    ),
  },
  {
    promise: 'folders are those of the layout',
    find: (files) => files.flatMap(findForeignFolder),
    caught: plantedAt(
      'a',
      'scripts/a.ts',
      'src/main.ts',
      'dashboard/src/hooks/a.ts',
      'dashboard/src/pages/a.tsx',
      'dashboard/src/ui/forms/a.tsx',
    ),
    passed: plantedAt(
      'a',
      'README.md',
      'docs/decisions/0001-a.md',
      'dashboard/src/ui/a.tsx',
      'dashboard/src/main.tsx',
      'dashboard/src/pages/cost/a.tsx',
    ),
  },
];
