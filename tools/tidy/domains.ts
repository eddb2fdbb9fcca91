import { type Import, importsOfAll } from './imports.ts';
import { planted, plantedAt, type Rule, type Violation } from './rule.ts';
import type { SourceFile } from './source.ts';

/** The folders of `server/src`; each imports only those before it. */
export const SERVER_FOLDERS = [
  'platform',
  'tenants',
  'security',
  'catalog',
  'metering',
  'tracking',
  'attribution',
  'cost',
  'ai',
  'privacy',
  'integrations',
  'api',
] as const;

const SERVER = 'server/src/';
const PLACES: readonly string[] = SERVER_FOLDERS;
const VISIBLE = /\/(service|schema)\.ts$|^server\/src\/tenants\/authorize\.ts$/;
const MIGRATION = /^server\/migrations\/(\d{4})_([a-z0-9]+(?:_[a-z0-9]+)*)\.sql$/;

/** The folder of `server/src` that a file stands in; undefined for `main.ts` and for files elsewhere. */
function folderOf(path: string): string | undefined {
  if (!path.startsWith(SERVER)) return undefined;
  const [folder, ...rest] = path.slice(SERVER.length).split('/');
  return rest.length === 0 ? undefined : folder;
}

function againstOrder({ from, target }: Import): string | undefined {
  const own = folderOf(from);
  if (own === undefined || target === undefined || !target.startsWith(SERVER)) return undefined;
  const other = folderOf(target);
  if (other === undefined) return `imports ${target}, which sees all the others`;
  if (PLACES.indexOf(other) <= PLACES.indexOf(own)) return undefined;
  return `imports ${target}; ${own} stands before ${other}`;
}

/** `api` is the HTTP of all domains, so it alone sees their routes. */
function hiddenFile({ from, target }: Import): string | undefined {
  const own = folderOf(from);
  const other = target?.startsWith(SERVER) ? folderOf(target) : undefined;
  if (target === undefined || own === undefined || other === undefined || own === other || other === 'platform') return undefined;
  if (VISIBLE.test(target) || (own === 'api' && target.endsWith('/routes.ts'))) return undefined;
  return `imports ${target}; across domains only service.ts, schema.ts and tenants/authorize.ts are visible`;
}

function findImports(files: readonly SourceFile[], says: (one: Import) => string | undefined): Violation[] {
  return importsOfAll(files).flatMap((one) => {
    const text = says(one);
    return text === undefined ? [] : [{ path: one.from, line: one.line, says: text }];
  });
}

/** The word that must be a domain: of the server, of a page or of a command. */
function domainWord(path: string): string | undefined {
  return /^(?:server\/src|dashboard\/src\/pages|cli\/src\/commands)\/([^/]+)\//.exec(path)?.[1];
}

function findForeignDomain({ path }: SourceFile): Violation[] {
  const word = domainWord(path);
  if (word === undefined || PLACES.includes(word) || (word === 'simulator' && !path.startsWith(SERVER))) return [];
  return [{ path, says: `stands under "${word}", which is no domain` }];
}

function findDeepFile({ path }: SourceFile): Violation[] {
  if (!path.startsWith(SERVER)) return [];
  const depth = path.slice(SERVER.length).split('/').length;
  if (depth > 3) return [{ path, says: 'stands deeper than domain and noun' }];
  return depth === 1 && path !== 'server/src/main.ts' ? [{ path, says: 'stands in no domain' }] : [];
}

function findMigrationGaps(files: readonly SourceFile[]): Violation[] {
  const paths = files.map(({ path }) => path).filter((path) => path.startsWith('server/migrations/'));
  return paths.toSorted().flatMap((path, place): Violation[] => {
    const [, number, name] = MIGRATION.exec(path) ?? [];
    if (number === undefined) return [{ path, says: 'is not named like 0001_domain.sql' }];
    if (!PLACES.includes(name.split('_')[0])) return [{ path, says: 'does not begin with a domain' }];
    return Number(number) === place + 1 ? [] : [{ path, says: `should be number ${place + 1}` }];
  });
}

function migrations(...names: string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [`server/migrations/${name}`, 'select 1;\n']));
}

export const DOMAIN_RULES: readonly Rule[] = [
  {
    promise: 'a folder of the server imports only those before it in their one order',
    find: (files) => findImports(files, againstOrder),
    caught: [
      ...planted('server/src/platform/money.ts', "import { a } from '../tenants/authorize.ts';"),
      ...planted('server/src/tracking/intake/service.ts', "import type { A } from '../../attribution/paths/schema.ts';"),
      ...planted('server/src/cost/service.ts', "import { a } from '../main.ts';", "const a = await import('../ai/service.ts');"),
    ],
    passed: [
      ...planted(
        'server/src/attribution/paths/service.ts',
        "import { a } from '../../tracking/evidence/service.ts';",
        "import '../rollups/store.ts';",
      ),
      ...planted('server/src/main.ts', "import { a } from './api/app.ts';"),
      ...planted('cli/src/a.ts', "import { a } from '../../server/src/main.ts';"),
    ],
  },
  {
    promise: 'across domains only services, schemas and the permission table are visible; api alone mounts routes',
    find: (files) => findImports(files, hiddenFile),
    caught: [
      ...planted(
        'server/src/cost/service.ts',
        "import { a } from '../catalog/campaigns/store.ts';",
        "import { a } from '../tracking/intake/rules.ts';",
      ),
      ...planted(
        'server/src/ai/routes.ts',
        "import type { A } from '../cost/routes.ts';",
        "import { a } from '../attribution/paths/codes.ts';",
      ),
      ...planted('server/src/api/app.ts', "import { a } from '../cost/store.ts';"),
    ],
    passed: [
      ...planted(
        'server/src/cost/service.ts',
        "import '../catalog/codes/service.ts';",
        "import '../catalog/codes/schema.ts';",
        "import './store.ts';",
      ),
      ...planted('server/src/cost/service.ts', "import '../tenants/authorize.ts';", "import '../platform/postgres/roles.ts';"),
      ...planted('server/src/attribution/paths/service.ts', "import { a } from '../rollups/store.ts';"),
      ...planted('server/src/api/app.ts', "import { a } from '../cost/routes.ts';"),
      ...planted('server/src/main.ts', "import { a } from './attribution/paths/jobs.ts';"),
    ],
  },
  {
    promise: 'pages, commands and folders of the server bear the word of a domain',
    find: (files) => files.flatMap(findForeignDomain),
    caught: plantedAt(
      'a',
      'server/src/billing/rules.ts',
      'dashboard/src/pages/reports/a.tsx',
      'cli/src/commands/export/a.ts',
      'server/src/simulator/a.ts',
    ),
    passed: plantedAt(
      'a',
      'server/src/cost/rules.ts',
      'dashboard/src/pages/cost/a.tsx',
      'cli/src/commands/simulator/a.ts',
      'dashboard/src/ui/a.ts',
    ),
  },
  {
    promise: 'every file of the server except main.ts stands in a domain, or in a noun of one',
    find: (files) => files.flatMap(findDeepFile),
    caught: plantedAt('a', 'server/src/app.ts', 'server/src/cost/prices/lists/rules.ts'),
    passed: plantedAt('a', 'server/src/main.ts', 'server/src/cost/rules.ts', 'server/src/cost/prices/rules.ts', 'server/test/a/b/c.ts'),
  },
  {
    promise: 'migrations begin with a domain and are numbered from 0001 without a gap',
    find: findMigrationGaps,
    caught: [
      migrations('0001_tenants.sql', '0003_catalog.sql'),
      migrations('0002_tenants.sql'),
      migrations('0001_tenants.sql', '0001_security.sql'),
      migrations('0001_billing.sql'),
      migrations('1_tenants.sql'),
      migrations('0001_tenants.sql', '0001_tenants.down.sql'),
    ],
    passed: [migrations('0002_security.sql', '0001_tenants.sql', '0003_tenants_names.sql'), plantedAt('a', 'docs/0007_note.sql')[0]],
  },
];
