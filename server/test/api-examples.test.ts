import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildOpenApi } from '../src/api/openapi-document.ts';
import { settleKeyUseIn } from '../src/security/keyuse/service.ts';
import { operationsOf, type OpenApiDocument } from './documented.ts';
import { ADDRESS_EXAMPLES, ADDRESSES_TITLE } from './example-addresses.ts';
import { curlOf, requestOf } from './example-curl.ts';
import { askExample, type Example, pageOf, renderIndex, renderPage } from './example-pages.ts';
import { EXAMPLE_REQUESTS } from './example-requests.ts';
import type { RouteFixture } from './route-fixture.ts';
import { routeFixtures } from './routes.ts';
import { openWorld, type World } from './world.ts';

const FOLDER = new URL('../../docs/api/', import.meta.url).pathname;
const run = promisify(execFile);

const operations = operationsOf((await buildOpenApi()) as OpenApiDocument);
const tags = [...new Set(operations.flatMap(([, operation]) => operation.tags ?? []))];
const namesOf = (tag: string) => operations.flatMap(([name, operation]) => (operation.tags?.[0] === tag ? [name] : []));
const hasCurl = await run('curl', ['--version']).then(
  () => true,
  () => false,
);

let world: World;
let fixtures: Map<string, RouteFixture>;
const examples = new Map<string, Example>();

beforeAll(async () => {
  world = await openWorld();
  fixtures = new Map(routeFixtures(world).map((fixture) => [fixture.operation, fixture]));
});
afterAll(() => world.close());

test.each(operations)('%s has an example, and a server answers its command', async (name, operation) => {
  const fixture = fixtures.get(name);
  if (!fixture) throw new Error(`server/test/routes.ts has no fixture for ${name}, of which its example is made`);
  const example = await askExample(world, fixture, operation);
  // What is written behind a request would otherwise show in one of the next answers, or not.
  await settleKeyUseIn(world.database.context);
  await fixture.undo?.();
  expect(example.status, `${example.command}\n${example.text}`).toBe(fixture.status);
  examples.set(name, example);
});

describe('docs/api', () => {
  test.each(tags)('shows of %s what the server answers; `npm run examples` writes it anew', async (tag) => {
    const own = namesOf(tag).map((name) => examples.get(name));
    expect(own).not.toContain(undefined);
    await expect(renderPage(tag, own as Example[])).toMatchFileSnapshot(FOLDER + pageOf(tag));
  });

  test('leads to the example of every operation and address', async () => {
    const beside = ADDRESS_EXAMPLES.map(({ name }) => name);
    const pages = [...tags.map((tag) => [tag, namesOf(tag)] as const), [ADDRESSES_TITLE, beside] as const];
    await expect(renderIndex(pages)).toMatchFileSnapshot(`${FOLDER}README.md`);
    const files = new Set([...pages.map(([title]) => pageOf(title)), 'README.md']);
    expect(readdirSync(FOLDER).filter((name) => !files.has(name))).toEqual([]);
  });

  test.skipIf(!hasCurl)('shows commands that a shell runs to the same answers', async () => {
    const read = namesOf('Catalog').filter((name) => /^GET .*s$/.test(name));
    for (const name of read) {
      const { command, variables } = (examples.get(name) as Example).real;
      const answer = await world.server.send('GET', requestOf(command, { ...variables, EARSHOT_URL: '' }).url, { key: world.mine.apiKey });
      const { stdout } = await run('sh', ['-c', command], { env: { PATH: process.env.PATH, ...variables } });
      expect(stdout, name).toBe(answer.text);
    }
    expect(read.length).toBeGreaterThan(5);
  });
});

describe('the examples', () => {
  test('ask for operations that are there', () => {
    const names = new Set(operations.map(([name]) => name));
    expect(Object.keys(EXAMPLE_REQUESTS).filter((name) => !names.has(name))).toEqual([]);
  });

  test('are read back as they were written', () => {
    const request = {
      method: 'PUT',
      url: 'http://a.example/b?c=d&e=f%20g',
      headers: { 'x-quote': `it's "so"` },
      body: `{ "it": "isn't\\n $HOME" }`,
    };
    expect(requestOf(curlOf(request), {})).toEqual(request);
    const asked = curlOf(request, { user: 'name:it"s', withHeaders: true, output: 'a.gif' });
    expect(asked).toContain(String.raw`curl -sS -i -o a.gif -X PUT "http://a.example/b?c=d&e=f%20g" \
  -u 'name:it"s' \
  -H `);
    const authorization = `Basic ${Buffer.from('name:it"s').toString('base64')}`;
    expect(requestOf(asked, {})).toEqual({ ...request, headers: { ...request.headers, authorization } });
    expect(requestOf('curl -sS "$AT/b" -H "A: $KEY"', { AT: 'http://a', KEY: 'k' })).toEqual({
      method: 'GET',
      url: 'http://a/b',
      headers: { a: 'k' },
    });
    expect(() => requestOf('curl "$AT"', {})).toThrow('AT');
  });
});
