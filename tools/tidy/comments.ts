import { parseSync } from 'oxc-parser';
import { isHandWritten } from './generated.ts';
import { planted, plantedAt, type Rule, type Violation } from './rule.ts';
import { commentsOf, isScript, lineAt, type SourceFile } from './source.ts';

/** A comment's words, without the signs around them. Lines that follow one another are one comment. */
interface Remark {
  line: number;
  text: string;
  /** A doc comment speaks to the caller and may show code. */
  isDoc: boolean;
}

const COMMENT_SIGNS: readonly [RegExp, RegExp][] = [
  [/\.css$/, /\/\*[\s\S]*?\*\//g],
  [/\.html$/, /<!--[\s\S]*?-->/g],
  [/\.sql$/, /(?:^[ \t]*--.*(?:\n|$))+|--.*/gm],
  [/(\.(ya?ml|sh|toml)|(^|\/)(Dockerfile|\.gitignore|run))$/, /(?:^[ \t]*#.*(?:\n|$))+|\s#\s.*/gm],
  [/\.c$/, /\/\*[\s\S]*?\*\/|\/\/.*/g],
];

function scriptRemarks(file: SourceFile): Remark[] {
  const remarks: (Remark & { end: number; isLine: boolean })[] = [];
  for (const { type, value, start, end } of commentsOf(file)) {
    const last = remarks.at(-1);
    const isLine = type === 'Line';
    if (isLine && last?.isLine && /^[ \t]*\r?\n[ \t]*$/.test(file.text.slice(last.end, start))) {
      last.text += `\n${value}`;
      last.end = end;
    } else {
      remarks.push({ line: lineAt(file, start), text: value, isDoc: !isLine && value.startsWith('*'), end, isLine });
    }
  }
  return remarks;
}

function remarksOf(file: SourceFile): Remark[] {
  if (!isHandWritten(file)) return [];
  if (isScript(file)) return scriptRemarks(file);
  const signs = COMMENT_SIGNS.find(([path]) => path.test(file.path))?.[1];
  if (!signs) return [];
  return Array.from(file.text.matchAll(signs), ({ 0: text, index }) => ({ line: lineAt(file, index), text, isDoc: false }));
}

function findRemarks(
  files: readonly SourceFile[],
  says: string,
  isBreach: (text: string, file: SourceFile, remark: Remark) => boolean,
): Violation[] {
  return files.flatMap((file) =>
    remarksOf(file)
      .filter((remark) => isBreach(remark.text, file, remark))
      .map(({ line }) => ({ path: file.path, line, says })),
  );
}

/** Whether words happen to be statements that do something: prose does not parse, and a lone name does nothing. */
function isStatement(text: string): boolean {
  const { errors, program } = parseSync('comment.ts', `async () => {${text}\n}`);
  const [outer] = program.body;
  if (errors.length > 0 || outer?.type !== 'ExpressionStatement' || outer.expression.type !== 'ArrowFunctionExpression') return false;
  const { body } = outer.expression;
  if (body.type !== 'BlockStatement') return false;
  return body.body.some(({ type, ...rest }) => {
    if (type !== 'ExpressionStatement') return type !== 'LabeledStatement' && type !== 'EmptyStatement' && type !== 'BlockStatement';
    const acts = 'expression' in rest && typeof rest.expression === 'object' ? rest.expression : undefined;
    return acts !== undefined && /^(Assignment|Call|Await|Update|New|Yield)Expression$/.test(acts.type);
  });
}

function isModuleLine(text: string): boolean {
  return text.split('\n').some((line) => /^\s*(import\b.*\bfrom ['"]|export (const|function|class|type|interface|async)\b)/.test(line));
}

function isSqlStatement(text: string): boolean {
  const words = text.replaceAll(/^\s*--/gm, '').trim();
  return /^(select|insert|update|delete|create|alter|drop|grant|revoke|with)\b[\s\S]*;$/i.test(words);
}

function isDeadCode(text: string, { path }: SourceFile, { isDoc }: Remark): boolean {
  if (path.endsWith('.css')) return /[\w-]+\s*:[^;{}]+;\s*(\*\/|\n|\})/.test(text);
  if (path.endsWith('.sql')) return isSqlStatement(text);
  return !isDoc && /\.(ts|tsx|mjs|js)$/.test(path) && (isModuleLine(text) || isStatement(text) || text.split('\n').some(isWholeLine));
}

/** One line of a longer remark that is code beyond doubt. */
function isWholeLine(line: string): boolean {
  return /;\s*$/.test(line) && isStatement(line);
}

const LATER = /\b(TODO|FIXME|XXX|HACK)\b/;
const DRAWN = /[-=*#~_+/\\]{6,}|[─━═]{3,}/;

export const COMMENT_RULES: readonly Rule[] = [
  {
    promise: 'no comment puts work off',
    find: (files) => findRemarks(files, 'puts work off', (text) => LATER.test(text)),
    caught: [
      ...planted('engine/src/a.ts', '// TODO: a', '/** FIXME a */', 'a(); // XXX', '/* HACK */'),
      ...plantedAt('/* TODO */', 'dashboard/src/a.css'),
      ...plantedAt('select 1; -- TODO', 'server/migrations/0001_tenants.sql'),
      ...plantedAt('# TODO\n', 'Dockerfile', 'compose.yaml'),
    ],
    passed: planted('engine/src/a.ts', "const a = 'TODO';", '// todos are fine', 'TODO();', '// hackney'),
  },
  {
    promise: 'no comment draws a banner',
    find: (files) => findRemarks(files, 'draws a banner', (text) => DRAWN.test(text)),
    caught: [
      ...planted('engine/src/a.ts', '// ---------- a', '/* ========= */', '/*********/', '// ── a ───'),
      ...plantedAt('-- --------\n-- a', 'server/migrations/0001_tenants.sql'),
      ...plantedAt('/* ------ a */', 'dashboard/src/a.css'),
    ],
    passed: planted('engine/src/a.ts', '// a -- b', "const a = '----------';", '/** a - b == c */', '// https://a.example/--b'),
  },
  {
    promise: 'no code is kept in a comment',
    find: (files) => findRemarks(files, 'keeps code in a comment', isDeadCode),
    caught: [
      ...planted(
        'engine/src/a.ts',
        '// const a = 1;',
        '// a(b);',
        '// if (a) {\n//   b();\n// }',
        '/* return a; */',
        "// import { a } from './a.ts';",
      ),
      ...planted('engine/src/a.ts', '// We did it so before:\n// a.b = c;', '// await a()', '// export const a = 1;'),
      ...plantedAt('/* color: red; */', 'dashboard/src/a.css'),
      ...plantedAt('-- alter table a add b text;\n', 'server/migrations/0001_tenants.sql'),
    ],
    passed: [
      ...planted(
        'engine/src/a.ts',
        '// The reader has seen enough.',
        '// nothing',
        '// note: a',
        '// a, b',
        '/** `a(b);` */',
        '// The reader; the writer;',
      ),
      ...plantedAt('/* Wide screens: two columns. */', 'dashboard/src/a.css'),
      ...plantedAt('-- select is enough for this role.\n', 'server/migrations/0001_tenants.sql'),
    ],
  },
];
