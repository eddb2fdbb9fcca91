import type { Node } from 'oxc-parser';
import { planted, plantedAt, type Rule, type Violation } from './rule.ts';
import { isScript, isTest, lineAt, nodesOf, type SourceFile } from './source.ts';

const OWN_MODULE = /^(\.|@earshot\/)/;

function isCallOf(node: Node, object: string, names: RegExp): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object: owner, property } = node.callee;
  return owner.type === 'Identifier' && owner.name === object && property.type === 'Identifier' && names.test(property.name);
}

/** The module that a test replaces by a made-up one. */
function mockedModule(node: Node): string | undefined {
  if (node.type !== 'CallExpression' || !isCallOf(node, 'vi', /^(do)?mock$/i)) return undefined;
  const [first] = node.arguments;
  const named = first?.type === 'ImportExpression' ? first.source : first;
  return named?.type === 'Literal' && typeof named.value === 'string' ? named.value : undefined;
}

function findMocks(file: SourceFile): Violation[] {
  return nodesOf(file).flatMap(({ node }): Violation[] => {
    const name = mockedModule(node);
    return name === undefined || !OWN_MODULE.test(name) ? [] : [{ path: file.path, line: lineAt(file, node.start), says: `mocks ${name}` }];
  });
}

/** A promise that only time settles. */
function isSleep(node: Node): boolean {
  if (node.type !== 'NewExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'Promise') return false;
  const [work] = node.arguments;
  if (work?.type !== 'ArrowFunctionExpression') return false;
  const { body } = work;
  const statement = body.type === 'BlockStatement' && body.body.length === 1 ? body.body[0] : undefined;
  const only = statement?.type === 'ExpressionStatement' ? statement.expression : body;
  return only.type === 'CallExpression' && only.callee.type === 'Identifier' && only.callee.name === 'setTimeout';
}

function findSleeps(file: SourceFile): Violation[] {
  return nodesOf(file)
    .filter(({ node }) => isSleep(node) || (node.type === 'ImportDeclaration' && /^(node:)?timers\/promises$/.test(node.source.value)))
    .map(({ node }) => ({ path: file.path, line: lineAt(file, node.start), says: 'sleeps' }));
}

function testScripts(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => isScript(file) && isTest(file.path));
}

export const TEST_RULES: readonly Rule[] = [
  {
    promise: 'tests mock none of our own modules',
    find: (files) => testScripts(files).flatMap(findMocks),
    caught: planted(
      'engine/src/a.test.ts',
      "vi.mock('./b.ts');",
      "vi.doMock('@earshot/engine', () => ({}));",
      "vi.mock(import('../b.ts'));",
    ),
    passed: planted('engine/src/a.test.ts', "vi.mock('nodemailer');", 'vi.fn();', "mock('./b.ts');"),
  },
  {
    promise: 'tests never sleep',
    find: (files) => testScripts(files).flatMap(findSleeps),
    caught: planted(
      'server/test/a.ts',
      'await new Promise((resolve) => setTimeout(resolve, 10));',
      'await new Promise((resolve) => {\n  setTimeout(resolve, 10);\n});',
      "import { setTimeout } from 'node:timers/promises';",
    ),
    passed: [
      ...planted('server/test/a.ts', 'await new Promise((resolve) => child.once("exit", resolve));', 'setTimeout(stop, 10);'),
      ...plantedAt('await new Promise((resolve) => setTimeout(resolve, 10));', 'tools/bench/main.ts'),
    ],
  },
];
