import type { ArrowFunctionExpression, Function as FunctionNode, Node } from 'oxc-parser';
import { isHandWritten } from './generated.ts';
import { planted, plantedAt, type Rule, type Violation } from './rule.ts';
import { type Found, isScript, isTest, lineAt, linesOf, nodesOf, type SourceFile } from './source.ts';

const FUNCTION_LINES = 60;
const COMPONENT_LINES = 120;
const FILE_LINES = 400;
const PARAMETERS = 4;
const LINE_LENGTH = 140;

type Callable = FunctionNode | ArrowFunctionExpression;

function isCallable(node: Node): node is Callable {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

function isWrittenCode(file: SourceFile): boolean {
  return /\.(ts|tsx|mjs|js|css|sql|html|c)$/.test(file.path) && isHandWritten(file);
}

function writtenScripts(files: readonly SourceFile[]): SourceFile[] {
  return files.filter((file) => isScript(file) && isHandWritten(file));
}

/** The name a function goes by; undefined for one passed on the spot. */
function nameOf({ node, parents }: Found): string | undefined {
  if (isCallable(node) && node.id) return node.id.name;
  const around = parents.findLast(({ type }) => type !== 'CallExpression');
  if (around?.type === 'VariableDeclarator' && around.id.type === 'Identifier') return around.id.name;
  return around?.type === 'MethodDefinition' || around?.type === 'Property' ? nameOfKey(around.key) : undefined;
}

function nameOfKey(key: Node): string | undefined {
  return key.type === 'Identifier' ? key.name : undefined;
}

function isComponent(file: SourceFile, found: Found): boolean {
  if (!/^[A-Z]/.test(nameOf(found) ?? '')) return false;
  const { start, end } = found.node;
  return nodesOf(file).some(({ node }) => /^JSX(Element|Fragment)$/.test(node.type) && node.start >= start && node.end <= end);
}

function isTestCallback(file: SourceFile, { parents }: Found): boolean {
  return isTest(file.path) && parents.at(-1)?.type === 'CallExpression';
}

function findLongFunctions(file: SourceFile): Violation[] {
  return nodesOf(file).flatMap((found): Violation[] => {
    const { node } = found;
    if (!isCallable(node) || isTestCallback(file, found)) return [];
    const line = lineAt(file, node.start);
    const lines = lineAt(file, node.end - 1) - line + 1;
    const most = lines > FUNCTION_LINES && isComponent(file, found) ? COMPONENT_LINES : FUNCTION_LINES;
    return lines <= most
      ? []
      : [{ path: file.path, line, says: `${nameOf(found) ?? 'this function'} has ${lines} lines, ${most} are allowed` }];
  });
}

function findManyParameters(file: SourceFile): Violation[] {
  return nodesOf(file).flatMap((found): Violation[] => {
    if (!isCallable(found.node)) return [];
    const count = found.node.params.filter((parameter) => !(parameter.type === 'Identifier' && parameter.name === 'this')).length;
    const says = `${nameOf(found) ?? 'this function'} has ${count} parameters, ${PARAMETERS} are allowed`;
    return count <= PARAMETERS ? [] : [{ path: file.path, line: lineAt(file, found.node.start), says }];
  });
}

function findLongLines(file: SourceFile): Violation[] {
  return linesOf(file).flatMap((text, index): Violation[] => {
    const { length } = Array.from(text);
    return length <= LINE_LENGTH
      ? []
      : [{ path: file.path, line: index + 1, says: `has ${length} characters, ${LINE_LENGTH} are allowed` }];
  });
}

function body(lines: number): string {
  return `{\n${'  work();\n'.repeat(lines - 2)}}`;
}

function component(name: string, lines: number): string {
  return `export function ${name}() {\n${'  work();\n'.repeat(lines - 3)}  return <p />;\n}\n`;
}

export const LIMIT_RULES: readonly Rule[] = [
  {
    promise: 'a function has at most 60 lines, a JSX component at most 120; callbacks of tests are free',
    find: (files) => writtenScripts(files).flatMap(findLongFunctions),
    caught: [
      ...planted('engine/src/a.ts', `function a() ${body(61)}`, `const a = () => ${body(61)};`, `class A { a() ${body(61)} }`),
      ...planted('engine/src/a.ts', `each(() => ${body(61)});`, `const a = async function () ${body(61)};`),
      ...planted('dashboard/src/a.tsx', component('Report', 121), component('report', 61), `function Report() ${body(61)}`),
      { 'engine/src/a.test.ts': `function a() ${body(61)}` },
    ],
    passed: [
      ...planted('engine/src/a.ts', `function a() ${body(60)}`, `const a = () => ${body(60)};`, body(61)),
      ...planted('dashboard/src/a.tsx', component('Report', 120), `const Report = memo(() => ${body(60)});`),
      { 'engine/src/a.test.ts': `describe('a', () => ${body(300)});` },
    ],
  },
  {
    promise: 'a file has at most 400 lines',
    find: (files) =>
      files
        .filter((file) => isWrittenCode(file) && linesOf(file).length > FILE_LINES)
        .map((file) => ({ path: file.path, says: `has ${linesOf(file).length} lines, ${FILE_LINES} are allowed` })),
    caught: plantedAt('\n'.repeat(401), 'engine/src/a.ts', 'engine/src/a.test.ts', 'dashboard/src/a.css', 'server/migrations/0001_a.sql'),
    passed: [...plantedAt('\n'.repeat(400), 'engine/src/a.ts'), ...plantedAt('\n'.repeat(401), 'client/src/schema.ts', 'docs/method.md')],
  },
  {
    promise: 'a function takes at most 4 parameters',
    find: (files) => writtenScripts(files).flatMap(findManyParameters),
    caught: planted(
      'engine/src/a.ts',
      'function f(a, b, c, d, e) {}',
      'const f = (a, b, c, d, ...e) => 1;',
      'class A { constructor(a, b, { c }, [d], e = 1) {} }',
    ),
    passed: planted('engine/src/a.ts', 'function f(this: A, a, b, c, d) {}', 'f(1, 2, 3, 4, 5);', 'const f = ({ a, b, c, d, e }) => 1;'),
  },
  {
    promise: 'a line has at most 140 characters',
    find: (files) => files.filter(isWrittenCode).flatMap(findLongLines),
    caught: plantedAt(`-- ${'é'.repeat(138)}`, 'server/migrations/0001_a.sql', 'server/src/a.ts', 'tools/a.mjs', 'dashboard/src/a.css'),
    passed: [
      ...plantedAt(`a\n${'𝛼'.repeat(140)}\n`, 'server/src/a.css'),
      ...plantedAt('x'.repeat(141), 'README.md', 'server/schema.sql', 'engine/fixtures/a.csv'),
    ],
  },
];
