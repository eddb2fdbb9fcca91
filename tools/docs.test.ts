import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkColumns } from '../cli/src/commands/tracking/event-file.ts';
import { buildProgram } from '../cli/src/program.ts';
import { apportionPath, buildModel, MODEL_NAMES, type ModelName, weighPath } from '../engine/src/index.ts';
import { STATUS_BY_CODE } from '../server/src/api/problem.ts';
import { EVIDENCE_CLASSES } from '../server/src/attribution/paths/codes.ts';
import { chosenBy } from '../server/src/attribution/reports/rules.ts';
import { ComparisonQuery, ReportQuery } from '../server/src/attribution/reports/schema.ts';
import { DEMO_WORLD } from '../server/src/integrations/demo/rules.ts';
import { SETTINGS } from '../server/src/platform/settings.ts';
import { SCOPES, TIER_REQUESTS_PER_MINUTE } from '../server/src/tenants/authorize.ts';
import { TENANT_DEFAULTS } from '../server/src/tenants/settings/schema.ts';
import { MAX_AGE_DAYS } from '../server/src/tracking/intake/faults.ts';
import { CONNECTION_TYPES } from '../server/src/tracking/intake/rules.ts';
import {
  CONVERSION_KINDS,
  ConversionInput,
  Identity,
  MAX_BATCH,
  MAX_METADATA_CHARACTERS,
  TOUCHPOINT_KINDS,
  TouchpointInput,
} from '../server/src/tracking/intake/schema.ts';
import { CAMPAIGNS, SHOWS } from '../simulator/src/catalog.ts';
import { anchorsOf, blocksOf, codesOf, headingsOf, proseOf, rowsOf, sectionOf, targetsOf } from './docs/markdown.ts';
import { filesOfTree } from './tidy/tree.ts';

type Command = Awaited<ReturnType<typeof buildProgram>>;

const ROOT = join(import.meta.dirname, '..');
const WORKSPACES = ['.', 'engine', 'simulator', 'server', 'client', 'dashboard', 'cli'];
const documents = filesOfTree().filter(({ path }) => path.endsWith('.md'));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const [readme, architecture, contributing, http, method, glossary] = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'docs/http.md',
  'docs/method.md',
  'docs/glossary.md',
].map(read);
const sorted = (items: Iterable<string>) => [...new Set(items)].sort();

describe('settings', () => {
  const names: string[] = SETTINGS.map(({ name }) => name);

  test('each has its section in docs/configuration.md and stands in .env.example, and nothing else does', () => {
    expect(headingsOf(read('docs/configuration.md')).slice(1)).toEqual(names.map((name) => `\`${name}\``));
    expect(sorted(Array.from(read('.env.example').matchAll(/^#(\w+?)(?:_FILE)?=/gm), ([, name]) => name))).toEqual(sorted(names));
  });

  test('no document names one that does not exist', () => {
    const known = new Set([...names, 'NAME_FILE', 'EARSHOT_URL', 'EARSHOT_KEY', 'EARSHOT_SESSION', 'EARSHOT_OPERATOR']);
    const shaped = /\b(?:EARSHOT|DATABASE|CORS|LOG|SMTP|OIDC|OTEL|MAIL)_[A-Z_]+\b/g;
    const unknown = documents.flatMap(({ path, text }) =>
      Array.from(text.matchAll(shaped), ([name]) => name)
        .filter((name) => !known.has(name.replace(/(?<=_\w+)_FILE$/, '')))
        .map((name) => `${path}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('commands', async () => {
  /** A command that does something has a summary, also when there are others below it; a group has none. */
  const commandsOf = (command: Command, words: string[]): string[][] => [
    ...(command.summary() ? [words] : []),
    ...command.commands.flatMap((inner) => commandsOf(inner, [...words, inner.name()])),
  ];
  const optionsOf = async (words: string[]) => {
    let command: Command | undefined = await buildProgram(words);
    for (const word of words) command = command?.commands.find((inner) => inner.name() === word);
    return command?.options.map(({ long }) => long ?? '') ?? [];
  };
  const found = commandsOf(await buildProgram([]), []);
  const commands = await Promise.all(found.map(async (words) => ({ name: words.join(' '), options: await optionsOf(words) })));
  const page = read('docs/commands.md');

  test('each has its section and its row in docs/commands.md, and nothing else does', () => {
    const sections = headingsOf(page).flatMap((title) => /^`earshot (.+)`$/.exec(title)?.[1] ?? []);
    expect(sorted(sections)).toEqual(sorted(commands.map(({ name }) => name)));
    expect(rowsOf(proseOf(page).split('\n## ')[0]).map(([name]) => name)).toEqual(sections.map((name) => `\`${name}\``));
  });

  test('each has an example', () => {
    const without = commands.filter(({ name }) => {
      const examples = blocksOf(sectionOf(page, `\`earshot ${name}\``)).filter(({ language }) => language === 'console');
      return !examples.some(({ body }) => new RegExp(`^\\$ (?:[A-Z_]+=\\S* )*earshot ${name}(?: |$)`, 'm').test(body));
    });
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  test.each(commands)('every option of earshot $name is told in its section, and no other', ({ name, options }) => {
    const told = proseOf(sectionOf(page, `\`earshot ${name}\``)).matchAll(/--[a-z][a-z0-9-]+/g);
    expect(sorted(Array.from(told, ([option]) => option))).toEqual(sorted(options));
  });

  test('no document calls one that does not exist', () => {
    const words = new Set(commands.map(({ name }) => name.split(' ')[0]));
    const called = documents.flatMap(({ text }) =>
      Array.from(text.matchAll(/(?:npm run earshot --|`earshot) ([a-z][a-z-]*)/g), ([, word]) => word),
    );
    expect(called.filter((word) => !words.has(word))).toEqual([]);
    expect(called.length).toBeGreaterThan(words.size);
  });
});

describe('the HTTP API', () => {
  const { paths } = JSON.parse(read('server/openapi.json')) as { paths: Record<string, Record<string, unknown>> };
  const firstCodes = (title: string) => rowsOf(sectionOf(http, title)).flatMap(([cell]) => codesOf(cell));

  test('each route has one row in docs/http.md, and nothing else does', () => {
    const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((verb) => `${verb.toUpperCase()} ${path}`));
    expect(firstCodes('Routes').toSorted()).toEqual(sorted([...routes, 'GET /metrics', 'GET /openapi.json', 'GET /docs']));
  });

  test('each error code has its row with its status, and nothing else does', () => {
    const told = rowsOf(sectionOf(http, 'Errors')).map(([code, status]) => [codesOf(code)[0], Number(status)]);
    expect(Object.fromEntries(told)).toEqual(STATUS_BY_CODE);
  });

  test('each field of an event has its row, and nothing else does', () => {
    const fields = [TouchpointInput, ConversionInput, Identity].flatMap(({ shape }) => Object.keys(shape));
    expect(sorted(firstCodes('Sending events'))).toEqual(sorted(fields));
  });

  test('its limits are those of the code', () => {
    const figure = (count: number) => count.toLocaleString('en-US');
    const tiers = Object.entries(TIER_REQUESTS_PER_MINUTE).map(
      ([tier, most]) => `\`${tier}\` ${most === 0 ? 'without limit' : figure(most)}`,
    );
    const limits = [
      `1 to ${figure(MAX_BATCH)} items`,
      `at most ${MAX_AGE_DAYS} days ago`,
      `up to ${figure(MAX_METADATA_CHARACTERS)} characters`,
    ];
    expect([...tiers, ...limits].filter((words) => !http.replaceAll('\n', ' ').includes(words))).toEqual([]);
  });
});

describe('report options', () => {
  const names = sorted([...Object.keys(ReportQuery.shape), ...Object.keys(ComparisonQuery.shape)]);
  const chosen = chosenBy(ReportQuery.parse({}), TENANT_DEFAULTS);
  const applied = Object.entries({ ...ComparisonQuery.parse({}), ...chosen, model: 'linear' });
  const defaults = new Map(applied.map(([name, value]) => [name, JSON.stringify(value).replaceAll('"', '')]));

  test.each([
    ['docs/http.md', rowsOf(sectionOf(http, 'Report options')), 2],
    ['docs/method.md', rowsOf(sectionOf(method, 'Report options')), 1],
  ])('each has its row in %s with its default, and nothing else does', (_path, rows, place) => {
    expect(sorted(rows.flatMap(([cell]) => codesOf(cell)))).toEqual(names);
    for (const row of rows) {
      const [told] = codesOf(row[place]);
      const own = codesOf(row[0]).flatMap((name) => defaults.get(name) ?? []);
      expect(sorted(told === undefined || told === 'false' ? [] : [told]), row[0]).toEqual(sorted(own));
    }
  });
});

describe('the method', () => {
  const rows = rowsOf(sectionOf(method, 'Models')).filter((cells) => cells.length === 4);

  test('its worked example has every model, and the engine computes the same', () => {
    const day = 86_400_000;
    expect(rows.map(([name]) => name)).toEqual(MODEL_NAMES.map((name) => `\`${name}\``));
    for (const [cell, ...told] of rows) {
      const model = buildModel(codesOf(cell)[0] as ModelName);
      const credit = apportionPath(10_000, weighPath(model, [14 * day, 7 * day, 0]));
      expect(
        [...credit].map((cents) => (cents / 100).toFixed(2)),
        cell,
      ).toEqual(told);
    }
  });

  test('its evidence classes are those of the code, strongest first', () => {
    expect(rowsOf(sectionOf(method, 'Who belongs to what')).map(([name]) => name)).toEqual(EVIDENCE_CLASSES.map((name) => `\`${name}\``));
  });
});

test('the README tells of the demo what it holds', () => {
  const { households, days } = DEMO_WORLD;
  const [shows, campaigns] = [SHOWS, CAMPAIGNS].map(({ length }) => (length === 6 ? 'six' : String(length)));
  const words = `${days} days of ${households.toLocaleString('en-US')} invented households, ${shows} shows and ${campaigns} campaigns`;
  expect(readme.replaceAll('\n', ' ')).toContain(words);
});

test('the glossary has every word of the code’s lists, each once', () => {
  const terms = Array.from(glossary.matchAll(/^- \*\*(.+?)\*\*:/gm), ([, term]) => term);
  expect(terms).toEqual([...new Set(terms)]);
  const bold = new Set(terms.map((term) => term.replaceAll(/`| \(class\)/g, '')));
  const words = [...MODEL_NAMES, ...EVIDENCE_CLASSES, ...TOUCHPOINT_KINDS, ...CONVERSION_KINDS];
  expect(words.filter((word) => !bold.has(word))).toEqual([]);
  const codes = new Set(codesOf(glossary));
  expect([...CONNECTION_TYPES, ...SCOPES, ...Object.keys(TIER_REQUESTS_PER_MINUTE)].filter((word) => !codes.has(word))).toEqual([]);
});

describe('the architecture', () => {
  interface Manifest {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  }
  const dependencies = WORKSPACES.flatMap((folder) => {
    const manifest: Manifest = JSON.parse(read(join(folder, 'package.json')));
    return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }).map((name) => ({ folder, name }));
  });
  const section = sectionOf(architecture, 'Dependencies');

  test.each(WORKSPACES)('has every dependency of %s with its licence, and nothing else', (folder) => {
    const title = folder === '.' ? 'the whole repository, for development' : folder;
    const own = dependencies.filter((one) => one.folder === folder).map(({ name }) => name);
    const told = rowsOf(sectionOf(section, title)).flatMap(([names, licence]) => codesOf(names).map((name) => ({ name, licence })));
    expect(told.map(({ name }) => name).sort()).toEqual(own.sort());
    for (const { name, licence } of told) {
      const inner = join(folder, 'node_modules', name, 'package.json');
      const installed = existsSync(join(ROOT, inner)) ? inner : join('node_modules', name, 'package.json');
      expect((JSON.parse(read(installed)) as { license: string }).license, name).toBe(licence);
    }
  });

  test('has every table of the migrations, and nothing else', () => {
    const migrations = readdirSync(join(ROOT, 'server/migrations')).map((name) => read(join('server/migrations', name)));
    const named = (words: RegExp) => migrations.flatMap((sql) => Array.from(sql.matchAll(words), ([, name]) => name));
    const dropped = named(/^drop table (\w+)/gm);
    const tables = named(/^create table (\w+)/gm).filter((name) => !dropped.includes(name));
    expect(
      rowsOf(sectionOf(architecture, 'Tables'))
        .flatMap(([cell]) => codesOf(cell))
        .sort(),
    ).toEqual(sorted(tables));
  });
});

describe('every document', () => {
  test('links only to what is there, headings included', () => {
    const broken = documents.flatMap(({ path, text }) => brokenTargets(path, text).map((target) => `${path}: ${target}`));
    expect(broken).toEqual([]);
  });

  test('of docs/ is in its index, and one of docs/api in that folder’s', () => {
    const linkedOf = (index: string) => targetsOf(read(index)).map((target) => normalize(join(dirname(index), target.split('#')[0])));
    const linked = new Set([...linkedOf('docs/README.md'), ...linkedOf('docs/api/README.md')]);
    const pages = documents.map(({ path }) => path).filter((path) => path.startsWith('docs/') && path !== 'docs/README.md');
    expect(pages.filter((path) => !linked.has(path))).toEqual([]);
    expect(pages.length).toBeGreaterThan(30);
  });

  test('tells no line of prose again in the next one', () => {
    const again = documents.flatMap(({ path, text }) => {
      const lines = proseOf(text).split('\n');
      const isTold = (line: string, next = '') => line.length > 40 && !line.startsWith('|') && next.length > 40;
      return lines
        .filter((line, place) => isTold(line, lines[place + 1]) && (line.includes(lines[place + 1]) || lines[place + 1].includes(line)))
        .map((line) => `${path}: ${line}`);
    });
    expect(again).toEqual([]);
  });

  test('names only files that are there', () => {
    const shaped = /^(?:engine|simulator|server|client|dashboard|cli|docs|tools|deploy)\/[\w./-]*$/;
    const missing = documents.flatMap(({ path, text }) =>
      codesOf(text)
        .filter((code) => shaped.test(code) && !/[A-Z]{3}/.test(code))
        .filter((code) => !existsSync(join(ROOT, code)) && !existsSync(join(ROOT, dirname(path), code)))
        .map((code) => `${path}: ${code}`),
    );
    expect(missing).toEqual([]);
  });

  test('calls only npm scripts that exist, and each script is told in README or CONTRIBUTING', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const called = (text: string) => Array.from(text.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g), ([, run, short]) => run ?? short);
    expect(documents.flatMap(({ text }) => called(text)).filter((name) => scripts[name] === undefined)).toEqual([]);
    expect(sorted(called(readme + contributing))).toEqual(sorted(Object.keys(scripts)));
  });

  test('shows shell commands that a shell can read', () => {
    const blocks = documents.flatMap(({ text }) => blocksOf(text)).filter(({ language }) => language === 'sh');
    const unreadable = blocks.filter(({ body }) => spawnSync('bash', ['-n'], { input: body }).status !== 0);
    expect(unreadable).toEqual([]);
    expect(blocks.some(({ body }) => body.includes('curl'))).toBe(true);
  });

  test('shows CSV files whose columns the import takes', () => {
    const headers = blocksOf(readme)
      .filter(({ language }) => language === 'csv')
      .map(({ body }) => body.split('\n', 1)[0].split(','));
    expect(headers).toHaveLength(2);
    checkColumns(headers[0], 'touchpoints');
    checkColumns(headers[1], 'conversions');
  });
});

function brokenTargets(path: string, text: string): string[] {
  return targetsOf(text).filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [file, anchor] = target.split('#');
    const place = file === '' ? path : normalize(join(dirname(path), file));
    if (!existsSync(join(ROOT, place))) return true;
    return anchor !== undefined && !anchorsOf(read(place)).has(anchor);
  });
}

describe('the reading of documents', () => {
  test('finds a link to a missing file, to a missing heading and to a missing picture', () => {
    const text = '# A b\n[a](README.md) [b](no.md) [c](#a-b) [d](README.md#no) ![e](docs/no.svg) [f](https://a.example)\n';
    expect(brokenTargets('ARCHITECTURE.md', text)).toEqual(['no.md', '#a-b', 'README.md#no', 'docs/no.svg']);
  });

  test('makes the anchors that GitHub makes', () => {
    expect([...anchorsOf('# `earshot a-b`\n## What, now?\n```sh\n# no heading\n```\n## What now\n')]).toEqual([
      'earshot-a-b',
      'what-now',
      'what-now-1',
    ]);
  });

  test('ends a section at the next heading of its rank', () => {
    expect(sectionOf('# A\n## B\nb\n### C\nc\n## D\nd\n', 'B')).toBe('## B\nb\n### C\nc\n');
  });
});

test('the licence is Apache-2.0, word for word, and every package says so', () => {
  expect(createHash('sha256').update(read('LICENSE')).digest('hex')).toBe(
    'cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30',
  );
  const licences = WORKSPACES.map((folder) => (JSON.parse(read(join(folder, 'package.json'))) as { license: string }).license);
  expect(new Set(licences)).toEqual(new Set(['Apache-2.0']));
});
