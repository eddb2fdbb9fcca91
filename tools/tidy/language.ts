import type { Node } from 'oxc-parser';
import { isHandWritten } from './generated.ts';
import { planted, plantedAt, type Rule, type Violation } from './rule.ts';
import { commentsOf, isScript, isTest, lineAt, nodesOf, type SourceFile, statementsOf } from './source.ts';

/** Tools read these files by their default export. */
const CONFIGURATION = /(^|\/)(vite|vitest)\.config\.ts$/;
const INDEX = /^[a-z]+\/src\/index\.ts$/;

/** The nodes that `isBreach` points at, in every hand-written script that `applies` to. */
function breaches(files: readonly SourceFile[], says: string, applies: (path: string) => boolean, isBreach: (node: Node) => boolean) {
  return files
    .filter((file) => isScript(file) && isHandWritten(file) && applies(file.path))
    .flatMap((file) =>
      nodesOf(file)
        .filter(({ node }) => isBreach(node))
        .map(({ node }): Violation => ({ path: file.path, line: lineAt(file, node.start), says })),
    );
}

function isReexport(node: Node): boolean {
  return node.type === 'ExportAllDeclaration' || (node.type === 'ExportNamedDeclaration' && node.source !== null);
}

/** Only imports, and exports of what was imported. */
function isBarrel(file: SourceFile): boolean {
  const statements = statementsOf(file);
  const passesOn = (node: Node) => node.type === 'ExportNamedDeclaration' && node.declaration === null && node.specifiers.length > 0;
  return statements.some(passesOn) && statements.every((node) => node.type === 'ImportDeclaration' || isReexport(node) || passesOn(node));
}

function findBarrels(files: readonly SourceFile[]): Violation[] {
  const scripts = files.filter((file) => isScript(file) && isHandWritten(file) && !INDEX.test(file.path));
  const named = scripts
    .filter(({ path }) => /(^|\/)index\.[a-z]+$/.test(path))
    .map(({ path }) => ({ path, says: 'is an index within a workspace' }));
  const barrels = scripts.filter(isBarrel).map(({ path }) => ({ path, says: 'only passes on what others export' }));
  return [...named, ...barrels, ...breaches(scripts, 'passes on an export of another file', () => true, isReexport)];
}

function findSilencedCompiler(file: SourceFile): Violation[] {
  return commentsOf(file)
    .filter(({ value }) => /^\s*[*@]?\s*@ts-(ignore|nocheck|expect-error)\b/.test(value))
    .map(({ start }) => ({ path: file.path, line: lineAt(file, start), says: 'silences the compiler' }));
}

export const LANGUAGE_RULES: readonly Rule[] = [
  {
    promise: 'no type is any',
    find: (files) =>
      breaches(
        files,
        'says any',
        () => true,
        ({ type }) => type === 'TSAnyKeyword',
      ),
    caught: planted('engine/src/a.ts', 'let a: any;', 'const a = b as any;', 'function a(b: Record<string, any[]>) {}'),
    passed: planted('engine/src/a.ts', "const any: unknown = 'any';", '// any', 'any(a.any);'),
  },
  {
    promise: 'outside tests nothing is asserted to be there with an exclamation mark',
    find: (files) =>
      breaches(
        files,
        'asserts with !',
        (path) => !isTest(path),
        ({ type }) => type === 'TSNonNullExpression',
      ),
    caught: planted('engine/src/a.ts', 'const a = b!;', 'b!.c();', 'a[0]! += 1;'),
    passed: [
      ...planted('engine/src/a.ts', 'if (!a !== b) c();', 'class A { declare a: string; }'),
      ...plantedAt('b!.c();', 'cli/src/a.test.ts'),
    ],
  },
  {
    promise: 'the compiler is never silenced outside tests',
    find: (files) => files.filter((file) => isScript(file) && !isTest(file.path)).flatMap(findSilencedCompiler),
    caught: planted('engine/src/a.ts', '// @ts-ignore\na();', '// @ts-expect-error: b\na();', '/* @ts-nocheck */'),
    passed: [
      ...planted('engine/src/a.ts', "const a = '// @ts-ignore';", '// the ts-ignore of others'),
      ...plantedAt('// @ts-expect-error', 'a.test.ts'),
    ],
  },
  {
    promise: 'exports have names; only configuration files that a tool reads have a default',
    find: (files) =>
      breaches(
        files,
        'exports a default',
        (path) => !CONFIGURATION.test(path),
        (node) =>
          node.type === 'ExportDefaultDeclaration' ||
          (node.type === 'ExportSpecifier' && node.exported.type === 'Identifier' && node.exported.name === 'default'),
      ),
    caught: planted('engine/src/a.ts', 'export default 1;', 'const a = 1;\nexport { a as default };', 'export default function a() {}'),
    passed: [
      ...planted('engine/src/a.ts', "import a from 'b';", 'export const fallback = a.default;'),
      ...plantedAt('export default {};', 'vitest.config.ts'),
    ],
  },
  {
    promise: 'nothing passes on what another file exports, except the index of a workspace',
    find: findBarrels,
    caught: [
      ...planted(
        'engine/src/a.ts',
        "export * from './b.ts';",
        "export type { B } from './b.ts';",
        "import { b } from './b.ts';\nexport { b };",
      ),
      ...plantedAt('export const a = 1;', 'engine/src/models/index.ts', 'dashboard/src/ui/index.tsx'),
    ],
    passed: [
      ...planted('engine/src/index.ts', "export * from './b.ts';"),
      ...planted('engine/src/a.ts', "import { B } from './b.ts';\nconst c = B;\nexport { c };", "import './b.ts';"),
    ],
  },
];
