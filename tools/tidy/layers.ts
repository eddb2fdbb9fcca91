import type { Node } from 'oxc-parser';
import { SERVER_FOLDERS } from './domains.ts';
import { type Import, importsOf } from './imports.ts';
import { planted, plantedAt, type Rule, type Violation } from './rule.ts';
import { isScript, isTest, lineAt, nodesOf, type SourceFile } from './source.ts';

const DOMAIN_FILE = new RegExp(`^server/src/(${SERVER_FOLDERS.slice(1, -1).join('|')})/(?:[^/]+/)?([^/]+)\\.ts$`);
const WORDS = ['schema', 'rules', 'store', 'service', 'routes'] as const;
type Word = (typeof WORDS)[number];

/** What an import reaches: one of the five words, or the outside world by one of its doors. */
type Reach = Word | 'http' | 'database' | 'machine' | 'clock';

/** Beside the five words stand only parts of `rules.ts` under a name of their own, so the same holds for them. */
const FORBIDDEN: Readonly<Record<Word, readonly Reach[]>> = {
  schema: ['rules', 'store', 'service', 'routes', 'http', 'database', 'machine', 'clock'],
  rules: ['store', 'service', 'routes', 'http', 'database', 'machine', 'clock'],
  store: ['service', 'routes', 'http', 'machine'],
  service: ['routes', 'http'],
  routes: ['rules', 'store', 'database'],
};

const REACHES: readonly [Reach, RegExp][] = [
  ['http', /^(fastify|@fastify\/.*|node:https?|node:http2)$|\/platform\/http\.ts$/],
  ['database', /^(pg|graphile-worker)$|\/platform\/(tenant-door|jobs|audit|copy-stream|partitions|postgres\/.*)\.ts$/],
  ['machine', /^(node:)?(fs|fs\/promises|net|tls|dns|child_process|os|worker_threads)$/],
  ['clock', /\/platform\/(clock|chance)\.ts$/],
];

/** Which of the five words a file of a domain is; undefined for files elsewhere, for tests and for the permission table. */
function wordOf(path: string): Word | undefined {
  const name = DOMAIN_FILE.exec(path)?.[2];
  if (name === undefined || isTest(path) || path === 'server/src/tenants/authorize.ts') return undefined;
  return WORDS.find((word) => word === name) ?? 'rules';
}

function reachOf({ target, specifier }: Import): Reach | undefined {
  const place = target ?? specifier;
  return REACHES.find(([, pattern]) => pattern.test(place))?.[0] ?? WORDS.find((word) => DOMAIN_FILE.exec(place)?.[2] === word);
}

function findReaches(file: SourceFile): Violation[] {
  const word = wordOf(file.path);
  if (word === undefined) return [];
  return importsOf(file).flatMap((one): Violation[] => {
    const reach = one.typesOnly ? undefined : reachOf(one);
    if (reach === undefined || !FORBIDDEN[word].includes(reach)) return [];
    return [{ path: file.path, line: one.line, says: `imports ${one.specifier} (${reach}), which is not for ${word}` }];
  });
}

/** How a statement begins. Its first word is written in one case, lower or upper, unlike a sentence's. */
const SQL_BEGINNINGS = [
  /^select\s/,
  /^(insert into|delete from|lock table|set local)\s/,
  /^update\s+\S+(\s+(as\s+)?\w+)?\s+set\s/,
  /^with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s+((not\s+)?materialized\s*)?\(/,
  /^copy\s+[\w."]+\s*(\(|from\b|to\b)/,
  /^(create|alter|drop|truncate|grant|revoke)\s+(table|index|role|policy|view|schema|function)\b/,
  /^(begin|commit|rollback)(;|\s*$)/,
];

function isSql(text: string): boolean {
  const statement = text.replace(/^(\s|--.*\n)*/, '');
  return /^([a-z]+|[A-Z]+)\b/.test(statement) && SQL_BEGINNINGS.some((beginning) => beginning.test(statement.toLowerCase()));
}

function textOf(node: Node): string | undefined {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  return node.type === 'TemplateLiteral' ? node.quasis.map(({ value }) => value.raw).join('$') : undefined;
}

/** The breaches among the nodes of those files of the server that are neither tests nor platform. */
function findInServer(
  files: readonly SourceFile[],
  isBreach: (node: Node) => string | undefined,
  isFree = (_path: string) => false,
): Violation[] {
  const bound = files.filter((file) => isScript(file) && file.path.startsWith('server/src/') && !isTest(file.path));
  return bound
    .filter(({ path }) => !path.startsWith('server/src/platform/') && !isFree(path))
    .flatMap((file) =>
      nodesOf(file).flatMap(({ node }): Violation[] => {
        const says = isBreach(node);
        return says === undefined ? [] : [{ path: file.path, line: lineAt(file, node.start), says }];
      }),
    );
}

function saysSql(node: Node): string | undefined {
  const text = textOf(node);
  return text !== undefined && isSql(text) ? `says SQL: ${text.trim().split('\n', 1)[0].slice(0, 40)}` : undefined;
}

const OUTSIDE = new Set(['Date.now', 'performance.now', 'process.hrtime', 'Math.random', 'process.env', 'crypto.getRandomValues']);
const CHANCE = new Set(['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues', 'randomFillSync']);

function asksMachine(node: Node): string | undefined {
  if (node.type === 'Identifier' && CHANCE.has(node.name)) return `asks for ${node.name}`;
  if (node.type === 'MemberExpression' && node.object.type === 'Identifier' && node.property.type === 'Identifier') {
    const name = `${node.object.name}.${node.property.name}`;
    return OUTSIDE.has(name) ? `asks for ${name}` : undefined;
  }
  const makes = node.type === 'NewExpression' || node.type === 'CallExpression';
  if (!makes || node.callee.type !== 'Identifier' || node.callee.name !== 'Date') return undefined;
  return node.type === 'CallExpression' || node.arguments.length === 0 ? 'asks for the time' : undefined;
}

export const LAYER_RULES: readonly Rule[] = [
  {
    promise: 'each word of a domain keeps to its layer, and what stands beside the five words is as pure as rules.ts',
    find: (files) => files.filter(isScript).flatMap(findReaches),
    caught: [
      ...planted('server/src/cost/schema.ts', "import { readFileSync } from 'node:fs';", "import { a } from './store.ts';"),
      ...planted(
        'server/src/cost/rules.ts',
        "import pg from 'pg';",
        "import { systemClock } from '../platform/clock.ts';",
        "import { a } from './service.ts';",
      ),
      ...planted(
        'server/src/cost/store.ts',
        "import { a } from '../platform/http.ts';",
        "import { a } from '../catalog/codes/service.ts';",
      ),
      ...planted('server/src/cost/prices/service.ts', "import Fastify from 'fastify';", "import { a } from './routes.ts';"),
      ...planted(
        'server/src/cost/routes.ts',
        "import { a } from './store.ts';",
        "import { a } from './rules.ts';",
        "import '../platform/tenant-door.ts';",
      ),
      ...planted('server/src/cost/prices/parser.ts', "import { a } from './store.ts';", "import { a } from 'node:child_process';"),
    ],
    passed: [
      ...planted('server/src/cost/schema.ts', "import { z } from 'zod';", "import { Money } from '../platform/money.ts';"),
      ...planted(
        'server/src/cost/rules.ts',
        "import type { TenantTx } from '../platform/tenant-door.ts';",
        "import { createHmac } from 'node:crypto';",
      ),
      ...planted('server/src/cost/store.ts', "import { a } from './rules.ts';", "import { a } from '../platform/copy-stream.ts';"),
      ...planted('server/src/cost/service.ts', "import { a } from './store.ts';", "import { a } from '../platform/tenant-door.ts';"),
      ...planted('server/src/cost/routes.ts', "import { a } from './service.ts';", "import type { App } from '../platform/http.ts';"),
      ...planted('server/src/cost/rules.test.ts', "import { a } from 'node:fs';"),
    ],
  },
  {
    promise: 'in the server, SQL stands only in store.ts and platform',
    find: (files) => findInServer(files, saysSql, (path) => path.endsWith('/store.ts')),
    caught: [
      ...planted(
        'server/src/cost/service.ts',
        "a('select 1');",
        'a(`\n  select ${b} from c`);',
        'a("INSERT INTO a values (1)");',
        "a('delete from a');",
      ),
      ...planted(
        'server/src/cost/service.ts',
        "a('update a set b = 1');",
        'a(`with a as (select 1) select 2`);',
        "a('copy a (b) from stdin');",
      ),
      ...planted('server/src/cost/rules.ts', "a('-- why\\nselect 1');", "a('begin');", 'const a = `update ${table} set b = 1`;'),
    ],
    passed: [
      ...plantedAt(
        "a('select 1');",
        'server/src/cost/store.ts',
        'server/src/platform/a.ts',
        'server/src/cost/store.test.ts',
        'cli/src/a.ts',
      ),
      ...planted(
        'server/src/cost/service.ts',
        "a('Select a show from the list.');",
        "a('campaign.update');",
        "a('with care');",
        '// select 1',
      ),
      ...planted('server/src/cost/service.ts', "a('update the page');", "a('beginning');", 'select(a);', "a('copy of a');"),
    ],
  },
  {
    promise: 'in the server, clock, chance and environment are asked only by platform',
    find: (files) => findInServer(files, asksMachine),
    caught: [
      ...planted(
        'server/src/cost/service.ts',
        'Date.now();',
        'new Date();',
        'Date();',
        'Math.random();',
        'process.env.A;',
        'performance.now();',
      ),
      ...planted(
        'server/src/main.ts',
        "import { randomUUID } from 'node:crypto';",
        'crypto.randomBytes(1);',
        'const { env } = process.env;',
      ),
    ],
    passed: [
      ...plantedAt('Date.now();', 'server/src/platform/clock.ts', 'server/src/cost/rules.test.ts', 'server/test/a.ts', 'tools/a.ts'),
      ...planted('server/src/cost/service.ts', 'new Date(0);', 'Date.parse(a);', 'context.clock();', "const a = 'Date.now()';", 'a.now();'),
    ],
  },
];
