import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADDRESS_EXAMPLES, ADDRESSES_PREFACE, ADDRESSES_REST, ADDRESSES_TITLE, UNSHOWN } from './example-addresses.ts';
import { askAddress } from './example-address.ts';
import { type Ground, openGround } from './example-ground.ts';
import { type Example, pageOf, renderPage } from './example-pages.ts';
import { openWorld, type World } from './world.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const run = promisify(execFile);
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);
/** Where curl writes its files. */
const folder = mkdtempSync(join(tmpdir(), 'earshot-curl-'));
const names = ADDRESS_EXAMPLES.map(({ name }) => name);

let world: World;
let ground: Ground;
const examples = new Map<string, Example>();

beforeAll(async () => {
  world = await openWorld();
  ground = await openGround(world);
});
afterAll(async () => {
  await ground.close();
  await world.close();
  rmSync(folder, { recursive: true });
});

test.each(ADDRESS_EXAMPLES.map((example) => [example.name, example] as const))('the command of %s is answered', async (name, example) => {
  const asked = await askAddress(ground, example);
  expect(asked.status, `${asked.command}\n${asked.text}`).toBe(example.status);
  examples.set(name, asked);
});

describe(`docs/api/${pageOf(ADDRESSES_TITLE)}`, () => {
  test('shows what the server answers; `npm run examples` writes it anew', async () => {
    const shown = names.map((name) => examples.get(name));
    expect(shown).not.toContain(undefined);
    const frame = { writer: 'public-examples', before: ADDRESSES_PREFACE, after: ADDRESSES_REST };
    const page = renderPage(ADDRESSES_TITLE, shown as Example[], frame);
    await expect(page).toMatchFileSnapshot(join(DOCS, 'api', pageOf(ADDRESSES_TITLE)));
  });

  test('has an example of every route that is hidden from the OpenAPI document, or says why there is none', () => {
    const told = new Set([...names, ...Object.keys(UNSHOWN)]);
    expect(ground.hidden.filter((name) => !told.has(name))).toEqual([]);
    expect(ground.hidden).toContain('GET /t.js');
  });

  test('leaves out no route that is not there, and none that has an example', () => {
    const hidden = new Set(ground.hidden);
    expect(Object.keys(UNSHOWN).filter((name) => !hidden.has(name) || names.includes(name))).toEqual([]);
    expect(names).toEqual([...new Set(names)]);
  });

  test('has an example of every address of the table in docs/http.md, which are answered before there are routes', () => {
    const [, section] = readFileSync(join(DOCS, 'http.md'), 'utf8').split('\n## Public addresses\n');
    const rows = section.split('\n## ')[0].matchAll(/^\| `([A-Z]+ \/[^`]*)`/gm);
    const told = new Set(Array.from(rows, ([, name]) => name.replaceAll(/<(\w+)>/g, '{$1}')));
    expect([...told].filter((name) => !names.includes(name))).toEqual([]);
    expect([...told]).toEqual(expect.arrayContaining(['GET /e/{publicId}/{address}', 'GET /i.gif', 'GET /l/{publicId}']));
  });

  test.skipIf(!hasCurl)('shows commands that are answered with the same status when a shell runs them', async () => {
    const statuses = new Map<string, number>();
    for (const name of names) {
      const { command, variables } = (examples.get(name) as Example).real;
      const asked = command.replace('curl -sS', String.raw`curl -sS -w '\n%{http_code}'`);
      const { stdout } = await run('sh', ['-c', asked], { cwd: folder, env: { PATH: process.env.PATH, ...variables }, maxBuffer: 2 ** 25 });
      statuses.set(name, Number(stdout.slice(-3)));
    }
    expect(Object.fromEntries(statuses)).toEqual(Object.fromEntries(ADDRESS_EXAMPLES.map(({ name, status }) => [name, status])));
  });
});
