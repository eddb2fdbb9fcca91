import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { emptyFolder, run, runJson, type Server, startServer } from '../../../test/program.ts';

let folder: string;
let server: Server;
beforeAll(async () => {
  folder = emptyFolder();
  server = await startServer(folder);
  await runJson(['tenants', 'create', '--name', 'Network', '--slug', 'network'], { folder });
});
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function saying(model: object | string): string {
  const file = join(folder, 'model.json');
  writeFileSync(file, typeof model === 'string' ? model : JSON.stringify(model));
  return file;
}
const models = (...words: string[]) => run(['models', ...words, '--tenant', 'network'], { folder });

test('a model is set from a file, shown, changed, compared and archived', async () => {
  const first = saying({ base: 'custom', parameters: { positions: [4, 2, 4], lookbackDays: 14 } });
  expect((await models('set', 'ends', first)).out).toMatch(
    /^ends@1 {2}custom {2}saved .* by system\n {2}positions: \[4,2,4\]\n {2}lookbackDays: 14\n/,
  );
  await models('set', 'ends', saying({ base: 'custom', parameters: { positions: [1, 1] } }));
  expect((await models('show', 'ends@1')).out).toContain('positions: [4,2,4]');
  expect((await models('show', 'ends')).out).toContain('ends@2');
  expect((await models('diff', 'ends')).out).toBe('ends@1 to ends@2:\n  lookbackDays: 14 → left open\n  positions: [4,2,4] → [1,1]\n');
  expect((await models('diff', 'ends', '--from', '2', '--to', '2')).out).toBe('ends@2 and ends@2 say the same.\n');
  expect((await models('list')).out).toMatch(/^first_touch {2}First touch\n[^]*\nends@2 {2}custom, of your own\nDefault: linear\n$/);
  expect(await runJson(['models', 'archive', 'ends', '--tenant', 'network'], { folder })).toEqual({ archived: 'ends' });
  expect((await models('list')).out).not.toContain('ends');
});

test('what cannot be is refused with its place', async () => {
  expect((await models('set', 'linear', saying({ base: 'linear' }))).err).toContain('name: is the name of a built-in model');
  expect((await models('set', 'ours', saying({ base: 'best' }))).err).toContain('model.base: must be one of first_touch');
  expect((await models('set', 'ours', saying('{'))).err).toContain('could not be read as JSON');
  expect((await models('show', 'never')).err).toContain('There is no such model.');
  expect((await models('diff', 'ends', '--to', 'x')).err).toContain('versions.to: must be a whole number');
});
