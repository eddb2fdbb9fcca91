import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, type Server, startServer } from '../test/program.ts';

let folder: string;
let elsewhere: string;
let server: Server | undefined;
beforeAll(() => {
  folder = emptyFolder();
  elsewhere = emptyFolder();
});
afterAll(async () => {
  await server?.stop();
  for (const one of [folder, elsewhere]) rmSync(one, { recursive: true, force: true });
});

const LIST = ['explanations', 'list', '--tenant', 'shop'];
const MAKING = (where: string) => `earshot: there is no installation in ${join(where, 'data')} yet; making a new one there\n`;

test('a first command says that it makes an installation and where, and the ones after it say nothing of it', async () => {
  const create = ['tenants', 'create', '--name', 'Shop', '--slug', 'shop', '--json'];
  expect(await run(create, { folder })).toMatchObject({ code: 0, err: MAKING(folder) });
  expect(await run(LIST, { folder })).toEqual({ code: 0, out: 'There are no such pages.\n', err: '' });
});

test('a command in another folder says that the data folder it looked in is new, and how to reach the right one', async () => {
  const { code, out, err } = await run(LIST, { folder: elsewhere });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  const [first, second] = err.split(/(?<=\n)/);
  expect(first).toBe(MAKING(elsewhere));
  expect(second).toContain(`There is no tenant "shop" in the data folder ${join(elsewhere, 'data')}, which is new: this command made it.`);
  expect(second).toContain('set EARSHOT_DATA_DIR');
});

test('the address of a server stands in the data folder for as long as it answers, also when another one fails to start', async () => {
  server = await startServer(folder);
  const file = join(folder, 'data/serving.url');
  expect(readFileSync(file, 'utf8')).toBe(`${server.url}\n`);
  const { port } = new URL(server.url);
  expect(await run(['serve'], { folder, env: { EARSHOT_DEMO: '0', PORT: port } })).toMatchObject({ code: 1 });
  expect(readFileSync(file, 'utf8')).toBe(`${server.url}\n`);
  await server.stop();
  server = undefined;
  expect(existsSync(file)).toBe(false);
});
