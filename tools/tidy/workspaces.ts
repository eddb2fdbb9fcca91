import { type Import, importsOfAll, leavesTests, WORKSPACES, workspaceOf } from './imports.ts';
import { planted, type Rule, type Violation } from './rule.ts';
import { isTest, type SourceFile } from './source.ts';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  client: [],
  simulator: ['engine'],
  server: ['engine', 'simulator'],
  dashboard: ['client'],
  cli: ['client', 'engine', 'simulator', 'server'],
  tag: [],
};
const EXTENSION = /\.(ts|tsx|mjs|js|json|css|svg)$/;

/** The breaches among the imports of a tree. */
function findImports(files: readonly SourceFile[], says: (one: Import) => string | undefined): Violation[] {
  return importsOfAll(files).flatMap((one) => {
    const text = says(one);
    return text === undefined ? [] : [{ path: one.from, line: one.line, says: text }];
  });
}

function isWorkspace(name: string): boolean {
  return WORKSPACES.some((workspace) => workspace === name);
}

function foreignWorkspace({ from, target }: Import): string | undefined {
  if (target === undefined) return undefined;
  const [own, other] = [workspaceOf(from), workspaceOf(target)];
  if (!isWorkspace(own) || own === other || ALLOWED[own].includes(other)) return undefined;
  return `imports ${target}; ${own} may import ${ALLOWED[own].join(', ') || 'nothing of ours'}`;
}

function hiddenServer({ from, target }: Import): string | undefined {
  if (target === undefined || workspaceOf(from) !== 'cli' || workspaceOf(target) !== 'server') return undefined;
  if (target === 'server/src/main.ts' || /^server\/src\/.+\/(service|rules|schema)\.ts$/.test(target)) return undefined;
  return `imports ${target}; of the server a command may import main.ts and any service.ts, rules.ts and schema.ts`;
}

function engineNeeds({ from, target, specifier }: Import): string | undefined {
  return workspaceOf(from) !== 'engine' || isTest(from) || target !== undefined
    ? undefined
    : `imports ${specifier}; the engine imports nothing`;
}

function vagueSpecifier({ specifier }: Import): string | undefined {
  if (/^([@~]\/|[#/])/.test(specifier)) return `imports ${specifier} by an alias`;
  return !specifier.startsWith('.') || EXTENSION.test(specifier) ? undefined : `imports ${specifier} without its extension`;
}

export const WORKSPACE_RULES: readonly Rule[] = [
  {
    promise: 'each workspace imports only those below it',
    find: (files) => findImports(files, foreignWorkspace),
    caught: [
      ...planted('engine/src/a.ts', "import { a } from '../../simulator/src/a.ts';", "import type { A } from '@earshot/client';"),
      ...planted('client/src/a.ts', "import { a } from '../../engine/src/index.ts';"),
      ...planted('simulator/src/a.ts', "const a = await import('../../server/src/main.ts');"),
      ...planted('server/src/a.ts', "export { a } from '../../cli/src/a.ts';"),
      ...planted('dashboard/src/a.tsx', "type A = import('../../server/src/cost/schema.ts').A;", "import '../../engine/src/index.ts';"),
      ...planted('server/test/a.test.ts', "import '../../cli/src/program.ts';"),
    ],
    passed: [
      ...planted('cli/src/a.ts', "import { a } from '../../engine/src/index.ts';", "import { a } from '@earshot/client';"),
      ...planted('simulator/src/a.ts', "import { a } from '../../engine/src/index.ts';", "import { a } from './server/a.ts';"),
      ...planted('dashboard/src/a.tsx', "import { a } from '../../client/src/index.ts';", "import { a } from './engine/b.ts';"),
      ...planted('engine/src/a.ts', 'const a = "import { a } from \'../../server/src/main.ts\'";'),
    ],
  },
  {
    promise: 'of the server, a command imports only main.ts, services, rules and schemas',
    find: (files) => findImports(files, hiddenServer),
    caught: planted(
      'cli/src/a.ts',
      "import { a } from '../../server/src/cost/store.ts';",
      "import { a } from '../../server/src/platform/settings.ts';",
      "import type { A } from '../../server/src/tenants/authorize.ts';",
      "import { a } from '../../server/src/cost/routes.ts';",
      "import { a } from '../../server/test/database.ts';",
    ),
    passed: [
      ...planted('cli/src/a.ts', "import '../../server/src/main.ts';", "import { a } from '../../server/src/cost/prices/service.ts';"),
      ...planted('cli/src/a.ts', "import { a } from '../../server/src/cost/rules.ts';", "import { a } from './store.ts';"),
    ],
  },
  {
    promise: 'the engine imports no package and no part of Node, tests aside',
    find: (files) => findImports(files, engineNeeds),
    caught: planted('engine/src/a.ts', "import { readFileSync } from 'node:fs';", "import type { A } from 'zod';"),
    passed: [
      ...planted('engine/src/a.ts', "import { a } from './b.ts';"),
      ...planted('engine/src/a.test.ts', "import { test } from 'vitest';"),
    ],
  },
  {
    promise: 'code that is neither a test nor a proof imports no test code',
    find: (files) => findImports(files, (one) => (leavesTests(one) ? `imports the test code ${one.target}` : undefined)),
    caught: [
      ...planted('server/src/a.ts', "import { a } from '../test/database.ts';", "import type { A } from './a.test.ts';"),
      ...planted('tools/bench/a.ts', "import { a } from '../../server/test/database.ts';"),
    ],
    passed: [
      ...planted('server/src/a.test.ts', "import { a } from '../test/database.ts';"),
      ...planted('server/test/a.ts', "import { a } from './database.ts';"),
      ...planted('tools/prove/a.ts', "import { a } from '../../server/test/filled.ts';"),
      ...planted('server/src/a.ts', "import { test } from './latest.ts';"),
    ],
  },
  {
    promise: 'relative imports name their extension, and no path has an alias',
    find: (files) => findImports(files, vagueSpecifier),
    caught: planted(
      'engine/src/a.ts',
      "import { a } from './b';",
      "import { a } from '@/b.ts';",
      "await import('..');",
      "import { a } from '#b';",
    ),
    passed: planted('engine/src/a.ts', "import { a } from './b.ts';", "import { a } from '@scope/b';", "import { a } from 'node:fs';"),
  },
];
