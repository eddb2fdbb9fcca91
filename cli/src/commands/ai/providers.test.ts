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

function saying(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}
const providers = (...words: string[]) => run(['ai', 'providers', ...words, '--tenant', 'network'], { folder });
const OPENAI = { kind: 'openai', account: 'own', models: [{ model: 'gpt-5-mini' }, { model: 'gpt-never' }], monthlyCapCents: 1_000 };

test('a provider is set from a file, its key from another, and listed without the key and removed', async () => {
  const file = saying('openai.json', JSON.stringify(OPENAI));
  const key = saying('openai.key', 'sk-secret-of-network\n');
  const line = 'openai  openai, own  ready  gpt-5-mini,gpt-never (no price)  0.00 USD of 10.00 USD\n';
  expect((await providers('set', 'openai', file, '--api-key-file', key)).out).toBe(line);
  const listed = await providers('list', '--json');
  expect(JSON.parse(listed.out)).toMatchObject({
    items: [{ key: 'openai', hasKey: true, models: [{ priceFrom: 'public' }, { prices: null }] }],
  });
  expect(listed.out).not.toContain('sk-secret');
  expect((await providers('remove', 'openai')).out).toBe('The provider openai and its key are deleted.\n');
  expect((await providers('remove', 'openai')).err).toContain('There is no such provider.');
});

test('a provider that does not answer says why, and the command fails', async () => {
  const models = [{ model: 'a', prices: { inputMicros: 0, cacheReadMicros: 0, cacheWriteMicros: 0, outputMicros: 0 } }];
  const inside = { kind: 'openai_compatible', account: 'own', baseUrl: 'http://127.0.0.1:9/v1', models };
  await providers('set', 'house', saying('house.json', JSON.stringify(inside)));
  const tested = await providers('test', 'house');
  expect(tested).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^does not answer {2}a {2}The address is not on the public internet/),
  });
  expect(tested.out).toContain('1 call, 0.000000 USD');
  expect((await providers('test', 'house', '--model', 'b')).out).toContain('This model is not among those that may be asked.');
});

test('what cannot be is refused with its place', async () => {
  const set = (details: object | string) =>
    providers('set', 'openai', saying('wrong.json', typeof details === 'string' ? details : JSON.stringify(details)));
  expect((await set('{')).err).toContain('is not JSON');
  expect((await set('null')).err).toContain('provider: ');
  expect((await set({ ...OPENAI, monthlyCapCents: -1 })).err).toContain('provider.monthlyCapCents: ');
  expect((await providers('set', 'Open AI', 'never.json')).err).toContain('key: must be 1 to 63 small letters');
  expect((await providers('set', 'openai', join(folder, 'never.json'))).err).toContain('could not be read');
});
