import type { Function as FunctionNode, ArrowFunctionExpression, Node, ParamPattern } from 'oxc-parser';
import { planted, plantedAt, type Rule, type Violation } from './rule.ts';
import { commentsOf, isScript, isTest, lineAt, nodesOf, type SourceFile, statementsOf } from './source.ts';

/** A function at the top of a script. */
interface Named {
  name: string;
  node: FunctionNode | ArrowFunctionExpression;
  isExported: boolean;
  /** Where its statement begins; the doc comment ends just before. */
  start: number;
}

function declared(statement: Node, around: Node): Named[] {
  const place = { isExported: around !== statement, start: around.start };
  if (statement.type === 'FunctionDeclaration' && statement.id) return [{ name: statement.id.name, node: statement, ...place }];
  if (statement.type !== 'VariableDeclaration') return [];
  return statement.declarations.flatMap(({ id, init }) => {
    const isFunction = init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression';
    return isFunction && id.type === 'Identifier' ? [{ name: id.name, node: init, ...place }] : [];
  });
}

/** The functions at the top of a script, exported or not; one that a list exports further down counts as exported. */
function functionsOf(file: SourceFile): Named[] {
  const statements = statementsOf(file);
  const listed = new Set(
    statements
      .flatMap((one) => (one.type === 'ExportNamedDeclaration' ? one.specifiers : []))
      .flatMap(({ local }) => (local.type === 'Identifier' ? [local.name] : [])),
  );
  return statements
    .flatMap((one) => declared(one.type === 'ExportNamedDeclaration' && one.declaration ? one.declaration : one, one))
    .map((one) => ({ ...one, isExported: one.isExported || listed.has(one.name) }));
}

function calledIn(file: SourceFile, { node: { start, end } }: Named): Set<string> {
  const names = new Set<string>();
  for (const { node } of nodesOf(file)) {
    if (node.type !== 'CallExpression' || node.start < start || node.end > end) continue;
    if (node.callee.type === 'Identifier') names.add(node.callee.name);
  }
  return names;
}

/** The functions of a file that call `authorize`, or `authorizeSelf` for a person on their own account, themselves or by one another. */
function authorizing(file: SourceFile, functions: readonly Named[]): ReadonlySet<string> {
  const calls = functions.map((one) => ({ name: one.name, called: calledIn(file, one) }));
  const found = new Set(['authorize', 'authorizeSelf']);
  for (let before = 0; before !== found.size;) {
    before = found.size;
    for (const { name, called } of calls) if ([...called].some((one) => found.has(one))) found.add(name);
  }
  return found;
}

/** The actor's parameter: its name may begin with an underscore where only its type matters. */
function actorOf({ node }: Named): ParamPattern | undefined {
  return node.params.find((one) => one.type === 'Identifier' && /^_?actor$/.test(one.name));
}

/** Whether the actor is written out as the operator or the public. */
function isOpen(actor: ParamPattern): boolean {
  const type = actor.type === 'Identifier' ? actor.typeAnnotation?.typeAnnotation : undefined;
  const types = type?.type === 'TSUnionType' ? type.types : type ? [type] : [];
  return types.some((one) => one.type === 'TSLiteralType' && 'value' in one.literal && /^(system|public)$/.test(String(one.literal.value)));
}

/** Answers at once and for nobody in particular: it makes or remembers something, and reaches no row. */
function isFactory({ node }: Named): boolean {
  const type = node.returnType?.typeAnnotation;
  const isPromise = type?.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'Promise';
  return !node.async && type !== undefined && !isPromise;
}

function findOpenDoors(file: SourceFile): Violation[] {
  const functions = functionsOf(file);
  const closed = authorizing(file, functions);
  return functions
    .filter((one) => one.isExported && !one.name.endsWith('In') && !closed.has(one.name))
    .filter((one) => {
      const actor = actorOf(one);
      return actor ? !isOpen(actor) : !isFactory(one);
    })
    .map(({ name, start }) => ({ path: file.path, line: lineAt(file, start), says: `${name} neither authorizes nor names its actor` }));
}

function isDocumented(path: string): boolean {
  return !isTest(path) && (/^(engine\/src|server\/src\/platform)\//.test(path) || /^server\/src\/.+\/service\.ts$/.test(path));
}

function findUndocumented(file: SourceFile): Violation[] {
  const docs = commentsOf(file).filter(({ type, value }) => type === 'Block' && /^\*\s*\S/.test(value));
  return functionsOf(file)
    .filter(({ isExported, start }) => isExported && !docs.some(({ end }) => end <= start && file.text.slice(end, start).trim() === ''))
    .map(({ name, start }) => ({ path: file.path, line: lineAt(file, start), says: `${name} has no doc comment` }));
}

export const SERVICE_RULES: readonly Rule[] = [
  {
    promise: 'every function that a service exports authorizes, names the actor it is for, or runs in a transaction of its caller',
    find: (files) => files.filter(({ path }) => /^server\/src\/.+\/service\.ts$/.test(path)).flatMap(findOpenDoors),
    caught: planted(
      'server/src/cost/service.ts',
      'export async function listPrices(context: Context, actor: Actor): Promise<Price[]> { return list(context.db, actor); }',
      'export async function listPrices(context: Context): Promise<Price[]> { return list(context); }',
      'export function listPrices(context: Context): Promise<Price[]> { return list(context); }',
      'export const listPrices = (context: Context) => list(context);',
      'export function priceOf(actor: Actor): number { return 1; }',
      "export async function listPrices(role: 'system'): Promise<void> {}",
      'async function listPrices(context: Context): Promise<void> {}\nexport { listPrices };',
      'function allow(actor: Actor) { authorize(actor); }\nexport async function list(actor: Actor): Promise<void> { allow; }',
    ),
    passed: [
      ...planted(
        'server/src/cost/service.ts',
        "export async function listPrices(context: Context, actor: Actor): Promise<Price[]> { authorize(actor, 'cost.read'); return []; }",
        "export async function rename(person: SignedInPerson): Promise<void> { authorizeSelf(person, 'ordinary'); }",
        "export async function list(actor: Actor): Promise<void> { allow(); }\nfunction allow() { authorize(actor, 'a'); }",
        "export async function runPrices(context: Context, _actor: 'system'): Promise<void> {}",
        "export async function describe(actor: Actor | 'public'): Promise<void> {}",
        'export async function recordPriceIn(tx: TenantTx): Promise<void> {}',
        'export function cacheOf(context: Context): Cache { return cache; }',
        'async function listPrices(context: Context): Promise<void> {}',
      ),
      ...plantedAt('export async function list(): Promise<void> {}', 'server/src/cost/store.ts', 'server/src/platform/a.ts'),
    ],
  },
  {
    promise: 'every function that the engine, the platform or a service exports has a doc comment',
    find: (files) => files.filter((file) => isScript(file) && isDocumented(file.path)).flatMap(findUndocumented),
    caught: [
      ...plantedAt('export function a() {}', 'engine/src/a.ts', 'server/src/platform/postgres/a.ts', 'server/src/cost/service.ts'),
      ...planted(
        'engine/src/a.ts',
        '/** A. */\nconst b = 1;\nexport const a = () => 1;',
        '// A.\nexport function a() {}',
        '/* A. */\nexport function a() {}',
      ),
      ...planted('engine/src/a.ts', '/** */\nexport function a() {}', 'function a() {}\nexport { a };'),
    ],
    passed: [
      ...planted(
        'engine/src/a.ts',
        '/** A. */\nexport function a() {}',
        '/** A. */\nexport const a = () => 1;',
        'function a() {}',
        'export const a = 1;',
      ),
      ...plantedAt('export function a() {}', 'server/src/cost/rules.ts', 'engine/src/a.test.ts', 'cli/src/a.ts'),
    ],
  },
];
