import { type Planted, planted, type Rule, type Violation } from './rule.ts';
import { lineAt, nodesOf, type SourceFile } from './source.ts';

const MIGRATION = /^server\/migrations\/\d+_([a-z]+)[a-z0-9_]*\.sql$/;
const STORE = /^server\/src\/([a-z]+)\/(?:[^/]+\/)?store\.ts$/;
const CREATED = /^create table (?:if not exists )?(\w+)/gim;
const MENTIONED = /\b(?:from|join|into|update|using|copy|only|table)\s+(\w+)/gi;

/** Which domain's migration makes each table. */
function ownersOf(files: readonly SourceFile[]): Map<string, string> {
  const owners = new Map<string, string>();
  for (const { path, text } of files) {
    const domain = MIGRATION.exec(path)?.[1];
    if (domain !== undefined) for (const [, table] of text.matchAll(CREATED)) owners.set(table, domain);
  }
  return owners;
}

function findForeignTables(file: SourceFile, owners: ReadonlyMap<string, string>): Violation[] {
  const domain = STORE.exec(file.path)?.[1];
  if (domain === undefined) return [];
  return nodesOf(file).flatMap(({ node }): Violation[] => {
    const isText = node.type === 'TemplateElement' || (node.type === 'Literal' && typeof node.value === 'string');
    if (!isText) return [];
    return Array.from(file.text.slice(node.start, node.end).matchAll(MENTIONED)).flatMap(({ 1: table, index }): Violation[] => {
      const owner = owners.get(table) ?? domain;
      return owner === domain
        ? []
        : [{ path: file.path, line: lineAt(file, node.start + index), says: `reaches ${table}, a table of ${owner}` }];
    });
  });
}

function world(path: string, source: string): Planted {
  return {
    'server/migrations/0001_catalog.sql': 'create table codes (\n  code text\n);\n',
    'server/migrations/0002_tracking.sql': 'create table events (\n  id uuid\n);\n',
    [path]: source,
  };
}

export const TABLE_RULES: readonly Rule[] = [
  {
    promise: 'a store reaches only tables of its own domain',
    find(files) {
      const owners = ownersOf(files);
      return files.flatMap((file) => findForeignTables(file, owners));
    },
    caught: [
      world('server/src/tracking/store.ts', "a('select 1 from codes');"),
      world('server/src/tracking/intake/store.ts', 'a(`select ${b} from events\n join codes using (code)`);'),
      world('server/src/catalog/store.ts', "a('insert into events values (1)');"),
      world('server/src/catalog/store.ts', "a('delete from codes using events');"),
    ],
    passed: [
      world('server/src/tracking/store.ts', "a('select codes from events');"),
      world('server/src/catalog/codes/store.ts', "a('update codes set b = 1');"),
      world('server/src/platform/audit.ts', "a('select 1 from codes');"),
      world('server/src/tracking/store.ts', '// from codes'),
      ...planted('server/src/tracking/store.ts', "a('select 1 from codes');"),
    ],
  },
];
